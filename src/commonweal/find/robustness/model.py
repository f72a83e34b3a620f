"""An index ready to be drawn: its recipe, its measures and the areas it is wanted for."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from commonweal.errors import InputError, InputProblem
from commonweal.find.index_spec import Domain, IndexSpec
from commonweal.find.robustness.design import Design, by_rank
from commonweal.find.robustness.kernel import bins_for, counted
from commonweal.find.robustness.posterior import Measure

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class IndexModel:
    """An index and what is known of the errors of its measures.

    Attributes:
        label: what people call it, such as `IMD 2025`.
        index: the recipe; its leaves are the names of the measures.
        codes: areas that the index ranks, in the order of the measures.
        measures: one for each leaf of the recipe.
        targets: areas that a list is wanted for, where they are not those ranked.
        carry: targets x codes; the rows sum to 1. A target's score is the mean of those it names.
        among_targets: ranks are those among the targets, else among the areas of `codes`.
    """

    label: str
    index: IndexSpec
    codes: tuple[str, ...]
    measures: tuple[Measure, ...]
    targets: tuple[str, ...] = ()
    carry: csr_array | None = None
    among_targets: bool = False
    _bins: tuple[int, int] = field(init=False, default=(0, 0))

    def __post_init__(self) -> None:
        wanted = tuple(leaf.name for leaf in leaves(self.index.domains))
        given = tuple(measure.name for measure in self.measures)
        problems = []
        if sorted(wanted) != sorted(given):
            problems.append(
                InputProblem(f"measures {', '.join(wanted)}", ", ".join(given), column="measures")
            )
        problems += [
            InputProblem(
                f"{len(self.codes):,} values", f"{len(measure.values):,}", column=measure.name
            )
            for measure in self.measures
            if len(measure.values) != len(self.codes)
        ]
        if problems:
            raise InputError(problems, f"{self.label} cannot be simulated:")
        ordered = {measure.name: measure for measure in self.measures}
        object.__setattr__(self, "measures", tuple(ordered[name] for name in wanted))
        bins = (bins_for(len(self.codes)), bins_for(len(self.codes), fine=True))
        object.__setattr__(self, "_bins", bins)

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that come out of a draw."""
        return self.targets or self.codes

    @property
    def ranked(self) -> int:
        """Number of areas that ranks are made among."""
        return len(self.targets) if self.among_targets else len(self.codes)

    @property
    def domains(self) -> int:
        """Number of domains (not of their parts)."""
        return len(self.index.domains)

    def ranks(self, true: Singles, design: Design, weights: Floats | None) -> Ints:
        """Ranks of the areas that come out, 1 the worst, for one draw of true values.

        Args:
            true: measures x areas ranked, higher is worse.
            design: how domains are put on one scale and joined.
            weights: multipliers of the domains' weights; their sum is kept.
        """
        score = self.score(true, design, weights)
        if self.carry is None:
            return counted(score, self._bins[1]).lowest_ranks()
        carried = np.asarray(self.carry @ score, dtype=np.float32)
        if self.among_targets:
            return counted(carried, self._bins[1]).lowest_ranks()
        return counted(score, self._bins[1]).ranks_among(carried)

    def score(self, true: Singles, design: Design, weights: Floats | None) -> Singles:
        """The index of every area ranked, on a scale of its own; higher is worse."""
        table = by_rank(self.index, true.shape[1], design.normalisation, design.aggregation)
        used = self._weights(weights)
        remaining = iter(true)
        total = np.zeros(true.shape[1], dtype=np.float32)
        for domain, weight in zip(self.index.domains, used, strict=True):
            value = self._value(domain, remaining, table)
            if weight:
                total += np.float32(weight) * value
        return total

    def _weights(self, multipliers: Floats | None) -> Floats:
        own = np.array([domain.weight for domain in self.index.domains])
        if multipliers is None:
            return own
        moved = own * multipliers
        return np.asarray(moved * (own.sum() / moved.sum()))

    def _value(self, domain: Domain, remaining: object, table: Singles | None) -> Singles:
        own = self._own(domain, remaining)
        if table is None:
            return own
        return counted(own, self._bins[0]).by_mean_rank(table)

    def _own(self, domain: Domain, remaining: object) -> Singles:
        """Value of a domain before it is put on the common scale; parts are summed first."""
        if not domain.parts:
            return next(remaining)  # type: ignore[call-overload, no-any-return]
        size = len(self.codes)
        table = by_rank(self.index, size, "published", "arithmetic")
        total = np.zeros(size, dtype=np.float32)
        for part in domain.parts:
            total += np.float32(part.weight) * self._value(part, remaining, table)
        return total


def leaves(domains: tuple[Domain, ...]) -> tuple[Domain, ...]:
    """Domains that have values of their own, in the order in which a draw uses them."""
    found: list[Domain] = []
    for domain in domains:
        found += leaves(domain.parts) if domain.parts else [domain]
    return tuple(found)
