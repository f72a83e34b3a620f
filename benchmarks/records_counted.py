"""`python -m benchmarks.records_counted ENGINE FOLDER`: counts records, prints totals and time."""

from __future__ import annotations

import json
import sys
import time

import polars as pl

from commonweal.atlas.engines import open_engine
from commonweal.understand.people import RecordsSource, RecordsSpec, prevalence_of_records
from commonweal.understand.people.request import counted

SPEC = RecordsSpec(
    title="people who are ill",
    source=RecordsSource("Generated records", "The benchmark", "now", "None needed"),
    area="area",
    sex="sex",
    age="age",
    outcome="ill",
)
_SUMMED = ("records", "usable", "people", "events")


def main() -> int:
    engine, folder = sys.argv[1:]
    with open_engine(engine) as opened:
        counts = counted(SPEC, folder, opened)
    told: dict[str, object] = {"totals": totals(counts)}
    if engine == "duckdb":
        told["answer"] = answered(counts)
    print(json.dumps(told))
    return 0


def totals(counts: pl.DataFrame) -> list[int]:
    """Rows, sums, and a sum in which every band weighs otherwise."""
    weighed = (counts["events"] * (counts["band"] + 1)).sum()
    return [counts.height, *(int(counts[name].sum()) for name in _SUMMED), int(weighed)]


def answered(counts: pl.DataFrame) -> float:
    """Seconds from the counts to figures that may leave, of four groups of areas."""
    codes = counts["area_code"].unique().sort()
    number = pl.int_range(codes.len(), eager=True) % 4
    groups = pl.DataFrame({"area_code": codes, "group": number.cast(pl.String)}).sort("group")
    start = time.perf_counter()
    prevalence_of_records(SPEC, counts, groups)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
