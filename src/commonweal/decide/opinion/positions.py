"""Where people stand: principal components of their answers (Small et al. 2021)."""

from __future__ import annotations

import numpy as np

from commonweal.stats.estimate import Floats


def positions(answers: Floats, seen: Floats, weights: Floats) -> Floats:
    """Positions of people in the plane in which their answers differ most.

    A statement that a person has not seen takes the mean answer of those who have. Whoever
    answered few of the m statements is then near the middle for that alone, so a position is
    drawn out by √(m / number answered).

    Args:
        answers: (people, statements), 1, 0 or -1; 0 where not seen.
        seen: (people, statements), 1 where there is an answer, else 0; at least one in each row.
        weights: (people,), how many people answered exactly so.

    Returns:
        (people, 2).
    """
    counted = weights @ seen
    mean = np.divide(weights @ answers, counted, out=np.zeros_like(counted), where=counted > 0)
    centred = np.where(seen > 0, answers - mean, 0.0)
    drawn = np.sqrt(seen.shape[1] / seen.sum(axis=1, keepdims=True))
    return np.asarray(centred @ _components(centred, weights) * drawn)


def _components(centred: Floats, weights: Floats) -> Floats:
    """(statements, 2), the two directions of greatest variance; zeros where there is none."""
    _, vectors = np.linalg.eigh((centred * weights[:, np.newaxis]).T @ centred)
    best = vectors[:, ::-1][:, :2]
    # The sign of a component is free: the statement that counts most in it points to the right.
    heaviest = np.abs(best).argmax(axis=0)
    best = best * np.sign(best[heaviest, np.arange(best.shape[1])])
    return np.pad(best, ((0, 0), (0, 2 - best.shape[1])))
