"""Tables as csv and Parquet."""

from __future__ import annotations

import json
from typing import BinaryIO

from commonweal.report.table import ReportTable


def write_csv(report: ReportTable, target: BinaryIO) -> None:
    """Comma-separated, UTF-8, one heading row and nothing else, so that any tool reads it."""
    report.table.write_csv(target)


def write_parquet(report: ReportTable, target: BinaryIO) -> None:
    """Parquet with the description, the columns' meanings and the provenance as metadata."""
    report.table.write_parquet(
        target, compression="zstd", metadata={"commonweal": described(report)}
    )


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
