from __future__ import annotations

import polars as pl

from commonweal.find import Domain, IndexSpec, rebuild

SPEC = IndexSpec("sum", "Sum", (Domain("a", 1), Domain("b", 1)), transformation="none")
TABLE = pl.DataFrame(
    {
        "area_code": ["A", "B", "C"],
        "a": [1.0, 2.0, 3.0],
        "b": [1.0, 1.0, 1.0],
        "score": [2.0, 3.1, 4.0],
        "rank": [2, 3, 1],
    }
)


def test_scores_ranks_and_deciles() -> None:
    found = rebuild(SPEC, TABLE, score="score", rank="rank")
    assert round(found.score.largest_difference, 9) == 0.1
    assert found.rank is not None
    assert found.rank.equal == 1
    assert found.same_decile == 1
    assert found.explain() == (
        "Sum: 3 areas, largest difference of a score 0.1, 1 of 3 ranks and 1 deciles the same."
    )


def test_without_ranks() -> None:
    found = rebuild(SPEC, TABLE, score="score")
    assert found.rank is None
    assert found.explain() == "Sum: 3 areas, largest difference of a score 0.1."
