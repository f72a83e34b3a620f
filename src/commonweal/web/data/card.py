"""What a click on the map tells: the name, the place, the type, in short."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.errors import UnknownArea
from commonweal.find import (
    DEPRIVED_ONLY,
    DOUBLY_DISADVANTAGED,
    INFRASTRUCTURE_POOR_ONLY,
    NEITHER,
    why,
)
from commonweal.web.data.choice import Choice
from commonweal.web.data.finding import Finding, finding
from commonweal.web.data.geography import MIDDLE
from commonweal.web.data.licence import hidden
from commonweal.web.data.opened import Held

TITLES = {
    DOUBLY_DISADVANTAGED: "Doubly disadvantaged",
    DEPRIVED_ONLY: "Deprived, but not short of social infrastructure",
    INFRASTRUCTURE_POOR_ONLY: "Short of social infrastructure, but not deprived",
    NEITHER: "Neither",
}
SHORT_TITLES = {
    DOUBLY_DISADVANTAGED: "Doubly disadvantaged",
    DEPRIVED_ONLY: "Deprived only",
    INFRASTRUCTURE_POOR_ONLY: "Infrastructure-poor only",
    NEITHER: "Neither",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One area in short."""

    code: str
    name: str
    within: str
    people: int | None
    title: str
    sentence: str


def card_for(held: Held, choice: Choice, index: int) -> Card:
    """The card of the area at a place in the order of codes, of the geography in view.

    Raises:
        UnknownArea: there are not so many areas.
    """
    found = finding(held, choice)
    if choice.view == "cartogram":
        return _middle(held, found, index)
    if not 0 <= index < found.table.height:
        raise UnknownArea(f"there are {found.table.height:,} areas; {index} is not one of them")
    row = found.table.row(index, named=True)
    within = ", ".join(part for part in (row["district_name"], row["region_name"]) if part)
    title = TITLES.get(row["typology"], "Not known")
    if not found.double:
        title = "Among the most deprived" if row["deprived"] else "Not among the most deprived"
    return Card(
        row["area_code"], small_name(row), within, row["people"], title, because(found, row)
    )


def small_name(row: dict[str, object]) -> str:
    """A small area by the name that people use, then its own: `Ardwick (Manchester 016B)`."""
    local, own = row.get("local_name"), row["area_name"] or row["area_code"]
    return f"{local} ({own})" if local and local != own else str(own)


def because(found: Finding, row: dict[str, object]) -> str:
    """Why an area has its type, in one sentence."""
    cut = found.cuts["deprivation"]
    rank = row["deprivation_rank"]
    if rank is None:
        return "We do not know its rank of deprivation."
    share = f"{found.choice.cut}%"
    said = f"It is {_ordinal(int(str(rank)))} most deprived of {cut.ranked:,}"
    if not found.double:
        return f"{said}; the most deprived {share} are ranks 1 to {cut.rank:,}."
    sides = [
        "inside" if row[column] else "outside" for column in ("deprived", "infrastructure_poor")
    ]
    return (
        f"{said} ({sides[0]} the worst {share}), and {sides[1]} the {share} with the greatest "
        "lack of social infrastructure."
    )


def reasons(found: Finding, code: str) -> str:
    """Why an area is in or out and what would change it, in plain words."""
    if found.answer.result is None:
        rows = found.table.filter(pl.col("area_code") == code)
        return because(found, rows.row(0, named=True)) if rows.height else ""
    return why(found.answer.result, code).explain(hide=hidden(found))


def _ordinal(number: int) -> str:
    suffix = (
        "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number:,}{suffix}"


def _middle(held: Held, found: Finding, index: int) -> Card:
    codes = held.keep("msoa order", lambda: held.atlas.areas(MIDDLE).sort("area_code"))
    if not 0 <= index < codes.height:
        raise UnknownArea(f"there are {codes.height:,} areas; {index} is not one of them")
    area = codes.row(index, named=True)
    inside = found.table.filter(pl.col("msoa_code") == area["area_code"])
    chosen = inside.filter(
        pl.col("typology") == DOUBLY_DISADVANTAGED if found.double else pl.col("deprived")
    )
    people, of = int(chosen["people"].sum() or 0), int(inside["people"].sum() or 0)
    verb = "is" if chosen.height == 1 else "are"
    what = "doubly disadvantaged" if found.double else "among the most deprived"
    first = inside.row(0, named=True) if inside.height else {}
    within = ", ".join(
        part for part in (first.get("district_name"), first.get("region_name")) if part
    )
    sentence = (
        f"{people:,} of its {of:,} people live in them."
        if chosen.height
        else "None of its people live in one."
    )
    return Card(
        area["area_code"],
        area["local_name"] or area["area_name"],
        within,
        of,
        f"{chosen.height} of its {inside.height} neighbourhoods {verb} {what}",
        sentence,
    )
