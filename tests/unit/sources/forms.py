"""Small files in the form of a release: what its record in the catalogue says, with a few rows."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import xlsxwriter

from commonweal.catalogue import geography
from commonweal.catalogue.types import (
    AgeTable,
    Field,
    JsonRecords,
    LongTable,
    LookupTable,
    PointTable,
    PostcodeTable,
    RecordTable,
    Table,
)

Grid = list[list[str]]
ROWS = 3
_PATTERNS: dict[str, Callable[[int], str]] = {
    "lsoa": lambda n: f"E01{n:06d}",
    "msoa": lambda n: f"E02{n:06d}",
    "ward": lambda n: f"E05{n:06d}",
    "district": lambda n: f"E07{n:06d}",
    "county": lambda n: f"E10{n:06d}",
    "lep": lambda n: f"E37{n:06d}",
    "icb": lambda n: f"E54{n:06d}",
    "region": lambda n: f"E12{n:06d}",
}
_OTHERS: dict[str, Callable[[int], str]] = {
    "ward98": lambda n: f"00AAF{chr(64 + n)}",
    "msoa11w": lambda n: f"W02{n:06d}",
    "iz11": lambda n: f"S02{n:06d}",
    "soa11": lambda n: f"95AA0{n}S1",
}


def code(geography_id: str, number: int) -> str:
    """A code of a geography; the numbers are small, so that they are of every vintage."""
    known = geography(geography_id)
    make = _OTHERS.get(known.id) or _PATTERNS[known.level]
    return make(number)


@dataclass
class Made:
    """The cells of a small file, where they go in it, and the table that expects them."""

    headings: list[str]
    rows: Grid
    content: Any
    sheet: str = ""
    above: Grid = field(default_factory=list)
    below: Grid = field(default_factory=list)

    def column(self, name: str) -> list[str]:
        return [row[self.headings.index(name)] for row in self.rows]

    def put(self, name: str, row: int, value: str) -> None:
        self.rows[row][self.headings.index(name)] = value

    def rename(self, old: str, new: str) -> None:
        self.headings[self.headings.index(old)] = new

    def cells(self) -> Grid:
        return [*self.above, self.headings, *self.rows, *self.below]

    def text(self) -> str:
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(self.cells())
        return stream.getvalue()

    def write(self, folder: Path, path: str) -> Path:
        """Write as the name says: csv, csv.gz or xlsx."""
        target = folder / path.rsplit("/", 1)[-1]
        if target.suffix == ".gz":
            target.write_bytes(gzip.compress(self.text().encode()))
        elif target.suffix == ".csv":
            target.write_text(self.text(), encoding="utf-8")
        else:
            self._write_book(target)
        return target

    def _write_book(self, target: Path) -> None:
        with xlsxwriter.Workbook(target) as book:
            book.add_worksheet("Notes").write(0, 0, "Notes on the data")
            sheet = book.add_worksheet(self.sheet)
            for number, row in enumerate(self.cells()):
                sheet.write_row(number, 0, row)


def _value(low: float | None, high: float | None, row: int) -> str:
    """A whole number inside the range, another one in each row where there is room."""
    start = 1.0 if low is None else max(low, 0.0)
    top = 1e9 if high is None else high
    value = start + row + 1
    value = min(value, top)
    return f"{value:g}" if value < 1e6 else str(int(value))


def small_table(table: Table, rows: int = ROWS) -> Made:
    """A table with one row an area."""
    named = [name for name in (table.name_column, table.local_name_column) if name]
    wanted = [table.code_column, *named]
    wanted += [measure.column for measure in table.measures]
    for label in table.labels:
        wanted += [label.code_column, label.column] if label.code_column else [label.column]
    headings = list(table.headings) or list(dict.fromkeys(wanted))
    by_column: dict[str, Callable[[int], str]] = {}
    for measure in table.measures:
        by_column.setdefault(measure.column, lambda row, m=measure: _value(m.low, m.high, row))
        if measure.type == "flag":
            by_column[measure.column] = lambda row: ("True", "False")[row % 2]
    for name in named:
        by_column[name] = lambda row: f"Area {row + 1}"
    for label in table.labels:
        by_column[label.column] = lambda row: f"Class {row % 2}"
        by_column[label.code_column or label.column] = lambda row: f"C{row % 2}"
    by_column[table.code_column] = lambda row: _code_cell(table, row)
    cells = [
        [by_column.get(name, lambda row: f"other {row}")(row) for name in headings]
        for row in range(rows)
    ]
    width = len(headings)
    above = [[f"Note {line}", *[""] * (width - 1)] for line in range(table.skip)]
    below = [[""] * width, ["Source: a note", *[""] * (width - 1)]] if table.footer else []
    content = replace(table, rows=rows)
    return Made(headings, cells, content, table.sheet, above, below)


def _code_cell(table: Table, row: int) -> str:
    """The code as it stands in the file: with its name behind it, or without its zeros."""
    text = code(table.geography, row + 1)
    if table.code_length:
        text = text.lstrip("0")
    return f"{text}{table.code_separator}Area {row + 1}" if table.code_separator else text


def small_lookup(table: LookupTable, rows: int = ROWS) -> Made:
    """A table of pairs: each area of the first geography lies in one of each other."""
    headings, columns = [], []
    for number, link in enumerate((table.origin, *table.targets)):
        same = (
            number == 0
            or geography(link.geography).level == geography(table.origin.geography).level
        )
        codes = [code(link.geography, row + 1 if same else 1) for row in range(rows)]
        headings.append(link.code_column)
        columns.append(codes)
        if link.name_column:
            headings.append(link.name_column)
            columns.append([f"Area {text[3:]}" for text in codes])
    if table.change_column:
        headings.append(table.change_column)
        columns.append(["U"] * rows)
    cells = [list(row) for row in zip(*columns, strict=True)]
    return Made(headings, cells, replace(table, rows=rows), table.sheet)


def small_long(table: LongTable, areas: int = ROWS) -> Made:
    """One row an area and category; the counts of an area make its total."""
    categories = [*(name for name, _ in table.categories), *table.ignored]
    headings = [table.code_column, table.category_column, table.count_column, table.total_column]
    cells = [
        [
            code(table.geography, area + 1),
            category,
            str(10 * (area + 1) + number),
            str(sum(10 * (area + 1) + each for each in range(len(categories)))),
        ]
        for area in range(areas)
        for number, category in enumerate(categories)
    ]
    return Made(headings, cells, replace(table, areas=areas))


def small_ages(table: AgeTable, rows: int = ROWS) -> Made:
    """One column a year of age: as many people as the year is old."""
    oldest = int(table.oldest_column.removesuffix("+"))
    years = [*map(str, range(oldest)), table.oldest_column]
    headings = [table.code_column, table.total_column, *years]
    headings += [table.name_column] if table.name_column else []
    total = str(sum(range(oldest + 1)))
    cells = [
        [
            code(table.geography, row + 1),
            total,
            *map(str, range(oldest + 1)),
            *([f"Area {row + 1}"] if table.name_column else []),
        ]
        for row in range(rows)
    ]
    return Made(headings, cells, replace(table, rows=rows))


def small_points(table: PointTable, rows: int = ROWS) -> Made:
    headings = [table.easting_column, table.northing_column, table.code_column]
    cells = [
        [str(400_000 + row), str(300_000 + row), code(table.geography, row + 1)]
        for row in range(rows)
    ]
    return Made(headings, cells, replace(table, rows=rows))


def small_postcodes(table: PostcodeTable, rows: int = ROWS) -> Made:
    headings = [table.postcode_column, table.easting_column, table.northing_column]
    cells = [[f"ZZ{row + 1} 9ZZ", str(400_000 + row), "300000"] for row in range(rows)]
    return Made(headings, cells, replace(table, rows=rows))


def _field_value(item: Field, row: int) -> str:
    if item.type == "text":
        return f"{item.name} {row}"
    return "True" if item.type == "flag" else _value(item.low, item.high, row)


def small_records(table: RecordTable, rows: int = ROWS) -> Made:
    headings = [item.column for item in table.fields]
    cells = [[_field_value(item, row) for item in table.fields] for row in range(rows)]
    return Made(headings, cells, replace(table, rows=rows), table.sheet)


def small_json(table: JsonRecords, rows: int = ROWS) -> tuple[str, JsonRecords]:
    """The text of a JSON list, and the table that expects it."""
    things = []
    for row in range(rows):
        thing: dict[str, Any] = {}
        for item in table.fields:
            *parents, last = item.column.split(".")
            place = thing
            for key in parents:
                place = place.setdefault(key, {})
            value = _field_value(item, row)
            place[last] = float(value) if item.type == "number" else value
        things.append(thing)
    return json.dumps(things), replace(table, rows=rows)


_MAKERS: dict[type, Callable[[Any], Made]] = {
    Table: small_table,
    LookupTable: small_lookup,
    LongTable: small_long,
    AgeTable: small_ages,
    PointTable: small_points,
    PostcodeTable: small_postcodes,
    RecordTable: small_records,
}


def small(content: Any) -> Made:
    """A small file in the form of any text table of the catalogue."""
    return _MAKERS[type(content)](content)


def has_text_form(path: str, content: Any) -> bool:
    """Whether a small file can be made: not for the old workbook formats, maps or JSON."""
    return type(content) in _MAKERS and path.endswith((".csv", ".csv.gz", ".xlsx"))
