"""What is more prevalent in left-behind wards and doubly disadvantaged areas: the figures.

Every figure of a group is a sum over a sum (or a mean weighted by people), so that it holds for
a person of the group, not for a ward. Where a few places carry such a figure, the note says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from commonweal.find.tables import KEY
from commonweal.report.evidence.claim import Measured
from commonweal.report.evidence.double_disadvantage import found
from commonweal.report.evidence.held import Held, remembered
from commonweal.report.evidence.ward_groups import (
    SMALL,
    WARDS,
    derived,
    left_behind,
    measure_of,
    other_deprived,
    side_by_side,
    together,
    ward_counts,
)
from commonweal.understand.derived import DerivedMeasure, Pooled
from commonweal.understand.gathering import gather_measures
from commonweal.understand.grants import (
    GRANTS_PER_1000,
    PUBLIC_FUNDERS,
    FunderGroup,
    WardGrants,
    grants_by_ward,
)
from commonweal.understand.groups import by_typology
from commonweal.understand.prevalence import prevalence
from commonweal.understand.spec import PrevalenceSpec

_PERCENT = 100
_NO_CAR = DerivedMeasure(
    id="households_without_a_car",
    title="Households without a car",
    topic="connectivity",
    unit="of every 100 households",
    polarity="higher_is_worse",
    kind="proportion",
    numerator="census.cars_none",
    denominator="census.cars_none",
    multiplier=_PERCENT,
)
_NEVER_RATE = (
    "The rate in the file adds up twelve months of people and is never read; the number of "
    "claimants is its yearly sum over twelve."
)
_PEOPLE_OF_LIFE = "2017"


@remembered
def years_of_life(held: Held, sex: str, people: str) -> tuple[float, float, float]:
    """Life expectancy at birth: left-behind wards, England, and the share of people covered.

    Each LSOA has the value of its MSOA; means are weighted by people. MSOAs that the publisher
    gives no figure for are left out of the means.

    Args:
        held: the atlas.
        sex: `male` or `female`.
        people: year of the people who weigh.
    """
    atlas = held.atlas
    values = atlas.observations(f"health.life_expectancy.{sex}", None, "msoa11")
    weights = atlas.observations("people.total", people, SMALL)
    table = (
        atlas.lookup(SMALL, "msoa11")
        .select(area_code="from_code", msoa="to_code")
        .join(values.select(msoa=KEY, years="value"), on="msoa", how="left")
        .join(weights.select(KEY, people="value"), on=KEY)
        .join(atlas.lookup(SMALL, WARDS).select(area_code="from_code", ward="to_code"), on=KEY)
    )
    known = table.drop_nulls("years")
    behind = known.filter(pl.col("ward").is_in(left_behind(held).implode()))
    covered = _total(known["people"]) / _total(table["people"])
    return _weighted(behind), _weighted(known), covered


def _weighted(table: pl.DataFrame) -> float:
    return _total(table["years"] * table["people"]) / _total(table["people"])


def _total(column: pl.Series) -> float:
    return float(column.cast(pl.Float64).sum())


def life_expectancy(held: Held, sex: str) -> Measured:
    """Years of life at birth in left-behind wards and in England."""
    behind, england, covered = years_of_life(held, sex, _PEOPLE_OF_LIFE)
    other = years_of_life(held, sex, "2012")
    note = (
        f"Means of {_PERCENT * covered:.2f}% of England's people, weighted by those of mid-"
        f"{_PEOPLE_OF_LIFE}, the year of the wards. Weighted by those of mid-2012, the middle of "
        f"the period: {other[0]:.2f} / {other[1]:.2f}. The value of an MSOA stands for all LSOAs "
        "in it, which draws left-behind wards a little towards their surroundings."
    )
    return Measured((behind, england), _pair(behind, england, 1, " years"), note)


def life_gaps(held: Held) -> Measured:
    """By how many years lives are shorter in left-behind wards: men, women."""
    men, women = (years_of_life(held, sex, _PEOPLE_OF_LIFE) for sex in ("male", "female"))
    gaps = men[1] - men[0], women[1] - women[0]
    note = (
        "Differs because the published gaps are of a later period; ours are of 2009 to 2013 and "
        "through MSOA averages, which level differences between neighbouring areas."
    )
    return Measured(gaps, _pair(*gaps, 1, " years"), note)


def claimants(held: Held, year: str) -> Measured:
    """Claimants for every 100 people aged 16 to 64: left-behind wards, England."""
    counts, people = measure_of(held, "derived.claimants", year)
    behind, england = _behind_and_england(held, counts, derived("derived.claimants"))
    note = (
        f"Mean of twelve months of {year} over people aged 16 to 64 of mid-{people}, the nearest "
        f"year held. {_NEVER_RATE} Claimants are rounded by their publisher."
    )
    return Measured(_values(behind, england), _percents(behind, england), note)


def claimants_of_file(held: Held, year: str) -> Measured:
    """Claimants for every 100 people of the file's own population: left-behind wards, England."""
    share = "benefits.claimant_share"
    counts = side_by_side(
        ward_counts(held, share, year, SMALL, "numerator"),
        ward_counts(held, share, year, SMALL, "denominator"),
    )
    measure = replace(derived("derived.claimants"), denominator=share)
    behind, england = _behind_and_england(held, counts, measure)
    note = (
        f"The population of the file is {england.denominator:,.0f} people, all aged 16 and over, "
        f"so the share is lower than among people of working age. {_NEVER_RATE}"
    )
    return Measured(_values(behind, england), _percents(behind, england), note)


@remembered
def _cars(held: Held) -> tuple[Pooled, Pooled]:
    numerator, denominator = (
        ward_counts(held, "census.cars_none", "2021", "lsoa21", column)
        for column in ("numerator", "denominator")
    )
    return _behind_and_england(held, side_by_side(numerator, denominator), _NO_CAR)


def without_a_car(held: Held) -> Measured:
    """Households of every 100 without a car in 2021: left-behind wards, England."""
    behind, england = _cars(held)
    note = (
        f"{behind.numerator:,.0f} of {behind.denominator:,.0f} households in {behind.areas} "
        "wards, and all households of England. Published of an earlier year: 40% against 26% "
        "(26% is England's figure in the Census of 2011). Fewer households in England have been "
        "without a car since; how it was in these wards in 2011 is not held. LSOAs are counted "
        "wholly in the ward they fit best."
    )
    return Measured(_values(behind, england), _percents(behind, england), note)


def without_a_car_ratio(held: Held) -> Measured:
    """How many times as common it is to have no car in left-behind wards as in England."""
    behind, england = _cars(held)
    ratio = behind.value / england.value
    return Measured((ratio,), f"{ratio:.2f}", "Published: 40% / 26%, of an earlier year.")


def without_a_car_doubly(held: Held) -> Measured:
    """Households of every 100 without a car in the doubly disadvantaged areas."""
    cars = held.atlas.observations("census.cars_none", "2021", "lsoa21")
    chosen = cars.join(found(held).chosen, on=KEY, how="semi")
    without, households = _total(chosen["numerator"]), _total(chosen["denominator"])
    share = _PERCENT * without / households
    note = f"{without:,.0f} of {households:,.0f} households in {chosen.height:,} areas."
    return Measured((share,), f"{share:.1f}%", note)


@remembered
def _jobs(held: Held) -> tuple[Pooled, Pooled, Pooled, str]:
    measure = derived("derived.jobs")
    counts, people = measure_of(held, measure.id, "2021")
    behind, england = _behind_and_england(held, counts, measure)
    return behind, together(counts, measure, other_deprived(held)), england, people


def jobs(held: Held) -> Measured:
    """Jobs for every 100 people aged 16 to 64: left-behind wards, England."""
    behind, _, england, people = _jobs(held)
    note = (
        f"All jobs of 2021 (employees, owners and partners; no farm agriculture) over all people "
        f"aged 16 to 64 of mid-{people}: the pooled mean, in which city centres count for all "
        f"their jobs. The middle ward has {behind.median_of_areas:.1f} against "
        f"{england.median_of_areas:.1f}."
    )
    return Measured(_values(behind, england), _pair(behind.value, england.value, 1), note)


def jobs_published(held: Held) -> Measured:
    """Jobs for every 100 people aged 16 to 64: left-behind wards, other deprived wards."""
    behind, other, _, _ = _jobs(held)
    note = (
        f"{other.areas} other wards in the worst tenth by IMD 2019. Differs because the published "
        "figures are of the list of 2019 with 206 wards, older jobs and people. City centres "
        f"carry the second figure: the mean of its wards is {other.mean_of_areas:.1f} and the "
        f"middle one has {other.median_of_areas:.1f}; of left-behind wards "
        f"{behind.mean_of_areas:.1f} and {behind.median_of_areas:.1f}. The page cited prints the "
        "first as for every 200 adults, which we read as 100."
    )
    return Measured(_values(behind, other), _pair(behind.value, other.value, 1), note)


def charities(held: Held) -> Measured:
    """Registered charities for a person in left-behind wards, as a part of England's."""
    measure = derived("derived.charities")
    counts = side_by_side(
        held.atlas.observations(measure.numerator, "2019", WARDS).select(KEY, "value"),
        held.atlas.observations(measure.denominator, "2017", WARDS).select(KEY, "value"),
    )
    behind, england = _behind_and_england(held, counts, measure)
    ratio = behind.value / england.value
    note = (
        f"{behind.value:.2f} against {england.value:.2f} for every 1,000 people, in the "
        f"{behind.areas} of {len(left_behind(held))} left-behind wards and the {england.areas:,} "
        "of England that the list counts. The others are unknown, and where many wards of a "
        "district are missing the counts of the rest are too low."
    )
    return Measured((ratio,), f"{ratio:.2f}", note)


@remembered
def _grants(held: Held, without: tuple[FunderGroup, ...]) -> WardGrants:
    people = held.atlas.observations("people.total", "2017", WARDS).select(KEY, people="value")
    return grants_by_ward(held.atlas.records("grants_by_ward"), people, without)


def _three(held: Held, given: WardGrants) -> tuple[Pooled, Pooled, Pooled]:
    return given.of(left_behind(held)), given.of(other_deprived(held)), given.of()


def grants(held: Held, without: tuple[FunderGroup, ...]) -> Measured:
    """Pounds a head of 2013 to 2018: left-behind wards, other deprived wards, England."""
    given = _grants(held, without)
    groups = _three(held, given)
    behind, other, england = (group.value for group in groups)
    middle = " / ".join(f"£{group.median_of_areas:.2f}" for group in groups)
    note = (
        f"{len(given.funders)} funders kept{_left_out(given, without)}. "
        f"{_PERCENT * given.share_matched:.1f}% of their money went to a ward of 2017 "
        f"({_PERCENT * given.share_matched_in_country:.1f}% of what went to England; the rest to "
        f"{len(given.unmatched)} wards of the City of London that the population estimates do not "
        f"list). Money over people; the middle ward has {middle}. Left-behind to other deprived "
        f"{behind / other:.2f}, left-behind to England {behind / england:.2f}, other deprived to "
        f"England {other / england:.2f}; published of 2004 to 2021: £7.77 / £19.31 / £12.23, "
        f"which are 0.40, 0.64 and 1.58. {_largest(held, given)}"
    )
    figures = (behind, other, england)
    return Measured(figures, " / ".join(f"£{figure:.2f}" for figure in figures), note)


def grants_ratios(held: Held) -> Measured:
    """Charitable grants a head in left-behind wards: to other deprived wards, to England."""
    given = _grants(held, PUBLIC_FUNDERS)
    behind, other, england = (group.value for group in _three(held, given))
    numbers = [
        given.of(wards, GRANTS_PER_1000).value
        for wards in (left_behind(held), other_deprived(held), None)
    ]
    note = (
        "Published as less than half, and below England's: £7.77 against £19.31 and £12.23, or "
        "0.40 and 0.64. Ours are of other funders and years, and of offices: "
        f"{_largest(held, given)} By the number of grants, which large ones do not carry, "
        f"the ratios are {numbers[0] / numbers[1]:.2f} and {numbers[0] / numbers[2]:.2f}."
    )
    return Measured(
        (behind / other, behind / england), _pair(behind / other, behind / england, 2), note
    )


def stand_out(held: Held) -> Measured:
    """Measures held against England in the doubly disadvantaged areas; those that stand out."""
    spec = PrevalenceSpec()
    compared = prevalence(
        spec,
        gather_measures(held.atlas, spec.find.geography),
        by_typology(found(held)),
    )
    rows = compared.gaps().filter(pl.col("p_value").is_not_null())
    outstanding = rows.filter("stands_out")
    words = dict(outstanding.group_by("direction").len().iter_rows())
    told = ", ".join(f"{count} {word}" for word, count in sorted(words.items()))
    every = compared.table.filter(pl.col("p_value").is_not_null())
    areas = compared.grouping.sizes[compared.grouping.reference]
    note = (
        f"Of those that stand out: {told}. False discoveries are held to "
        f"{_PERCENT * spec.false_discoveries:.0f}% among all {every.height:,} comparisons of "
        f"every type of area, of which {every['stands_out'].sum():,} stand out. Many measures are "
        "part of the rule that chose these areas, or say nearly the same as another, and with "
        f"{areas:,} areas small differences stand out: the size of a gap says more than that it "
        "is one."
    )
    return Measured(
        (rows.height, outstanding.height), f"{rows.height:,} / {outstanding.height:,}", note
    )


def _left_out(given: WardGrants, without: Sequence[FunderGroup]) -> str:
    if not without:
        return ", with government and lottery"
    titles = " and ".join(group.title for group in without)
    return f", without {titles} ({', '.join(given.left_out)})"


def _largest(held: Held, given: WardGrants) -> str:
    """Which ward the most money went to, and how much of all."""
    top = given.table.sort("amount_gbp", descending=True).head(1)
    named = held.names(WARDS).join(top, on=KEY).row(0, named=True)
    share = _PERCENT * named["amount_gbp"] / given.matched_gbp
    name = named["area_name"]
    return f"{share:.0f}% of the money went to bodies with an office in one ward, {name}."


def _behind_and_england(
    held: Held, counts: pl.DataFrame, measure: DerivedMeasure
) -> tuple[Pooled, Pooled]:
    behind = together(counts, measure, left_behind(held))
    return behind, together(counts, measure, None)


def _values(*groups: Pooled) -> tuple[float, ...]:
    return tuple(group.value for group in groups)


def _percents(first: Pooled, second: Pooled) -> str:
    return f"{first.value:.1f} / {second.value:.1f}%"


def _pair(first: float, second: float, digits: int, unit: str = "") -> str:
    return f"{first:.{digits}f} / {second:.{digits}f}{unit}"
