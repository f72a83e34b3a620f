"""Values across a boundary change: counts add, rates average, nothing missing becomes nought."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.atlas.geography.carry import carry
from commonweal.atlas.geography.lookups import nest, weigh
from commonweal.errors import InputError, MethodNotApplicable


def values(**by_area):
    return pl.DataFrame(
        {"area_code": list(by_area), "value": list(by_area.values())},
        schema={"area_code": pl.String, "value": pl.Float64},
    )


def pairs(*rows):
    return pl.DataFrame(rows, schema=["from_code", "to_code"], orient="row")


def people(**counts):
    return pl.DataFrame({"area_code": list(counts), "people": list(counts.values())})


@pytest.fixture
def split():
    return weigh(pairs(("a", "p"), ("a", "q"), ("b", "b")), people(p=900, q=600, b=100))


@pytest.fixture
def nested():
    return nest(pairs(("a", "N"), ("b", "N"), ("c", "S")), people(a=100, b=300, c=50))


def carried(result, column="value"):
    return dict(result.select("area_code", column).rows())


def test_a_count_is_shared_out_by_people(split):
    result = carry(values(a=50, b=7), split, kind="count", apportion="people")
    assert carried(result) == {"p": 30.0, "q": 20.0, "b": 7.0}


def test_a_rate_holds_for_every_part(split):
    result = carry(values(a=50, b=7), split, kind="rate", apportion="people")
    assert carried(result) == {"p": 50.0, "q": 50.0, "b": 7.0}


def test_counts_add_and_scores_average_by_people(nested):
    known = values(a=10, b=30, c=5)
    assert carried(carry(known, nested, kind="count", apportion="people")) == {"N": 40.0, "S": 5.0}
    assert carried(carry(known, nested, kind="score", apportion="people")) == {"N": 25.0, "S": 5.0}


@pytest.mark.parametrize("kind", ["score", "rate", "proportion", "mean"])
def test_all_that_average_do_so_alike(nested, kind):
    result = carry(values(a=10, b=30, c=5), nested, kind=kind, apportion="people")
    assert carried(result) == {"N": 25.0, "S": 5.0}


def test_the_result_says_how_many_people_it_covers(nested):
    result = carry(values(a=10, b=30, c=5), nested, kind="score", apportion="people")
    assert result.columns == ["area_code", "value", "people", "covered", "approximate"]
    assert result.rows() == [("N", 25.0, 400.0, 1.0, False), ("S", 5.0, 50.0, 1.0, False)]


@pytest.mark.parametrize("kind", ["count", "rate"])
@pytest.mark.parametrize("gap", [None, float("nan")])
def test_what_is_missing_stays_missing(nested, kind, gap):
    result = carry(values(a=gap, b=30, c=5), nested, kind=kind, apportion="people")
    assert carried(result) == {"N": None, "S": 5.0}
    assert carried(result, "covered") == {"N": 0.75, "S": 1.0}


def test_an_area_not_in_the_values_is_missing_too(nested):
    result = carry(values(b=30), nested, kind="count", apportion="people")
    assert carried(result) == {"N": None, "S": None}
    assert carried(result, "covered") == {"N": 0.75, "S": 0.0}


def test_a_mean_may_do_with_fewer_people_if_asked(nested):
    known = values(b=30, c=5)
    result = carry(known, nested, kind="rate", apportion="people", least_cover=0.75)
    assert carried(result)["N"] == 30.0
    result = carry(known, nested, kind="rate", apportion="people", least_cover=0.76)
    assert carried(result)["N"] is None


def test_a_count_never_does_with_fewer(nested):
    result = carry(values(b=30), nested, kind="count", apportion="people", least_cover=0.1)
    assert carried(result)["N"] is None


def test_nothing_known_is_nothing_even_if_nothing_is_asked(nested):
    result = carry(values(c=5), nested, kind="rate", apportion="people", least_cover=0)
    assert carried(result)["N"] is None


def test_nought_is_a_value(nested):
    result = carry(values(a=0, b=0, c=0), nested, kind="count", apportion="people")
    assert carried(result) == {"N": 0.0, "S": 0.0}


def test_where_nobody_lives_the_areas_count_alike():
    empty = nest(pairs(("a", "N"), ("b", "N")), people(a=0, b=0))
    result = carry(values(a=10, b=20), empty, kind="score", apportion="people")
    assert result.rows() == [("N", 15.0, 0.0, 1.0, False)]


def test_what_is_approximate_in_the_lookup_is_so_in_the_result():
    rough = nest(pairs(("a", "N")), people(a=10), change="best_fit")
    result = carry(values(a=1), rough, kind="count", apportion="people")
    assert carried(result, "approximate") == {"N": True}


def test_never_means_never(nested):
    with pytest.raises(MethodNotApplicable, match="may not be carried"):
        carry(values(a=1), nested, kind="score", apportion="never")


@pytest.mark.parametrize("kind", ["rank", "decile", "median", "class"])
def test_what_neither_adds_nor_averages_is_refused(nested, kind):
    with pytest.raises(MethodNotApplicable, match=kind):
        carry(values(a=1), nested, kind=kind, apportion="people")


def test_what_goes_by_land_moves_only_with_whole_areas(split, nested):
    assert carried(carry(values(a=2, b=3, c=4), nested, kind="count", apportion="area")) == {
        "N": 5.0,
        "S": 4.0,
    }
    with pytest.raises(MethodNotApplicable, match="land"):
        carry(values(a=2), split, kind="count", apportion="area")


def test_an_unknown_way_to_apportion_is_refused(nested):
    with pytest.raises(MethodNotApplicable, match="'households'"):
        carry(values(a=1), nested, kind="count", apportion="households")


def test_areas_that_the_lookup_does_not_know_are_named(nested):
    with pytest.raises(InputError) as caught:
        carry(values(a=1, x=1, y=2), nested, kind="count", apportion="people")
    assert [problem.came for problem in caught.value.problems] == ["x", "y"]


def test_an_area_twice_is_refused(nested):
    twice = pl.concat([values(a=1), values(a=2)])
    with pytest.raises(InputError, match="a more than once"):
        carry(twice, nested, kind="count", apportion="people")


def test_many_strange_areas_are_counted(nested):
    strange = values(**{f"x{number}": 1.0 for number in range(9)})
    with pytest.raises(InputError, match="9 others"):
        carry(strange, nested, kind="count", apportion="people")


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("pqrs")), min_size=1, unique=True),
    st.lists(st.integers(0, 1000), min_size=4, max_size=4),
    st.lists(st.integers(-100, 100), min_size=4, max_size=4),
)
def test_counts_are_conserved_and_rates_stay_within_their_range(rows, counts, held):
    lookup = weigh(pairs(*rows), people(**dict(zip("pqrs", counts, strict=True))))
    origins = sorted({origin for origin, _ in rows})
    known = {code: held["abcd".index(code)] for code in origins}
    total = carry(values(**known), lookup, kind="count", apportion="people")["value"].sum()
    assert total == pytest.approx(sum(known.values()), abs=1e-6)
    means = carry(values(**known), lookup, kind="rate", apportion="people")["value"]
    assert means.min() >= min(known.values()) - 1e-9
    assert means.max() <= max(known.values()) + 1e-9
