"""`decide sortition`: what it prints, what it writes, what it refuses."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.unit.cli.conftest import Cli

SPEC = """
size = 4
[features.age]
young = { min = 2, max = 2, population = 0.4 }
old = { min = 2, max = 2, population = 0.6 }
"""
PEOPLE = "id,age,name\n" + "".join(
    f"v{n},{'young' if n < 3 else 'old'},Private Person\n" for n in range(10)
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    people, spec = tmp_path / "volunteers.csv", tmp_path / "panel.toml"
    people.write_text(PEOPLE, encoding="utf-8")
    spec.write_text(SPEC, encoding="utf-8")
    return str(people), str(spec)


def test_the_answer_for_people(cli: Cli, files: tuple[str, str]) -> None:
    told = cli("decide", "sortition", files[0], "--spec", files[1], "--seed", "5").out
    assert "4 people were drawn from 10 volunteers. Every quota is met." in told
    assert "Its balance" in told
    assert "Private" not in told


def test_the_answer_for_machines(cli: Cli, files: tuple[str, str]) -> None:
    told = cli("decide", "sortition", files[0], "--spec", files[1], "--seed", "5", "--json").json
    assert len(told["members"]) == 4
    assert told["seed"] == 5
    chances = {row["id"]: row["chance"] for row in told["chances"]}
    assert chances["v0"] == pytest.approx(2 / 3)
    assert chances["v9"] == pytest.approx(2 / 7)
    assert told["tickets"][told["ticket"] - 1]["members"] == told["members"]


def test_what_is_written_is_enough_to_check_the_draw(
    cli: Cli, files: tuple[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "drawn"
    assert cli("decide", "sortition", files[0], "--spec", files[1], "--seed", "5", "--out", out)
    tickets = pl.read_csv(out / "tickets.csv")
    panel = pl.read_csv(out / "panel.csv")["id"].to_list()
    chances = pl.read_csv(out / "chances.csv")
    assert tickets.height == 1000
    assert " ".join(panel) in tickets["members"].to_list()
    assert chances.filter(pl.col("member"))["id"].to_list() == panel
    assert pl.read_csv(out / "balance.csv")["members"].to_list() == [2, 2]
    assert not any("Private" in path.read_text(encoding="utf-8") for path in out.iterdir())


def test_quotas_that_cannot_be_met_are_told(cli: Cli, files: tuple[str, str]) -> None:
    Path(files[1]).write_text(SPEC.replace("min = 2, max = 2, population = 0.4", "min=4, max=4"))
    done = cli("decide", "sortition", files[0], "--spec", files[1], "--seed", "5")
    assert done.code == 2
    assert "age young: at least 4" in done.err
