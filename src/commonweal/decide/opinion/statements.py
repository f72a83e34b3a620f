"""What is told of statements: counts that may be shown, and the lists of the most telling."""

from __future__ import annotations

from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from commonweal.decide.opinion.figures import (
    Counts,
    Marks,
    informed_consensus,
    marks,
    share,
    spread,
)
from commonweal.decide.opinion.responses import Responses
from commonweal.decide.opinion.result import Mark, Split, Statement
from commonweal.decide.opinion.spec import OpinionSpec
from commonweal.parameters import number
from commonweal.stats.disclosure import suppress_table
from commonweal.stats.estimate import Floats

Splits = list[Split]


def group_name(group: int) -> str | None:
    """A, B and so on; None for no group."""
    return None if group < 0 else ascii_uppercase[group]


def shown_splits(held: Counts, statement: int, spec: OpinionSpec) -> Splits:
    """Answers to a statement by group, then overall, without counts that could reveal a person.

    People without a group are a row of the table too, so that theirs cannot be worked out as the
    rest; the row itself is not shown.
    """
    columns = (held.agree, held.disagree, held.passed)
    table = np.column_stack([column[:, statement] for column in columns])
    shown = suppress_table(table, threshold=spec.least_count).shown
    groups = len(table) - 1
    return [_split(row) for row in (*shown[:groups], shown[-1])]


def _split(row: Floats) -> Split:
    agree, disagree, passed, seen = (None if np.isnan(each) else int(each) for each in row)
    return Split(agree, disagree, passed, seen)


def shown_statements(
    responses: Responses, held: Counts, splits: list[Splits]
) -> tuple[Statement, ...]:
    """Statements with the counts and figures that may be shown."""
    agree, seen = held.agree[:-1], held.seen[:-1]
    together = informed_consensus(agree, seen) if len(agree) else None
    apart = spread(agree, seen) if len(agree) > 1 else None
    told = []
    for place, (*by_group, overall) in enumerate(splits):
        whole = all(_known(split, "agree") for split in by_group)
        told.append(
            Statement(
                id=responses.statements[place],
                text=responses.texts[place],
                overall=overall,
                by_group=tuple(by_group),
                consensus=float(together[place]) if whole and together is not None else None,
                difference=float(apart[place]) if whole and apart is not None else None,
            )
        )
    return tuple(told)


def common(responses: Responses, answered: Floats, seen: Floats) -> tuple[str, ...]:
    """Statements to which most of every group give one answer, by group-informed consensus."""
    if len(answered) < 2:
        return ()
    most = (share(answered[:-1], seen[:-1]) > 0.5).all(axis=0)
    return _first(responses, np.asarray(most), informed_consensus(answered[:-1], seen[:-1]))


def divided(responses: Responses, held: Counts) -> tuple[str, ...]:
    """Statements with which most of one group agree and most of another disagree."""
    agree, disagree, seen = held.agree[:-1], held.disagree[:-1], held.seen[:-1]
    if len(agree) < 2:
        return ()
    both = (share(agree, seen) > 0.5).any(axis=0) & (share(disagree, seen) > 0.5).any(axis=0)
    return _first(responses, np.asarray(both), spread(agree, seen))


def group_marks(
    responses: Responses, held: Counts, splits: list[Splits], group: int
) -> tuple[Mark, ...]:
    """Statements that mark a group off from all others, as Polis chooses them.

    Of agreeing and disagreeing the answer that is further above the others'. Both its share
    against one half and against that of the others must be significant.
    """
    if len(held.agree) < 3:
        return ()
    seen, least = held.seen[:-1], number("opinion.significant")
    for_it, against = marks(held.agree[:-1], seen), marks(held.disagree[:-1], seen)
    agrees = for_it.others[group] > against.others[group]
    chosen = Marks(
        *(
            np.where(agrees, getattr(for_it, name)[group], getattr(against, name)[group])
            for name in ("share", "elsewhere", "half", "others")
        )
    )
    telling = (chosen.half > least) & (chosen.others > least)
    places = [
        responses.statements.index(each) for each in _first(responses, telling, chosen.weight)
    ]
    return tuple(
        _mark(responses.statements[place], place, bool(agrees[place]), chosen, splits[place], group)
        for place in places
    )


def _mark(
    statement: str, place: int, agrees: bool, chosen: Marks, splits: Splits, group: int
) -> Mark:
    field = "agree" if agrees else "disagree"
    *by_group, _ = splits
    own = _known(by_group[group], field)
    others = all(_known(split, field) for other, split in enumerate(by_group) if other != group)
    return Mark(
        statement=statement,
        answer="agree" if agrees else "disagree",
        share=float(chosen.share[place]) if own else None,
        elsewhere=float(chosen.elsewhere[place]) if others else None,
    )


def _known(split: Split, field: str) -> bool:
    return getattr(split, field) is not None and split.seen is not None


def _first(responses: Responses, kept: NDArray[np.bool_], weight: Floats) -> tuple[str, ...]:
    """The statements kept that weigh most; equal ones in the order of their ids."""
    order = [each for each in np.argsort(-weight, kind="stable") if kept[each]]
    return tuple(responses.statements[each] for each in order[: int(number("opinion.listed"))])
