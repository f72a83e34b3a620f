"""The reading that a build is compared with really reads."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.plain_reading import read
from commonweal.catalogue.types import RecordTable, SourceFile


def file(name: str, sheet: str = "") -> SourceFile:
    return SourceFile(name, "", (RecordTable(fields=(), rows=1, sheet=sheet),))


@pytest.mark.parametrize("name", ["table.csv.gz", "book.xlsx", "shape.geojson"])
def test_each_form_is_read_by_its_ending(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with pytest.raises(Exception, match=r".+"):
        read(path, file(name))
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    elif name.endswith(".xlsx"):
        pd.DataFrame({"a": [1]}).to_excel(path, sheet_name="One", engine="xlsxwriter")
    else:
        path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    read(path, file(name))


def test_a_sheet_that_is_not_there_is_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    pd.DataFrame({"a": [1]}).to_excel(path, sheet_name="One", engine="xlsxwriter")
    read(path, file("book.xlsx", "One"))
    with pytest.raises(ValueError, match="Two"):
        read(path, file("book.xlsx", "Two"))
