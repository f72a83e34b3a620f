"""How far the open index agrees with another index of social infrastructure, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import MethodNotApplicable
from commonweal.find.open_index.index import DOMAIN_RANK, OpenIndexResult
from commonweal.find.tables import KEY, check_columns, column_values
from commonweal.stats import cut_rank, mean_ranks, quantile_of_rank

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two lists taken out of the same areas.

    Attributes:
        other: areas on the other's list.
        ours: areas on ours.
        both: areas on both.
        among: areas that either list could have taken.
    """

    other: int
    ours: int
    both: int
    among: int

    @property
    def found(self) -> float:
        """Share of the other's list that ours finds."""
        return self.both / self.other if self.other else float("nan")

    @property
    def jaccard(self) -> float:
        """Areas on both, of those on either."""
        either = self.other + self.ours - self.both
        return self.both / either if either else float("nan")

    @property
    def by_chance(self) -> float:
        """Areas on both if ours were drawn by lot."""
        return self.other * self.ours / self.among if self.among else float("nan")


@dataclass(frozen=True, slots=True)
class IndexAgreement:
    """How the open index stands to another one.

    Attributes:
        label: what people call the other index.
        areas: number of areas that both rank.
        correlations: `ours, theirs, rho`: Spearman's rank correlation of the open index and each
            of its domains with the other index and each of its domains.
        deciles: `decile` (theirs, 1 the worst) and the areas in each of our deciles, `1` to `10`.
        worst: the worst share of areas on each.
        doubly: the doubly disadvantaged lists with each, if deprivation was given.
        cut: the share that counts as worst.
    """

    label: str
    areas: int
    correlations: pl.DataFrame
    deciles: pl.DataFrame
    worst: Overlap
    doubly: Overlap | None
    cut: float

    @property
    def rho(self) -> float:
        """Spearman's rank correlation of the two indices as wholes."""
        return self.correlation(OVERALL, OVERALL)

    def correlation(self, ours: str, theirs: str) -> float:
        """Spearman's rank correlation of one of our domains with one of theirs."""
        return float(self.correlations.filter(ours=ours, theirs=theirs)["rho"][0])

    def same_decile(self, within: int = 0) -> float:
        """Share of areas whose deciles differ by no more than so many."""
        table = self.deciles.select(pl.exclude("decile")).to_numpy()
        rows, columns = np.indices(table.shape)
        return float(table[np.abs(rows - columns) <= within].sum() / table.sum())

    def explain(self) -> str:
        """The agreement in plain words."""
        said = [
            f"Over {self.areas:,} areas the rank correlation with {self.label} is "
            f"{self.rho:.2f} (1 would be the same order, 0 no likeness). "
            f"{self.same_decile():.0%} of areas are in the same tenth and "
            f"{self.same_decile(1):.0%} within one tenth; by chance it would be 10% and 28%. Of "
            f"the {self.worst.other:,} areas in its worst {self.cut:.0%}, "
            f"{self.worst.both:,} are in ours."
        ]
        if self.doubly is not None:
            said.append(
                f"Of {self.doubly.other:,} doubly disadvantaged areas by {self.label} the open "
                f"index finds {self.doubly.both:,} ({self.doubly.found:.0%}) with a list of "
                f"{self.doubly.ours:,}; drawn by lot from the deprived areas such a list would "
                f"find {self.doubly.by_chance:,.0f}. Jaccard {self.doubly.jaccard:.2f}."
            )
        return " ".join(said)


def index_agreement(
    result: OpenIndexResult,
    other: pl.DataFrame,
    domains: Mapping[str, str],
    *,
    label: str,
    cut: float,
    deprivation: pl.DataFrame | None = None,
) -> IndexAgreement:
    """Hold the open index against another.

    Args:
        result: the open index.
        other: `area_code`, `rank` (1 the worst) and a column of ranks for each of its domains.
        domains: columns of `other` by the name of its domain.
        label: what people call the other index.
        cut: share of areas, from the worst, that counts as worst on each index.
        deprivation: `area_code`, `rank` (1 the most deprived), to compare the doubly disadvantaged.

    Raises:
        InputError: a column is missing.
        MethodNotApplicable: fewer than two areas are ranked by both.
    """
    check_columns(other, ["rank", *domains.values()], table="other")
    theirs = other.select(KEY, *(pl.col(name).alias(f"_{name}") for name in _all(domains).values()))
    both = result.table.join(theirs, on=KEY, how="full", coalesce=True).sort(KEY)
    shared = both.drop_nulls(["rank", "_rank"])
    if shared.height < 2:
        raise MethodNotApplicable(f"The open index and {label} rank no areas in common.")
    poor, their_poor = _worst(both, "rank", cut), _worst(both, "_rank", cut)
    everywhere = np.ones(both.height, dtype=bool)
    return IndexAgreement(
        label=label,
        areas=shared.height,
        correlations=_correlations(result, shared, _all(domains)),
        deciles=_cross(_deciles(shared, "_rank"), _deciles(shared, "rank")),
        worst=_overlap(their_poor, poor, everywhere),
        doubly=None if deprivation is None else _doubly(both, deprivation, poor, their_poor, cut),
        cut=cut,
    )


def spearman(first: Floats, second: Floats) -> float:
    """Spearman's rank correlation over the pairs of which both are known; ties share ranks."""
    known = ~(np.isnan(first) | np.isnan(second))
    if known.sum() < 2:
        return float("nan")
    ranks = np.array([mean_ranks(first[known]), mean_ranks(second[known])])
    if (ranks.min(axis=1) == ranks.max(axis=1)).any():
        return float("nan")
    return float(np.corrcoef(ranks)[0, 1])


def _all(domains: Mapping[str, str]) -> dict[str, str]:
    return {OVERALL: "rank", **domains}


def _worst(frame: pl.DataFrame, column: str, cut: float) -> Flags:
    """Areas within the cut of an index's own ranking, as `find` takes them; unknown is outside."""
    values = column_values(frame, column)
    return np.asarray(values <= cut_rank(cut, int((~np.isnan(values)).sum())))


def _deciles(frame: pl.DataFrame, column: str) -> NDArray[np.int64]:
    """Tenths among these areas."""
    values = column_values(frame, column)
    ranks = np.searchsorted(np.sort(values), values, side="left") + 1
    return quantile_of_rank(ranks, len(ranks))


def _correlations(
    result: OpenIndexResult, both: pl.DataFrame, theirs: Mapping[str, str]
) -> pl.DataFrame:
    ours = {OVERALL: "rank", **{name: DOMAIN_RANK.format(name) for name in result.domains}}
    rows = [
        (
            our,
            their,
            spearman(column_values(both, own), column_values(both, f"_{column}")),
        )
        for our, own in ours.items()
        for their, column in theirs.items()
    ]
    return pl.DataFrame(rows, schema=["ours", "theirs", "rho"], orient="row")


def _cross(theirs: NDArray[np.int64], ours: NDArray[np.int64]) -> pl.DataFrame:
    table = np.zeros((10, 10), dtype=np.int64)
    np.add.at(table, (theirs - 1, ours - 1), 1)
    columns = {str(place + 1): table[:, place] for place in range(10)}
    return pl.DataFrame({"decile": np.arange(1, 11), **columns})


def _doubly(
    both: pl.DataFrame, deprivation: pl.DataFrame, poor: Flags, their_poor: Flags, cut: float
) -> Overlap:
    check_columns(deprivation, ["rank"], table="deprivation")
    limit = cut_rank(cut, deprivation["rank"].drop_nulls().len())
    flags = deprivation.select(KEY, _deprived=pl.col("rank") <= limit)
    joined = both.select(KEY).join(flags, on=KEY, how="left", maintain_order="left")
    deprived = joined["_deprived"].fill_null(value=False).to_numpy()
    return _overlap(their_poor & deprived, poor & deprived, deprived)


def _overlap(other: Flags, ours: Flags, among: Flags) -> Overlap:
    return Overlap(int(other.sum()), int(ours.sum()), int((other & ours).sum()), int(among.sum()))
