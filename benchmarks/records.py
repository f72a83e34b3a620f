"""Forty million records of people counted by area, sex and age, by DuckDB and beside it Polars."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import Ran, ran
from benchmarks.results import Figure, Place, Result

_RECORDS, _FILES, _AREAS, _SEED = 40_000_000, 8, 33_755, 1


def run(place: Place) -> Result:
    """Each engine in a process of its own, start and end included; both must count alike."""
    place.folder.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="records-", dir=place.folder))
    try:
        generate(folder)
        size = sum(path.stat().st_size for path in folder.iterdir())
        ours, other = (counting(name, folder) for name in ("duckdb", "polars"))
    finally:
        shutil.rmtree(folder)
    told, beside = json.loads(ours.said), json.loads(other.said)
    if told["totals"] != beside["totals"] or told["totals"][1] != _RECORDS:
        sys.exit(f"The engines do not agree: {told['totals']} and {beside['totals']}.")
    # Counting is what is measured; what is made of the counts comes after it in the same process.
    seconds, worked = (each - told["answer"] for each in (ours.seconds, ours.worked))
    note = (
        f"{_RECORDS:,} generated records in {_FILES} files of {size / 1e6:,.0f} MB together, in "
        f"no order; {told['totals'][0]:,} combinations of area, sex and age; {worked:.0f} "
        f"seconds of processor time. The same steps on Polars, in batches: {other.seconds:.1f} s "
        f"({other.seconds / seconds:.1f} times as long) and {other.peak / 1e9:.2f} GB. Then "
        f"figures of groups, with small counts hidden in all areas: {told['answer']:.1f} s."
    )
    return Result(
        {
            "seconds": Figure(seconds, note),
            "memory": Figure(ours.peak / 1e9),
            "polars": Figure(other.seconds),
            "polars_memory": Figure(other.peak / 1e9),
            "answer": Figure(told["answer"]),
        },
        (f"{seconds:.1f} s, {ours.peak / 1e9:.2f} GB. {note}",),
    )


def counting(engine: str, folder: Path) -> Ran:
    """A process that counts the records with an engine."""
    return ran([sys.executable, "-m", "benchmarks.records_counted", engine, str(folder)])


def generate(folder: Path) -> None:
    """Write the records: areas of about 1,200 people, one in ten of whom is ill."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"temp_directory": str(folder)})
    each = _RECORDS // _FILES
    for number in range(_FILES):
        made = connection.sql(
            "select n as id, 'E01' || lpad((1 + h % $areas)::varchar, 6, '0') as area, "
            "(1 + (h >> 20) % 2)::tinyint as sex, ((h >> 24) % 100)::tinyint as age, "
            "((h >> 40) % 1000 < 50 + (h >> 24) % 100)::tinyint as ill "
            "from (select n, hash(n + $seed) as h from range($start, $stop) t(n))",
            params={
                "areas": _AREAS,
                "seed": _SEED * _RECORDS,
                "start": number * each,
                "stop": (number + 1) * each,
            },
        )
        made.write_parquet(str(folder / f"{number}.parquet"))
    connection.close()
