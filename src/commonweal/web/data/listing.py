"""The list beside the map: filtered, sorted, in pages; and the same rows for a download."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from math import ceil

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.find import TYPOLOGY
from commonweal.web.data.finding import Finding

PAGE_SIZE = 25
ALL = "all"
TYPES: dict[str, str] = {name.replace(" ", "-"): name for name in TYPOLOGY}
SINGLE_TYPES = {"deprived": True, "not-deprived": False}
SORTS = {
    "rank": "deprivation_rank",
    "name": "local_name",
    "district": "district_name",
    "region": "region_name",
    "people": "people",
}


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What part of the list is asked for; `sort` with a minus runs from high to low."""

    type: str
    region: str = ""
    district: str = ""
    sort: str = "rank"
    page: int = 1

    def with_(self, **changes: object) -> ListQuery:
        """The same but for what is named; a change of anything else goes back to page 1."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    def parts(self, double: bool) -> dict[str, object]:
        """What must stand in the address."""
        usual = ListQuery(default_type(double))
        return {k: v for k, v in asdict(self).items() if v != getattr(usual, k)}


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list."""

    query: ListQuery
    rows: list[dict[str, object]]
    total: int
    pages: int

    @property
    def first(self) -> int:
        """Number of the first row on the page, counted from 1; 0 when there are none."""
        return (self.query.page - 1) * PAGE_SIZE + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row on the page."""
        return (self.query.page - 1) * PAGE_SIZE + len(self.rows)


def default_type(double: bool) -> str:
    """The type listed when none is asked for."""
    return next(iter(TYPES if double else SINGLE_TYPES))


def read_list(given: Mapping[str, str], found: Finding) -> ListQuery:
    """The part of the list that an address describes.

    Raises:
        InputError: names every part that is not one of those there are.
    """
    types = [*(TYPES if found.double else SINGLE_TYPES), ALL]
    regions, districts = (_codes(found, level) for level in ("region", "district"))
    sorts = [*SORTS, *(f"-{name}" for name in SORTS)]
    allowed = {"type": types, "region": regions, "district": districts, "sort": sorts}
    problems = [
        InputProblem(_some(values), repr(given[name]), file=name)
        for name, values in allowed.items()
        if given.get(name) and given[name] not in values
    ]
    page = given.get("page") or "1"
    if not (page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) > 0):
        problems.append(InputProblem("a page number, from 1", repr(page), file="page"))
    if problems:
        raise InputError(problems, "This address asks for something that is not there:")
    said = {name: given[name] for name in allowed if given.get(name)}
    return ListQuery(**{"type": default_type(found.double), **said}, page=int(page))


def selected(found: Finding, query: ListQuery) -> pl.DataFrame:
    """Every row that a query asks for, in its order."""
    rows = found.table
    if query.type != ALL:
        wanted = (
            pl.col("typology") == TYPES[query.type]
            if found.double
            else pl.col("deprived") == SINGLE_TYPES[query.type]
        )
        rows = rows.filter(wanted)
    for level in ("region", "district"):
        if code := getattr(query, level):
            rows = rows.filter(pl.col(f"{level}_code") == code)
    column = SORTS[query.sort.lstrip("-")]
    falling = query.sort.startswith("-")
    return rows.sort(
        [column, "area_name", "area_code"], descending=[falling, False, False], nulls_last=True
    )


def listed(found: Finding, query: ListQuery) -> Listed:
    """One page of the list; a page beyond the last is the last."""
    rows = selected(found, query)
    pages = max(1, ceil(rows.height / PAGE_SIZE))
    query = query.with_(page=min(query.page, pages))
    shown = rows.slice((query.page - 1) * PAGE_SIZE, PAGE_SIZE)
    return Listed(query, shown.to_dicts(), rows.height, pages)


def places(found: Finding, level: str, within: str = "") -> list[tuple[str, str]]:
    """Code and name of every district or region, by name; districts within a region if asked."""
    rows = found.table
    if within and level == "district":
        rows = rows.filter(pl.col("region_code") == within)
    named = rows.select(f"{level}_code", f"{level}_name").drop_nulls().unique()
    return [(code, name) for code, name in named.sort(f"{level}_name", f"{level}_code").iter_rows()]


def _codes(found: Finding, level: str) -> list[str]:
    return [code for code, _ in places(found, level)]


def _some(values: list[str]) -> str:
    return f"one of {', '.join(values[:12])}{' …' if len(values) > 12 else ''}"
