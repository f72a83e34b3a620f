"""What people have said in a conversation: what someone answers next, and the opinion groups."""

from __future__ import annotations

import hashlib
from typing import Any

from commonweal.decide.opinion import (
    OpinionSpec,
    Responses,
    Split,
    find_opinions,
    read_responses,
)
from commonweal.web.record.models import Conversation, Person, Response, Statement

SHOWN = Statement.State.SHOWN
# So that ids sort as their numbers do.
_DIGITS = 6


def in_own_order(person: Person, conversation: Conversation) -> list[Statement]:
    """The statements shown, in an order of this person's own, the same each time.

    Nobody's statement comes first for everyone, and nobody's last.
    """
    shown = conversation.statements.filter(state=SHOWN)
    return sorted(shown, key=lambda one: hashlib.sha256(f"{person.pk} {one.pk}".encode()).digest())


def answers_of(person: Person, conversation: Conversation) -> dict[int, int]:
    """What someone has answered, by the statement's number."""
    answers = Response.objects.filter(
        person=person, statement__conversation=conversation, statement__state=SHOWN
    )
    return dict(answers.values_list("statement__number", "value"))


def people_in(conversation: Conversation) -> int:
    """How many people have answered something that is shown."""
    answers = Response.objects.filter(statement__conversation=conversation, statement__state=SHOWN)
    return answers.values("person").distinct().count()


def result_of(conversation: Conversation) -> dict[str, Any]:
    """What people agreed and differed on, as it is kept and published at the close.

    To what `Opinions.as_dict` says it adds `leanings`: for each statement what most of everyone
    and of each group said, as far as the counts that are shown tell it.
    """
    found = find_opinions(OpinionSpec(), responses_of(conversation))
    leanings = {
        one.id: [leaning(split) for split in (one.overall, *one.by_group)]
        for one in found.statements
    }
    return {**found.as_dict(), "leanings": leanings}


def responses_of(conversation: Conversation) -> Responses:
    """The answers to the statements that are shown."""
    import polars as pl

    shown = conversation.statements.filter(state=SHOWN)
    words = {statement_id(number): text for number, text in shown.values_list("number", "text")}
    answers = Response.objects.filter(
        statement__conversation=conversation, statement__state=SHOWN
    ).order_by("statement__number", "person")
    rows = [
        (str(person), statement_id(number), str(value))
        for person, number, value in answers.values_list("person", "statement__number", "value")
    ]
    schema = {"person": pl.String, "statement": pl.String, "response": pl.String}
    return read_responses(pl.DataFrame(rows, schema=schema, orient="row"), words)


def statement_id(number: int) -> str:
    """What a result calls a statement: its number with zeros before it."""
    return f"{number:0{_DIGITS}}"


def leaning(split: Split) -> str:
    """What most of some people said, in words, worked out from nothing but the counts shown.

    Told by the answers themselves it would narrow down those that are held back: of six answers of
    two kinds without a majority, three are of each kind.
    """
    if split.seen == 0:
        return "nobody answered"
    if split.seen is None or split.seen < OpinionSpec().smallest_group:
        return "too few answered"
    counts = {"agree": split.agree, "disagree": split.disagree, "pass": split.passed}
    for kind, count in counts.items():
        if count is not None and 2 * count > split.seen:
            return f"most {kind}"
    held_back = split.seen - sum(count or 0 for count in counts.values())
    return "too few answered" if 2 * held_back > split.seen else "no majority"
