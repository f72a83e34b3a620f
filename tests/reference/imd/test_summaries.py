"""The published summaries of districts, to the printed digit, and what explains the rest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from commonweal.find import (
    MEASURES,
    Agreement,
    SummarySpec,
    agreement,
    agreements,
    changes_that_explain,
    imd_spec,
    make_index,
    summarise,
)

Figure = Callable[[str, object], None]
Summaries = dict[str, pl.DataFrame]


def with_full_scores(frame: pl.DataFrame, edition: str) -> pl.DataFrame:
    """The areas with scores in full: the published ones are rounded to three decimals."""
    scores = make_index(imd_spec(edition), frame).table.select("area_code", "score")
    return frame.select("area_code", "people", "group_code", rank="imd_rank").join(
        scores, on="area_code"
    )


def counts(found: tuple[Agreement, ...]) -> list[int]:
    return [each.equal for each in found]


def test_districts_of_2025(
    iod2025: pl.DataFrame, district_summaries: Summaries, figure: Figure
) -> None:
    areas = with_full_scores(iod2025, "2025")
    made = summarise(areas, areas.select("area_code", "group_code")).table
    found = agreements(made, district_summaries["2025"])
    for each in found:
        figure("Districts 2025", each.sentence())
    assert counts(found) == [296] * 5
    for measure in MEASURES:
        place = f"rank_of_{measure}"
        figure("Districts 2025", agreement(made, district_summaries["2025"], place).sentence())


def test_districts_of_2025_in_double_precision(
    iod2025: pl.DataFrame, district_summaries: Summaries, figure: Figure
) -> None:
    areas = iod2025.rename({"imd_rank": "rank", "imd_score": "score"})
    spec = SummarySpec(precision="double")
    made = summarise(areas, areas.select("area_code", "group_code"), spec).table
    found = agreements(made, district_summaries["2025"])
    for each in found:
        figure("Districts 2025, double precision, published scores", each.sentence())
    assert counts(found) == [293, 291, 296, 296, 290]


@pytest.fixture(scope="module")
def areas2019(iod2019: pl.DataFrame) -> pl.DataFrame:
    return with_full_scores(iod2019, "2019")


def test_districts_of_2019(
    areas2019: pl.DataFrame, district_summaries: Summaries, figure: Figure
) -> None:
    made = summarise(areas2019, areas2019.select("area_code", "group_code")).table
    found = agreements(made, district_summaries["2019"])
    for each in found:
        figure("Districts 2019", each.sentence())
    assert counts(found) == [277, 317, 317, 316, 277]


def explained(areas: pl.DataFrame, code: str, published: pl.DataFrame, limit: int) -> bool:
    """Whether a change to the people of one area makes a district as published."""
    changes = changes_that_explain(
        areas.filter(pl.col("group_code") == code).drop("group_code"),
        published.filter(pl.col("area_code") == code).row(0, named=True),
        ranked_among=areas.height,
        limit=limit,
        most=1,
    )
    return bool(changes.height)


def test_what_remains_of_2019_is_the_altered_denominators(
    areas2019: pl.DataFrame, district_summaries: Summaries, figure: Figure
) -> None:
    """Note 2 of File 6: denominators were altered after use, to protect people's privacy."""
    published = district_summaries["2019"]
    made = summarise(areas2019, areas2019.select("area_code", "group_code")).table
    missed = [each.misses["area_code"] for each in agreements(made, published)]
    differ = pl.concat(missed).unique().sort().to_list()
    tied = areas2019.with_columns(pl.col("rank").rank("average"))
    by_three = [code for code in differ if explained(tied, code, published, 3)]
    by_twenty = [code for code in differ if explained(tied, code, published, 20)]
    figure("Districts 2019 that differ", f"{len(differ)}: {' '.join(differ)}")
    figure("of them as published if one area had up to 3 people more or fewer", len(by_three))
    figure("of them as published if one area had up to 20 people more or fewer", len(by_twenty))
    assert len(differ) == 47
    assert len(by_three) == 46
    assert len(by_twenty) == 47


def test_differences_made_up_are_rarely_explained(areas2019: pl.DataFrame, figure: Figure) -> None:
    """A placebo: the same search finds a change for few districts with invented differences."""
    made = summarise(areas2019, areas2019.select("area_code", "group_code")).table
    tied = areas2019.with_columns(pl.col("rank").rank("average"))
    draw = np.random.default_rng(1)
    sample = made.sample(60, seed=1)
    noise = draw.choice([-1, 1], (2, 60)) * draw.uniform(0.01, 0.1, (2, 60))
    invented = sample.with_columns(
        pl.col("average_rank") + noise[0], pl.col("local_concentration") + noise[1]
    )
    found = sum(explained(tied, code, invented, 3) for code in invented["area_code"])
    figure("Districts with invented differences that such a change explains", f"{found} of 60")
    assert found <= 20


def test_districts_of_2015(
    iod2015: pl.DataFrame, district_summaries: Summaries, figure: Figure
) -> None:
    areas = iod2015.rename({"imd_rank": "rank", "imd_score": "score"})
    made = summarise(areas, areas.select("area_code", "group_code")).table
    found = agreements(made, district_summaries["2015"])
    for each in found:
        figure("Districts 2015", each.sentence())
    assert counts(found) == [282, 315, 326, 325, 284]
