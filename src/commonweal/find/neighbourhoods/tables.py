"""The tables that neighbourhoods are made from, checked at the door."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.find.tables import KEY, check_columns

AREAS: dict[str, pl.DataType] = {
    KEY: pl.String(),
    "people": pl.Int64(),
    "chosen": pl.Boolean(),
    "need": pl.Float64(),
    "easting": pl.Float64(),
    "northing": pl.Float64(),
    "place_name": pl.String(),
    "district_name": pl.String(),
}
_NEEDED = (KEY, "people", "chosen")
LINKS = (KEY, "neighbour_code", "rule", "metres")


@dataclass(frozen=True, slots=True)
class NeighbourhoodTables:
    """Areas and who adjoins whom.

    Attributes:
        areas: one row an area, by code: `area_code`, `people`, `chosen` (whether it must be in a
            neighbourhood) and, where known, `need` (the higher the greater), `easting`,
            `northing` (metres), `place_name` (what people call the part of the town it lies in)
            and `district_name`. Columns that are not given are empty.
        links: pairs of adjoining areas as `Atlas.neighbours` gives them: `area_code`,
            `neighbour_code`, `rule` (edge, corner or island), `metres` of shared edge. Pairs
            may stand once or both ways round.
        geography: what the areas are, such as `lsoa21`; it is part of a neighbourhood's id.

    Raises:
        InputError: a column is missing, a code is repeated, or people are not known everywhere.
    """

    areas: pl.DataFrame
    links: pl.DataFrame
    geography: str = "lsoa21"

    def __post_init__(self) -> None:
        check_columns(self.areas, ["people"], table="areas")
        problems = [*_missing(self.areas, _NEEDED, "areas"), *_missing(self.links, LINKS, "links")]
        if not problems:
            problems = _unknown_people(self.areas)
        if problems:
            raise InputError(problems, "Neighbourhoods cannot be made from these tables:")
        given = [
            pl.col(name).cast(kind)
            if name in self.areas.columns
            else pl.lit(None, kind).alias(name)
            for name, kind in AREAS.items()
        ]
        areas = self.areas.select(given).with_columns(pl.col("chosen").fill_null(value=False))
        object.__setattr__(self, "areas", areas.sort(KEY))


def _missing(frame: pl.DataFrame, names: tuple[str, ...], table: str) -> list[InputProblem]:
    came = f"the columns {', '.join(frame.columns)}"
    return [
        InputProblem(f"a column {name!r}", came, file=table, column=name)
        for name in names
        if name not in frame.columns
    ]


def _unknown_people(areas: pl.DataFrame) -> list[InputProblem]:
    people = pl.col("people")
    wrong = areas.filter(people.is_null() | (people < 0))
    if not wrong.height:
        return []
    came = f"none for {wrong.height:,} areas (first: {wrong[KEY].sort()[0]})"
    return [InputProblem("the people of every area", came, file="areas", column="people")]
