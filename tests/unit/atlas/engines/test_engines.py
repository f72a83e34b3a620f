"""Engines of one machine: what they scan, what they say when they cannot, what they leave."""

from __future__ import annotations

import os
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from commonweal.atlas.engines import open_engine, record_files
from commonweal.atlas.engines.embedded import EmbeddedEngine
from commonweal.errors import InputError, MethodNotApplicable
from tests.object_store import serving

BOTH = ("duckdb", "polars")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of records, one in a folder below; hidden ones beside them are no records."""
    (tmp_path / "later").mkdir()
    pl.DataFrame({"area": ["a", "b"], "n": [1, 2]}).write_parquet(tmp_path / "1.parquet")
    pl.DataFrame({"area": ["a", "c"], "n": [3, 4]}).write_parquet(tmp_path / "later" / "2.parquet")
    (tmp_path / "_SUCCESS.parquet").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("n", encoding="utf-8")
    return tmp_path


def total(engine: str, place: str | Path) -> dict[str, int]:
    with open_engine(engine) as opened:
        summed = opened.scan(place).group_by("area").agg(nw.col("n").sum().cast(nw.Int64))
        return dict(opened.read(summed).rows())


@pytest.mark.parametrize("engine", BOTH)
def test_a_file_a_folder_a_pattern(engine: str, folder: Path) -> None:
    assert total(engine, folder / "1.parquet") == {"a": 1, "b": 2}
    assert total(engine, folder) == {"a": 4, "b": 2, "c": 4}
    assert total(engine, str(folder / "*" / "2.*")) == {"a": 3, "c": 4}


@pytest.mark.parametrize("engine", BOTH)
def test_object_storage(engine: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = folder / "store" / "bucket"
    bucket.mkdir(parents=True)
    (folder / "1.parquet").rename(bucket / "1.parquet")
    (folder / "later" / "2.parquet").rename(bucket / "2.parquet")
    with serving(bucket.parent) as address:
        for name, value in {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "name",
            "AWS_SECRET_ACCESS_KEY": "word",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "eu-west-2",
            "AWS_EC2_METADATA_DISABLED": "true",
        }.items():
            monkeypatch.setenv(name, value)
        assert total(engine, "s3://bucket/1.parquet") == {"a": 1, "b": 2}
        assert total(engine, "s3://bucket/") == {"a": 4, "b": 2, "c": 4}
        with pytest.raises(InputError, match="Is the address right"):
            total(engine, "s3://bucket/none.parquet")


@pytest.mark.parametrize("engine", BOTH)
def test_a_small_table_is_held(engine: str) -> None:
    table = pl.DataFrame({"area": ["a", None], "n": [1, 2]})
    with open_engine(engine) as opened:
        assert opened.read(opened.hold(table)).sort("n").equals(table)


def test_what_is_no_parquet_is_told(folder: Path) -> None:
    for place in (folder / "none", folder / "*.csv", folder / "later" / "*.x"):
        with pytest.raises(InputError, match="none there"):
            record_files(place)
    (folder / "3.parquet").write_bytes(b"PAR1 and no more")
    (folder / "4.parquet").write_bytes(b"PA")
    with pytest.raises(InputError) as caught:
        record_files(folder)
    assert [Path(problem.file).name for problem in caught.value.problems] == [
        "3.parquet",
        "4.parquet",
    ]


@pytest.mark.parametrize("engine", BOTH)
def test_a_damaged_file_is_told_without_its_content(engine: str, folder: Path) -> None:
    whole = (folder / "1.parquet").read_bytes()
    (folder / "1.parquet").write_bytes(whole[:4] + b"\0" * (len(whole) - 8) + whole[-4:])
    with pytest.raises(InputError) as caught:
        total(engine, folder / "1.parquet")
    assert "a fault of the kind" in str(caught.value)


@pytest.mark.parametrize("engine", BOTH)
def test_files_of_different_columns_are_told(engine: str, folder: Path) -> None:
    pl.DataFrame({"area": ["SECRET"], "m": [1]}).write_parquet(folder / "z.parquet")
    with pytest.raises(InputError) as caught:
        total(engine, folder)
    assert "laid out otherwise" in str(caught.value)
    assert "SECRET" not in str(caught.value)


def test_what_was_spilled_is_removed(folder: Path, tmp_path: Path) -> None:
    engine = EmbeddedEngine(memory_gb=0.5, threads=1)
    spilled = Path(engine._spill.name)
    assert spilled.is_dir()
    assert not str(spilled).startswith(os.fspath(tmp_path))
    engine.close()
    assert not spilled.exists()


def test_too_little_memory_is_told(tmp_path: Path) -> None:
    size = 300_000
    pl.DataFrame({"area": [f"{n:040}" for n in range(size)]}).write_parquet(tmp_path / "x.parquet")
    with open_engine("duckdb", memory_gb=0.012, threads=1) as engine:
        frame = engine.scan(tmp_path).group_by("area").agg(nw.len().alias("n"))
        with pytest.raises(MethodNotApplicable, match="--memory"):
            engine.read(frame)


def test_there_is_no_other_engine() -> None:
    with pytest.raises(InputError, match="one of duckdb, polars, spark"):
        open_engine("dask")
