"""People: how many live in each area and block, of what age, and how many there were before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sources.demonstration.arrays import Floats, group_sum
from commonweal.sources.demonstration.blocks import Blocks
from commonweal.sources.demonstration.draws import stream
from commonweal.sources.demonstration.setting import Setting
from commonweal.sources.demonstration.settlements import Seeds
from commonweal.sources.demonstration.spec import CountrySpec

LATEST = 2022
_TOWN_EVENNESS, _VILLAGE_EVENNESS = 4.0, 0.7
AGES: tuple[str, ...] = ("age_0_15", "age_16_59", "age_60_over")
COUNTS: tuple[str, ...] = ("total", *AGES, "working_age")


@dataclass(frozen=True, slots=True)
class People:
    """People of the country in 2022.

    Attributes:
        area: people of each small area (2021), whole numbers as floats.
        share: share of its area's people who live in each block.
        growth: yearly growth of each area, as a logarithm.
    """

    area: Floats
    share: Floats
    growth: Floats

    def of_blocks(self, blocks: Blocks, year: int) -> Floats:
        """People of each block in a year; not whole numbers."""
        then = self.area * np.exp(self.growth * (year - LATEST))
        return then[blocks.area] * self.share


def make_people(spec: CountrySpec, seeds: Seeds, blocks: Blocks) -> People:
    """Draw people: ln(people) is normal, within bounds; in the country most live in one block."""
    rng = stream(spec.seed, "people")
    wanted = spec.people
    n = len(seeds.xy)
    drawn = wanted.typical * np.exp(wanted.spread * rng.standard_normal(n))
    evenness = np.where(seeds.town[blocks.area] >= 0, _TOWN_EVENNESS, _VILLAGE_EVENNESS)
    weight = rng.gamma(evenness) + 1e-3
    return People(
        area=np.clip(np.round(drawn), wanted.fewest, wanted.most),
        share=weight / group_sum(blocks.area, weight)[blocks.area],
        growth=rng.normal(wanted.growth, wanted.growth_spread, n),
    )


@dataclass(frozen=True, slots=True)
class AgeShares:
    """Share of children and of older people among the people of each small area (2021)."""

    children: Floats
    older: Floats


def make_ages(spec: CountrySpec, deprivation: Floats, setting: Setting) -> AgeShares:
    """More children where deprivation is high, more older people in the country and by the sea."""
    rng = stream(spec.seed, "ages")
    n = len(deprivation)
    children = 0.188 + 0.016 * deprivation - 0.02 * setting.core + 0.02 * rng.standard_normal(n)
    older = 0.235 - 0.022 * deprivation + 0.06 * (setting.rural + setting.seaside)
    older = older - 0.05 * setting.core + 0.03 * rng.standard_normal(n)
    return AgeShares(np.clip(children, 0.08, 0.33), np.clip(older, 0.07, 0.5))


def counts(total: Floats, children: Floats, older: Floats) -> dict[str, Floats]:
    """Whole people by age; the three ages add up to the total.

    Args:
        total: people, whole numbers.
        children: share aged 0 to 15.
        older: share aged 60 and over.

    Returns:
        Numbers by the names in `COUNTS`. Working age is 18 to 66: those aged 16 to 59 without
        one in 22, and one in four of those aged 60 and over.
    """
    young, old = np.round(total * children), np.round(total * older)
    middle = total - young - old
    working = np.round(middle * 21 / 22 + old * 0.25)
    return dict(zip(COUNTS, (total, young, middle, old, working), strict=True))
