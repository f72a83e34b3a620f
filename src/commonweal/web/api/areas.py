"""Areas, their neighbours and figures; and the search."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import polars as pl
from django.http import HttpRequest
from ninja import Query, Router

from commonweal.errors import UnknownArea
from commonweal.report.profile import plain
from commonweal.web.api.answers import (
    AreaAnswer,
    AreaObservationAnswer,
    HitsAnswer,
    Listing,
    NeighbourAnswer,
    OneAreaAnswer,
)
from commonweal.web.api.parameters import (
    AreaCode,
    AreasParameters,
    Paged,
    Parameters,
    SearchParameters,
)
from commonweal.web.api.strict import CSV_TOO, PROBLEMS, about, as_csv, operation, page_of
from commonweal.web.data import held
from commonweal.web.data.licence import open_rows
from commonweal.web.data.neighbourhoods import usual_finding
from commonweal.web.data.profile import is_current
from commonweal.web.data.profiles import profile_of_area

router = Router(tags=["Areas"])


@router.get(
    "/areas",
    response={200: Listing[AreaAnswer], **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="Areas of a kind",
)
@operation(AreasParameters)
def areas(request: HttpRequest, query: Query[AreasParameters]) -> Any:
    """Areas of a geography, in the order of their codes; with `within`, those inside another."""
    kept = held()
    rows = kept.atlas.areas(query.geography, within=query.within).with_columns(
        geography=pl.lit(query.geography)
    )
    return as_csv(kept, rows) if query.format == "csv" else page_of(kept, rows, query)


@router.get("/areas/{code}", response={200: OneAreaAnswer, **PROBLEMS}, summary="One area")
@operation(Parameters)
def one_area(request: HttpRequest, code: AreaCode) -> Any:
    """An area by its code, of any vintage held, with the areas that succeeded it."""
    kept = held()
    area = kept.atlas.area(code)
    successors = [
        {**asdict(item), "area_code": item.code}
        for item in kept.atlas.successors(area.code)
        if item.geography != area.geography
    ]
    return {
        **asdict(area),
        "area_code": area.code,
        "area_name": area.name,
        "successors": successors,
        "atlas": about(kept),
    }


@router.get(
    "/areas/{code}/neighbours",
    response={200: Listing[NeighbourAnswer], **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="Areas next to one",
)
@operation(Paged)
def neighbours(request: HttpRequest, code: AreaCode, query: Query[Paged]) -> Any:
    """Areas that share an edge or a corner with one; for an island, the nearest."""
    kept = held()
    area = kept.atlas.area(code)
    pairs = kept.atlas.neighbours(area.geography).filter(pl.col("area_code") == area.code)
    names = kept.atlas.areas(area.geography).select("area_code", "area_name")
    rows = (
        pairs.select(area_code="neighbour_code", rule="rule", metres="metres")
        .join(names, on="area_code", how="left")
        .sort("area_code", "rule")
        .select("area_code", "area_name", "rule", "metres")
    )
    return as_csv(kept, rows) if query.format == "csv" else page_of(kept, rows, query)


@router.get(
    "/areas/{code}/profile",
    response={200: dict[str, Any], **PROBLEMS},
    summary="The profile of an area",
)
@operation(Parameters)
def area_profile(request: HttpRequest, code: AreaCode) -> Any:
    """What the page of an area says: who lives there, how it stands, what is near, its likes.

    Every figure carries its period and releases. Areas of older vintages have no profile: see
    their successors.
    """
    kept = held()
    area = kept.atlas.area(code)
    found = usual_finding(kept)
    if not is_current(found, area):
        raise UnknownArea(f"{area.code} is of an older vintage and has no profile")
    return {**plain(profile_of_area(kept, found, area.code)), "atlas": about(kept)}


@router.get(
    "/areas/{code}/observations",
    response={200: Listing[AreaObservationAnswer], **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="Everything measured of one area",
)
@operation(Paged)
def area_observations(request: HttpRequest, code: AreaCode, query: Query[Paged]) -> Any:
    """Every figure of an area that may be passed on."""
    kept = held()
    area = kept.atlas.area(code)
    rows = open_rows(kept.atlas.profile(area.code)).drop("redistribute")
    return as_csv(kept, rows) if query.format == "csv" else page_of(kept, rows, query)


@router.get(
    "/search", response={200: HitsAnswer, **PROBLEMS}, openapi_extra=CSV_TOO, summary="Search"
)
@operation(SearchParameters)
def search(request: HttpRequest, query: Query[SearchParameters]) -> Any:
    """Areas by postcode, code, or the start of a word in their name; the best match first."""
    kept = held()
    hits = [
        {**asdict(item), "area_code": item.code} for item in kept.atlas.search(query.q, query.limit)
    ]
    if query.format == "csv":
        columns = ("area_code", "geography", "name", "local_name", "within", "matched")
        rows = pl.DataFrame(
            [{name: hit[name] for name in columns} for hit in hits],
            schema=dict.fromkeys(columns, pl.String),
        )
        return as_csv(kept, rows)
    return {"items": hits, "atlas": about(kept)}
