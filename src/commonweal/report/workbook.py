"""An accessible workbook: a cover, real tables one a sheet, notes, and what the columns mean.

Follows the Analysis Function's guidance on spreadsheets: content begins in A1, each sheet has one
marked-up table with a name and one heading row, no merged cells, no filters or frozen panes (which
trap readers who magnify), nothing said by colour alone, words wrapped, empty cells explained.
https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
https://analysisfunction.civilservice.gov.uk/policy-store/making-spreadsheets-accessible-a-brief-checklist-of-the-basics/
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import polars as pl

from commonweal.report.bundle import Report, as_report
from commonweal.report.sheet_names import sheet_names, table_name
from commonweal.report.table import ReportTable

_TABLE_TOP = 4
_WIDEST, _NARROWEST = 60, 10
_WORDS_WIDE = 100
_PICTURE_SCALE = 2.0
_ROW_PIXELS = 20
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# At least 12 points and without serifs, by the guidance; no scheme, which would change the font.
_LETTERS = {"font_name": "Arial", "font_size": 12, "font_scheme": ""}


@dataclass(frozen=True, slots=True)
class _Book:
    """The file that is being written: what sheets share."""

    file: Any
    title: Any
    wrapped: Any
    heading: Any
    link: Any

    def sheet(self, name: str, title: str) -> Any:
        """A sheet with its title in A1."""
        made = self.file.add_worksheet(name)
        made.write_string(0, 0, title, self.title)
        return made


def write_workbook(report: Report | ReportTable, target: BinaryIO) -> None:
    """Cover, contents where there are several tables, notes, the tables, their columns, charts."""
    import xlsxwriter

    whole = as_report(report)
    names = sheet_names([table.title for table in whole.tables])
    with xlsxwriter.Workbook(target, _options()) as file:
        file.set_properties(
            {
                "title": whole.title,
                "subject": " ".join(whole.summary),
                "author": "commonweal",
                "created": _created(whole),
            }
        )
        book = _book(file)
        notes = _notes(whole, names)
        _write_cover(book, whole, names, notes)
        if len(names) > 1:
            _write_contents(book, whole, names, notes)
        if notes:
            _write_notes(book, notes, names)
        for name, table in zip(names, whole.tables, strict=True):
            _write_table(book, name, table)
        _write_columns(book, whole, names)
        if whole.charts:
            _write_charts(book, whole)


def _options() -> dict[str, object]:
    # The library writes into the properties it is given, so each book gets its own.
    return {**_OPTIONS, "default_format_properties": dict(_LETTERS)}


def _book(file: Any) -> _Book:
    wrapped = {"text_wrap": True, "valign": "top"}
    return _Book(
        file,
        title=file.add_format({"bold": True, "font_size": 16}),
        wrapped=file.add_format(wrapped),
        heading=file.add_format({"bold": True, **wrapped}),
        link=file.add_format({"font_color": "#74215F", "underline": 1, **wrapped}),
    )


def _created(report: Report) -> datetime:
    """A date that belongs to the data, never the clock: the same run gives the same bytes."""
    parts = [int(part) for part in re.findall(r"\d+", report.latest_source)[:3]]
    year, month, day = (*parts, 1, 1, 1)[:3] if parts else (2000, 1, 1)
    try:
        return datetime(year, month, day)  # noqa: DTZ001 - the format has no time zone
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001


def _notes(report: Report, names: Sequence[str]) -> list[tuple[str, str]]:
    """Every note with the sheet it is about; what concerns all is about all tables."""
    told = [("all tables", note) for note in report.notes]
    for name, table in zip(names, report.tables, strict=True):
        told += [(name, note) for note in table.notes]
    return told


def _write_cover(
    book: _Book, report: Report, names: Sequence[str], notes: Sequence[tuple[str, str]]
) -> None:
    sheet = book.sheet("Cover", report.title)
    sheet.set_column(0, 0, _WORDS_WIDE)
    for row, line in enumerate(_cover_lines(report, names, bool(notes)), start=1):
        sheet.write_string(row, 0, line, book.wrapped)
    sheet.activate()
    sheet.set_first_sheet()


def _cover_lines(report: Report, names: Sequence[str], notes: bool) -> Iterator[str]:
    yield from report.summary
    parts = ", ".join(_parts(report, names, notes))
    yield f"This workbook has these sheets after the cover: {parts}."
    yield "An empty cell means that the figure is not known."
    for source in report.provenance.sources:
        yield f"Source: {source.sentence()} {source.landing_page}".strip()
    yield from report.attribution
    run = report.provenance.run
    yield f"Made with commonweal {run.commonweal} from atlas {run.atlas}."
    yield f"Parameters {run.parameters}."
    for name, value in run.spec.items():
        yield f"{name}: {value}"


def _parts(report: Report, names: Sequence[str], notes: bool) -> Iterator[str]:
    if len(names) > 1:
        yield "Contents"
    if notes:
        yield "Notes"
    yield from names
    yield "Columns (what each column holds)"
    if report.charts:
        yield "Charts"


def _write_contents(
    book: _Book, report: Report, names: Sequence[str], notes: Sequence[tuple[str, str]]
) -> None:
    sheet = book.sheet("Contents", "Contents")
    rows = [("Notes", "What else to know about the figures")] if notes else []
    rows += [(name, table.title) for name, table in zip(names, report.tables, strict=True)]
    rows.append(("Columns", "What each column holds"))
    if report.charts:
        rows.append(("Charts", "Pictures of the figures, each with its words"))
    _word_table(book, sheet, "contents", ("sheet", "what is on it"), rows)
    for row, (name, _) in enumerate(rows, start=_TABLE_TOP - 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.link, name, f"Go to sheet {name}")


def _write_notes(book: _Book, notes: Sequence[tuple[str, str]], names: Sequence[str]) -> None:
    sheet = book.sheet("Notes", "Notes")
    if len(names) > 1:
        _word_table(book, sheet, "notes", ("sheet", "note"), notes)
    else:
        numbered = [(str(number), note) for number, (_, note) in enumerate(notes, start=1)]
        _word_table(book, sheet, "notes", ("number", "note"), numbered)


def _write_columns(book: _Book, report: Report, names: Sequence[str]) -> None:
    sheet = book.sheet("Columns", "What each column holds")
    alone = len(names) == 1
    rows = [
        (*(() if alone else (name,)), column, table.columns[column])
        for name, table in zip(names, report.tables, strict=True)
        for column in table.table.columns
    ]
    headings = (*(() if alone else ("sheet",)), "column", "what it holds")
    _word_table(book, sheet, "columns", headings, rows)


def _word_table(
    book: _Book,
    sheet: Any,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> None:
    """A table of words below the title; the last column is the wide one."""
    sheet.write_string(1, 0, "This sheet has one table, which begins in cell A3.")
    last = len(headings) - 1
    columns = [{"header": heading, "header_format": book.heading} for heading in headings]
    options = {**_style(name), "columns": columns}
    sheet.add_table(2, 0, 2 + len(rows), last, options)
    sheet.set_column(0, last, 34)
    sheet.set_column(last, last, _WORDS_WIDE)
    for row, values in enumerate(rows, start=_TABLE_TOP - 1):
        for column, value in enumerate(values):
            sheet.write_string(row, column, value, book.wrapped)


def _style(name: str) -> dict[str, object]:
    return {
        "name": name,
        "style": "Table Style Light 1",
        "autofilter": False,
        "banded_rows": False,
    }


def _write_table(book: _Book, name: str, report: ReportTable) -> None:
    frame = report.table
    sheet = book.sheet(name, report.title)
    sheet.write_string(1, 0, report.about)
    sheet.write_string(2, 0, _above(report))
    last = _TABLE_TOP - 1 + max(frame.height, 1)
    columns = [{"header": column, "header_format": book.heading} for column in frame.columns]
    options = {**_style(table_name(name)), "columns": columns}
    sheet.add_table(_TABLE_TOP - 1, 0, last, frame.width - 1, options)
    for position, column in enumerate(frame.get_columns()):
        sheet.set_column(position, position, _width(column))
        # A blank cell stays blank: no value is written for what is not known.
        write = _writer(sheet, column.dtype, book.wrapped)
        for row, value in enumerate(column.to_list(), start=_TABLE_TOP):
            if value is not None:
                write(row, position, value)


def _above(report: ReportTable) -> str:
    """What a reader needs to know before the table: where it begins, what its gaps mean."""
    said = [f"This sheet has one table, which begins in cell A{_TABLE_TOP}."]
    if any(column.has_nulls() for column in report.table.get_columns()):
        said.append("An empty cell means that the figure is not known.")
    if report.notes:
        said.append("Notes are on the sheet Notes.")
    return " ".join(said)


def _write_charts(book: _Book, report: Report) -> None:
    """Each chart as a picture under its title, with its words both beside it and inside it."""
    from commonweal.report.charts import png

    sheet = book.sheet("Charts", "Charts")
    sheet.write_string(
        1, 0, "Each picture shows figures of this workbook; its words stand above it."
    )
    sheet.set_column(0, 0, _WORDS_WIDE)
    row = 3
    for chart in report.charts:
        sheet.write_string(row, 0, chart.title, book.heading)
        sheet.write_string(row + 1, 0, chart.alt, book.wrapped)
        options = {
            "image_data": io.BytesIO(png(chart, _PICTURE_SCALE)),
            "description": chart.alt,
            "x_scale": 1 / _PICTURE_SCALE,
            "y_scale": 1 / _PICTURE_SCALE,
            "object_position": 1,
        }
        sheet.insert_image(row + 2, 0, f"{chart.id}.png", options)
        row += 4 + -(-chart.height // _ROW_PIXELS)


def _writer(sheet: Any, kind: pl.DataType, wrapped: Any) -> Callable[[int, int, Any], object]:
    if kind.is_numeric():
        return sheet.write_number  # type: ignore[no-any-return]
    if kind == pl.Boolean:
        return sheet.write_boolean  # type: ignore[no-any-return]
    return lambda row, column, value: sheet.write_string(row, column, str(value), wrapped)


def _width(column: pl.Series) -> int:
    longest = column.cast(pl.String).str.len_chars().max() if len(column) else 0
    # A heading may wrap between its words, but no word of it.
    wanted = max(int(longest or 0), len(column.name)) + 3  # type: ignore[arg-type]
    return min(max(wanted, _NARROWEST), _WIDEST)
