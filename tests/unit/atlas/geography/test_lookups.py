"""Weights of lookups: people are conserved, and an area's weights are a whole."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.atlas.geography.lookups import compose, nest, reverse, weigh
from commonweal.errors import InputError


def pairs(*rows):
    columns = ["from_code", "to_code", "change"][: len(rows[0])]
    return pl.DataFrame(rows, schema=columns, orient="row")


def people(**counts):
    return pl.DataFrame({"area_code": list(counts), "people": list(counts.values())})


def weights(lookup):
    return {(row[0], row[1]): row[2] for row in lookup.rows()}


def changes(lookup):
    return {(row[0], row[1]): row[4] for row in lookup.rows()}


def approximate(lookup):
    return {(row[0], row[1]) for row in lookup.rows() if row[5]}


# What changed, and how it is weighted


def test_an_unchanged_area_has_weight_1():
    lookup = weigh(pairs(("a", "a", "U")), people(a=1500))
    assert lookup.rows() == [("a", "a", 1.0, 1500.0, "U", False)]


def test_a_split_area_is_weighted_by_the_people_of_its_parts():
    lookup = weigh(pairs(("a", "p", "S"), ("a", "q", "S")), people(p=900, q=600))
    assert weights(lookup) == {("a", "p"): 0.6, ("a", "q"): 0.4}
    assert lookup["people"].to_list() == [900.0, 600.0]
    assert not approximate(lookup)


def test_merged_areas_have_weight_1_and_share_the_people():
    lookup = weigh(pairs(("a", "p", "M"), ("b", "p", "M")), people(p=1000))
    assert weights(lookup) == {("a", "p"): 1.0, ("b", "p"): 1.0}
    assert lookup["people"].to_list() == [500.0, 500.0]
    assert not approximate(lookup)


def test_merged_areas_share_the_people_by_their_own_where_known():
    merged = pairs(("a", "p", "M"), ("b", "p", "M"))
    lookup = weigh(merged, people(p=1000), from_people=people(a=300, b=900))
    assert lookup["people"].to_list() == [250.0, 750.0]
    assert weights(lookup) == {("a", "p"): 1.0, ("b", "p"): 1.0}


def test_if_the_people_of_one_origin_are_not_known_all_share_alike():
    merged = pairs(("a", "p", "M"), ("b", "p", "M"))
    lookup = weigh(merged, people(p=1000), from_people=people(a=300))
    assert lookup["people"].to_list() == [500.0, 500.0]


def test_irregular_areas_are_approximate():
    irregular = pairs(("a", "p", "X"), ("a", "q", "X"), ("b", "q", "X"))
    lookup = weigh(irregular, people(p=900, q=600))
    assert weights(lookup) == {("a", "p"): 0.75, ("a", "q"): 0.25, ("b", "q"): 1.0}
    assert lookup["people"].sum() == 1500
    assert approximate(lookup) == {("a", "p"), ("a", "q"), ("b", "q")}


def test_what_changed_is_told_from_the_pairs_where_it_is_not_given():
    rows = [
        ("same", "same"),
        ("cut", "left"),
        ("cut", "right"),
        ("one", "both"),
        ("two", "both"),
        ("a", "p"),
        ("a", "q"),
        ("b", "q"),
    ]
    everyone = people(same=1, left=1, right=1, both=1, p=1, q=1)
    found = changes(weigh(pairs(*rows), everyone))
    assert found == {
        ("same", "same"): "U",
        ("cut", "left"): "S",
        ("cut", "right"): "S",
        ("one", "both"): "M",
        ("two", "both"): "M",
        ("a", "p"): "X",
        ("a", "q"): "X",
        ("b", "q"): "X",
    }


def test_what_is_published_comes_before_what_is_told():
    assert changes(weigh(pairs(("a", "p", "X")), people(p=10))) == {("a", "p"): "X"}
    assert changes(weigh(pairs(("a", "p", "")), people(p=10))) == {("a", "p"): "U"}


def test_where_nobody_lives_the_parts_weigh_alike_and_are_approximate():
    lookup = weigh(pairs(("a", "p", "S"), ("a", "q", "S")), people(p=0, q=0))
    assert weights(lookup) == {("a", "p"): 0.5, ("a", "q"): 0.5}
    assert approximate(lookup) == {("a", "p"), ("a", "q")}


# What is refused


def test_a_pair_twice_is_refused():
    with pytest.raises(InputError, match="a to p more than once"):
        weigh(pairs(("a", "p", "U"), ("a", "p", "U")), people(p=1))


def test_areas_without_people_known_are_named():
    with pytest.raises(InputError) as caught:
        weigh(pairs(("a", "p", "S"), ("a", "q", "S"), ("b", "r", "U")), people(p=1))
    assert [problem.came for problem in caught.value.problems] == ["q", "r"]


def test_a_missing_number_of_people_is_not_nought():
    unknown = pl.DataFrame(
        {"area_code": ["p"], "people": [None]}, schema_overrides={"people": pl.Int64}
    )
    with pytest.raises(InputError, match="people are known"):
        weigh(pairs(("a", "p", "U")), unknown)


def test_fewer_than_no_people_is_refused():
    with pytest.raises(InputError, match="no fewer than 0"):
        weigh(pairs(("a", "p", "U")), people(p=-1))


def test_a_blank_code_is_refused():
    with pytest.raises(InputError, match="both codes"):
        weigh(pairs(("a", None, "U"), ("b", "p", "U")), people(p=1))


def test_many_problems_are_counted_not_listed():
    rows = [("a", f"p{number}") for number in range(30)]
    with pytest.raises(InputError) as caught:
        weigh(pairs(*rows), people(x=1))
    assert len(caught.value.problems) == 6
    assert "25 more" in str(caught.value)


# Larger areas


def test_nested_areas_keep_their_people():
    lookup = nest(pairs(("a", "N"), ("b", "N"), ("c", "S")), people(a=10, b=30, c=5))
    assert lookup.rows() == [
        ("a", "N", 1.0, 10.0, "exact", False),
        ("b", "N", 1.0, 30.0, "exact", False),
        ("c", "S", 1.0, 5.0, "exact", False),
    ]


def test_a_best_fit_is_approximate():
    lookup = nest(pairs(("a", "N")), people(a=10), change="best_fit")
    assert lookup.rows() == [("a", "N", 1.0, 10.0, "best_fit", True)]


def test_an_area_in_two_larger_ones_is_refused():
    with pytest.raises(InputError, match="one larger area only"):
        nest(pairs(("a", "N"), ("a", "S")), people(a=10))


# One lookup after another


def test_lookups_follow_each_other():
    first = weigh(pairs(("a", "p", "S"), ("a", "q", "S")), people(p=900, q=600))
    second = weigh(
        pairs(("p", "x", "S"), ("p", "y", "S"), ("q", "q", "U")), people(x=300, y=600, q=600)
    )
    both = compose(first, second)
    assert weights(both) == {
        ("a", "q"): pytest.approx(0.4),
        ("a", "x"): pytest.approx(0.2),
        ("a", "y"): pytest.approx(0.4),
    }
    assert set(changes(both).values()) == {"S"}
    assert both["people"].sum() == pytest.approx(1500)


def test_ways_that_meet_again_are_added():
    first = weigh(pairs(("a", "p", "S"), ("a", "q", "S")), people(p=900, q=600))
    second = nest(pairs(("p", "N"), ("q", "N")), people(p=900, q=600))
    assert compose(first, second).rows() == [("a", "N", 1.0, 1500.0, "exact", False)]


def test_a_split_across_larger_areas_is_a_split():
    first = weigh(pairs(("a", "p", "S"), ("a", "q", "S")), people(p=900, q=600))
    second = nest(pairs(("p", "N"), ("q", "S")), people(p=900, q=600))
    assert set(changes(compose(first, second)).values()) == {"S"}


def test_what_was_merged_and_split_again_is_approximate():
    """Nobody can say which part the people of `a` went to."""
    first = weigh(pairs(("a", "p", "M"), ("b", "p", "M")), people(p=1000))
    second = weigh(pairs(("p", "x", "S"), ("p", "y", "S")), people(x=400, y=600))
    both = compose(first, second)
    assert set(changes(both).values()) == {"X"}
    assert len(approximate(both)) == 4
    assert both["people"].sum() == pytest.approx(1000)


@pytest.mark.parametrize(("kind", "expected"), [("best_fit", "best_fit"), ("exact", "X")])
def test_what_is_approximate_on_the_way_is_so_at_the_end(kind, expected):
    first = weigh(pairs(("a", "p", "X")), people(p=10))
    both = compose(first, nest(pairs(("p", "N")), people(p=10), change=kind))
    assert set(changes(both).values()) == {expected}
    assert len(approximate(both)) == 1


def test_a_gap_between_lookups_is_named():
    first = weigh(pairs(("a", "p"), ("b", "q")), people(p=1, q=1))
    second = weigh(pairs(("p", "x")), people(x=1))
    with pytest.raises(InputError, match="got q"):
        compose(first, second)


# The other way


def test_a_split_turned_round_is_a_merger():
    turned = reverse(weigh(pairs(("a", "p", "S"), ("a", "q", "S")), people(p=900, q=600)))
    assert weights(turned) == {("p", "a"): 1.0, ("q", "a"): 1.0}
    assert changes(turned) == {("p", "a"): "M", ("q", "a"): "M"}
    assert not approximate(turned)


def test_a_merger_turned_round_is_an_approximate_split():
    merged = pairs(("a", "p", "M"), ("b", "p", "M"))
    turned = reverse(weigh(merged, people(p=1000), from_people=people(a=300, b=900)))
    assert weights(turned) == {("p", "a"): 0.25, ("p", "b"): 0.75}
    assert approximate(turned) == {("p", "a"), ("p", "b")}


@st.composite
def countries(draw):
    """Pairs between a few areas, each with a successor, and the people of the successors."""
    targets = [f"t{number}" for number in range(draw(st.integers(1, 6)))]
    origins = [f"o{number}" for number in range(draw(st.integers(1, 6)))]
    rows = {
        (origin, target)
        for origin in origins
        for target in draw(st.sets(st.sampled_from(targets), min_size=1, max_size=3))
    }
    counts = {target: draw(st.integers(0, 5000)) for target in targets}
    return pairs(*sorted(rows)), people(**counts)


@settings(deadline=None)
@given(countries(), st.randoms())
def test_people_are_conserved_and_weights_are_a_whole(country, random):
    table, counts = country
    lookup = weigh(table, counts)
    reached = counts.filter(pl.col("area_code").is_in(table["to_code"].unique().implode()))
    by_target = lookup.group_by(area_code="to_code").agg(pl.col("people").sum())
    expected = dict(reached.rows())
    for code, total in by_target.rows():
        assert total == pytest.approx(expected[code])
    for one in (lookup, reverse(lookup), compose(lookup, reverse(lookup))):
        totals = one.group_by("from_code").agg(pl.col("weight").sum())["weight"]
        assert totals.to_list() == pytest.approx([1.0] * len(totals))
        assert one["people"].sum() == pytest.approx(reached["people"].sum())
    rows = table.rows()
    random.shuffle(rows)
    assert weigh(pairs(*rows), counts).equals(lookup)


@settings(deadline=None)
@given(countries(), st.data())
def test_the_same_whoever_is_asked_about_the_origins(country, data):
    """The people of the origins decide who shares what, never how many there are in all."""
    table, counts = country
    origins = table["from_code"].unique().sort().to_list()
    known = people(**{code: data.draw(st.integers(0, 900)) for code in origins})
    lookup = weigh(table, counts, from_people=known)
    totals = lookup.group_by("from_code").agg(pl.col("weight").sum())["weight"]
    assert totals.to_list() == pytest.approx([1.0] * len(totals))
    assert lookup["people"].sum() == pytest.approx(weigh(table, counts)["people"].sum())
