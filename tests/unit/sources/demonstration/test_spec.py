from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from commonweal.errors import InputError
from commonweal.sources.demonstration import CountrySpec
from commonweal.sources.demonstration.draws import stream


@pytest.mark.parametrize("areas", [0, 59, 50_001])
def test_a_size_outside_the_range_is_refused_with_the_range(areas: int) -> None:
    with pytest.raises(InputError, match="from 60 to 50,000 areas"):
        CountrySpec(areas=areas)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        CountrySpec(seed=-1, areas=1)
    assert [problem.column for problem in caught.value.problems] == ["areas", "seed"]


def test_land_grows_with_the_size_but_stays_at_sea() -> None:
    assert CountrySpec(areas=3200).land_square_metres == pytest.approx(3200 * 3.9e6)
    assert CountrySpec(areas=33_755).land_square_metres == 2.0e10


def test_grain_is_the_side_of_a_square_for_one_area() -> None:
    spec = CountrySpec(areas=400)
    assert spec.grain_metres**2 * 400 == pytest.approx(spec.land_square_metres)


def test_a_spec_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        CountrySpec().seed = 2  # type: ignore[misc]


def test_every_measure_leaves_room_for_a_part_of_its_own() -> None:
    spec = CountrySpec()
    for measure in (*spec.deprivation.values(), *spec.need.values()):
        assert measure.loading**2 + measure.remote**2 + measure.core**2 < 1
        assert 0 < measure.error < 0.2


def test_streams_differ_by_name_and_by_seed_and_repeat() -> None:
    first = stream(1, "people").random(5)
    assert np.array_equal(first, stream(1, "people").random(5))
    assert not np.array_equal(first, stream(1, "towns").random(5))
    assert not np.array_equal(first, stream(2, "people").random(5))
