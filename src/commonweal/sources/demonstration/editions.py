"""The published editions of the country's indices, and how far each is from the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from commonweal.parameters import number
from commonweal.sources.demonstration.arrays import Floats, Ints, group_sum, renumbered
from commonweal.sources.demonstration.country import Country
from commonweal.sources.demonstration.indices import community_needs, deprivation
from commonweal.sources.demonstration.measures import Measured, averaged, measure, true_measures
from commonweal.sources.demonstration.people import LATEST, counts
from commonweal.sources.demonstration.truth import DEPRIVATION_PERIODS, NEED_PERIODS
from commonweal.stats import cut_rank, minimum_ranks

Values = Mapping[str, Floats]
# Editions of the Indices of Deprivation: the year their people are counted in.
PEOPLE_YEARS: dict[str, int] = {"2015": 2012, "2019": 2015, "2025": 2022}


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of an index.

    Attributes:
        period: the edition.
        geography: what it is published for.
        values: by indicator, one number an area of that geography.
        measured: what it was made from.
        people: counts of people by indicator, of the year before it (none for community needs).
    """

    period: str
    geography: str
    values: Values
    measured: Measured
    people: Values


def deprivation_edition(country: Country, period: str) -> Edition:
    """The Indices of Deprivation of 2015 and 2019 (small areas of 2011) or 2025 (of 2021)."""
    spec, latest = country.spec, period == DEPRIVATION_PERIODS[0]
    true = true_measures(
        spec.deprivation,
        country.truth.deprivation[period],
        country.setting,
        country.noise,
        DEPRIVATION_PERIODS,
        period,
    )
    year = PEOPLE_YEARS[period]
    labels = country.blocks.area if latest else country.vintages.block
    people = _people(country, labels, year)
    if not latest:
        true = _averaged(country, true, labels, year)
    measured = measure(spec, spec.deprivation, true, people["people.total"], f"iod{period}")
    return Edition(
        period=period,
        geography="lsoa21" if latest else "lsoa11",
        values=deprivation(measured.value, period),
        measured=measured,
        people=people,
    )


def need_edition(country: Country, period: str) -> Edition:
    """The Community Needs Index of 2019 (wards of 2017) or 2023 (small areas of 2021)."""
    spec, latest = country.spec, period == NEED_PERIODS[0]
    true = true_measures(
        spec.need,
        country.truth.need[period],
        country.setting,
        country.noise,
        NEED_PERIODS,
        period,
    )
    labels = country.blocks.area
    if not latest:
        labels = renumbered(country.ward17_of_blocks)
        true = _averaged(country, true, labels, PEOPLE_YEARS[period])
    people = group_sum(labels, country.people.of_blocks(country.blocks, LATEST))
    measured = measure(spec, spec.need, true, people, f"cni{period}")
    return Edition(
        period=period,
        geography="lsoa21" if latest else "ward17",
        values=community_needs(measured.value, period),
        measured=measured,
        people={},
    )


def left_behind_wards(country: Country, need: Edition, imd: Edition) -> Floats:
    """1 for wards in the worst tenth of community needs and of people-weighted deprivation.

    Args:
        country: the country.
        need: the Community Needs Index 2019, on wards of 2017.
        imd: the Indices of Deprivation 2019, on small areas of 2011.
    """
    ward = renumbered(country.groups.ward17[country.vintages.parent])
    people = imd.people["people.total"]
    score = group_sum(ward, imd.values["imd.score"] * people) / group_sum(ward, people)
    cut = cut_rank(number("double_disadvantage.cut"), len(score))
    worst = (minimum_ranks(score) <= cut) & (need.values["cni.rank"] <= cut)
    return worst.astype(np.float64)


def _people(country: Country, labels: Ints, year: int) -> dict[str, Floats]:
    """Whole people of groups of blocks, by indicator."""
    in_blocks = country.people.of_blocks(country.blocks, year)
    shares = averaged(
        {"children": country.ages.children, "older": country.ages.older},
        labels,
        country.blocks.area,
        in_blocks,
    )
    total = np.round(group_sum(labels, in_blocks))
    made = counts(total, shares["children"], shares["older"])
    return {f"people.{name}": value for name, value in made.items()}


def _averaged(country: Country, values: Values, labels: Ints, year: int) -> dict[str, Floats]:
    in_blocks = country.people.of_blocks(country.blocks, year)
    return averaged(values, labels, country.blocks.area, in_blocks)


def true_typology(imd_rank: Floats, cni_rank: Floats) -> list[str]:
    """Typology of each area by the worst tenth of both."""
    cut = cut_rank(number("double_disadvantage.cut"), len(imd_rank))
    deprived, poor = imd_rank <= cut, cni_rank <= cut
    names = np.select(
        [deprived & poor, deprived, poor],
        ["doubly disadvantaged", "deprived only", "infrastructure-poor only"],
        "neither",
    )
    return [str(name) for name in names]
