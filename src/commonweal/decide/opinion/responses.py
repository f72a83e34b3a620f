"""Who answered what: a table checked at the door.

What is wrong is told by row and column only, never with what stands there: it is about people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem
from commonweal.stats.estimate import freeze

if TYPE_CHECKING:
    import polars as pl

AGREE, PASS, DISAGREE = 1, 0, -1
_WORDS = {
    "agree": AGREE,
    "1": AGREE,
    "pass": PASS,
    "0": PASS,
    "disagree": DISAGREE,
    "-1": DISAGREE,
}
_COLUMNS = ("person", "statement", "response")
_FIRST = 2  # The heading is row 1.
_TITLE = "These responses cannot be used:"


@dataclass(frozen=True, slots=True)
class Responses:
    """Answers of people to statements, both in the order of their ids.

    Attributes:
        people: ids, one a row.
        statements: ids, one a column.
        texts: the words of each statement.
        answers: (people, statements), 1 agree, -1 disagree, 0 pass; 0 where not seen.
        seen: (people, statements), whether there is an answer.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    texts: tuple[str, ...]
    answers: NDArray[np.int8]
    seen: NDArray[np.bool_]

    def __post_init__(self) -> None:
        freeze(self)


def read_responses(
    table: pl.DataFrame, statements: Mapping[str, str] | None = None, name: str = ""
) -> Responses:
    """Check a table of answers and lay it out as people by statements.

    Args:
        table: one row an answer: `person`, `statement` and `response` (agree, disagree or pass; or
            1, -1, 0). Other columns are not read. No row means not seen.
        statements: the words of each statement by its id, those that nobody answered included;
            without it each is called by its id.
        name: of the file, for messages.

    Raises:
        InputError: carries every problem, by row and column.
    """
    absent = [each for each in _COLUMNS if each not in table.columns]
    if absent:
        raise InputError(
            [InputProblem(f"a column {each!r}", "none", file=name) for each in absent], _TITLE
        )
    person, statement, response = (
        _texts(table, each) for each in ("person", "statement", "response")
    )
    if found := list(_problems(person, statement, response, statements, name)):
        raise InputError(found, _TITLE)
    people = sorted(set(person))
    asked = sorted(set(statement) if statements is None else set(statements))
    row = {each: place for place, each in enumerate(people)}
    column = {each: place for place, each in enumerate(asked)}
    answers = np.zeros((len(people), len(asked)), dtype=np.int8)
    seen = np.zeros(answers.shape, dtype=np.bool_)
    places = [row[each] for each in person], [column[each] for each in statement]
    answers[places] = [_WORDS[each.lower()] for each in response]
    seen[places] = True
    texts = tuple((statements or {}).get(each, each) for each in asked)
    return Responses(tuple(people), tuple(asked), texts, answers, seen)


def _texts(table: pl.DataFrame, column: str) -> list[str]:
    return ["" if each is None else str(each).strip() for each in table[column].to_list()]


def _problems(
    person: Sequence[str],
    statement: Sequence[str],
    response: Sequence[str],
    statements: Mapping[str, str] | None,
    name: str,
) -> Iterator[InputProblem]:
    first: dict[tuple[str, str], int] = {}
    for row, (who, what, said) in enumerate(
        zip(person, statement, response, strict=True), start=_FIRST
    ):
        for column, text in (("person", who), ("statement", what)):
            if not text:
                yield InputProblem("an id", "nothing", name, column=column, row=row)
        if what and statements is not None and what not in statements:
            came = "another"
            yield InputProblem("the id of a statement", came, name, column="statement", row=row)
        if said.lower() not in _WORDS:
            came = "something else" if said else "nothing"
            yield InputProblem("agree, disagree or pass", came, name, column="response", row=row)
        earlier = first.setdefault((who, what), row)
        if who and what and earlier != row:
            came = f"that of row {earlier} again"
            yield InputProblem("one answer of each person", came, name, column="person", row=row)
