"""The conversation of the story: people of three views, whose groups the page should find."""

from __future__ import annotations

import random

from commonweal.web.record.changes.conversations import (
    answer,
    hide,
    open_conversation,
    show,
    suggest,
)
from commonweal.web.record.demonstration.people import Cast
from commonweal.web.record.demonstration.words import (
    ABOUT,
    QUESTION,
    SUGGESTED,
    TURNED_DOWN,
    VIEWS,
)
from commonweal.web.record.models import Conversation, Neighbourhood, Person

# How often someone answers at all, and then as their view has it.
ANSWERED, FAITHFUL = 0.9, 0.9


def begin(cast: Cast, place: Neighbourhood) -> Conversation:
    """Open the conversation; residents add statements, which the community worker reads."""
    seeds = [text for text, _ in VIEWS]
    conversation = open_conversation(cast.worker, place, QUESTION, ABOUT, seeds)
    for person, (text, _) in zip(cast.neighbours, SUGGESTED, strict=False):
        show(cast.worker, suggest(person, conversation, text))
    text, reason = TURNED_DOWN
    hide(cast.worker, suggest(cast.neighbours[-1], conversation, text), reason)
    return conversation


def answer_all(cast: Cast, conversation: Conversation, rng: random.Random) -> None:
    """Everyone answers most statements, each by the view of their group."""
    views = [view for _, view in (*VIEWS, *SUGGESTED)]
    for place, person in enumerate(cast.neighbours):
        # The first group is twice as large as each of the others.
        _answer_as(person, conversation, [view[(0, 1, 0, 2)[place % 4]] for view in views], rng)


def _answer_as(
    person: Person, conversation: Conversation, view: list[int], rng: random.Random
) -> None:
    for number, value in enumerate(view, start=1):
        if rng.random() < ANSWERED:
            own = value if rng.random() < FAITHFUL else rng.choice((-1, 0, 1))
            answer(person, conversation, number, own)
