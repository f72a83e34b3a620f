"""What an area page says of one area: its type and why, its domains, its neighbours, its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from commonweal.atlas.records import Area, Successor
from commonweal.catalogue import GEOGRAPHIES
from commonweal.catalogue.indicators import DOMAINS
from commonweal.errors import UnknownIndicator
from commonweal.web.data.by_region import RegionRow, by_place, main_group
from commonweal.web.data.card import small_name
from commonweal.web.data.choice import Choice
from commonweal.web.data.finding import Finding
from commonweal.web.data.geography import SMALL
from commonweal.web.data.measures import DEPRIVATION, periods
from commonweal.web.data.opened import Held

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain of deprivation: its rank among all areas and its tenth, 1 the most deprived."""

    title: str
    rank: int | None
    ranked: int
    decile: int | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A larger area: its small areas, and those of them in the main group."""

    areas: int
    people: int
    inside: int
    inside_people: int
    members: list[Row]
    parts: list[RegionRow]


@dataclass(frozen=True, slots=True)
class Successors:
    """What became of an area of an older vintage."""

    areas: list[tuple[Successor, Area]]
    vintage: int


def level_of(area: Area) -> str:
    """`lsoa`, `msoa`, `ward`, `district` or `region`."""
    record = GEOGRAPHIES.get(area.geography)
    return record.level if record else ""


def is_current(found: Finding, area: Area) -> bool:
    """Whether the pages have figures for an area: a code may live on through several vintages."""
    level = level_of(area)
    column = "area_code" if level == "lsoa" else f"{level}_code"
    return column in found.table.columns and area.code in found.table[column]


def small_row(found: Finding, code: str) -> Row | None:
    """The row of a small area in the finding."""
    rows = found.table.filter(pl.col("area_code") == code)
    return (
        rows.row(0, named=True) | {"name": small_name(rows.row(0, named=True))}
        if rows.height
        else None
    )


def domains(held: Held, choice: Choice, code: str) -> list[DomainRow]:
    """The domains of deprivation of a small area, of the edition chosen, where it is held."""
    made = []
    for domain, title in DOMAINS.items():
        indicator = f"{DEPRIVATION}.{domain}"
        if choice.deprivation not in periods(held, f"{indicator}.rank", SMALL):
            continue
        rank, ranked = _value(held, f"{indicator}.rank", choice.deprivation, code)
        decile, _ = _value(held, f"{indicator}.decile", choice.deprivation, code)
        made.append(DomainRow(title, rank, ranked, decile))
    return made


def _value(held: Held, indicator: str, period: str, code: str) -> tuple[int | None, int]:
    def read() -> tuple[dict[str, float], int]:
        try:
            frame = held.atlas.observations(indicator, period, SMALL).drop_nulls("value")
        except UnknownIndicator:
            return {}, 0
        return dict(zip(frame["area_code"], frame["value"], strict=True)), frame.height

    values, ranked = held.keep(("values", indicator, period), read)
    value = values.get(code)
    return (None if value is None else int(value)), ranked


def neighbours(held: Held, found: Finding, code: str) -> list[Row]:
    """The neighbours of a small area, with their types, by name."""
    pairs = held.keep("neighbours", lambda: held.atlas.neighbours(SMALL))
    codes = pairs.filter(pl.col("area_code") == code)["neighbour_code"].unique()
    rows = found.table.filter(pl.col("area_code").is_in(codes.implode()))
    return sorted((row | {"name": small_name(row)} for row in rows.to_dicts()), key=_by_name)


def whole(found: Finding, level: str, code: str) -> Whole:
    """A larger area by its small areas; the members are those in the main group."""
    rows = found.table.filter(pl.col(f"{level}_code") == code)
    inside = rows.filter(main_group(found)).sort("deprivation_rank")
    parts = {"region": "district", "district": "msoa"}.get(level)
    members = inside if level in ("region", "district") else rows.sort("deprivation_rank")
    return Whole(
        rows.height,
        int(rows["people"].sum() or 0),
        inside.height,
        int(inside["people"].sum() or 0),
        [row | {"name": small_name(row)} for row in members.to_dicts()],
        _parts(found, rows, parts) if parts else [],
    )


def _parts(found: Finding, rows: pl.DataFrame, level: str) -> list[RegionRow]:
    if level == "msoa":
        rows = rows.with_columns(msoa_name=pl.coalesce("local_name", "msoa_name"))
    return by_place(replace(found, table=rows), level)


def successors(held: Held, area: Area) -> Successors | None:
    """What an older area became; None where that is not known."""
    found = held.atlas.successors(area.code)
    if not found:
        return None
    newest = max(GEOGRAPHIES[item.geography].vintage for item in found)
    latest = [item for item in found if GEOGRAPHIES[item.geography].vintage == newest]
    return Successors([(item, held.atlas.area(item.code)) for item in latest], newest)


def _by_name(row: Row) -> str:
    return str(row["name"])
