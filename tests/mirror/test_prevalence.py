"""Prevalence on the real files: figures that were published, and every issue with its measures."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.understand import MeasureTable, gather_measures
from commonweal.understand.derived import DERIVED
from commonweal.understand.groups import by_typology, splits
from commonweal.understand.issues import issues
from commonweal.understand.like_for_like import LikeForLikeSpec, like_for_like
from commonweal.understand.prevalence import prevalence
from commonweal.understand.spec import PrevalenceSpec
from commonweal.understand.wording import phrases
from tests.mirror.conftest import Figure

pytestmark = pytest.mark.mirror


@pytest.fixture(scope="module")
def measured(england: Atlas) -> MeasureTable:
    return gather_measures(england, "lsoa21")


def test_every_measure_of_an_issue_or_phrase_exists(england: Atlas) -> None:
    known = {*england.indicators()["indicator"], *(item.id for item in DERIVED)}
    named = {name for item in issues() for name in item.measures}
    assert named - known == set()
    assert set(phrases()) - known == set()


def test_households_without_a_car(england: Atlas, measured: MeasureTable, figure: Figure) -> None:
    grouping = by_typology(find_neighbourhoods(FindRequest(), england))
    spec = PrevalenceSpec(measures=("census.cars_none",))
    told = prevalence(spec, measured, grouping).gaps().row(0, named=True)
    figure("households without a car, doubly disadvantaged", told["value"])
    figure("households without a car, England", told["against_value"])
    assert told["value"] == pytest.approx(0.417, abs=0.0005)
    assert told["against_value"] == pytest.approx(0.235, abs=0.0005)


def test_every_gap_by_region_is_complete(england: Atlas, measured: MeasureTable) -> None:
    grouping = by_typology(find_neighbourhoods(FindRequest(), england))
    parts = splits(england, "lsoa21", "region")
    found = prevalence(PrevalenceSpec(split="region"), measured, grouping, parts)
    assert found.table["split"].n_unique() == 9
    held = found.table.filter(pl.col("measure").str.starts_with("census."))
    assert held["gap"].null_count() == 0
    assert not found.table.select(pl.col(pl.Float64).is_nan().any()).to_numpy().any()


def test_length_of_life_is_that_of_the_larger_area(england: Atlas) -> None:
    measured = gather_measures(england, "lsoa11", ["health.life_expectancy.male"])
    published = england.observations("health.life_expectancy.male", "2009-2013", "msoa11")
    inside = england.lookup("lsoa11", "msoa11").join(
        published.select(to_code="area_code", value="value"), on="to_code", how="left"
    )
    expected = inside.sort("from_code")["value"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    np.testing.assert_allclose(measured.value[:, 0], expected)


def test_the_two_ways_of_like_for_like_agree(
    england: Atlas, measured: MeasureTable, figure: Figure
) -> None:
    finding = find_neighbourhoods(FindRequest(), england)
    found = like_for_like(
        LikeForLikeSpec(),
        measured,
        by_typology(finding),
        finding.table,
        finding.deprivation.ranked,
    )
    told = found.table.filter(pl.col("beyond").is_not_null() & ~pl.col("part_of_deprivation"))
    share = told["agree"].mean()
    figure("measures for which the two ways agree", share)
    assert isinstance(share, float)
    assert share > 0.9
