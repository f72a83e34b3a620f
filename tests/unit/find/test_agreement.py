from __future__ import annotations

import polars as pl
import pytest

from commonweal.errors import InputError
from commonweal.find import SummarySpec, agreement, changes_that_explain, summarise


def frame(values: list[float | None]) -> pl.DataFrame:
    return pl.DataFrame({"area_code": [f"A{i}" for i in range(len(values))], "x": values})


def test_equal_to_the_printed_digit() -> None:
    found = agreement(frame([1.004, 2.006, 3.0]), frame([1.0, 2.0, 3.0]), "x", 2)
    assert (found.equal, found.of) == (2, 3)
    assert found.largest_difference == pytest.approx(0.006)
    assert found.misses["area_code"].to_list() == ["A1"]
    assert found.sentence() == "x: 2 of 3 equal, largest difference 0.006"


def test_equal_as_they_are() -> None:
    assert agreement(frame([1.004]), frame([1.0]), "x").equal == 0


def test_what_one_side_lacks_is_left_out() -> None:
    assert agreement(frame([1.0, None]), frame([1.0, 2.0, 3.0]), "x").of == 1
    assert agreement(frame([None, 1.0]), frame([1.0, None]), "x").of == 0


def test_a_missing_column_is_told() -> None:
    with pytest.raises(InputError, match="computed"):
        agreement(frame([1.0]).rename({"x": "y"}), frame([1.0]), "x")


def test_a_change_to_the_people_of_one_area_is_found() -> None:
    spec = SummarySpec(precision="double")
    before = pl.DataFrame(
        {
            "area_code": ["A", "B", "C"],
            "rank": [100.0, 4000.0, 30000.0],
            "score": [60.0, 40.0, 5.0],
            "people": [1500.0, 1600.0, 1700.0],
        }
    )
    after = before.with_columns(
        people=pl.col("people") + pl.when(pl.col("area_code") == "B").then(2).otherwise(0)
    )
    members = before.select("area_code", group_code=pl.lit("G"))
    published = summarise(after, members, spec, ranked_among=32_844).table.row(0, named=True)
    found = changes_that_explain(before, published, ranked_among=32_844, limit=5, spec=spec)
    assert ("B", 2) in found.rows()
    nothing = published | {"local_concentration": 1.0}
    assert not changes_that_explain(before, nothing, ranked_among=32_844, limit=5, spec=spec).height
