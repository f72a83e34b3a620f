"""Places within a walk: by brute force, once each, and unknown is not none."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.understand.profile.assets import Assets, kilometres

WALK = 800.0


def register(rows: list[tuple[str, str, float | None, float | None]]) -> Assets:
    kinds = (pl.String, pl.String, pl.Float64, pl.Float64)
    schema = dict(zip(("kind", "name", "easting", "northing"), kinds, strict=True))
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return Assets(
        table.with_columns(
            located=pl.col("easting").is_not_null(), release=pl.lit("r"), period=pl.lit("2023")
        )
    )


def test_by_hand() -> None:
    held = register(
        [
            ("library", "At the edge", 800, 0),
            ("library", "Just beyond", 801, 0),
            ("library", "Near the other", 1000, 400),
            ("library", "Somewhere", None, None),
        ]
    )
    near = held.near(np.array([[0.0, 0], [1000, 0]]), WALK)
    assert [kind.kind.id for kind in near] == ["library"]
    found = near[0]
    # Each once, at its distance from the nearer of the two centres.
    assert [(place.name, place.metres) for place in found.within] == [
        ("Just beyond", 199),
        ("At the edge", 200),
        ("Near the other", 400),
    ]
    assert found.nearest == found.within[0]
    assert found.unlocated == 1
    assert found.sentence() == "3 public libraries within a walk."


def test_the_limit_itself_is_inside() -> None:
    held = register([("library", "a", 800, 0), ("library", "b", 800.001, 0)])
    assert [place.name for place in held.near(np.zeros((1, 2)), WALK)[0].within] == ["a"]


def test_none_within_a_walk_names_the_nearest_known() -> None:
    found = register([("school", "Far School", 3000, 4000)]).near(np.zeros((1, 2)), WALK)[0]
    assert found.within == ()
    assert found.sentence() == (
        "We know of no state school within a walk; the nearest we know of is Far School, "
        "5.0 km away."
    )


def test_a_register_of_places_that_are_nowhere_knows_of_none() -> None:
    found = register([("school", "Lost", None, None)]).near(np.zeros((1, 2)), WALK)[0]
    assert found.nearest is None
    assert found.sentence() == "We know of no state school."


def test_kinds_without_a_register_are_not_told() -> None:
    assert register([]).near(np.zeros((1, 2)), WALK) == ()
    assert register([("library", "a", 0, 0)]).near(np.array([[np.nan, np.nan]]), WALK) == ()


@given(
    st.lists(
        st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), min_size=1, max_size=30
    ),
    st.lists(st.tuples(st.integers(-999, 999), st.integers(-999, 999)), min_size=1, max_size=4),
)
def test_as_every_pair_measured(sites: list[tuple[int, int]], homes: list[tuple[int, int]]) -> None:
    held = register([("library", str(place), x, y) for place, (x, y) in enumerate(sites)])
    found = held.near(np.array(homes, dtype=float), WALK)[0]
    shortest = {
        str(place): min(float(np.hypot(x - a, y - b)) for a, b in homes)
        for place, (x, y) in enumerate(sites)
    }
    expected = {name: far for name, far in shortest.items() if far <= WALK}
    assert {place.name: place.metres for place in found.within} == pytest.approx(expected)
    assert found.nearest is not None
    assert found.nearest.metres == pytest.approx(min(shortest.values()))


@pytest.mark.parametrize(
    ("metres", "said"),
    [(4, "0 m"), (346, "350 m"), (994, "990 m"), (995, "1.0 km"), (1949, "1.9 km")],
)
def test_how_far(metres: float, said: str) -> None:
    assert kilometres(metres) == said
