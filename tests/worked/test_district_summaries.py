"""The worked examples of the English Indices of Deprivation 2019: technical report, Appendix N.

A district of 70,000 people, of which the report lists the small areas that matter; here one more
area, the least deprived of the country, stands for the rest of its people.
"""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.find import SummarySpec, summarise

ENGLAND = 32_844
DISTRICT = 70_000


def summary(
    ranks: list[int], people: list[int], scores: list[float] | None = None, *, rest: bool = False
) -> dict[str, float]:
    """The summary of one district, with an area for the rest of its people if asked."""
    if rest:
        ranks, people = [*ranks, ENGLAND], [*people, DISTRICT - sum(people)]
    table = pl.DataFrame(
        {
            "area_code": [f"area {number}" for number in range(len(ranks))],
            "rank": ranks,
            "people": people,
            "score": scores or [0.0] * len(ranks),
        }
    )
    members = table.select("area_code", group_code=pl.lit("district"))
    spec = SummarySpec(precision="double")
    return summarise(table, members, spec, ranked_among=ENGLAND).table.row(0, named=True)


def test_average_rank() -> None:
    ranks = [3_000, 10_000, 500, 1_000, 20_000]
    people = [1_200, 1_800, 1_400, 1_500, 1_700]
    assert round(summary(ranks, people)["average_rank"]) == 25_240


def test_average_score() -> None:
    ranks = [3_000, 10_000, 500, 1_000, 20_000]
    people = [1_200, 1_800, 1_400, 1_500, 1_700]
    scores = [45.9, 26.51, 65.67, 59.14, 13.64]
    assert summary(ranks, people, scores)["average_score"] == pytest.approx(40.35, abs=0.005)


def test_proportion() -> None:
    ranks = [*range(1, 19), *range(10_000, 10_047)]
    assert summary(ranks, [1_500] * 65)["proportion"] == pytest.approx(0.277, abs=0.0005)


def test_extent() -> None:
    found = summary([500, 1_000, 3_000, 9_000], [1_400, 1_500, 1_200, 1_800], rest=True)
    # The report rounds the weight of the last area to four decimals on the way.
    assert found["extent"] == pytest.approx(0.062292, abs=2e-6)


def test_local_concentration() -> None:
    ranks = [500, 1_000, 3_000, 10_000, 20_000]
    people = [1_400, 1_500, 1_200, 1_800, 1_700]
    assert summary(ranks, people, rest=True)["local_concentration"] == pytest.approx(
        26_302.14, abs=0.005
    )
