"""Releases that are listed, with their files, and not yet read."""

from __future__ import annotations

from itertools import groupby
from typing import cast

from commonweal.catalogue.licences import LICENCES
from commonweal.catalogue.listed import Row, listed
from commonweal.catalogue.types import Form, Release, SourceFile


def _release(release_id: str, rows: list[Row]) -> Release:
    first = rows[0]
    return Release(
        id=release_id,
        title=first["title"],
        publisher=first["publisher"],
        published=first["published"],
        landing_page=first["landing_page"],
        licence=LICENCES[first["licence"]],
        note="Listed, not yet read.",
        files=tuple(
            SourceFile(
                path=row["path"],
                sha256=row["sha256"],
                form=cast(Form, row["form"]),
                note=row["note"],
            )
            for row in rows
        ),
    )


NOT_READ: tuple[Release, ...] = tuple(
    _release(release_id, list(rows))
    for release_id, rows in groupby(listed("not_read.csv"), key=lambda row: row["release"])
)
