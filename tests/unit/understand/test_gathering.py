"""Measures gathered from the demonstration country, and their ways between geographies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.atlas.geography.carry import carry
from commonweal.errors import InputError, MethodNotApplicable, UnknownArea, UnknownIndicator
from commonweal.understand import gather_measures
from commonweal.understand.gathering import _measure, _multiplier
from commonweal.understand.ground import Chosen, Ground
from commonweal.understand.routes import Route, carrier, lookups_held, route

PAIRS = frozenset(
    {
        ("lsoa11", "lsoa21"),
        ("lsoa21", "lsoa11"),
        ("lsoa11", "msoa11"),
        ("lsoa11", "ward17"),
        ("lsoa11", "district24"),
        ("lsoa21", "msoa21"),
        ("lsoa21", "ward24"),
        ("lsoa21", "district24"),
        ("district24", "region24"),
    }
)


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.mark.parametrize(
    ("origin", "target", "stops", "inherited"),
    [
        ("lsoa21", "lsoa21", ("lsoa21",), False),
        ("lsoa11", "lsoa21", ("lsoa11", "lsoa21"), False),
        ("lsoa21", "ward17", ("lsoa21", "lsoa11", "ward17"), False),
        ("msoa11", "lsoa11", ("msoa11", "lsoa11"), True),
        ("msoa11", "lsoa21", ("msoa11", "lsoa11", "lsoa21"), True),
        ("msoa11", "ward17", ("msoa11", "lsoa11", "ward17"), True),
        ("msoa11", "ward24", ("msoa11", "lsoa11", "lsoa21", "ward24"), True),
    ],
)
def test_the_nearest_way(origin: str, target: str, stops: tuple[str, ...], inherited: bool) -> None:
    assert route(PAIRS, origin, target) == Route(stops, inherited)


@pytest.mark.parametrize(
    ("origin", "target"), [("ward98", "lsoa21"), ("district24", "lsoa21"), ("region24", "lsoa21")]
)
def test_no_way_where_none_makes_sense(origin: str, target: str) -> None:
    assert route(PAIRS, origin, target) is None


def test_a_way_says_what_a_reader_must_know() -> None:
    assert Route(("lsoa21",)).note() == ""
    assert Route(("lsoa11", "lsoa21")).note().endswith("carried by where people live.")
    through = Route(("msoa11", "lsoa11", "ward17"), inherited=True)
    assert "the value of the one it lies in, brought through LSOA 2011" in through.note()
    assert through.way == "of the larger area"


def test_the_fast_way_agrees_with_the_careful_one(atlas: Atlas) -> None:
    ground = Ground(atlas, "lsoa21")
    way = route(lookups_held(atlas), "lsoa11", "lsoa21")
    assert way is not None
    by = carrier(atlas, way, ground.codes)
    source = ground.codes("lsoa11")
    rng = np.random.default_rng(2)
    values = rng.normal(50, 10, len(source))
    values[::17] = np.nan
    frame = pl.DataFrame({"area_code": source, "value": values}).with_columns(
        pl.col("value").fill_nan(None)
    )
    lookup = atlas.lookup("lsoa11", "lsoa21")
    for kind, found in (
        ("mean", by.means(values[:, None])),
        ("count", by.counts(values[:, None])),
    ):
        careful = carry(frame, lookup, kind=kind, apportion="people")  # type: ignore[arg-type]
        expected = dict(careful.select("area_code", "value").iter_rows())
        told = dict(zip(ground.codes("lsoa21"), found[:, 0], strict=True))
        assert {code for code, value in expected.items() if value is None} == {
            code for code, value in told.items() if np.isnan(value)
        }
        for code, value in expected.items():
            if value is not None:
                assert told[code] == pytest.approx(value), code


def test_counts_are_kept_whole_and_never_inherited(atlas: Atlas) -> None:
    ground = Ground(atlas, "msoa21")
    way = route(lookups_held(atlas), "lsoa21", "msoa21")
    assert way is not None
    counts = np.arange(len(ground.codes("lsoa21")), dtype=np.float64)[:, None]
    assert ground.carrier(way).counts(counts).sum() == pytest.approx(counts.sum())
    down = route(lookups_held(atlas), "msoa21", "lsoa21")
    assert down is not None
    assert down.inherited
    with pytest.raises(ValueError, match="larger area"):
        ground.carrier(down).counts(np.ones((len(ground.codes("msoa21")), 1)))


def test_every_measure_with_its_latest_period(atlas: Atlas) -> None:
    held = gather_measures(atlas, "lsoa21")
    assert len(held) == atlas.areas("lsoa21").height == held.value.shape[0]
    assert held.value.shape == held.numerator.shape == (len(held), len(held.measures))
    score = held.measure("imd.score")
    assert (score.period, score.way, score.kind) == ("2025", "held", "score")
    published = atlas.observations("imd.score", "2025", "lsoa21")
    told = held.frame("imd.score")
    assert told["area_code"].equals(published["area_code"])
    np.testing.assert_array_equal(told["value"], published["value"])


def test_what_is_no_measure_is_left_out_with_the_reason(atlas: Atlas) -> None:
    held = gather_measures(atlas, "lsoa21")
    reasons = {item.id: item.reason for item in held.left_out}
    assert "who comes before whom" in reasons["imd.rank"]
    assert "class" in reasons["imd.decile"]
    assert "how many" in reasons["people.total"]
    assert "Held for wards (2017), and not to be carried" in reasons["cni.flagged"]
    assert reasons.keys() & set(held.ids) == set()
    every = set(atlas.indicators()["indicator"])
    published = {name for name in (*held.ids, *reasons) if not name.startswith("derived.")}
    assert published == every


def test_counts_come_as_measures_of_what_they_are_counted_among(atlas: Atlas) -> None:
    held = gather_measures(atlas, "lsoa21", ["derived.age_0_15"])
    told = held.frame("derived.age_0_15")
    children = atlas.observations("people.age_0_15", held.measures[0].period, "lsoa21")
    np.testing.assert_array_equal(told["numerator"], children["value"])
    np.testing.assert_allclose(told["value"], told["numerator"] / told["denominator"])


def test_a_period_asked_for_may_be_carried(atlas: Atlas) -> None:
    held = gather_measures(atlas, "msoa21", ["imd.income.score"], {"imd.income.score": "2019"})
    found = held.measure("imd.income.score")
    assert found.period == "2019"
    assert found.way == "carried"
    assert "carried" in found.note
    assert not np.isnan(held.value).all()


def test_bad_questions_are_answered_all_at_once(atlas: Atlas) -> None:
    with pytest.raises(InputError) as refused:
        gather_measures(atlas, "lsoa21", ["imd.score", "no.such"], {"imd.score": "1066"})
    told = str(refused.value)
    assert "expected an indicator of this atlas, got no.such" in told
    assert "period of imd.score" in told
    assert "got 1066" in told
    with pytest.raises(UnknownArea):
        gather_measures(atlas, "parish")
    with pytest.raises(MethodNotApplicable, match="people of these areas are not held"):
        gather_measures(atlas, "ward22")


def test_a_table_gives_parts_of_itself_and_cannot_be_changed(atlas: Atlas) -> None:
    held = gather_measures(atlas, "lsoa21")
    two = held.select(["imd.score", "cni.score"])
    assert two.ids == ("imd.score", "cni.score")
    few = two.keep(held.area_codes[:3].to_list())
    assert len(few) == 3
    assert few.people.shape == (3,)
    assert two.wide().columns == ["area_code", "imd.score", "cni.score"]
    with pytest.raises(ValueError, match="read-only"):
        two.value[0, 0] = 1
    with pytest.raises(UnknownIndicator, match="who comes before whom"):
        held.place("imd.rank")
    with pytest.raises(UnknownIndicator, match=r"Did you mean imd\.score"):
        held.place("imd.scores")


def test_the_multiplier_of_a_published_rate_is_told_from_its_parts() -> None:
    x, n = np.array([1.0, 2, 0, 4]), np.array([100.0, 150, 200, 90])
    assert _multiplier(1000 * x / n, x, n) == 1000
    assert _multiplier(x / n, x, n) == 1
    assert _multiplier(np.round(100 * x / n, 1), x, n) == pytest.approx(100, rel=0.05)
    assert _multiplier(np.array([1.0, 90, 3, 700]), x, n) is None
    assert _multiplier(x / n, np.full(4, np.nan), n) is None


def test_larger_areas_are_numbered_where_they_stand_in(atlas: Atlas) -> None:
    held = gather_measures(atlas, "lsoa21", ["cni.score"], {"cni.score": "2019"})
    assert held.measures[0].way == "of the larger area"
    places = held.larger["ward17"]
    assert places.shape == (len(held),)
    assert 1 < len(np.unique(places)) < len(held)


def test_an_indicator_without_polarity_is_taken_as_neither_and_says_so(atlas: Atlas) -> None:
    catalogue = atlas.indicators()
    row = catalogue.filter(pl.col("indicator") == "imd.score").row(0, named=True)
    item = Chosen("imd.score", "2025", "lsoa21", "iod2025", "yes", Route(("lsoa21",)))
    for polarity in ("", None, "upwards"):
        found = _measure({**row, "polarity": polarity}, item)
        assert (found.polarity, found.sign) == ("neutral", 0)
        assert "not said" in found.note
    assert _measure(row, item).sign == 1
