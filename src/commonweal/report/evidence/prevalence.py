"""What is more prevalent in left-behind wards and doubly disadvantaged areas: the claims."""

from __future__ import annotations

from functools import partial

from commonweal.parameters import Reference
from commonweal.report.evidence.claim import Claim, Expectation, Group
from commonweal.report.evidence.prevalence_measures import (
    charities,
    claimants,
    claimants_of_file,
    grants,
    grants_ratios,
    jobs,
    jobs_published,
    life_expectancy,
    life_gaps,
    stand_out,
    without_a_car,
    without_a_car_doubly,
    without_a_car_ratio,
)
from commonweal.understand.grants import GOVERNMENT, LOTTERY, PUBLIC_FUNDERS, FunderGroup

_HEALTH = Reference(
    "Overcoming health inequalities in 'left behind' neighbourhoods, All-Party Parliamentary "
    "Group for 'left behind' neighbourhoods and Northern Health Science Alliance (2022)",
    "https://www.iser.essex.ac.uk/research/publications/publication-547158",
)
_TRANSPORT = Reference(
    "Connecting communities: improving transport to get 'left behind' neighbourhoods back on "
    "track, All-Party Parliamentary Group for 'left behind' neighbourhoods (2021)",
    "https://www.appg-leftbehindneighbourhoods.org.uk/news/"
    "left-behind-neighbourhoods-have-poor-public-transport-but-are-more-reliant-on-it-new-research-shows/",
)
_JOBS = Reference(
    "Session 3: a focus on employment, skills and education, All-Party Parliamentary Group for "
    "'left behind' neighbourhoods, quoting Local Trust",
    "https://www.appg-leftbehindneighbourhoods.org.uk/evidence/"
    "session-3-a-focus-on-employment-skills-and-education/",
)
_GRANTS = Reference(
    "Left behind areas receive less than half the charitable grants of other deprived places, "
    "All-Party Parliamentary Group for 'left behind' neighbourhoods (2021), analysis by OCSI of "
    "360Giving data of 2004 to May 2021",
    "https://appg-leftbehindneighbourhoods.org.uk/news/"
    "left-behind-areas-receive-less-than-half-the-charitable-grants-of-other-deprived-places-new-research-shows",
)
_WARDS = ("cni2019", "lookup_lsoa11_ward17")
_LIFE = ("life_expectancy_msoa11", "lookup_lsoa11_msoa11", "population_lsoa11_2017", *_WARDS)
_CLAIMANTS = ("claimant_count", *_WARDS)
_CARS = ("census2021_ts045", "lookup_lsoa11_lsoa21", *_WARDS)
_JOB_FILES = ("bres_2021", "population_lsoa11_2020", *_WARDS)
_GRANT_FILES = ("grants_by_ward", "population_ward17_2017", "iod2019", *_WARDS)


def _tenths(*figures: float, unit: str = "%") -> Expectation:
    return Expectation("exactly", figures, digits=1, unit=unit)


def _life(sex: str, people: str, behind: float, england: float) -> Claim:
    return Claim(
        id=f"life-expectancy-{people}",
        what=f"Life expectancy at birth of {people}, 2009 to 2013: left-behind wards / England",
        expected=_tenths(behind, england, unit="years"),
        measure=partial(life_expectancy, sex=sex),
        releases=_LIFE,
    )


def _claimants(
    year: str, people: str, main: tuple[float, float], file: tuple[float, float]
) -> tuple[Claim, Claim]:
    what = f"People who claim unemployment benefits, {year}"
    return (
        Claim(
            id=f"claimants-{year}",
            what=f"{what}, of those aged 16 to 64: left-behind wards / England",
            expected=_tenths(*main),
            measure=partial(claimants, year=year),
            releases=(*_CLAIMANTS, f"population_lsoa11_{people}"),
        ),
        Claim(
            id=f"claimants-{year}-file",
            what=f"{what}, of the population in the file: left-behind wards / England",
            expected=_tenths(*file),
            measure=partial(claimants_of_file, year=year),
            releases=_CLAIMANTS,
        ),
    )


def _given(id: str, words: str, without: tuple[FunderGroup, ...], beside: str = "") -> Claim:
    return Claim(
        id=f"grants-{id}",
        what=f"Grants a head 2013 to 2018, {words}: left-behind / other deprived / England",
        expected=Expectation("open", beside=beside),
        measure=partial(grants, without=without),
        releases=_GRANT_FILES,
        references=(_GRANTS, *(group.reference for group in without)),
    )


PREVALENCE = Group(
    id="prevalence",
    title="What is more prevalent where",
    about=(
        "The 225 left-behind wards of 2019 against England, and against the other wards in the "
        "worst tenth by IMD 2019. Each figure is for a person (or household) of the group: a sum "
        "over a sum, or a mean weighted by people. What was published is of other years, so the "
        "reason for a difference stands beside it."
    ),
    claims=(
        _life("male", "men", 75.7, 79.1),
        _life("female", "women", 80.3, 83.3),
        Claim(
            id="life-expectancy-gaps",
            what="Years by which lives are shorter in left-behind wards: men / women",
            expected=Expectation("about", (3.7, 3.0), "published", digits=1, unit="years"),
            measure=life_gaps,
            releases=_LIFE,
            references=(_HEALTH,),
        ),
        *_claimants("2013", "2017", (7.3, 3.3), (5.9, 2.7)),
        *_claimants("2022", "2020", (6.9, 3.9), (5.5, 3.0)),
        Claim(
            id="cars-wards",
            what="Households without a car, 2021: left-behind wards / England",
            expected=_tenths(33.6, 23.5),
            measure=without_a_car,
            releases=_CARS,
            references=(_TRANSPORT,),
        ),
        Claim(
            id="cars-ratio",
            what="Having no car in left-behind wards, times as common as in England",
            expected=Expectation("about", (1.54,), "published", digits=2),
            measure=without_a_car_ratio,
            releases=_CARS,
            references=(_TRANSPORT,),
        ),
        Claim(
            id="cars-doubly",
            what="Households without a car in the doubly disadvantaged areas, 2021",
            expected=_tenths(41.7),
            measure=without_a_car_doubly,
            releases=("census2021_ts045", "iod2025", "cni2023"),
        ),
        Claim(
            id="jobs",
            what="Jobs for every 100 people aged 16 to 64, 2021: left-behind wards / England",
            expected=_tenths(52.5, 76.6, unit="jobs"),
            measure=jobs,
            releases=_JOB_FILES,
        ),
        Claim(
            id="jobs-published",
            what="Jobs for every 100 people aged 16 to 64: left-behind / other deprived wards",
            expected=Expectation("about", (50, 88), "published", unit="jobs"),
            measure=jobs_published,
            releases=(*_JOB_FILES, "iod2019"),
            references=(_JOBS,),
        ),
        _given("all", "all funders", ()),
        _given("without-government", "without government", (GOVERNMENT,)),
        _given(
            "charitable",
            "without government and lottery",
            (GOVERNMENT, LOTTERY),
            "published £7.77 / £19.31 / £12.23, of 2004 to 2021 and of funders that are not named",
        ),
        Claim(
            id="grants-ratios",
            what="Charitable grants a head in left-behind wards, as a part of those in other "
            "deprived wards / in England",
            expected=Expectation("at most", (0.5, 1), "published", digits=2),
            measure=grants_ratios,
            releases=_GRANT_FILES,
            references=(_GRANTS, *(group.reference for group in PUBLIC_FUNDERS)),
        ),
        Claim(
            id="charities",
            what="Registered charities for a person in left-behind wards, as a part of England's",
            expected=Expectation("at most", (0.5,), "published", digits=2),
            measure=charities,
            releases=("charities_by_ward_2019", "population_ward17_2017", "cni2019"),
            references=(_GRANTS,),
        ),
        Claim(
            id="prevalence-discoveries",
            what="Measures of the doubly disadvantaged areas held against England / those that "
            "stand out with false discoveries controlled",
            expected=Expectation("open"),
            measure=stand_out,
            releases=("iod2025", "cni2023"),
        ),
    ),
    gaps=(
        "Other deprived wards are those in the worst tenth by our averages of IMD 2019; the list "
        "that the published figures rest on is not held.",
        "Grants in pounds cannot be held against the published £7.77 (left-behind), £19.31 (other "
        "deprived) and £12.23 (England), which are of 2004 to 2021 and of funders that are not "
        "named. The published ratios, 0.40 to other deprived and 0.64 to England, are not met "
        "within an eighth either: ours are lower. What the page says in words, less than half of "
        "other deprived places and below England, holds by money; by the number of grants only "
        "the second half of it does.",
        "Life expectancy and grants of later years are not held for these areas.",
        "Grants are counted where the recipient has its office: a body that works in a "
        "left-behind ward from elsewhere counts elsewhere.",
    ),
)
