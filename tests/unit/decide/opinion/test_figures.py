"""Figures by hand and by a second route: positions, k-means, silhouettes, tests of shares."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import chi2_contingency

from commonweal.decide.opinion.clusters import divide, silhouettes
from commonweal.decide.opinion.figures import (
    informed_consensus,
    marks,
    over_half,
    over_others,
    spread,
)
from commonweal.decide.opinion.positions import positions
from commonweal.decide.opinion.spec import OpinionSpec


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)[:, np.newaxis]


def test_positions_by_hand() -> None:
    """Agreeing and disagreeing with both of two statements: √2 right and left of the middle.

    A third person, who weighs nothing here, saw the first only: 1/√2 along, drawn out by √(2/1).
    """
    answers = np.array([[1.0, 1], [-1, -1], [1, 0]])
    seen = np.array([[1.0, 1], [1, 1], [1, 0]])
    placed = positions(answers, seen, np.array([1.0, 1, 0]))
    assert placed[:, 0] == pytest.approx([np.sqrt(2), -np.sqrt(2), 1])
    assert placed[:2, 1] == pytest.approx([0, 0])


def test_positions_are_principal_components() -> None:
    """With everything seen: the scores of a singular value decomposition, but for signs."""
    answers = np.random.default_rng(2).integers(-1, 2, (30, 6)).astype(float)
    placed = positions(answers, np.ones_like(answers), np.ones(30))
    left, sizes, _ = np.linalg.svd(answers - answers.mean(axis=0), full_matrices=False)
    assert np.abs(placed) == pytest.approx(np.abs(left[:, :2] * sizes[:2]), abs=1e-9)


def test_a_single_statement_has_one_direction() -> None:
    placed = positions(column(1, -1), np.ones((2, 1)), np.ones(2))
    assert placed.tolist() == [[1, 0], [-1, 0]]


def test_silhouettes_follow_their_definition() -> None:
    """Rousseeuw's (b - a) / max(a, b) person by person, people at one place written out."""
    rng = np.random.default_rng(5)
    points, weights = rng.normal(size=(12, 2)), rng.integers(1, 4, 12).astype(float)
    labels = np.arange(12) % 3
    people, group = (
        np.repeat(points, weights.astype(int), 0),
        np.repeat(labels, weights.astype(int)),
    )
    distances, widths = cdist(people, people), []
    for person, own in enumerate(group):
        inside = distances[person, (group == own) & (np.arange(len(people)) != person)].mean()
        nearest = min(distances[person, group == other].mean() for other in {0, 1, 2} - {own})
        widths.append((nearest - inside) / max(nearest, inside))
    assert silhouettes(points, weights, [labels]) == pytest.approx([np.mean(widths)])


def test_whoever_is_alone_has_a_silhouette_of_nothing() -> None:
    points = np.array([[0.0, 0], [1, 0], [9, 0]])
    # (9 - 1) / 9 and (8 - 1) / 8 for the pair, 0 for the third.
    expected = (8 / 9 + 7 / 8) / 3
    assert silhouettes(points, np.ones(3), [np.array([0, 0, 1])]) == pytest.approx([expected])


@pytest.mark.parametrize("seed", range(5))
def test_two_groups_are_the_tightest_two(seed: int) -> None:
    """Of all 254 divisions of nine places none has less spread around its middles."""
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(9, 2)) + np.array([[4.0, 0]]) * (np.arange(9) > 4)[:, np.newaxis]
    weights = rng.integers(1, 5, 9).astype(float)

    def around(labels: np.ndarray) -> float:
        total = 0.0
        for group in (0, 1):
            inside, n = points[labels == group], weights[labels == group]
            total += float(n @ ((inside - n @ inside / n.sum()) ** 2).sum(axis=1))
        return total

    every = [np.array(each) for each in product((0, 1), repeat=9) if 0 < sum(each) < 9]
    spec = OpinionSpec(max_groups=2, smallest_group=1, least_count=1)
    division = divide(points, weights, spec)
    assert division.silhouette is not None
    assert around(division.labels) == pytest.approx(min(map(around, every)))


def test_consensus_and_spread_by_hand() -> None:
    """8 of 10 and 3 of 4 agree: 9/12 x 4/6, and 9/12 - 4/6. Unseen counts a half."""
    agree, seen = column(8, 3), column(10, 4)
    assert informed_consensus(agree, seen) == pytest.approx([0.5])
    assert spread(agree, seen) == pytest.approx([1 / 12])
    assert informed_consensus(column(0, 0), column(0, 0)) == pytest.approx([0.25])


def test_shares_against_each_other() -> None:
    """The square of z is chi-squared of the table with one added, without correction."""
    z = over_others(column(9), column(10), column(4), column(14))
    table = [[10, 1], [5, 10]]
    assert z[0, 0] ** 2 == pytest.approx(chi2_contingency(table, correction=False).statistic)
    assert z[0, 0] > 0
    assert over_others(column(5), column(5), column(7), column(7)) == pytest.approx(0)
    # 2 x √9 x (8/9 - 1/2).
    assert over_half(column(7), column(8)) == pytest.approx(2 * 3 * (8 / 9 - 0.5))


def test_others_are_all_groups_but_one() -> None:
    found = marks(column(9, 2, 2), column(10, 6, 8))
    assert found.elsewhere[0, 0] == pytest.approx((2 + 2 + 1) / (6 + 8 + 2))
    assert found.share[0, 0] == pytest.approx(10 / 12)
