"""A worked example of prevalence: six areas, households without a car and length of life.

By hand: doubly disadvantaged areas Ash and Birch have 90 of 200 households without a car, 45 in
100. England has 180 of 800, 22.5 in 100; the rest of England has 90 of 600, 15 in 100.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import polars as pl
import pytest

from commonweal.understand.groups import Grouping
from commonweal.understand.like_for_like import LikeForLikeSpec, like_for_like
from commonweal.understand.measures import Measure, MeasureTable
from commonweal.understand.prevalence import Prevalence, prevalence
from commonweal.understand.spec import PrevalenceSpec

#         type, people, households without a car, households, years of life, deprivation rank
AREAS = {
    "Ash": ("doubly disadvantaged", 300, 40, 100, 74.0, 1),
    "Birch": ("doubly disadvantaged", 100, 50, 100, 78.0, 3),
    "Cedar": ("deprived only", 200, 20, 100, 76.0, 2),
    "Elm": ("deprived only", 200, 30, 100, 77.0, 4),
    "Fir": ("neither", 500, 20, 200, 82.0, 5),
    "Hazel": ("neither", 500, 20, 200, 84.0, 6),
}


def measured() -> MeasureTable:
    def made(name: str, kind: str, unit: str, polarity: str) -> Measure:
        return Measure(
            name, name, "example", unit, polarity, kind, "2021", "area", "example", "yes", "held"
        )

    rows = list(AREAS.values())
    cars = np.array([[row[2], row[3]] for row in rows], dtype=float)
    life = np.array([row[4] for row in rows])
    unknown = np.full(len(rows), np.nan)
    return MeasureTable(
        geography="lsoa21",
        areas=pl.DataFrame(
            {
                "area_code": list(AREAS),
                "area_name": list(AREAS),
                "local_name": list(AREAS),
                "people": [row[1] for row in rows],
            }
        ),
        measures=(
            made("no car", "proportion", "share, 0 to 1", "higher_is_worse"),
            made("life", "mean", "years", "higher_is_better"),
        ),
        value=np.column_stack([cars[:, 0] / cars[:, 1], life]),
        numerator=np.column_stack([cars[:, 0], unknown]),
        denominator=np.column_stack([cars[:, 1], unknown]),
        approximate=np.zeros((len(rows), 2), dtype=bool),
    )


def groups() -> Grouping:
    return Grouping(
        id="example",
        title="Three types",
        geography="lsoa21",
        table=pl.DataFrame({"area_code": list(AREAS), "group": [row[0] for row in AREAS.values()]}),
        order=("doubly disadvantaged", "deprived only", "neither"),
        reference="doubly disadvantaged",
    )


@pytest.fixture(scope="module")
def found() -> Prevalence:
    return prevalence(PrevalenceSpec(), measured(), groups())


def row(found: Prevalence, measure: str, against: str = "England") -> dict[str, float]:
    table = found.gaps(against=against).filter(pl.col("measure") == measure)
    return table.row(0, named=True)


def test_the_share_without_a_car(found: Prevalence) -> None:
    told = row(found, "no car")
    assert told["value"] == 90 / 200
    assert told["against_value"] == 180 / 800
    assert told["gap"] == pytest.approx(0.225)
    assert told["ratio"] == pytest.approx(2.0)
    assert told["direction"] == "worse"


def test_its_interval_by_hand(found: Prevalence) -> None:
    """Wilson's limits of 90 / 200 and of the rest, 90 / 600; Newcombe's method 10; times 3/4.

    The group is a quarter of England's households, so the gap with England is three quarters of
    that with the rest: 0.45 - 0.15 = 0.30, and 0.75 x 0.30 = 0.225.
    """
    z = 1.959964

    def wilson(x: float, n: float) -> tuple[float, float]:
        middle, spread = 2 * x + z * z, z * sqrt(z * z + 4 * x * (1 - x / n))
        return (middle - spread) / (2 * (n + z * z)), (middle + spread) / (2 * (n + z * z))

    (low, high), (rest_low, rest_high) = wilson(90, 200), wilson(90, 600)
    assert (low, high) == pytest.approx((0.3826, 0.5192), abs=5e-5)
    told = row(found, "no car")
    down = sqrt((0.45 - low) ** 2 + (rest_high - 0.15) ** 2)
    up = sqrt((high - 0.45) ** 2 + (0.15 - rest_low) ** 2)
    assert told["gap_lower"] == pytest.approx(0.75 * (0.30 - down), abs=1e-6)
    assert told["gap_upper"] == pytest.approx(0.75 * (0.30 + up), abs=1e-6)


def test_years_of_life(found: Prevalence) -> None:
    """(300 x 74 + 100 x 78) / 400 = 75; England: 143,600 / 1,800 = 79.78 years.

    The variance of 75 with two areas is 2 x ((300 x 1)2 + (100 x 3)2) / 4002 = 2.25, its root 1.5,
    and Student's t on one degree of freedom 12.706.
    """
    told = row(found, "life")
    assert told["value"] == pytest.approx(75)
    total = 300 * 74 + 100 * 78 + 200 * 76 + 200 * 77 + 500 * 82 + 500 * 84
    assert told["against_value"] == pytest.approx(total / 1800)
    assert told["lower"] == pytest.approx(75 - 12.7062 * 1.5, abs=1e-3)
    assert told["direction"] == "worse"


def test_standard_deviations_of_areas(found: Prevalence) -> None:
    """The gap in length of life over the spread of all areas, weighted by people."""
    people = np.array([area[1] for area in AREAS.values()], dtype=float)
    life = np.array([area[4] for area in AREAS.values()])
    mean = (people * life).sum() / people.sum()
    spread = sqrt((people * (life - mean) ** 2).sum() / people.sum())
    assert row(found, "life")["standardised"] == pytest.approx((mean - 75) / spread)


def test_like_for_like() -> None:
    """In the most deprived two thirds the others, Cedar and Elm, have 50 of 200: 25 in 100.

    So of the gap of 45 - 22.5 in 100, 25 - 22.5 = 2.5 is due to deprivation and 20 is beyond it.
    """
    ranks = pl.DataFrame(
        {"area_code": list(AREAS), "deprivation_rank": [area[5] for area in AREAS.values()]}
    )
    spec = LikeForLikeSpec(strata=(1, 1, 1))
    found = like_for_like(spec, measured(), groups(), ranks, 6)
    told = found.table.filter(pl.col("measure") == "no car").row(0, named=True)
    assert found.strata == 1
    assert told["expected"] == pytest.approx(0.25)
    assert told["due"] == pytest.approx(0.025)
    assert told["beyond"] == pytest.approx(0.20)
    assert told["share_due"] == pytest.approx(1 / 9)
    # Ash (rank 1) is nearest to Cedar (2), Birch (3) to Cedar too, the more deprived of two.
    assert told["matched"] == pytest.approx(((0.4 - 0.2) + (0.5 - 0.2)) / 2)
