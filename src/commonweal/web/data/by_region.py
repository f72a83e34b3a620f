"""Where the doubly disadvantaged live: each region's number, people and share."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.find import DOUBLY_DISADVANTAGED
from commonweal.web.data.finding import Finding


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region: its neighbourhoods in the main group, their people, and of how many."""

    code: str
    name: str
    areas: int
    people: int
    of_areas: int
    of_people: int

    @property
    def share(self) -> float:
        """Share of the region's people who live there."""
        return self.people / self.of_people if self.of_people else 0.0


def main_group(found: Finding) -> pl.Expr:
    """Which rows are of the main group: the doubly disadvantaged, or the most deprived."""
    if found.double:
        return (pl.col("typology") == DOUBLY_DISADVANTAGED).fill_null(False)
    return pl.col("deprived").fill_null(False)


def by_place(found: Finding, level: str) -> list[RegionRow]:
    """Every region (or district), with the largest share of people first."""
    inside = main_group(found)
    rows = (
        found.table.drop_nulls(f"{level}_code")
        .group_by(f"{level}_code", f"{level}_name")
        .agg(
            inside.sum().alias("areas"),
            pl.col("people").filter(inside).sum().alias("people"),
            pl.len().alias("of_areas"),
            pl.col("people").sum().alias("of_people"),
        )
    )
    made = [RegionRow(code, name, *map(int, numbers)) for code, name, *numbers in rows.iter_rows()]
    return sorted(made, key=lambda row: (-row.share, row.name))
