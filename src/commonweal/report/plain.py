"""Tables as csv, Parquet and JSON."""

from __future__ import annotations

import json
from typing import BinaryIO

from commonweal.report.bundle import Report, as_report
from commonweal.report.table import ReportTable


def write_csv(report: ReportTable, target: BinaryIO) -> None:
    """Comma-separated, UTF-8, one heading row and nothing else, so that any tool reads it."""
    report.table.write_csv(target)


def write_parquet(report: ReportTable, target: BinaryIO) -> None:
    """Parquet with the description, the columns' meanings and the provenance as metadata."""
    report.table.write_parquet(
        target, compression="zstd", metadata={"commonweal": described(report)}
    )


def write_json(report: Report | ReportTable, target: BinaryIO) -> None:
    """JSON: what the whole is, where it comes from, and each table with its columns and rows.

    A figure that is not known is null. `columns` says what each column holds, with its unit.
    """
    whole = as_report(report)
    head = {
        "title": whole.title,
        "summary": list(whole.summary),
        "notes": list(whole.notes),
        "attribution": list(whole.attribution),
        "provenance": whole.provenance.as_dict(),
    }
    text = json.dumps(head, ensure_ascii=False, sort_keys=True)[:-1]
    target.write(f'{text}, "tables": ['.encode())
    for position, table in enumerate(whole.tables):
        target.write(b",\n" if position else b"\n")
        _write_table(table, target)
    target.write(b"\n]}\n")


def _write_table(report: ReportTable, target: BinaryIO) -> None:
    head = {
        "title": report.title,
        "about": report.about,
        "notes": list(report.notes),
        "columns": [
            {"name": name, "description": report.columns[name]} for name in report.table.columns
        ],
    }
    text = json.dumps(head, ensure_ascii=False, sort_keys=True)[:-1]
    target.write(f'{text}, "rows": {report.table.write_json()}}}'.encode())


def described(report: ReportTable) -> str:
    """Everything about a table but its rows, as JSON."""
    return json.dumps(
        {
            "title": report.title,
            "about": report.about,
            "columns": dict(report.columns),
            "notes": list(report.notes),
            "attribution": list(report.attribution),
            "provenance": report.provenance.as_dict(),
        },
        ensure_ascii=False,
        sort_keys=True,
    )
