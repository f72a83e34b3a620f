"""`index build` and `find --spec` over the demonstration country."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from commonweal.errors import ERRORS
from tests.conftest import ROOT
from tests.recipes import BOTH, DEMONSTRATION
from tests.unit.cli.conftest import Cli

MISTAKE = ERRORS["input"].exit_code


@pytest.fixture
def written(tmp_path: Path) -> list[Path]:
    """The recipes of the how-to, each in a file."""
    page = (ROOT / "docs" / "how-to" / "build-your-own-index.md").read_text(encoding="utf-8")
    paths = []
    for place, text in enumerate(re.findall(r"```toml\n(.*?)```", page, re.DOTALL)):
        paths.append(tmp_path / f"recipe{place}.toml")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def test_an_index_is_built_and_written(cli: Cli, written: list[Path], tmp_path: Path) -> None:
    done = cli("index", "build", written[DEMONSTRATION], "--checks", "--out", tmp_path / "x.csv")
    assert done.code == 0
    assert "My index: 400 areas, from 5 indicators in 2 domains." in done.out
    assert "Cronbach's alpha" in done.out
    table = pl.read_csv(tmp_path / "x.csv")
    assert table["rank"].min() == 1
    assert {"score", "decile", "money_rank", "life_rank"} <= set(table.columns)


def test_an_index_for_machines(cli: Cli, written: list[Path]) -> None:
    held = cli("index", "build", written[DEMONSTRATION], "--checks", "--json").json
    assert len(held["areas"]) == 400
    assert [row["name"] for row in held["weights"]] == [
        row["name"] for row in held["checks"]["indicators"]
    ]
    assert held["provenance"]["run"]["spec"]["recipe"]


def test_one_of_two_measures_is_built(cli: Cli, written: list[Path]) -> None:
    assert "Income and work: 400 areas" in cli("index", "build", written[BOTH]).out
    done = cli("index", "build", written[BOTH], "--measure", "infrastructure")
    assert done.code == MISTAKE
    assert "--measure deprivation" in done.err


def test_find_uses_it(cli: Cli, written: list[Path]) -> None:
    done = cli("find", "--spec", written[DEMONSTRATION])
    assert done.code == 0
    assert "worst 10% of areas by My index" in done.out
    held = cli("find", "--spec", written[BOTH], "--json").json
    assert held["request"]["own_deprivation"] == "Income and work"
    assert held["request"]["infrastructure"] == "2023"


def test_mistakes_are_told_with_their_lines(cli: Cli, written: list[Path]) -> None:
    path = written[DEMONSTRATION]
    path.write_text(path.read_text(encoding="utf-8").replace("imd.crime", "imd.crme"), "utf-8")
    for command in (("index", "build", path), ("find", "--spec", path)):
        done = cli(*command)
        assert done.code == MISTAKE
        assert "recipe1.toml, line 20, domains.1.indicators.2.indicator" in done.err
        assert "Did you mean imd.crime.score" in done.err


def test_a_file_that_is_no_text_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00")
    done = cli("index", "build", tmp_path / "x.toml")
    assert done.code == MISTAKE
    assert "a text file in UTF-8" in done.err
    assert "nothing.toml" in cli("find", "--spec", tmp_path / "nothing.toml").err


def test_a_simulation_is_refused_beside_it(cli: Cli, written: list[Path]) -> None:
    done = cli("find", "--spec", written[DEMONSTRATION], "--draws", 20)
    assert done.code == ERRORS["method"].exit_code
    assert "--draws" in done.err
