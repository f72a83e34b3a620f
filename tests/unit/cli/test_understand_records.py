"""`understand records` over the demonstration country."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import typer

from commonweal.atlas import Atlas
from commonweal.cli import run as running
from commonweal.cli.understand import records as module
from commonweal.errors import ERRORS
from tests.records import TOML, people
from tests.unit.cli.conftest import Cli

MISTAKE = ERRORS["input"].exit_code


@pytest.fixture
def ask(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command alone, wherever it stands among the others."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    module.register(app)
    app.command("other")(lambda: None)
    monkeypatch.setattr(running, "app", app)

    def call(*arguments: object) -> object:
        return cli("records", *arguments)

    return call  # type: ignore[return-value]


@pytest.fixture
def files(demonstration_atlas: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Records, and the spec that fits them."""
    codes = Atlas.open(demonstration_atlas).areas("lsoa21")["area_code"].to_list()
    people(codes, 30_000).write_parquet(tmp_path / "records.parquet")
    (tmp_path / "ill.toml").write_text(TOML, encoding="utf-8")
    return tmp_path / "records.parquet", tmp_path / "ill.toml"


def test_it_says_what_it_found(ask: Cli, files: tuple[Path, Path]) -> None:
    done = ask(files[0], "--spec", files[1])
    assert done.code == 0
    assert "The demonstration country is invented" in done.out
    assert "People who are ill, by typology." in done.out
    assert "doubly disadvantaged" in done.out
    assert "standardised" in done.out
    assert "Source: Invented records, Nobody, 2026. None needed." in done.out
    assert done.err == ""


@pytest.mark.parametrize("table", ["groups", "cells", "areas"])
def test_tables_are_written_without_small_counts(
    ask: Cli, files: tuple[Path, Path], tmp_path: Path, table: str
) -> None:
    out = tmp_path / "out.csv"
    done = ask(files[0], "--spec", files[1], "--table", table, "--out", out)
    assert done.code == 0
    written = pl.read_csv(out)
    assert written.height
    assert "id" not in written.columns
    assert not written["events"].is_between(1, 4).any()
    assert set(written["demonstration"]) == {"invented demonstration data"}


def test_for_machines_and_with_another_engine(ask: Cli, files: tuple[Path, Path]) -> None:
    first = ask(files[0], "--spec", files[1], "--json").json
    other = ask(files[0], "--spec", files[1], "--json", "--engine", "polars").json
    assert first["records"] == 30_000
    assert first["left_out"] == 0
    for name in ("groups", "cells", "areas", "finding"):
        assert first[name] == other[name]
    for row in (*first["groups"], *first["cells"], *first["areas"]):
        assert row["events"] is None or row["events"] == 0 or row["events"] >= 5


def test_groups_of_ones_own(ask: Cli, files: tuple[Path, Path], tmp_path: Path) -> None:
    codes = pl.read_parquet(files[0])["area"].unique().sort()
    half = codes.len() // 2
    own = pl.DataFrame({"area_code": codes, "group": ["a"] * half + ["b"] * (codes.len() - half)})
    own.write_csv(tmp_path / "own.csv")
    for extra in ((), ("--atlas", tmp_path / "no-atlas")):
        done = ask(files[0], "--spec", files[1], "--groups", tmp_path / "own.csv", "--json", *extra)
        assert [row["group"] for row in done.json["groups"]] == ["a", "b", "all"]


def test_few_records_left_out_are_not_counted_out(ask: Cli, files: tuple[Path, Path]) -> None:
    records = pl.read_parquet(files[0])
    first = pl.int_range(pl.len()) == 0
    records.with_columns(age=pl.when(~first).then("age")).write_parquet(files[0])
    files[1].write_text("most_left_out = 0.01\n" + TOML, encoding="utf-8")
    assert ask(files[0], "--spec", files[1], "--json").json["left_out"] == "fewer than 5"


def test_mistakes_are_told_in_plain_words(
    ask: Cli, files: tuple[Path, Path], tmp_path: Path
) -> None:
    cases = {
        "none there": (tmp_path / "nothing", "--spec", files[1]),
        "a Parquet file": (files[1], "--spec", files[1]),
        "an amount above 0": (files[0], "--spec", files[1], "--memory", 0),
        "a file name ending in": (files[0], "--spec", files[1], "--out", "x.gpkg"),
        "a text file in UTF-8": (files[0], "--spec", files[0]),
    }
    for words, arguments in cases.items():
        done = ask(*arguments)
        assert done.code == MISTAKE, words
        assert words in done.err
        assert "Traceback" not in done.err
    files[1].write_text(TOML.replace('"ill"', '"illness"'), encoding="utf-8")
    done = ask(files[0], "--spec", files[1])
    assert "expected a column for outcome" in done.err


def test_wrong_values_are_told_without_showing_them(ask: Cli, files: tuple[Path, Path]) -> None:
    records = pl.read_parquet(files[0]).with_columns(sex=pl.lit("Mary Smith"))
    records.write_parquet(files[0])
    done = ask(files[0], "--spec", files[1], "--json")
    assert done.code == MISTAKE
    assert "30,000 records" in done.error["message"]
    assert "Mary" not in done.err


def test_without_an_atlas_it_says_how_to_build_one(
    ask: Cli, files: tuple[Path, Path], tmp_path: Path
) -> None:
    done = ask(files[0], "--spec", files[1], "--atlas", tmp_path / "no-atlas")
    assert done.code == ERRORS["atlas-missing"].exit_code
    assert "commonweal atlas build" in done.err
