"""The steps: by hand, against a plain loop, and alike on every engine of one machine."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from commonweal.atlas.engines import open_engine
from commonweal.understand.people.spec import RecordsSpec
from commonweal.understand.people.steps import count_by_area, count_by_group
from tests.records import KEYS, counted, people, spec

SETTINGS = settings(max_examples=25, deadline=None)
INFINITE, NOT_A_NUMBER = float("inf"), float("nan")
ENGINES = ("duckdb", "polars")
TYPES = {"area": pl.String, "sex": pl.Int8, "age": pl.Int16, "ill": pl.Int16, "people": pl.Float64}


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    """Records with everything that may be wrong with them."""
    row = st.tuples(
        st.sampled_from(["E01000001", "E01000002", "", None]),
        st.sampled_from([1, 2, 9, None]),
        st.sampled_from([-1, 0, 4, 5, 89, 90, 125, 126, None]),
        st.sampled_from([-1, 0, 1, 2, 3, None]),
        st.sampled_from([0.0, 1.0, 2.0, 2.5, -1.0, INFINITE, -INFINITE, NOT_A_NUMBER, None]),
    )
    rows = draw(st.lists(row, max_size=30))
    return pl.DataFrame(rows, schema=TYPES, orient="row")


def on(engine: str, records: pl.DataFrame, asked: RecordsSpec) -> pl.DataFrame:
    with open_engine(engine) as opened:
        found = opened.read(count_by_area(opened.hold(records), asked))
    return found.sort(KEYS, nulls_last=True)


def by_loop(records: pl.DataFrame, asked: RecordsSpec) -> dict[tuple[Any, ...], Counter[str]]:
    """The same one record at a time."""
    found: dict[tuple[Any, ...], Counter[str]] = {}
    for row in records.iter_rows(named=True):
        sex = {1: "male", 2: "female"}.get(row["sex"])
        age = row["age"]
        possible = age is not None and 0 <= age <= 125
        band = max(n for n, start in enumerate(asked.bands) if start <= age) if possible else None
        people_, ill = row["people"] if asked.people else 1, row["ill"]
        fits = people_ is not None and 0 <= people_ < INFINITE
        fits = fits and (asked.measure == "rate" or people_ == int(people_))
        usable = fits and ill is not None and ill >= 0
        usable = usable and (asked.measure == "rate" or ill <= people_)
        tally = found.setdefault((row["area"], sex, band), Counter())
        tally.update(records=1, wrong_people=int(not fits), wrong_outcome=int(fits and not usable))
        if usable:
            tally.update(usable=1, people=people_, events=ill)
    return found


@SETTINGS
@given(tables(), st.sampled_from(["proportion", "rate"]), st.sampled_from(["", "people"]))
def test_engines_agree_with_a_plain_loop(records: pl.DataFrame, measure: str, column: str) -> None:
    asked = spec(measure=measure, people=column)
    expected = by_loop(records, asked)
    first, second = (on(engine, records, asked) for engine in ENGINES)
    assert_frame_equal(first, second, abs_tol=1e-12, rel_tol=1e-12)
    assert {row[:3] for row in first.rows()} == set(expected)
    for row in first.iter_rows(named=True):
        tally = expected[(row["area_code"], row["sex"], row["band"])]
        for name in ("records", "usable", "events", "wrong_people", "wrong_outcome"):
            assert row[name] == tally[name]
        assert row["people"] == pytest.approx(tally["people"])


def test_many_records_are_counted_alike() -> None:
    codes = [f"E01{number:06}" for number in range(500)]
    records = people(codes, 200_000)
    first, second = (on(engine, records, spec()) for engine in ENGINES)
    assert_frame_equal(first, second)
    assert first["records"].sum() == 200_000
    assert first["events"].sum() == records["ill"].sum()


def test_the_order_of_records_does_not_matter() -> None:
    records = people(["A", "B"], 1000)
    assert_frame_equal(counted(records), counted(records.sample(fraction=1, shuffle=True, seed=2)))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_worked_example(engine: str) -> None:
    records = pl.DataFrame(
        {
            "area": ["A", "A", "A", "B"],
            "sex": ["M", "M", "F", "F"],
            "age": [4, 3, 5, 97],
            "ill": [True, False, True, None],
        }
    )
    asked = spec(sexes=(("M", "men"), ("F", "women")))
    found = on(engine, records, asked)
    assert found.select(*KEYS, "records", "usable", "people", "events", "wrong_outcome").rows() == [
        ("A", "men", 0, 2, 2, 2, 1, 0),
        ("A", "women", 1, 1, 1, 1, 1, 0),
        ("B", "women", 18, 1, 0, 0, 0, 1),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_addresses_hold_people(engine: str) -> None:
    records = pl.DataFrame({"area": ["A", "A", "B"], "people": [3, 2, 4], "ill": [1, 3, 0]})
    found = on(engine, records, spec(sex="", age="", people="people"))
    assert found.select("area_code", "sex", "band", "people", "events", "wrong_outcome").rows() == [
        ("A", "persons", 0, 3, 1, 1),
        ("B", "persons", 0, 4, 0, 0),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_areas_are_summed_over_their_groups(engine: str) -> None:
    counts = counted(people(["A", "B", "C"], 3000))
    groups = pl.DataFrame({"area_code": ["A", "B", "D"], "group": ["x", "y", "y"]})
    with open_engine(engine) as opened:
        step = count_by_group(opened.hold(counts), opened.hold(groups), spec())
        found = opened.read(step).sort("group", "sex", "band")
    by_hand = (
        counts.join(groups, on="area_code")
        .group_by("group", "sex", "band")
        .agg(pl.col(found.columns[3:]).sum())
        .sort("group", "sex", "band")
    )
    assert_frame_equal(found, by_hand)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_no_number_is_left_out_of_files_too(engine: str, tmp_path: Path) -> None:
    """Files say what their largest value is, and say nothing of what is no number."""
    records = pl.DataFrame(
        {
            "area": ["A"] * 4,
            "age": [1.0, 2.0, 3.0, NOT_A_NUMBER],
            "ill": [0.0, 1.0, NOT_A_NUMBER, 1.0],
            "people": [1.0, NOT_A_NUMBER, 1.0, 1.0],
        }
    )
    records.write_parquet(tmp_path / "x.parquet")
    with open_engine(engine) as opened:
        frame = opened.scan(tmp_path / "x.parquet")
        found = opened.read(count_by_area(frame, spec(sex="", people="people")))
    wanted = ("band", "records", "usable", "wrong_people", "wrong_outcome")
    assert set(found.select(wanted).rows()) == {(0, 3, 1, 1, 1), (None, 1, 1, 0, 0)}


def test_no_records_are_no_counts() -> None:
    for engine in ENGINES:
        found = on(engine, people(["A"], 5).clear(), spec())
        assert found.is_empty()
        assert found.schema["events"] == pl.Int64
