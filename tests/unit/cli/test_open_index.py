"""`open-index` over the demonstration country."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.errors import ERRORS
from tests.unit.cli.conftest import Cli


def test_the_index_and_what_it_is_made_of(cli: Cli, tmp_path: Path) -> None:
    done = cli("open-index", "--out", tmp_path / "open.parquet")
    assert done.code == 0
    assert "Open social infrastructure index 2025: 400 areas" in done.out
    assert "Thought of and left out" in done.out
    assert "invented" in done.out.splitlines()[0]
    table = pl.read_parquet(tmp_path / "open.parquet")
    assert table.columns[:5] == ["area_code", "area_name", "score", "rank", "decile"]
    assert table.height == 400


def test_the_index_for_machines(cli: Cli) -> None:
    held = cli("open-index", "--json").json
    assert len(held["coverage"]) == 22
    assert held["atlas"]["demonstration"] is True
    assert held["lowest"][0]["rank"] == 1
    assert {row["outcome"] for row in held["places"]} == {"located"}


def test_the_agreement(cli: Cli) -> None:
    done = cli("open-index", "agreement", "--recipes")
    assert done.code == 0
    assert "the rank correlation with the Community Needs Index 2023 is" in done.out
    assert "The truth of this country is known" in done.out
    assert "as declared" in done.out
    held = cli("open-index", "agreement", "--recipes", "--json").json
    assert -1 <= held["rank_correlation"] <= 1
    assert held["recipes"][0]["rank_correlation"] == held["rank_correlation"]
    assert sum(sum(row.values()) - row["decile"] for row in held["deciles"]) == 400
    assert 0 < held["truth"] < 1


def test_corrected_places(cli: Cli, tmp_path: Path) -> None:
    given = tmp_path / "ours.csv"
    given.write_text("kind,name,easting,northing,action\nlibrary,Ours,545000,740000,add\n")
    done = cli("open-index", "with-assets", given, "--out", tmp_path / "moved.csv")
    assert done.code == 0, done.err
    assert "Ours (public library) added." in done.out
    assert "score_change" in (tmp_path / "moved.csv").read_text()
    assert cli("open-index", "with-assets", given, "--json").json["corrections"]


def test_corrections_that_cannot_be_used(cli: Cli, tmp_path: Path) -> None:
    given = tmp_path / "ours.csv"
    given.write_text("kind,name,postcode,action\nlibary,Ours,,add\n")
    done = cli("open-index", "with-assets", given)
    assert done.code == ERRORS["input"].exit_code
    assert "ours.csv, column 'kind', row 2" in done.err
    given.write_bytes(b"\xff\xfe\x00")
    assert cli("open-index", "with-assets", given).code == ERRORS["input"].exit_code
    assert cli("open-index", "with-assets", tmp_path / "none.csv").code == 12


def test_find_with_the_open_index(cli: Cli) -> None:
    done = cli("find", "--infrastructure", "open")
    assert done.code == 0
    assert "by open social infrastructure index" in done.out
    assert "CNI" not in done.out
