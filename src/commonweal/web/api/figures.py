"""Indicators, observations and their sources."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import polars as pl
from django.http import HttpRequest
from ninja import Query, Router

from commonweal.web.api.answers import (
    IndicatorAnswer,
    Listing,
    ObservationAnswer,
    OneIndicatorAnswer,
    SourceAnswer,
    Sourced,
)
from commonweal.web.api.parameters import (
    IndicatorPath,
    IndicatorsParameters,
    ObservationsParameters,
    Paged,
    Parameters,
)
from commonweal.web.api.strict import CSV_TOO, PROBLEMS, about, as_csv, operation, page_of
from commonweal.web.data import held
from commonweal.web.data.licence import require_series, series_may_leave

router = Router(tags=["Figures"])


@router.get(
    "/indicators",
    response={200: Listing[IndicatorAnswer], **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="What is measured",
)
@operation(IndicatorsParameters)
def indicators(request: HttpRequest, query: Query[IndicatorsParameters]) -> Any:
    """Every indicator, with the editions and kinds of area it is held for."""
    kept = held()
    rows = kept.atlas.indicators()
    if query.topic is not None:
        rows = rows.filter(pl.col("topic") == query.topic)
    return as_csv(kept, rows) if query.format == "csv" else page_of(kept, rows, query)


@router.get(
    "/indicators/{indicator}",
    response={200: OneIndicatorAnswer, **PROBLEMS},
    summary="One indicator",
)
@operation(Parameters)
def one_indicator(request: HttpRequest, indicator: IndicatorPath) -> Any:
    """An indicator's definition, its editions, and for each the file and column it came from."""
    kept = held()
    record = kept.atlas.indicator(indicator)
    releases = dict.fromkeys(item.release for item in record.series)
    return {
        **asdict(record),
        "indicator": record.id,
        "series": [{**asdict(item), "open": series_may_leave(item)} for item in record.series],
        "sources": [asdict(kept.atlas.source(name)) for name in releases],
        "atlas": about(kept),
    }


@router.get(
    "/observations",
    response={200: Sourced[ObservationAnswer], **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="Figures of one indicator",
)
@operation(ObservationsParameters)
def observations(request: HttpRequest, query: Query[ObservationsParameters]) -> Any:
    """One indicator at one edition (the latest if none is named), area by area.

    Values that belong to an owner who has not let us pass them on are refused with 403.
    """
    kept = held()
    series = kept.atlas.series(query.indicator, query.period, query.geography)
    require_series(kept, series)
    rows = kept.atlas.observations(query.indicator, series.period, series.geography)
    if query.within is not None:
        inside = kept.atlas.areas(series.geography, within=query.within).select("area_code")
        rows = rows.join(inside, on="area_code", how="semi")
    if query.format == "csv":
        return as_csv(kept, rows)
    return {
        **page_of(kept, rows, query),
        "sources": [asdict(kept.atlas.source(series.release))],
    }


@router.get(
    "/sources",
    response={200: Listing[SourceAnswer], **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="Where figures come from",
)
@operation(Paged)
def sources(request: HttpRequest, query: Query[Paged]) -> Any:
    """Every release that was read, one row a file."""
    kept = held()
    rows = kept.atlas.sources().select(
        "release",
        "title",
        "publisher",
        "published",
        "licence",
        "attribution",
        "landing_page",
        pl.col("sha256").fill_null(""),
    )
    return as_csv(kept, rows) if query.format == "csv" else page_of(kept, rows, query)
