"""`change` over the demonstration country."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.atlas import Atlas
from tests.unit.cli.conftest import Cli


def test_the_finding_its_caution_and_tables(cli: Cli) -> None:
    done = cli("change")
    assert done.code == 0
    assert "areas in the worst tenth in 2015 still are in 2025" in done.out
    assert "own indicators and methods" in done.out
    assert "In the worst tenth at how many of 3 editions" in done.out
    assert "Areas by tenth in 2015 (rows) and 2025 (columns)" in done.out
    assert "Source: Indices of Deprivation 2019" in done.out
    assert "invented" in done.out.splitlines()[0]


def test_the_answer_for_machines(cli: Cli) -> None:
    held = cli("change", "--from", "2019", "--json").json
    assert held["editions"] == ["2019", "2025"]
    assert held["request"]["start"] == "2019"
    assert sum(row["areas"] for row in held["transitions"]) == 400
    both = [row for row in held["transitions"] if row["before"] == row["after"] == 1]
    assert held["worst_tenth"]["both"] == both[0]["areas"]


def test_every_area_in_a_file(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "change.csv"
    done = cli("change", "--out", out)
    assert f"Written to {out}" in done.out
    table = pl.read_csv(out)
    assert table.height == 400
    assert {"area_code", "rank_2015", "decile_2025", "approximate_2019"} <= set(table.columns)


def test_one_place(cli: Cli, demonstration_atlas: Path) -> None:
    district = Atlas.open(demonstration_atlas).areas("district24").row(0, named=True)
    held = cli("change", "--within", district["area_code"], "--json").json
    assert held["request"]["within"] == district["area_code"]
    assert sum(row["areas"] for row in held["transitions"]) < 400
    assert f"Within {district['area_name']}" in cli("change", "--within", district["area_code"]).out


def test_types(cli: Cli, tmp_path: Path) -> None:
    done = cli("change", "--types", "--out", tmp_path / "types.csv")
    assert "were doubly disadvantaged with IMD 2019 still are with IMD 2025" in done.out
    assert "measure of deprivation alone" in done.out
    assert pl.read_csv(tmp_path / "types.csv").columns[-3:-1] == ["typology_2019", "typology_2025"]
    held = cli("change", "--types", "--json").json
    assert held["infrastructure"] == "2023"


def test_types_where_no_index_exists(alone: Cli) -> None:
    done = alone("change", "--types")
    assert done.code != 0
    assert "not in this atlas at all" in done.err


def test_an_edition_that_is_not_held(cli: Cli) -> None:
    done = cli("change", "--from", "2004")
    assert done.code != 0
    assert "the editions held are: 2015, 2019, 2025" in done.err


def test_places_on_a_closed_index_do_not_leave(closed: Cli, tmp_path: Path) -> None:
    out = tmp_path / "needs.csv"
    assert closed("change", "--index", "cni", "--out", out).code == 0
    columns = pl.read_csv(out).columns
    assert "area_code" in columns
    assert not {"rank_2023", "decile_2023", "editions_in_worst", "change"} & set(columns)


def test_a_file_name_without_a_format_is_refused_first(cli: Cli) -> None:
    assert cli("change", "--out", "change.docx").code != 0
