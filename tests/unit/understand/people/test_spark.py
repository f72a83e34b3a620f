"""Spark gives the answers that DuckDB and Polars give, from the same steps.

Without Java or pyspark these tests are skipped by name; where `COMMONWEAL_REQUIRE_SPARK` is set
they fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from commonweal.atlas.engines import RecordsEngine, open_engine
from commonweal.atlas.engines import spark as module
from commonweal.atlas.engines.spark import SparkEngine, why_no_spark
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.understand.people.request import ask_records
from commonweal.understand.people.spec import RecordsSpec
from commonweal.understand.people.steps import count_by_area, count_by_group
from tests.records import KEYS, people, spec

CODES = [f"E01{number:06}" for number in range(300)]
NOT_A_NUMBER, INFINITE = float("nan"), float("inf")


@pytest.fixture(scope="module")
def engine() -> Iterator[RecordsEngine]:
    """One Spark for all tests, on two cores, listening to itself alone."""
    if missing := why_no_spark():
        if os.environ.get("COMMONWEAL_REQUIRE_SPARK"):
            pytest.fail(missing)
        pytest.skip(missing)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SPARK_CONF_DIR", "SPARK_HOME", "SPARK_REMOTE"):
            patch.delenv(name, raising=False)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_SUBMIT_ARGS", "--master local[2] pyspark-shell")
        engine = SparkEngine()
        engine.session.conf.set("spark.sql.shuffle.partitions", "2")
        yield engine
        engine.close()


def on(engine: RecordsEngine, path: Path, asked: RecordsSpec) -> pl.DataFrame:
    found = engine.read(count_by_area(engine.scan(path), asked))
    return found.sort(KEYS, nulls_last=True)


def agree(spark: RecordsEngine, path: Path, asked: RecordsSpec) -> pl.DataFrame:
    """What all engines count alike."""
    found = on(spark, path, asked)
    for name in ("duckdb", "polars"):
        with open_engine(name) as other:
            assert_frame_equal(found, on(other, path, asked), abs_tol=1e-12, rel_tol=1e-12)
    return found


def test_many_records_are_counted_alike(engine: RecordsEngine, tmp_path: Path) -> None:
    records = people(CODES, 200_000)
    records.head(50_000).write_parquet(tmp_path / "1.parquet")
    records.tail(150_000).write_parquet(tmp_path / "2.parquet")
    found = agree(engine, tmp_path, spec())
    assert found["records"].sum() == 200_000
    assert found["events"].sum() == records["ill"].sum()


@pytest.mark.parametrize("measure", ["proportion", "rate"])
def test_everything_that_may_be_wrong_is_counted_alike(
    engine: RecordsEngine, tmp_path: Path, measure: str
) -> None:
    """Every value with every other, so that no Hypothesis example is needed for each session."""
    tables = (
        pl.DataFrame({"area": ["E01000001", "", None]}),
        pl.DataFrame({"sex": [1, 2, 9, None]}, schema={"sex": pl.Int8}),
        pl.DataFrame({"age": [-1, 0, 4, 5, 90, 125, 126, None]}, schema={"age": pl.Int16}),
        pl.DataFrame({"ill": [-1.0, 0.0, 1.0, 2.0, 0.5, NOT_A_NUMBER, None]}),
        pl.DataFrame({"people": [0.0, 1.0, 2.5, 3.0, -1.0, INFINITE, NOT_A_NUMBER, None]}),
    )
    records = tables[0]
    for table in tables[1:]:
        records = records.join(table, how="cross")
    records.write_parquet(tmp_path / "x.parquet")
    found = agree(engine, tmp_path, spec(measure=measure, people="people"))
    assert found["records"].sum() == records.height
    assert found["wrong_people"].sum() > 0
    assert found["wrong_outcome"].sum() > 0


def test_true_and_false_and_text_are_read_alike(engine: RecordsEngine, tmp_path: Path) -> None:
    records = pl.DataFrame(
        {"area": ["A", "A", "B"], "sex": ["M", "F", "X"], "age": [1.5, 64.0, NOT_A_NUMBER]}
    ).with_columns(ill=pl.Series([True, False, None]))
    records.write_parquet(tmp_path / "x.parquet")
    asked = spec(sexes=(("M", "men"), ("F", "women")), bands=(0, 65))
    assert agree(engine, tmp_path, asked)["band"].to_list() == [0, 0, None]


def test_areas_are_summed_over_their_groups_alike(engine: RecordsEngine, tmp_path: Path) -> None:
    people(CODES, 20_000).write_parquet(tmp_path / "x.parquet")
    counts = on(engine, tmp_path, spec())
    groups = pl.DataFrame({"area_code": CODES[:-1], "group": ["x", "y", "z"] * 99 + ["x", "y"]})
    found = []
    with open_engine("duckdb") as duckdb, open_engine("polars") as polars:
        for each in (engine, duckdb, polars):
            step = count_by_group(each.hold(counts), each.hold(groups), spec())
            found.append(each.read(step).sort("group", "sex", "band"))
    assert_frame_equal(found[0], found[1])
    assert_frame_equal(found[0], found[2])


def test_the_whole_answer_is_the_same(engine: RecordsEngine, tmp_path: Path) -> None:
    people(CODES, 30_000).write_parquet(tmp_path / "x.parquet")
    own = pl.DataFrame({"area_code": CODES, "group": ["x", "y"] * 150})
    found = ask_records(spec(), tmp_path, engine, groups=own)
    with open_engine("duckdb") as duckdb:
        other = ask_records(spec(), tmp_path, duckdb, groups=own)
    for name in ("groups", "cells", "areas"):
        assert getattr(found.result, name).equals(getattr(other.result, name))
    assert found.provenance.run.spec["engine"] == "spark"


def test_a_damaged_file_is_told_without_its_content(engine: RecordsEngine, tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    people(CODES, 100).write_parquet(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + b"\0" * (len(whole) - 8) + whole[-4:])
    with pytest.raises(InputError, match="a fault of the kind"):
        on(engine, path, spec())


def test_a_session_that_is_given_is_left_open(engine: SparkEngine) -> None:
    with open_engine("spark", session=engine.session) as second:
        assert second.read(second.hold(pl.DataFrame({"n": [1]}))).item() == 1
    assert engine.read(engine.hold(pl.DataFrame({"n": [2]}))).item() == 2


def test_without_pyspark_or_java_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(MethodNotApplicable, match=r"commonweal\[spark\]"):
        open_engine("spark")
    monkeypatch.setattr(module, "find_spec", lambda _: True)
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "Java 17" in why_no_spark()
