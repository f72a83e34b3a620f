"""Counts of records as arrays: groups by sexes by bands of ages, and the list of areas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.understand.people.spec import RecordsSpec

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

COUNTED = ("people", "events", "usable")


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of the same shape: people (or years lived), events, and records they are from.

    Attributes:
        people: people, or years lived by them.
        events: people with the outcome, or events.
        usable: records counted.
    """

    people: Floats
    events: Floats
    usable: Floats

    def summed(self, *axes: int) -> Counted:
        """The same summed over some axes."""
        return Counted(*(getattr(self, name).sum(axis=axes) for name in COUNTED))

    def at(self, *place: int | slice | NDArray[np.bool_]) -> Counted:
        """A part of it."""
        return Counted(*(getattr(self, name)[place] for name in COUNTED))


@dataclass(frozen=True, slots=True)
class Strata:
    """What figures are made of.

    Attributes:
        groups: names of the groups, in order.
        cells: g groups by s sexes by b bands.
        areas: `area_code, group`, one row an area with records, by group and code.
        area_counts: one entry an area.
    """

    groups: tuple[str, ...]
    cells: Counted
    areas: pl.DataFrame
    area_counts: Counted


def strata_of(spec: RecordsSpec, counts: pl.DataFrame, groups: pl.DataFrame) -> Strata:
    """Counts by area as arrays; what has no area, sex or band of the spec is left out.

    Args:
        spec: what was counted.
        counts: of `steps.count_by_area`.
        groups: `area_code, group`, one row an area; the groups come in the order they have there.
    """
    names = groups["group"].unique(maintain_order=True)
    known = counts.drop_nulls(["sex", "band"]).join(groups, on="area_code")
    known = known.filter(pl.col("usable") > 0)
    order = {"group": pl.Enum(names)}
    by_area = (
        known.cast(order)  # type: ignore[arg-type]
        .group_by("group", "area_code")
        .agg(pl.col(name).sum() for name in COUNTED)
        .sort("group", "area_code")
    )
    shape = (names.len(), len(spec.sex_labels), len(spec.band_labels))
    by_cell = known.group_by("group", "sex", "band").agg(pl.col(name).sum() for name in COUNTED)
    place = (
        by_cell["group"].cast(pl.Enum(names)).to_physical().to_numpy(),
        by_cell["sex"].cast(pl.Enum(spec.sex_labels)).to_physical().to_numpy(),
        by_cell["band"].to_numpy(),
    )
    return Strata(
        groups=tuple(names),
        cells=Counted(*(_placed(by_cell[name], place, shape) for name in COUNTED)),
        areas=by_area.select("area_code", pl.col("group").cast(pl.String)),
        area_counts=Counted(*(by_area[name].cast(pl.Float64).to_numpy() for name in COUNTED)),
    )


def _placed(values: pl.Series, place: tuple[Ints, ...], shape: tuple[int, ...]) -> Floats:
    table = np.zeros(shape)
    table[place] = values.to_numpy()
    return table
