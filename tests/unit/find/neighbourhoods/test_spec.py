"""The spec, from Python and from TOML."""

from __future__ import annotations

import pytest

from commonweal.errors import InputError
from commonweal.find.neighbourhoods import NeighbourhoodSpec, neighbourhood_spec
from commonweal.parameters import parameter


def test_the_usual_range_is_sourced() -> None:
    spec = NeighbourhoodSpec()
    assert (spec.minimum, spec.maximum, spec.target) == (5000, 15000, 10000)
    for name in ("minimum", "maximum", "target"):
        assert parameter(f"neighbourhoods.{name}").reference.href.startswith("https://")


def test_the_target_is_within_the_range() -> None:
    assert NeighbourhoodSpec(1000, 3000).target == 2000
    assert NeighbourhoodSpec(10000, 30000).target == 10000


def test_it_is_read_from_toml() -> None:
    text = (
        "minimum = 3000\nmaximum = 9000\nleast_edge = 10\nfurthest_step = 1e9\none_district = true"
    )
    assert neighbourhood_spec(text) == NeighbourhoodSpec(3000, 9000, 10.0, 1e9, one_district=True)
    assert neighbourhood_spec("") == NeighbourhoodSpec()


@pytest.mark.parametrize(
    ("minimum", "maximum", "column"),
    [(0, 10, "minimum"), (5000, 5000, "maximum"), (5000, 4999, "maximum")],
)
def test_a_range_that_is_none(minimum: int, maximum: int, column: str) -> None:
    with pytest.raises(InputError) as error:
        NeighbourhoodSpec(minimum, maximum)
    assert [problem.column for problem in error.value.problems] == [column]


def test_every_problem_is_told_with_its_line() -> None:
    text = 'minimum = "few"\nmaximum = 1\nleast_edge = -1\nfurthest_step = -5\n'
    text += 'one_district = "x"\nodd = 1'
    with pytest.raises(InputError) as error:
        neighbourhood_spec(text, "mine.toml")
    told = [(problem.row, problem.column) for problem in error.value.problems]
    assert told == [
        (1, "minimum"),
        (2, "maximum"),
        (3, "least_edge"),
        (4, "furthest_step"),
        (5, "one_district"),
        (6, "odd"),
    ]
