"""Find opinion groups: place people, divide them, count, and hold back what is small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.decide.opinion.clusters import Labels, divide
from commonweal.decide.opinion.figures import Counts, counts
from commonweal.decide.opinion.positions import positions
from commonweal.decide.opinion.responses import Responses
from commonweal.decide.opinion.result import Group, Opinions, Split
from commonweal.decide.opinion.spec import OpinionSpec
from commonweal.decide.opinion.statements import (
    common,
    divided,
    group_marks,
    group_name,
    shown_splits,
    shown_statements,
)
from commonweal.stats.estimate import Floats

_UNSEEN = 2  # Beside 1, 0 and -1 in a sheet of answers.


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the people placed stand, and the number of their group (-1: none is sought)."""

    points: Floats
    labels: Labels
    silhouette: float | None = None


def find_opinions(spec: OpinionSpec, responses: Responses) -> Opinions:
    """Find opinion groups and what they agree and differ on (Small et al. 2021).

    Who answered enough is placed by the two principal components of all answers; k-means divides
    them, with the number of groups by silhouette. The order of rows does not matter. There are no
    groups where fewer than twice the smallest group can be placed.
    """
    needed = max(min(spec.min_responses, len(responses.statements)), 1)
    placed = np.flatnonzero(responses.seen.sum(axis=1) >= needed)
    places = _place(spec, responses, placed)
    everyone = np.full(len(responses.people), -1)
    everyone[placed] = places.labels
    held = counts(responses, everyone, int(places.labels.max(initial=-1)) + 1)
    return _opinions(spec, responses, placed, places, held)


def _place(spec: OpinionSpec, responses: Responses, placed: Labels) -> _Places:
    if len(placed) < 2 * spec.smallest_group:
        return _Places(np.zeros((len(placed), 2)), np.full(len(placed), -1))
    coded = np.where(responses.seen, responses.answers, _UNSEEN)[placed]
    # Each different sheet once, in an order of its content: the order of people decides nothing.
    sheets, inverse, times = np.unique(coded, axis=0, return_inverse=True, return_counts=True)
    seen, weights = (sheets != _UNSEEN).astype(np.float64), times.astype(np.float64)
    points = positions(np.where(seen > 0, sheets, 0).astype(np.float64), seen, weights)
    division = divide(points, weights, spec)
    labels = _largest_first(points, weights, division.labels)
    return _Places(points[inverse], labels[inverse], division.silhouette)


def _largest_first(points: Floats, weights: Floats, labels: Labels) -> Labels:
    """Groups numbered by size; among equal ones by where they stand."""
    sizes = np.bincount(labels, weights)
    across, up = (np.bincount(labels, weights * points[:, axis]) / sizes for axis in (0, 1))
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((up, across, -sizes))] = np.arange(len(sizes))
    return rank[labels]


def _opinions(
    spec: OpinionSpec, responses: Responses, placed: Labels, places: _Places, held: Counts
) -> Opinions:
    import polars as pl

    groups = len(held.agree) - 1
    splits = [shown_splits(held, place, spec) for place in range(len(responses.statements))]
    names = [group_name(label) for label in places.labels]
    return Opinions(
        spec=spec,
        people=int((responses.seen.any(axis=1)).sum()),
        placed=len(placed),
        groups=tuple(_group(places, group, responses, held, splits) for group in range(groups)),
        statements=shown_statements(responses, held, splits),
        agreed=common(responses, held.agree, held.seen),
        rejected=common(responses, held.disagree, held.seen),
        divided=divided(responses, held),
        silhouette=places.silhouette,
        places=pl.DataFrame(
            {
                "person": [responses.people[each] for each in placed],
                "group": pl.Series(names, dtype=pl.String),
                "x": places.points[:, 0],
                "y": places.points[:, 1],
            }
        ),
    )


def _group(
    places: _Places,
    group: int,
    responses: Responses,
    held: Counts,
    splits: list[list[Split]],
) -> Group:
    inside = places.points[places.labels == group]
    # Sums of floating-point numbers depend on their order, and that of people must not count.
    inside = inside[np.lexsort((inside[:, 1], inside[:, 0]))]
    middle = inside.mean(axis=0)
    radius = float(np.sqrt(((inside - middle) ** 2).sum(axis=1).mean()))
    return Group(
        name=group_name(group) or "",
        size=len(inside),
        x=float(middle[0]),
        y=float(middle[1]),
        radius=radius,
        marks=group_marks(responses, held, splits, group),
    )
