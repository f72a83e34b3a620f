"""Similar places: those nearest in what describes them, whatever is being compared.

Each measure of context is standardised over all places (mean 0, standard deviation 1), each theme
counts alike, and the distance is Euclidean, as in the published nearest-neighbour models of
English local authorities (Chartered Institute of Public Finance and Accountancy; Office for
National Statistics, 2025, Clustering similar local authorities and statistical nearest neighbours
in the UK: methodology). See docs/methods/similar-areas.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.errors import MethodNotApplicable

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

_TYPICAL = 0.5  # standard deviations within which a place is called like the country
_ALIKE = 0.5  # standard deviations within which two places are called alike
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Points:
    """Where n places stand on c measures of context; the arrays cannot be changed.

    Attributes:
        labels: c names in plain words.
        scores: n x c standard scores; 0 (the mean) where a value is not known.
        weights: c weights whose squares sum to 1: every theme counts alike.
        mean: c means of the places.
        spread: c standard deviations.
        kept: which columns of the values given these are.
    """

    labels: tuple[str, ...]
    scores: Floats
    weights: Floats
    mean: Floats
    spread: Floats
    kept: Ints

    def __post_init__(self) -> None:
        for name in ("scores", "weights", "mean", "spread", "kept"):
            frozen = getattr(self, name).view()
            frozen.flags.writeable = False
            object.__setattr__(self, name, frozen)

    def __len__(self) -> int:
        return len(self.scores)

    def of(self, values: Floats) -> Floats:
        """The c standard scores of a place that is not among these, from all its values."""
        scores: Floats = np.nan_to_num((values[self.kept] - self.mean) / self.spread)
        return scores


def standardised(values: Floats, themes: Sequence[int], labels: Sequence[str]) -> Points:
    """Standard scores of the measures of context.

    Args:
        values: n x c; NaN where not known. A place that lacks a value is taken to be average in
            it.
        themes: number of the theme of each measure.
        labels: of each measure.

    Returns:
        Measures that do not vary, or are known nowhere, are left out.

    Raises:
        MethodNotApplicable: none is left, or there are fewer than two places.
    """
    if len(values) < 2:
        raise MethodNotApplicable("Similar places need two places or more.")
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, values, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(known, values - mean, 0.0) ** 2).sum(axis=0) / count)
    varied = np.flatnonzero(spread > 1e-12)
    if not varied.size:
        raise MethodNotApplicable(
            "No measure that describes the places differs between them, so none is more similar."
        )
    theme = np.asarray(themes)[varied]
    sizes = np.array([np.count_nonzero(theme == each) for each in theme])
    return Points(
        labels=tuple(labels[place] for place in varied.tolist()),
        scores=np.nan_to_num((values[:, varied] - mean[varied]) / spread[varied]),
        weights=1 / np.sqrt(sizes * np.unique(theme).size),
        mean=mean[varied],
        spread=spread[varied],
        kept=varied,
    )


def distances(points: Points, target: Floats) -> Floats:
    """Distance of every place from one point of c standard scores."""
    found: Floats = np.linalg.norm((points.scores - target) * points.weights, axis=1)
    return found


def nearest(points: Points, target: Floats, count: int, allowed: Flags) -> Ints:
    """The places nearest to a point, the nearest first; of equals the first in order.

    Args:
        points: all places.
        target: c standard scores.
        count: how many; fewer are given where fewer are allowed.
        allowed: n flags; leave out the place itself, and its district if so wished.
    """
    far = np.where(allowed, distances(points, target), np.inf)
    order = np.argsort(far, kind="stable")[:count]
    return order[np.isfinite(far[order])]


def all_nearest(points: Points, count: int) -> Ints:
    """The nearest places of every place at once, itself left out: n x count, the nearest first."""
    from scipy.spatial import KDTree

    placed = points.scores * points.weights
    held = min(count, len(points) - 1)
    found = np.asarray(KDTree(placed).query(placed, k=held + 1, workers=_WORKERS)[1])
    others = found != np.arange(len(points))[:, np.newaxis]
    # Of places in the very same spot the tree may name others and not the place itself.
    others[others.all(axis=1), -1] = False
    return np.asarray(found[others].reshape(len(points), held), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two places are similar.

    Attributes:
        high: on what both lie well above the mean of all places, the most telling first.
        low: on what both lie well below it.
        alike: number of measures on which they lie within half a standard deviation.
        measures: of how many.
        differs: where they differ most, such as `crime is higher there`; empty where not by much.
    """

    high: tuple[str, ...]
    low: tuple[str, ...]
    alike: int
    measures: int
    differs: str

    def sentence(self) -> str:
        """The reason in a sentence or two."""
        told = [f"Alike on {self.alike} of {self.measures} measures."]
        for word, names in (("High", self.high), ("Low", self.low)):
            if names:
                told.append(f"{word} in both: {_listed(names)}.")
        if self.differs:
            told.append(f"Most different: {self.differs}.")
        return " ".join(told)


def reason(points: Points, target: Floats, other: int, most: int = 3) -> Reason:
    """Why a place is similar to a point.

    What both have in common counts for more the farther it is from the mean of all places: that
    two places are average in the same thing explains little.
    """
    own, there = target, points.scores[other]
    gap = np.abs(own - there)
    least = np.minimum(np.abs(own), np.abs(there))
    telling = least - gap
    marked = (np.sign(own) == np.sign(there)) & (least > _TYPICAL) & (telling > 0)
    order = [int(c) for c in np.argsort(-telling, kind="stable") if marked[c]][:most]
    far = int(np.argmax(gap))
    higher = "higher" if there[far] > own[far] else "lower"
    return Reason(
        high=tuple(points.labels[c] for c in order if own[c] > 0),
        low=tuple(points.labels[c] for c in order if own[c] < 0),
        alike=int((gap <= _ALIKE).sum()),
        measures=gap.size,
        differs=f"{points.labels[far]}, {higher} there" if gap[far] > 2 * _ALIKE else "",
    )


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
