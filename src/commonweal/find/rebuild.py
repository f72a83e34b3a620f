"""A published index made again from its published parts: how far it comes out the same."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.find.agreement import Agreement, agreement
from commonweal.find.index import make_index
from commonweal.find.index_spec import IndexSpec
from commonweal.find.tables import KEY, check_columns
from commonweal.stats import quantile_of_rank


@dataclass(frozen=True, slots=True)
class Rebuild:
    """How an index that was made again agrees with the published one.

    Attributes:
        spec: the recipe.
        score: agreement of the scores; `largest_difference` is the figure to look at, since the
            published ones are rounded.
        rank: agreement of the ranks, or None where they were not given.
        same_decile: number of areas whose decile is the published one, or None.
    """

    spec: IndexSpec
    score: Agreement
    rank: Agreement | None
    same_decile: int | None

    def explain(self) -> str:
        """The figures in one sentence."""
        title = self.spec.title or self.spec.name
        said = (
            f"{title}: {self.score.of:,} areas, largest difference of a score "
            f"{self.score.largest_difference:.4g}"
        )
        if self.rank is not None:
            said += f", {self.rank.equal:,} of {self.rank.of:,} ranks and {self.same_decile:,} "
            said += "deciles the same"
        return f"{said}."


def rebuild(
    spec: IndexSpec, table: pl.DataFrame, *, score: str, rank: str | None = None
) -> Rebuild:
    """Make an index again and compare it with the scores and ranks that were published.

    Args:
        spec: the recipe.
        table: `area_code`, what the recipe needs, and the published columns.
        score: column of the published score.
        rank: column of the published rank, if there is one.

    Raises:
        InputError: a column is missing or a code is repeated.
    """
    check_columns(table, [score, *([rank] if rank else [])], table="table")
    made = make_index(spec, table).table
    scores = agreement(made, table.select(KEY, score=score), "score")
    if rank is None:
        return Rebuild(spec, scores, None, None)
    ranks = agreement(made, table.select(KEY, rank=rank), "rank")
    return Rebuild(spec, scores, ranks, ranks.equal + _deciles_kept(ranks, made.height))


def _deciles_kept(ranks: Agreement, n: int) -> int:
    """Of the areas whose rank differs, those that keep their decile."""
    published = quantile_of_rank(ranks.misses["published"].to_numpy(), n)
    computed = quantile_of_rank(ranks.misses["computed"].to_numpy(), n)
    return int((published == computed).sum())
