"""Neighbourhoods to act on, made from what the usual rule finds: worked out once for an atlas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.find.neighbourhoods import NeighbourhoodSpec
from commonweal.find.neighbourhoods.request import Neighbourhoods, neighbourhoods_of_finding, one_of
from commonweal.web.data.card import small_name
from commonweal.web.data.choice import default_choice
from commonweal.web.data.finding import Finding, finding
from commonweal.web.data.geography import levels
from commonweal.web.data.locator import Drawing, around
from commonweal.web.data.measures import options
from commonweal.web.data.opened import Held
from commonweal.web.data.shapes import Frame, outlines, simplified

Row = dict[str, Any]

MAP = 640
_DETAIL = 1.0  # units of the drawing below which a corner is left out


@dataclass(frozen=True, slots=True)
class Region:
    """The neighbourhoods of one region, by name; the region is where most of their people live."""

    code: str
    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class CountryMap:
    """The country with a dot for each neighbourhood."""

    size: int
    width: int
    left: int
    land: str
    dots: list[tuple[int, int]]


def usual_finding(held: Held) -> Finding:
    """What is found when nothing is chosen."""
    return finding(held, default_choice(options(held)))


def made(held: Held) -> Neighbourhoods | None:
    """The neighbourhoods of the usual rule; None where it finds nothing."""

    def make() -> Neighbourhoods | None:
        answer = usual_finding(held).answer
        if not answer.chosen.height:
            return None
        return neighbourhoods_of_finding(NeighbourhoodSpec(), held.atlas, answer)

    return held.keep("neighbourhoods", make)


def by_region(held: Held, whole: Neighbourhoods) -> list[Region]:
    """The neighbourhoods region by region, the region with most of them first."""
    found = usual_finding(held).table.select("area_code", "region_code", "region_name")
    members = whole.result.members.join(found, on="area_code", how="left")
    keys = ["neighbourhood", "region_code", "region_name"]
    most = (
        members.group_by(keys)
        .agg(pl.sum("population"))
        .sort("population", "region_code", descending=[True, False], nulls_last=True)
        .unique("neighbourhood", keep="first", maintain_order=True)
        .select(keys)
    )
    rows = whole.result.table.join(most, on="neighbourhood", how="left").sort("name")
    regions = [
        Region(code or "", name or "Region not known", part.to_dicts())
        for (code, name), part in rows.group_by("region_code", "region_name", maintain_order=True)
    ]
    return sorted(regions, key=lambda region: (-len(region.rows), region.name))


def country_map(held: Held, whole: Neighbourhoods) -> CountryMap | None:
    """The map of all of them, or None where there are no outlines or places to draw."""
    regions = outlines(held, levels(held).region)
    at = whole.result.table.drop_nulls(["easting", "northing"])
    if regions is None or not at.height:
        return None
    frame = Frame.around(regions.shapes, MAP, margin=6)
    thin = simplified(regions.shapes, _DETAIL / frame.scale)
    points = [frame.point(x, y) for x, y in at.select("easting", "northing").iter_rows()]
    across = [frame.point(x, frame.north)[0] for x in _ends(regions.shapes)]
    land = "".join(frame.path(shape) for shape in thin)
    return CountryMap(MAP, across[1] - across[0] + 12, across[0] - 6, land, points)


def _ends(shapes: Any) -> tuple[float, float]:
    import shapely

    west, _, east, _ = shapely.total_bounds(shapes)
    return float(west), float(east)


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of one neighbourhood tells.

    Attributes:
        one: the neighbourhood alone.
        row: its figures.
        members: its areas with their names and types, those chosen first.
        within: the districts it lies in, with the share of its people, the most first.
        drawing: where it lies.
    """

    one: Neighbourhoods
    row: Row
    members: list[Row]
    within: list[Row]
    drawing: Drawing | None


def page(held: Held, neighbourhood: str) -> Page | None:
    """The page of one neighbourhood, or None where none are made.

    Raises:
        UnknownArea: it is not among those made.
    """
    whole = made(held)
    if whole is None:
        return None
    one = one_of(whole, neighbourhood)
    found = usual_finding(held)
    members = one.result.members.drop("name").join(found.table, on="area_code", how="left")
    ordered = members.sort("chosen", "area_code", descending=[True, False])
    rows = [row | {"name": small_name(row)} for row in ordered.to_dicts()]
    return Page(
        one,
        one.result.table.row(0, named=True),
        rows,
        _districts(members),
        around(held, found, members["area_code"]),
    )


def neighbourhood_of(held: Held, code: str) -> Row | None:
    """The neighbourhood (`neighbourhood, name, chosen`) that a small area is in, if it is."""
    whole = made(held)
    if whole is None:
        return None
    rows = whole.result.members.filter(pl.col("area_code") == code)
    return rows.row(0, named=True) if rows.height else None


def _districts(members: pl.DataFrame) -> list[Row]:
    keys = ["district_code", "district_name"]
    rows = members.drop_nulls(keys).group_by(keys).agg(pl.sum("population"))
    total = members["population"].sum()
    ordered = rows.sort("population", "district_code", descending=[True, False])
    return ordered.with_columns(share=pl.col("population") / (total or 1)).to_dicts()
