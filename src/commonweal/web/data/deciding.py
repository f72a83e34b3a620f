"""Areas of the atlas that become a neighbourhood where people decide."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from commonweal.errors import InputError, InputProblem, UnknownArea
from commonweal.find.neighbourhoods.request import one_of
from commonweal.web.data.card import small_name
from commonweal.web.data.geography import SMALL, small_areas
from commonweal.web.data.neighbourhoods import made
from commonweal.web.data.opened import Held


@dataclass(frozen=True, slots=True)
class Chosen:
    """Small areas that somebody chose.

    Attributes:
        areas: their codes, in order.
        name: what the whole is called; empty where the choice has no name of its own.
        population: people who live there; None where the atlas does not know.
        counted: period of the population.
        made: id of the neighbourhood to act on, where one was chosen.
    """

    areas: tuple[str, ...]
    name: str
    population: int | None
    counted: str = ""
    made: str = ""


def chosen_areas(held: Held, text: str) -> Chosen:
    """The small areas of an id of a neighbourhood to act on, of larger areas, or of their codes.

    Args:
        held: the atlas.
        text: one id, or codes of MSOAs, wards or small areas, with spaces, commas or lines.

    Raises:
        InputError: a code that the atlas does not hold; names every one.
    """
    codes = [part for part in re.split(r"[\s,;]+", text) if part]
    if len(codes) == 1 and (found := _made(held, codes[0])):
        return found
    table = small_areas(held)
    columns = [column for column in ("area_code", "msoa_code", "ward_code") if column in table]
    problems, parts, names = [], [], []
    for code in codes:
        within = _within(table, columns, code.upper())
        if within is None:
            hint = (
                "Use codes of small areas (LSOA 2021), MSOAs or wards, or one neighbourhood's id."
            )
            expected = "an area that the atlas holds"
            problems.append(InputProblem(expected, code, column="areas", hint=hint))
        else:
            parts.append(within[0])
            names.append(within[1])
    if not codes:
        problems.append(InputProblem("at least one code or id", "nothing", column="areas"))
    if problems:
        raise InputError(problems)
    whole = pl.concat(parts).unique("area_code").sort("area_code")
    name = names[0] if len(names) == 1 else ""
    return Chosen(tuple(whole["area_code"]), name, *_people(whole))


def names_of(held: Held, codes: list[str]) -> list[tuple[str, str]]:
    """Small areas as code and name, for links to their pages; those not held are left out."""
    rows = small_areas(held).filter(pl.col("area_code").is_in(codes)).to_dicts()
    return [(row["area_code"], small_name(row)) for row in rows]


def _made(held: Held, neighbourhood: str) -> Chosen | None:
    whole = made(held)
    if whole is None or whole.result.geography != SMALL:
        return None
    try:
        one = one_of(whole, neighbourhood.lower())
    except UnknownArea:
        return None
    row = one.result.table.row(0, named=True)
    areas = sorted(one.result.members["area_code"])
    people = _people(small_areas(held).filter(pl.col("area_code").is_in(areas)))
    return Chosen(tuple(areas), row["name"], *people, made=row["neighbourhood"])


def _people(areas: pl.DataFrame) -> tuple[int | None, str]:
    """How many people live in some areas, and when they were counted; None where not known."""
    if areas["people"].null_count():
        return None, ""
    periods = areas["people_period"].drop_nulls().unique().sort()
    return int(areas["people"].sum()), ", ".join(periods)


def _within(table: pl.DataFrame, columns: list[str], code: str) -> tuple[pl.DataFrame, str] | None:
    """The small areas of an area, and what the area is called."""
    for column in columns:
        part = table.filter(pl.col(column) == code)
        if part.height:
            row = part.row(0, named=True)
            called = {
                "area_code": small_name(row),
                "msoa_code": row.get("local_name") or row.get("msoa_name"),
                "ward_code": row.get("ward_name"),
            }
            return part, called[column] or ""
    return None
