"""The parts of a recipe for an index: indicators, and domains made of them or of parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.find.building.combine import Combination
from commonweal.find.building.impute import Imputation
from commonweal.find.building.normalise import Scale
from commonweal.find.building.treat import Outliers
from commonweal.find.building.weight import Weighting
from commonweal.find.index_spec import Polarity

OUT_OF = "{}.out_of"
"""Column of what an indicator is counted among, by the name of the indicator."""
GROUP = "group_code"
"""Column of the district, or other larger area, around each area."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a recipe.

    Attributes:
        name: short name, also its column in tables.
        indicator: its id in an atlas; the name when empty.
        period: the date in an atlas; the only one held when empty.
        weight: within its domain, where weights are "given".
        polarity: which end is the worse.
        scale: in place of the recipe's.
        count: the values are counts, to be divided by what they are counted among.
        out_of: id in an atlas of what it is counted among (people, households); for a count, or
            for a rate that is to be shrunk. The denominators that the atlas holds with the rate
            when empty.
        out_of_period: its date.
        per: a count is given per so many.
        shrink: draw the rate towards that of the district.
        impute: in place of the recipe's.
        outliers: in place of the recipe's.
        target: of the scale "distance to target", as the values are (per `per`).
        reference: code of the area that "distance to reference" compares with.
    """

    name: str
    indicator: str = ""
    period: str = ""
    weight: float | None = None
    polarity: Polarity = "higher is worse"
    scale: Scale | None = None
    count: bool = False
    out_of: str = ""
    out_of_period: str = ""
    per: float = 1.0
    shrink: bool = False
    impute: Imputation | None = None
    outliers: Outliers | None = None
    target: float | None = None
    reference: str = ""

    @property
    def id(self) -> str:
        """Its id in an atlas."""
        return self.indicator or self.name

    @property
    def divided(self) -> bool:
        """Whether it needs what it is counted among."""
        return self.count or self.shrink


@dataclass(frozen=True, slots=True)
class Part:
    """A domain of a recipe, or a part of one: made of indicators, or of parts.

    Attributes:
        name: short name.
        title: in words.
        weight: among its siblings.
        indicators: what it is made of, or
        parts: what it is made of.
        weights: how the indicators are weighted.
        combine: how the indicators are joined.
    """

    name: str
    title: str = ""
    weight: float = 1.0
    indicators: tuple[Indicator, ...] = ()
    parts: tuple[Part, ...] = ()
    weights: Weighting = "equal"
    combine: Combination = "arithmetic"

    def leaves(self) -> tuple[Part, ...]:
        """The parts that are made of indicators, in their order."""
        return tuple(leaf for each in self.parts for leaf in each.leaves()) or (self,)

    def all_indicators(self) -> tuple[Indicator, ...]:
        """Every indicator in it."""
        return tuple(each for leaf in self.leaves() for each in leaf.indicators)


def indicator_paths(path: str, parts: tuple[Part, ...]) -> Iterator[tuple[str, Indicator]]:
    """Each indicator with the field it stands in: `domains.0.indicators.2`."""
    for place, part in enumerate(parts):
        here = f"{path}.{place}"
        yield from indicator_paths(f"{here}.parts", part.parts)
        for number_, each in enumerate(part.indicators):
            yield f"{here}.indicators.{number_}", each
