"""An accessible workbook: a cover, one real table, and what its columns mean.

Follows the Analysis Function's guidance on spreadsheets: one table a sheet that begins in column
A, a named table with a heading row, no merged cells, no meaning by colour alone.
https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

import polars as pl

from commonweal.report.table import ReportTable

_TABLE_TOP = 4
_WIDEST, _NARROWEST = 60, 10
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(report: ReportTable, target: BinaryIO) -> None:
    """Three sheets: Cover, Table, Columns."""
    import xlsxwriter

    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties(
            {
                "title": report.title,
                "subject": report.about,
                "author": "commonweal",
                "created": _created(report),
            }
        )
        heading = book.add_format({"bold": True, "font_size": 14})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _cover(book.add_worksheet("Cover"), report, heading, wrapped)
        _table(book.add_worksheet("Table"), report, heading)
        _columns(book.add_worksheet("Columns"), report, heading, wrapped)


def _created(report: ReportTable) -> datetime:
    """A date that belongs to the data, never the clock: the same run gives the same bytes."""
    parts = [int(part) for part in re.findall(r"\d+", report.latest_source)[:3]]
    year, month, day = (*parts, 1, 1, 1)[:3] if parts else (2000, 1, 1)
    try:
        return datetime(year, month, day)  # noqa: DTZ001 - the format has no time zone
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001


def _cover(sheet: Any, report: ReportTable, heading: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, report.title, heading)
    for row, line in enumerate(_cover_lines(report), start=1):
        sheet.write_string(row, 0, line, wrapped)


def _cover_lines(report: ReportTable) -> Iterator[str]:
    yield report.about
    yield from report.notes
    yield (
        "This workbook has three sheets: this cover, Table with the figures, and Columns, which "
        "says what each column holds. An empty cell means that the figure is not known."
    )
    for source in report.provenance.sources:
        yield f"Source: {source.sentence()} {source.landing_page}".strip()
    yield from report.attribution
    run = report.provenance.run
    yield f"Made with commonweal {run.commonweal} from atlas {run.atlas}."
    yield f"Parameters {run.parameters}."
    for name, value in run.spec.items():
        yield f"{name}: {value}"


def _table(sheet: Any, report: ReportTable, heading: Any) -> None:
    frame = report.table
    sheet.write_string(0, 0, report.title, heading)
    sheet.write_string(1, 0, report.about)
    sheet.write_string(2, 0, "This sheet has one table, which begins in cell A4.")
    last = _TABLE_TOP - 1 + max(frame.height, 1)
    sheet.add_table(
        _TABLE_TOP - 1,
        0,
        last,
        frame.width - 1,
        {
            "name": "figures",
            "style": "Table Style Light 1",
            "columns": [{"header": name} for name in frame.columns],
        },
    )
    for position, column in enumerate(frame.get_columns()):
        sheet.set_column(position, position, _width(column))
        # A blank cell stays blank: no value is written for what is not known.
        write = _writer(sheet, column.dtype)
        for row, value in enumerate(column.to_list(), start=_TABLE_TOP):
            if value is not None:
                write(row, position, value)
    sheet.freeze_panes(_TABLE_TOP, 1)


def _columns(sheet: Any, report: ReportTable, heading: Any, wrapped: Any) -> None:
    sheet.write_string(0, 0, "What each column holds", heading)
    sheet.write_string(1, 0, "This sheet has one table, which begins in cell A3.")
    names = report.table.columns
    sheet.add_table(
        2,
        0,
        2 + len(names),
        1,
        {
            "name": "columns",
            "style": "Table Style Light 1",
            "columns": [{"header": "column"}, {"header": "what it holds"}],
        },
    )
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    for row, name in enumerate(names, start=3):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, report.columns[name], wrapped)


def _writer(sheet: Any, kind: pl.DataType) -> Callable[[int, int, Any], object]:
    if kind.is_numeric():
        return sheet.write_number  # type: ignore[no-any-return]
    if kind == pl.Boolean:
        return sheet.write_boolean  # type: ignore[no-any-return]
    return lambda row, column, value: sheet.write_string(row, column, str(value))


def _width(column: pl.Series) -> int:
    longest = column.cast(pl.String).str.len_chars().max() if len(column) else 0
    wanted = max(int(longest or 0), len(column.name) + 3)  # type: ignore[arg-type]
    return min(max(wanted, _NARROWEST), _WIDEST)
