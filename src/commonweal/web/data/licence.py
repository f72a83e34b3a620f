"""What may leave: the rule of `report.licensing` with the operator's declaration.

Everything that leaves by download, API, tile or value file passes here.
"""

from __future__ import annotations

import os

import polars as pl

from commonweal.atlas import Series
from commonweal.report.finding import finding_origins
from commonweal.report.licensing import (
    VARIABLE,
    leaving,
    licensed_releases,
    may_leave,
    require_leave,
    shareable,
)
from commonweal.web.data.finding import Finding
from commonweal.web.data.opened import Held


def licensed() -> frozenset[str]:
    """Releases that the operator declares a licence for."""
    return licensed_releases(os.environ.get(VARIABLE, ""))


def require_series(held: Held, series: Series) -> None:
    """Refuse a series whose values may not be passed on.

    Raises:
        NotLicensed: says whose it is and what the operator can do.
    """
    source = held.atlas.source(series.release)
    require_leave(series, licensed(), source.title, source.publisher)


def series_may_leave(series: Series) -> bool:
    """Whether the values of a series may be passed on."""
    return may_leave(series, licensed())


def cleared(found: Finding, table: pl.DataFrame | None = None) -> pl.DataFrame:
    """The table of a finding (or some of its rows) without the ranks that may not leave."""
    rows = found.table if table is None else table
    return shareable(rows, finding_origins(found.answer), licensed()).table


def hidden(found: Finding) -> frozenset[str]:
    """Conditions whose ranks may not be shown: `infrastructure`, and `combined` with it."""
    closed = {
        column
        for column, terms in finding_origins(found.answer).items()
        if not all(series_may_leave(item) for item in terms)
    }
    return frozenset(name for name, cut in found.cuts.items() if cut.column in closed)


def open_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `release` and `redistribute`, without those that may not be passed on."""
    return rows.filter(leaving(rows, licensed()))
