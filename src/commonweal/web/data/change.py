"""Change over time for the pages: the editions on small areas, and what a reader asks of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import polars as pl

from commonweal.errors import CommonwealError, InputError, InputProblem, MethodNotApplicable
from commonweal.find.change import (
    Change,
    ChangeRequest,
    Followed,
    TypologyChange,
    find_change,
    find_typology_change,
    follow,
)
from commonweal.web.data.finding import Finding
from commonweal.web.data.geography import LEVELS, SMALL
from commonweal.web.data.licence import series_may_leave
from commonweal.web.data.measures import DEPRIVATION
from commonweal.web.data.opened import Held

COUNTS = {"areas": "Neighbourhoods", "people": "People"}
PLACES = ("region", "district")


@dataclass(frozen=True, slots=True)
class ChangeQuery:
    """What an address asks: two editions, a place (a code, or empty) and what is counted."""

    start: str
    end: str
    within: str = ""
    count: str = "areas"

    def query(self, **changes: str) -> str:
        """The address of the same page but for what is named."""
        said = {"from": self.start, "to": self.end, "within": self.within, "count": self.count}
        return urlencode({name: value for name, value in (said | changes).items() if value})


@dataclass(frozen=True, slots=True)
class AreaStep:
    """One area at one edition; rank and tenth are None where not known."""

    edition: str
    decile: int | None
    rank: int | None
    ranked: int
    approximate: bool


def followed(held: Held) -> Followed:
    """Every edition of deprivation that reaches the small areas, worked out once."""
    return held.keep("followed", lambda: follow(held.atlas, DEPRIVATION, SMALL))


def read_change(given: Mapping[str, str], held: Held, found: Finding) -> ChangeQuery:
    """What an address asks.

    Raises:
        InputError: names every part that is not there to be asked, with what there is.
        MethodNotApplicable: no edition is held.
    """
    editions = list(followed(held).ranks)
    if not editions:
        raise MethodNotApplicable("No edition of deprivation is held, so there is no change.")
    start, end = given.get("from") or editions[0], given.get("to") or editions[-1]
    within, count = given.get("within", ""), given.get("count") or "areas"
    problems = [
        InputProblem(f"one of {', '.join(editions)}", repr(period), file=name)
        for name, period in (("from", start), ("to", end))
        if period not in editions
    ]
    if count not in COUNTS:
        problems.append(InputProblem(f"one of {', '.join(COUNTS)}", repr(count), file="count"))
    if within and not _inside(found, within).height:
        expected = "the code of a region, district, ward or neighbourhood (MSOA)"
        problems.append(InputProblem(expected, repr(within), file="within"))
    if not problems and start > end:
        problems.append(InputProblem(f"an edition not before {start}", repr(end), file="to"))
    if problems:
        raise InputError(problems, "This address asks for something that is not there:")
    return ChangeQuery(start, end, within, count)


def change_of(held: Held, asked: ChangeQuery) -> Change:
    """The answer to what an address asks."""
    request = ChangeRequest(DEPRIVATION, asked.start, asked.end, SMALL, asked.within or None)
    return find_change(request, held.atlas, followed(held))


def types_of(held: Held, asked: ChangeQuery) -> TypologyChange | None:
    """The change of types, where an index of social infrastructure is held for small areas."""

    def find() -> TypologyChange | None:
        try:
            return find_typology_change(held.atlas, SMALL, asked.within or None)
        except CommonwealError:
            return None

    if asked.within:
        return find()
    return held.keep("typology change", find)


def places_of(found: Finding) -> dict[str, list[tuple[str, str]]]:
    """Regions and districts to choose from: code and name, by name."""
    made = {}
    for level in PLACES:
        columns = [f"{level}_code", f"{level}_name"]
        rows = found.table.select(columns).drop_nulls().unique().sort(f"{level}_name", *columns)
        made[level] = [(code, name) for code, name in rows.iter_rows()]
    return made


def steps_of(held: Held, code: str) -> list[AreaStep]:
    """One small area at every edition whose values may be shown."""
    table = held.keep("area steps", lambda: _steps_table(held))
    rows = table.filter(pl.col("area_code") == code)
    if not rows.height:
        return []
    row = rows.row(0, named=True)
    return [
        AreaStep(
            period,
            row[f"decile_{period}"],
            row[f"rank_{period}"],
            ranks.ranked,
            bool(row[f"approximate_{period}"]),
        )
        for period, ranks in followed(held).ranks.items()
        if series_may_leave(ranks.series)
    ]


def _steps_table(held: Held) -> pl.DataFrame:
    if not followed(held).ranks:
        return pl.DataFrame(schema={"area_code": pl.String})
    return find_change(ChangeRequest(DEPRIVATION), held.atlas, followed(held)).result.table


def _inside(found: Finding, code: str) -> pl.DataFrame:
    """Small areas of a place of any level above them."""
    levels = [f"{level}_code" for level in LEVELS if f"{level}_code" in found.table.columns]
    return found.table.filter(pl.any_horizontal(pl.col(level) == code for level in levels))
