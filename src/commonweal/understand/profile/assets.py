"""Places to meet and to learn within a walk of where people live.

The walk is a straight line from the middle of where the people of each small area live
(population-weighted centroid), so the way on foot is longer. A register lists what its keeper
knows: what is not on it may still be there, so nothing found is not the same as nothing there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AssetKind:
    """A kind of place that registers list."""

    id: str
    title: str
    one: str
    caution: str


KINDS: tuple[AssetKind, ...] = (
    AssetKind(
        "library",
        "Public libraries",
        "public library",
        "Libraries that a council runs or pays for.",
    ),
    AssetKind("school", "State schools", "state school", "Special schools are left out."),
    AssetKind(
        "sports_club",
        "Amateur sports clubs",
        "amateur sports club",
        "Only clubs registered for tax relief; where one plays may differ from its address.",
    ),
    AssetKind(
        "warm_space",
        "Warm spaces",
        "warm space",
        "Those that put themselves on a list in the winter of 2022; some have closed since.",
    ),
)

NOT_LISTED = (
    "We hold no register of community centres, pubs, parks, places of worship, cafes or youth "
    "clubs, so we do not know how many there are."
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place and how far it is, in metres in a straight line."""

    name: str
    metres: float


@dataclass(frozen=True, slots=True)
class Near:
    """Places of one kind near an area.

    Attributes:
        kind: what they are.
        within: those within a walk, the nearest first.
        nearest: the nearest of all, within a walk or not; None where the register has none.
        release: of the register.
        period: of the register.
        unlocated: places on the register that could not be put on the map.
    """

    kind: AssetKind
    within: tuple[Place, ...]
    nearest: Place | None
    release: str
    period: str
    unlocated: int

    def sentence(self) -> str:
        """What there is, in words; nothing found is not told as nothing there."""
        if self.within:
            others = "s" if len(self.within) > 1 else ""
            plural = self.kind.title.lower() if others else self.kind.one
            return f"{len(self.within)} {plural} within a walk."
        if self.nearest is None:
            return f"We know of no {self.kind.one}."
        return (
            f"We know of no {self.kind.one} within a walk; the nearest we know of is "
            f"{self.nearest.name}, {kilometres(self.nearest.metres)} away."
        )


class Assets:
    """The registers of an atlas, ready to be asked what is near."""

    def __init__(self, table: pl.DataFrame) -> None:
        """Take `kind, name, easting, northing, located, release, period`."""
        self.table = table
        self._held = {kind.id: table.filter(pl.col("kind") == kind.id) for kind in KINDS}

    @cached_property
    def _sites(self) -> dict[str, tuple[Floats, list[str]]]:
        made = {}
        for kind, rows in self._held.items():
            there = rows.filter(pl.col("located")).drop_nulls(["easting", "northing"])
            if there.height:
                points = there.select("easting", "northing").to_numpy().astype(np.float64)
                names = there["name"].fill_null("no name given").to_list()
                made[kind] = (points, names)
        return made

    def near(self, centres: Floats, walk: float) -> tuple[Near, ...]:
        """What is within a walk of any of some centres; kinds without a register are left out.

        Args:
            centres: (k, 2) metres; NaN where not known.
            walk: metres.
        """
        known = np.isfinite(centres).all(axis=1)
        if not known.any():
            return ()
        return tuple(
            self._of(kind, centres[known], walk) for kind in KINDS if self._held[kind.id].height
        )

    def _of(self, kind: AssetKind, centres: Floats, walk: float) -> Near:
        rows = self._held[kind.id]
        sites = self._sites.get(kind.id)
        found, nearest = ([], None) if sites is None else _found(*sites, centres, walk)
        return Near(
            kind,
            tuple(found),
            nearest,
            rows["release"][0],
            rows["period"][0],
            int((~rows["located"]).sum()),
        )


def _found(
    points: Floats, names: Sequence[str], centres: Floats, walk: float
) -> tuple[list[Place], Place | None]:
    """Places within a walk of any centre, each once at its shortest distance; and the nearest."""
    box = (points >= centres.min(axis=0) - walk) & (points <= centres.max(axis=0) + walk)
    close = np.flatnonzero(box.all(axis=1))
    metres = _shortest(points[close], centres)
    inside = sorted(
        (float(far), names[place])
        for place, far in zip(close.tolist(), metres.tolist(), strict=True)
        if far <= walk
    )
    if inside:
        within = [Place(name, far) for far, name in inside]
        return within, within[0]
    every = _shortest(points, centres)
    first = int(np.argmin(every))
    return [], Place(names[first], float(every[first]))


def _shortest(points: Floats, centres: Floats) -> Floats:
    """Distance of each point from the nearest of the centres, one centre after the other."""
    found = np.full(len(points), np.inf)
    for centre in centres:
        np.minimum(found, np.linalg.norm(points - centre, axis=1), out=found)
    return found


def kilometres(metres: float) -> str:
    """`350 m`, `1.9 km`: to ten metres below one kilometre."""
    return f"{round(metres, -1):,.0f} m" if metres < 995 else f"{metres / 1000:.1f} km"
