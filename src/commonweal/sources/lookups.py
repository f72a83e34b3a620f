"""Read tables that say which areas lie in which."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from commonweal.catalogue.types import LookupTable, Release
from commonweal.sources.canonical import AREAS, PAIRS, ReleaseTables, conform, empty
from commonweal.sources.codes import check_kind, keep_areas
from commonweal.sources.columns import Checks, check_present
from commonweal.sources.frames import read_text_frame


def read_lookup(release: Release, table: LookupTable, path: Path) -> ReleaseTables:
    """Read a table of pairs: which areas lie in which, with the change as published.

    Raises:
        InputError: with every problem of the table.
    """
    checks = Checks(path.name, table.sheet)
    links = (table.origin, *table.targets)
    wanted = [link.code_column for link in links]
    wanted += [link.name_column for link in links if link.name_column]
    wanted += [table.change_column] if table.change_column else []
    frame = read_text_frame(path, table.sheet, table.skip)
    if not check_present(checks, frame, wanted):
        checks.finish(f"{release.title}: not the lookup that was expected.")
    frame = keep_areas(checks, frame, table.origin.code_column, table.keep, footer=False)
    if frame.height != table.rows:
        checks.add(f"{table.rows:,} rows", f"{frame.height:,}", hint="Is the file cut off?")
    for link in links:
        check_kind(checks, frame, link.code_column, link.geography)
    checks.finish(f"{release.title}: the file does not hold what was expected.")
    pairs = [
        conform(
            frame.select(
                from_geography=pl.lit(table.origin.geography),
                from_code=pl.col(table.origin.code_column),
                to_geography=pl.lit(target.geography),
                to_code=pl.col(target.code_column),
                change=pl.col(table.change_column) if table.change_column else pl.lit(""),
                release=pl.lit(release.id),
            ),
            PAIRS,
        ).unique(maintain_order=True)
        for target in table.targets
    ]
    names = [
        conform(
            frame.select(
                geography=pl.lit(link.geography),
                area_code=pl.col(link.code_column),
                area_name=pl.col(link.name_column).str.strip_chars(),
            ),
            AREAS,
        ).unique(maintain_order=True)
        for link in links
        if link.name_column
    ]
    return ReleaseTables(areas=pl.concat(names) if names else empty(AREAS), pairs=pl.concat(pairs))
