"""Lookups of a whole country: weights from people, and what follows from the published ones."""

import polars as pl
import pytest

from commonweal.atlas.linking import weighted_lookups
from commonweal.errors import InputError
from commonweal.sources.canonical import PAIRS, conform


def pairs(origin: str, target: str, *rows: tuple[str, str, str]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["from_code", "to_code", "change"], orient="row")
    return conform(
        frame.with_columns(
            from_geography=pl.lit(origin), to_geography=pl.lit(target), release=pl.lit("test")
        ),
        PAIRS,
    )


def people(**counts: float) -> pl.DataFrame:
    rows = [("lsoa21", code, value) for code, value in counts.items()]
    return pl.DataFrame(rows, schema=["geography", "area_code", "people"], orient="row")


@pytest.fixture
def country() -> pl.DataFrame:
    """Old area A was split in a and b, old B is b's neighbour c; a and b lie in different MSOAs."""
    published = pl.concat(
        [
            pairs("lsoa11", "lsoa21", ("A", "a", "S"), ("A", "b", "S"), ("B", "c", "U")),
            pairs("lsoa21", "msoa21", ("a", "m1", ""), ("b", "m2", ""), ("c", "m2", "")),
            pairs("lsoa21", "district24", ("a", "d", ""), ("b", "d", ""), ("c", "d", "")),
            pairs("district24", "region24", ("d", "r", "")),
        ]
    )
    return weighted_lookups(published, people(a=300, b=100, c=200))


def weights(table: pl.DataFrame, origin: str, target: str) -> dict[tuple[str, str], float]:
    rows = table.filter(from_geography=origin, to_geography=target)
    return {(row["from_code"], row["to_code"]): row["weight"] for row in rows.to_dicts()}


def test_a_split_is_weighed_by_the_people_of_its_parts(country: pl.DataFrame) -> None:
    assert weights(country, "lsoa11", "lsoa21") == {
        ("A", "a"): 0.75,
        ("A", "b"): 0.25,
        ("B", "c"): 1.0,
    }


def test_what_follows_from_published_lookups_is_derived(country: pl.DataFrame) -> None:
    assert weights(country, "lsoa21", "region24") == {(code, "r"): 1.0 for code in "abc"}
    assert weights(country, "msoa21", "district24") == {("m1", "d"): 1.0, ("m2", "d"): 1.0}
    assert weights(country, "lsoa11", "msoa21")["A", "m2"] == 0.25
    assert weights(country, "lsoa21", "lsoa11") == {("a", "A"): 1, ("b", "A"): 1, ("c", "B"): 1}


def test_nobody_is_lost_or_counted_twice(country: pl.DataFrame) -> None:
    carried = country.group_by("from_geography", "to_geography").agg(pl.col("people").sum())
    assert carried["people"].to_list() == pytest.approx([600.0] * carried.height)


def test_weights_of_every_area_sum_to_one(country: pl.DataFrame) -> None:
    total = country.group_by("from_geography", "from_code", "to_geography").agg(
        pl.col("weight").sum()
    )
    assert total["weight"].to_list() == pytest.approx([1.0] * total.height)


def test_the_first_release_counts_where_two_give_the_same_lookup() -> None:
    published = pairs("lsoa21", "district24", ("a", "d", ""))
    other = pairs("lsoa21", "district24", ("a", "e", "")).with_columns(release=pl.lit("later"))
    table = weighted_lookups(pl.concat([published, other]), people(a=1))
    assert weights(table, "lsoa21", "district24") == {("a", "d"): 1.0}


def test_an_area_whose_people_are_not_known_is_named() -> None:
    with pytest.raises(InputError, match="an area whose people are known, got z"):
        weighted_lookups(pairs("lsoa21", "msoa21", ("z", "m", "")), people(a=1))


def test_where_no_people_are_held_weights_are_equal_and_say_so() -> None:
    table = weighted_lookups(
        pairs("ward22", "district22", ("w", "d", ""), ("v", "d", ""), ("v", "e", "")), people(a=1)
    )
    assert weights(table, "ward22", "district22") == {
        ("v", "d"): 0.5,
        ("v", "e"): 0.5,
        ("w", "d"): 1.0,
    }
    assert table["approximate"].to_list() == [True, True, False]
    assert table["people"].null_count() == 3
