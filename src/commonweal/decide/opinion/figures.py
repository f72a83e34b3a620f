"""Figures of statements: counts by group, consensus, difference and what marks a group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.decide.opinion.responses import AGREE, DISAGREE, PASS, Responses
from commonweal.stats.estimate import Floats


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers of groups of people, each array (groups, statements).

    Attributes:
        agree: people who agree.
        disagree: people who disagree.
        passed: people who passed.
    """

    agree: Floats
    disagree: Floats
    passed: Floats

    @property
    def seen(self) -> Floats:
        """People who answered at all."""
        return self.agree + self.disagree + self.passed


def counts(responses: Responses, labels: NDArray[np.int64], groups: int) -> Counts:
    """Answers of each group, and in the last row of whoever has none (label -1)."""
    member = (labels[:, np.newaxis] % (groups + 1)) == np.arange(groups + 1)
    inside = member.T.astype(np.float64)
    agree, disagree, passed = (
        inside @ (responses.seen & (responses.answers == answer))
        for answer in (AGREE, DISAGREE, PASS)
    )
    return Counts(agree, disagree, passed)


def share(answered: Floats, seen: Floats) -> Floats:
    """Share with one answer, one person of each kind added, so that few answers mean little.

    (answered + 1) / (seen + 2): one half where nobody saw the statement.
    """
    return (answered + 1) / (seen + 2)


def informed_consensus(answered: Floats, seen: Floats) -> Floats:
    """Group-informed consensus of statements: the product of all groups' shares.

    Source: Small et al. (2021), section 3.4. High only where every group is for it.
    """
    return np.asarray(share(answered, seen).prod(axis=0))


def spread(answered: Floats, seen: Floats) -> Floats:
    """Difference of the highest and the lowest share among groups."""
    shares = share(answered, seen)
    return np.asarray(shares.max(axis=0) - shares.min(axis=0))


def over_half(answered: Floats, seen: Floats) -> Floats:
    """Z of a share against one half, as Polis has it: 2 √(n+1) ((x+1) / (n+1) - 1/2)."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((answered + 1) / (seen + 1) - 0.5))


def over_others(answered: Floats, seen: Floats, others: Floats, others_seen: Floats) -> Floats:
    """Z of the difference of two shares, one person for it added to each (two-proportion test)."""
    x, n, y, m = answered + 1, seen + 1, others + 1, others_seen + 1
    pooled = (x + y) / (n + m)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return np.divide(x / n - y / m, error, out=np.zeros_like(error), where=error > 0)


@dataclass(frozen=True, slots=True)
class Marks:
    """How far an answer to statements marks a group, each array (groups, statements).

    Attributes:
        share: share of the group with the answer.
        elsewhere: share of all other groups together.
        half: z of the share against one half.
        others: z of the share against that of the other groups.
    """

    share: Floats
    elsewhere: Floats
    half: Floats
    others: Floats

    @property
    def weight(self) -> Floats:
        """What orders statements: ratio of the shares, both z and the share, multiplied."""
        return self.share / self.elsewhere * self.others * self.share * self.half


def marks(answered: Floats, seen: Floats) -> Marks:
    """Compare each group's answers with those of all other groups together."""
    rest, rest_seen = answered.sum(axis=0) - answered, seen.sum(axis=0) - seen
    return Marks(
        share(answered, seen),
        share(rest, rest_seen),
        over_half(answered, seen),
        over_others(answered, seen, rest, rest_seen),
    )
