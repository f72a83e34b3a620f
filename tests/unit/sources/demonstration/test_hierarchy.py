from __future__ import annotations

import numpy as np
import pytest

from commonweal.sources.demonstration import Country, CountrySpec
from commonweal.sources.demonstration.arrays import Ints
from commonweal.sources.demonstration.grouping import components, pairs_within
from commonweal.sources.demonstration.hierarchy import district_size


def _nested(inner: Ints, outer: Ints) -> bool:
    pairs = np.unique(np.column_stack([inner, outer]), axis=0)
    return len(pairs) == len(np.unique(inner))


def test_groups_nest(country: Country) -> None:
    groups = country.groups
    for inner in (groups.msoa, groups.ward24, groups.ward17):
        assert _nested(inner, groups.district)
    assert _nested(groups.district, groups.region)
    assert not _nested(groups.ward24, groups.msoa)


@pytest.mark.parametrize("kind", ["msoa", "ward24", "district", "region"])
def test_groups_are_numbered_through(country: Country, kind: str) -> None:
    labels = getattr(country.groups, kind)
    assert np.unique(labels).tolist() == list(range(labels.max() + 1))


@pytest.mark.parametrize("kind", ["msoa", "ward24", "ward17", "district", "region"])
def test_groups_hang_together_over_land_or_by_ferry(country: Country, kind: str) -> None:
    labels = getattr(country.groups, kind)
    mainland = country.seeds.piece == 0
    pairs = np.vstack([country.borders, country.groups.ferries])
    for label in np.unique(labels[mainland]):
        chosen = (labels == label) & (mainland | (kind == "region"))
        assert components(pairs_within(pairs, chosen), int(chosen.sum())).max() == 0


def test_ferries_join_everything(country: Country) -> None:
    everything = np.vstack([country.borders, country.groups.ferries])
    assert components(everything, country.spec.areas).max() == 0
    islands = len(country.land.pieces) - 1
    assert len(country.groups.ferries) == islands


def test_islands_are_one_district_of_their_own(country: Country) -> None:
    offshore = country.seeds.piece > 0
    (district,) = np.unique(country.groups.district[offshore])
    assert np.array_equal(country.groups.district == district, offshore)


def test_large_towns_are_districts(country: Country) -> None:
    cities = country.groups.city[country.groups.city >= 0]
    assert 0 in cities
    assert country.towns.areas[cities].min() >= 0.6 * district_size(country.spec)


def test_only_reviewed_districts_have_new_wards(country: Country) -> None:
    groups = country.groups
    same = groups.ward17 == groups.ward24
    assert np.array_equal(same, ~groups.reviewed[groups.district])


@pytest.mark.parametrize(("areas", "size"), [(60, 12), (400, 50), (3200, 114), (33_755, 114)])
def test_a_small_country_has_smaller_districts(areas: int, size: float) -> None:
    assert district_size(CountrySpec(areas=areas)) == size
