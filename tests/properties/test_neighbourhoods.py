"""What must hold of neighbourhoods for any country, whatever its shape."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Delaunay

from commonweal.find.neighbourhoods import (
    NeighbourhoodSpec,
    NeighbourhoodsResult,
    NeighbourhoodTables,
    make_neighbourhoods,
    neighbourhood_id,
)
from commonweal.find.neighbourhoods.ground import adjoining, joined_up
from commonweal.find.neighbourhoods.names import Named, names_of

SETTINGS = settings(max_examples=60, deadline=None)
SPEC = NeighbourhoodSpec()


@dataclass(frozen=True)
class Country:
    """Areas on a plane, the pairs that adjoin, and the tables made from them."""

    tables: NeighbourhoodTables
    pairs: list[tuple[int, int]]

    @property
    def people(self) -> dict[str, int]:
        return dict(self.tables.areas.select("area_code", "people").iter_rows())


@st.composite
def countries(draw: st.DrawFn, *, most: int = 60, land: int = 2) -> Country:
    """Random points joined to those beside them (Delaunay), on one or two lands."""
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    places, pairs, start = [], [], 0
    for island in range(draw(st.integers(1, land))):
        size = draw(st.integers(4, most))
        points = random.uniform(0, 4000, (size, 2))
        corners = Delaunay(points).simplices
        ends = {tuple(sorted(map(int, each))) for c in corners for each in combinations(c, 2)}
        pairs += sorted((a + start, b + start) for a, b in ends)
        places.append(points + np.array([10_000.0 * island, 0.0]))
        start += size
    at = np.concatenate(places)
    share = draw(st.sampled_from([0.05, 0.3, 1.0]))
    chosen = random.uniform(size=start) < share
    chosen[draw(st.integers(0, start - 1))] = True
    codes = [f"A{number:03}" for number in range(start)]
    areas = pl.DataFrame(
        {
            "area_code": codes,
            "people": random.integers(1000, 2500, start),
            "chosen": chosen,
            "need": random.uniform(size=start),
            "easting": at[:, 0],
            "northing": at[:, 1],
            "place_name": random.choice(["Ash", "Elm", "Oak"], start),
            "district_name": random.choice(["East", "West"], start),
        }
    )
    links = pl.DataFrame(
        {
            "area_code": [codes[a] for a, _ in pairs],
            "neighbour_code": [codes[b] for _, b in pairs],
            "rule": "edge",
            "metres": random.uniform(1, 900, len(pairs)),
        }
    )
    return Country(NeighbourhoodTables(areas, links), pairs)


def parts_of(country: Country, result: NeighbourhoodsResult) -> list[set[int]]:
    order = {code: number for number, code in enumerate(country.tables.areas["area_code"])}
    parts = result.members.partition_by("neighbourhood")
    return [{order[code] for code in part["area_code"]} for part in parts]


@SETTINGS
@given(countries(), st.sampled_from([0.0, 25.0, 200.0]), st.sampled_from([300.0, 1500.0, 1e9]))
def test_every_chosen_area_is_in_exactly_one_neighbourhood_in_one_piece(
    country: Country, least_edge: float, furthest_step: float
) -> None:
    spec = NeighbourhoodSpec(least_edge=least_edge, furthest_step=furthest_step)
    result = make_neighbourhoods(spec, country.tables)
    members = result.members["area_code"]
    assert members.is_unique().all()
    chosen = country.tables.areas.filter("chosen")["area_code"]
    assert set(chosen) <= set(members)
    assert set(result.members.filter("chosen")["area_code"]) == set(chosen)
    near = adjoining(country.tables.areas.height, country.pairs)
    assert all(joined_up(near, part) for part in parts_of(country, result))


@SETTINGS
@given(countries())
def test_figures_are_sums_of_the_areas_and_names_and_ids_are_unique(country: Country) -> None:
    result = make_neighbourhoods(SPEC, country.tables)
    people = country.people
    for row in result.table.iter_rows(named=True):
        inside = result.members.filter(pl.col("neighbourhood") == row["neighbourhood"])
        codes = inside["area_code"].to_list()
        assert row["people"] == sum(people[code] for code in codes)
        assert row["chosen_people"] == inside.filter("chosen")["population"].sum()
        assert row["neighbourhood"] == neighbourhood_id(codes, "lsoa21")
        assert row["chosen_areas"] >= 1
    assert result.table["name"].is_unique().all()
    assert result.table["neighbourhood"].is_unique().all()


@SETTINGS
@given(countries(land=1))
def test_the_range_is_kept_where_the_land_has_people_enough(country: Country) -> None:
    """On a land of at least 5,000 people nothing is too large, and what is too small says why.

    A random hub with many single arms can make it impossible to keep the range; that is rare.
    """
    result = make_neighbourhoods(SPEC, country.tables)
    assert (result.table["people"] <= SPEC.maximum).all()
    total = country.tables.areas["people"].sum()
    if total < SPEC.minimum:
        assert not result.table["fits"].any()
        return
    small = result.table.filter(pl.col("people") < SPEC.minimum)
    assert (small["because"] != "").all()
    chosen = country.tables.areas["chosen"]
    if chosen.sum() < chosen.len() / 3:
        assert small.height == 0


@SETTINGS
@given(countries(most=12, land=1))
def test_nothing_is_added_that_is_not_needed(country: Country) -> None:
    result = make_neighbourhoods(SPEC, country.tables)
    people, chosen = country.tables.areas["people"].to_list(), country.tables.areas["chosen"]
    near = adjoining(len(people), country.pairs)
    for part in parts_of(country, result):
        total = sum(people[area] for area in part)
        for area in part:
            if not chosen[area] and total - people[area] >= SPEC.minimum:
                assert not joined_up(near, part - {area})


@SETTINGS
@given(countries(most=11, land=1))
def test_one_small_piece_is_filled_as_well_as_an_exhaustive_search_does(country: Country) -> None:
    areas = country.tables.areas
    first = areas["area_code"][0]
    tables = NeighbourhoodTables(
        areas.with_columns(chosen=pl.col("area_code") == first), country.tables.links
    )
    spec = NeighbourhoodSpec(least_edge=0, furthest_step=1e9)
    result = make_neighbourhoods(spec, tables)
    people, near = areas["people"].to_list(), adjoining(areas.height, country.pairs)
    others = range(1, areas.height)
    sets = [(0, *rest) for size in range(areas.height) for rest in combinations(others, size)]
    sums = [(sum(people[area] for area in each), each) for each in sets]
    fitting = [
        total
        for total, each in sums
        if SPEC.minimum <= total <= SPEC.maximum and joined_up(near, each)
    ]
    best = min(fitting, default=None)
    if best is not None:
        assert result.people == best
    else:
        assert not result.table["fits"].any()


@SETTINGS
@given(countries(), st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(country: Country, seed: int) -> None:
    first = make_neighbourhoods(SPEC, country.tables)
    areas, links = country.tables.areas, country.tables.links
    mixed = NeighbourhoodTables(
        areas.sample(fraction=1, shuffle=True, seed=seed),
        links.sample(fraction=1, shuffle=True, seed=seed),
    )
    again = make_neighbourhoods(SPEC, mixed)
    assert again.table.equals(first.table)
    assert again.members.equals(first.members)


PLACES = st.dictionaries(
    st.sampled_from(["Ash", "Ash North", "Elm"]), st.integers(0, 9), max_size=3
)
NAMED = st.builds(
    Named,
    PLACES,
    st.sampled_from(["", "East", "West"]),
    st.one_of(st.none(), st.tuples(st.floats(-9, 9), st.floats(-9, 9))),
)


@SETTINGS
@given(st.lists(NAMED, max_size=12))
def test_names_are_never_the_same(neighbourhoods: list[Named]) -> None:
    names = names_of(neighbourhoods)
    assert len(set(names)) == len(names)
    assert all(name.strip() for name in names)
