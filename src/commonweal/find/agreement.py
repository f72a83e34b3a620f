"""How far recomputed figures agree with published ones, and what would explain the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.find.summaries import MEASURES, PRINTED_DIGITS, summary_measures
from commonweal.find.summary_spec import SummarySpec
from commonweal.find.tables import KEY, check_columns, column_values
from commonweal.stats import round_half_up

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of one column with what was published.

    Attributes:
        column: its name.
        equal: number of areas whose value is the published one, to the printed digit if said.
        of: number of areas that both know.
        largest_difference: over all of them, before rounding.
        misses: `area_code`, `published`, `computed` of those that differ.
    """

    column: str
    equal: int
    of: int
    largest_difference: float
    misses: pl.DataFrame

    def sentence(self) -> str:
        """`average_rank: 296 of 296 equal, largest difference 0.005`."""
        return (
            f"{self.column}: {self.equal:,} of {self.of:,} equal, largest difference "
            f"{self.largest_difference:.4g}"
        )


def agreement(
    computed: pl.DataFrame, published: pl.DataFrame, column: str, digits: int | None = None
) -> Agreement:
    """Compare a column of two tables area by area.

    Args:
        computed: `area_code` and the column.
        published: the same, as published.
        column: what to compare; areas that lack it on one side are left out.
        digits: digits that are printed; the computed value is rounded to them, halves up. If not
            given the values must be equal as they are.

    Raises:
        InputError: a column is missing or a code is repeated.
    """
    check_columns(computed, [column], table="computed")
    check_columns(published, [column], table="published")
    both = published.select(KEY, published=column).join(
        computed.select(KEY, computed=column), on=KEY
    )
    both = both.drop_nulls().sort(KEY)
    mine, theirs = column_values(both, "computed"), column_values(both, "published")
    printed = mine if digits is None else round_half_up(mine, digits)
    equal = np.isclose(printed, theirs, rtol=0, atol=1e-9 if digits is None else 10.0**-digits / 4)
    largest = float(np.abs(mine - theirs).max()) if both.height else 0.0
    misses = both.filter(pl.Series(~equal))
    return Agreement(column, int(equal.sum()), both.height, largest, misses)


def agreements(
    computed: pl.DataFrame, published: pl.DataFrame, columns: Sequence[str] = MEASURES
) -> tuple[Agreement, ...]:
    """Agreement of the summary measures to the digits that the official files print."""
    return tuple(
        agreement(computed, published, column, PRINTED_DIGITS.get(column)) for column in columns
    )


def changes_that_explain(
    table: pl.DataFrame,
    published: dict[str, float],
    *,
    ranked_among: int,
    limit: int,
    most: int = 10,
    spec: SummarySpec | None = None,
) -> pl.DataFrame:
    """Changes to the people of one area after which a group's measures are as published.

    The publisher says that some published denominators of 2019 were altered after use, to protect
    people's privacy. This lists single areas and whole numbers of people, the smallest changes
    first, that would make all five measures come out as printed.

    Args:
        table: the areas of one group: `area_code`, `rank` (equal areas share their mean),
            `score`, `people`.
        published: the five measures of the group.
        ranked_among: number of areas ranked in the country.
        limit: largest number of people added or taken away.
        most: how many to list.
        spec: how the measures are made.

    Returns:
        `area_code` and `change`; empty if none explains it.
    """
    rows = table.sort("rank", KEY)
    ranks, scores, people = (column_values(rows, name) for name in ("rank", "score", "people"))
    one_group = np.zeros(rows.height, dtype=np.int64)
    found: list[tuple[str, int]] = []
    for area, change in _promising(ranks, people, published["average_rank"], ranked_among, limit):
        altered = people.copy()
        altered[area] += change
        made = summary_measures(
            ranks, scores, altered, one_group, ranked_among, spec or SummarySpec()
        )
        if all(_equal_in_print(name, made[name][0], published[name]) for name in MEASURES):
            found.append((rows[KEY][area], change))
        if len(found) == most:
            break
    return pl.DataFrame(found, schema={KEY: pl.String, "change": pl.Int64}, orient="row")


def _promising(
    ranks: Floats, people: Floats, average_rank: float, n: int, limit: int
) -> list[tuple[int, int]]:
    """Areas and changes that bring the average rank within the rounding of the published one."""
    reverse = n + 1 - ranks
    change = np.array(sorted((c for c in range(-limit, limit + 1) if c), key=abs))[:, None]
    total, everyone = float((reverse * people).sum()), float(people.sum())
    after = (total + change * reverse) / (everyone + change)
    close = np.abs(after - average_rank) < 0.6 * 10.0 ** -PRINTED_DIGITS["average_rank"]
    places = np.argwhere(close & (people + change >= 0))
    return [(int(area), int(change[row, 0])) for row, area in places]


def _equal_in_print(name: str, first: float, second: float) -> bool:
    digits = PRINTED_DIGITS[name]
    difference = round_half_up(first, digits) - round_half_up(second, digits)
    return bool(abs(difference) < 10.0**-digits / 4)
