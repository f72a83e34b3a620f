"""Files that commands write: beside a csv goes its description."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.cli import outside
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.report.bundle import together
from tests.unit.report.conftest import make_report


def test_beside_a_csv_goes_its_description(tmp_path: Path) -> None:
    outside.write_out(make_report(), tmp_path / "my list.csv")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"my list.csv", "my list.csv-metadata.json"}
    told = json.loads((tmp_path / "my list.csv-metadata.json").read_text(encoding="utf-8"))
    assert told["url"] == "my%20list.csv", "an address, not a name"
    assert [column["name"] for column in told["tableSchema"]["columns"]] == list(
        make_report().table.columns
    )


@pytest.mark.parametrize("name", ["list.json", "list.xlsx", "list.parquet"])
def test_no_other_format_needs_one(tmp_path: Path, name: str) -> None:
    outside.write_out(make_report(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_several_tables_fill_a_workbook_but_no_csv(tmp_path: Path) -> None:
    table = make_report()
    whole = together("Both", ["Found."], [table, replace(table, title="Another")])
    outside.write_out(whole, tmp_path / "both.xlsx")
    with pytest.raises(MethodNotApplicable, match="holds one table"):
        outside.write_out(whole, tmp_path / "both.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["both.xlsx"]


def test_endings_without_maps_are_all_named() -> None:
    with pytest.raises(InputError, match=r"\.csv, \.parquet, \.xlsx or \.json"):
        outside.check_ending(Path("a.gpkg"), maps=False)
