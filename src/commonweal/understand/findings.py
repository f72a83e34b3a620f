"""Key findings in plain sentences, each with how sure we are; that there is none is one too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.understand.groups import Grouping
from commonweal.understand.issues import Issue
from commonweal.understand.like_for_like import LikeForLike
from commonweal.understand.prevalence import Prevalence
from commonweal.understand.wording import between, figure, group_words, said, size_of

MOST_OF_AN_ISSUE = 4


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """One thing found.

    Attributes:
        issue: id of the issue it belongs to.
        measure: id of the measure it rests on.
        direction: worse, better, more, less, or `no difference`.
        strength: size of the gap in standard deviations of the areas.
        statement: what is so, in one sentence.
        certainty: how sure we are, in one sentence.
        like: how it is in places just as deprived, in one sentence; empty where not known.
    """

    issue: str
    measure: str
    direction: str
    strength: float
    statement: str
    certainty: str
    like: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(part for part in (self.statement, self.certainty, self.like) if part)


def key_findings(
    prevalence: Prevalence,
    issues: Sequence[Issue],
    parts_of_rule: Mapping[str, str],
    like: LikeForLike | None = None,
) -> tuple[KeyFinding, ...]:
    """What the first measures of each issue say, and what shows no difference last.

    The first measure of every issue comes before the second of any, the larger gap first.

    Measures that are part of the rule that chose the areas are passed over: that they differ is
    how the areas were chosen.

    Args:
        prevalence: levels and gaps, not split.
        issues: the issues to speak of.
        parts_of_rule: the measures that are part of the rule.
        like: like held against like, if it was.
    """
    rows = {row["measure"]: row for row in prevalence.gaps().iter_rows(named=True)}
    likes = _rows_of(like)
    told: dict[str, KeyFinding] = {}
    rounds: dict[str, int] = {}
    for issue in issues:
        usable = [
            rows[name]
            for name in issue.measures
            if name in rows and name not in parts_of_rule and rows[name]["p_value"] is not None
        ]
        for place, row in enumerate(usable[:MOST_OF_AN_ISSUE]):
            found = _finding(issue, row, prevalence.grouping, likes.get(row["measure"]))
            told.setdefault(row["measure"], found)
            rounds.setdefault(row["measure"], place)
    return tuple(
        sorted(
            told.values(),
            key=lambda item: _order(item, rounds[item.measure], rows[item.measure]["kind"]),
        )
    )


def _order(found: KeyFinding, place: int, kind: str) -> tuple[bool, bool, bool, int, float]:
    """What is better or worse before what is neither, and what can be counted before scores."""
    neither = found.direction not in ("worse", "better")
    none = found.direction == "no difference"
    return none, neither, kind == "score", place, -found.strength


def _rows_of(like: LikeForLike | None) -> dict[str, dict[str, Any]]:
    if like is None:
        return {}
    known = like.table.filter(pl.col("beyond").is_not_null())
    return {row["measure"]: row for row in known.iter_rows(named=True)}


def _strength(row: Mapping[str, Any]) -> float:
    return abs(float(row["standardised"] or 0.0))


def _finding(
    issue: Issue, row: Mapping[str, Any], grouping: Grouping, like: Mapping[str, Any] | None
) -> KeyFinding:
    found = bool(row["stands_out"])
    return KeyFinding(
        issue=issue.id,
        measure=row["measure"],
        direction=row["direction"] if found else "no difference",
        strength=_strength(row),
        statement=_statement(row, grouping),
        certainty=_certainty(row),
        like=_like(row, like) if found else "",
    )


def _statement(row: Mapping[str, Any], grouping: Grouping) -> str:
    who = group_words(grouping.reference)
    here = said(row["measure"], row["title"], row["unit"], row["value"])
    there = figure(row["against_value"], row["unit"])
    return f"In {who} {here}; in {grouping.whole} {there} ({row['period']})."


def _certainty(row: Mapping[str, Any]) -> str:
    lower, upper, unit = row["gap_lower"], row["gap_upper"], row["unit"]
    crosses = lower <= 0 <= upper
    if row["stands_out"] and not crosses:
        return f"We are sure of the difference: {between(*size_of(lower, upper), unit)}."
    if crosses:
        return (
            "We cannot tell this from no difference: it may be anything from "
            f"{between(lower, upper, unit)}."
        )
    return "With so many measures compared, a difference of this size may be chance."


def _like(row: Mapping[str, Any], like: Mapping[str, Any] | None) -> str:
    if like is None:
        return ""
    expected = figure(like["expected"], row["unit"])
    start = f"In other places just as deprived it is {expected}"
    opposite = (like["due"] > 0) != (row["gap"] > 0)
    if opposite:
        return f"{start}, so deprivation does not account for it."
    if not like["stands_out"]:
        return f"{start}: much the same, so deprivation accounts for it."
    low, high = like["beyond_lower"], like["beyond_upper"]
    extra = between(*size_of(low, high), row["unit"])
    if (like["beyond"] > 0) == (row["gap"] > 0):
        return f"{start}: deprivation accounts for only part of it, and {extra} is beyond that."
    return f"{start}: the gap is smaller than deprivation alone would bring, by {extra}."
