"""Why one area is in or out of the list, and what would have changed it."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from commonweal.errors import UnknownArea
from commonweal.find.double_disadvantage import Cut, DoubleDisadvantageResult
from commonweal.find.tables import KEY
from commonweal.find.typology import (
    DEPRIVED_ONLY,
    DOUBLY_DISADVANTAGED,
    INFRASTRUCTURE_POOR_ONLY,
    NEITHER,
)

_SAID = {
    DOUBLY_DISADVANTAGED: "is doubly disadvantaged",
    DEPRIVED_ONLY: "is deprived, but not among the poorest in social infrastructure",
    INFRASTRUCTURE_POOR_ONLY: "is short of social infrastructure, but not among the most deprived",
    NEITHER: "is not doubly disadvantaged",
}


@dataclass(frozen=True, slots=True)
class ConditionMet:
    """How one area stands on one condition.

    Attributes:
        cut: the condition as it was applied.
        rank: of the area; None where not known.
        inside: whether the rank is within the cut; None where not known.
        places: how many places inside the cut (0: the last one in); negative: outside.
        enough: the smallest cut, a share of areas, that would take the area in.
        decides: whether the rule asks for this condition.
    """

    cut: Cut
    rank: int | None
    inside: bool | None
    places: int | None
    enough: float | None
    decides: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why an area is in or out.

    Attributes:
        area_code: of the area.
        area_name: if known.
        typology: its type, or None where not known.
        unknown_because: why not.
        conditions: how it stands on each, those that decide first.
    """

    area_code: str
    area_name: str | None
    typology: str | None
    unknown_because: str | None
    conditions: tuple[ConditionMet, ...]

    def explain(self, hide: Collection[str] = ()) -> str:
        """The reasons in plain words.

        Args:
            hide: conditions whose ranks may not be shown (`infrastructure`): only whether the
                area is inside is told of them.
        """
        name = self.area_name or self.area_code
        if self.typology is None:
            return f"Whether {name} is doubly disadvantaged is not known: {self.unknown_because}."
        told = [_told(each, each.cut.name in hide) for each in self.conditions]
        change = self._what_would_change(hide)
        return " ".join([f"{name} {_SAID[self.typology]}.", *told, *change])

    def _what_would_change(self, hide: Collection[str]) -> list[str]:
        decide = [each for each in self.conditions if each.decides]
        missed = [each for each in decide if not each.inside]
        if any(each.cut.name in hide for each in decide):
            return []
        if missed:
            cuts = [f"{_percent(each.enough)} on {each.cut.label}" for each in missed]
            return [f"It would be on the list with a cut of {' and '.join(cuts)}."]
        nearest = min(decide, key=lambda each: each.places or 0)
        further = _places((nearest.places or 0) + 1)
        return [
            f"It would leave the list if its rank on {nearest.cut.label} were {further} better."
        ]


def why(result: DoubleDisadvantageResult, area_code: str) -> Why:
    """Why an area is in or out of a list, and what would have changed it.

    Raises:
        UnknownArea: the list has no such area.
    """
    found = result.table.filter(pl.col(KEY) == area_code)
    if not found.height:
        raise UnknownArea(f"{area_code} is not among the areas here ({result.spec.geography}).")
    row = found.row(0, named=True)
    combined = result.spec.rule == "combined score"
    conditions = tuple(
        _condition(cut, row[cut.column], decides=not combined or cut.name == "combined")
        for cut in result.cuts
    )
    return Why(area_code, row.get("area_name"), row["typology"], row["unknown_because"], conditions)


def _condition(cut: Cut, rank: int | None, *, decides: bool) -> ConditionMet:
    if rank is None:
        return ConditionMet(cut, None, None, None, None, decides)
    return ConditionMet(
        cut=cut,
        rank=rank,
        inside=rank <= cut.rank,
        places=cut.rank - rank,
        enough=rank / cut.ranked,
        decides=decides,
    )


def _told(condition: ConditionMet, hidden: bool) -> str:
    cut = condition.cut
    side = "inside" if condition.inside else "outside"
    place = f"the worst {100 * cut.share:.4g}% by {cut.label}"
    if hidden or condition.rank is None or condition.places is None:
        return f"It is {side} {place}."
    far = f"{_places(abs(condition.places))} {'to spare' if condition.inside else 'too far down'}"
    return (
        f"It is {side} {place}: rank {condition.rank:,} of {cut.ranked:,}, where {cut.rank:,} is "
        f"the last one in ({far})."
    )


def _places(number: int) -> str:
    return "1 place" if number == 1 else f"{number:,} places"


def _percent(share: float | None) -> str:
    """The share rounded up to a tenth of a per cent, so that the cut named is enough."""
    return f"{math.ceil(1000 * (share or 0) - 1e-9) / 10:g}%"
