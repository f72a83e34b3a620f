"""Open a conversation, answer and add statements, moderate them, close it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.parameters import number as parameter
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import Conversation, Neighbourhood, Person, Response, Statement
from commonweal.web.record.opinions import result_of

LONGEST = Statement._meta.get_field("text").max_length or 0
LONGEST_QUESTION = Conversation._meta.get_field("question").max_length or 0
LONGEST_REASON = Statement._meta.get_field("state_reason").max_length or 0
# Addresses of pages beside those of conversations.
TAKEN = frozenset({"new"})
State: Any = Statement.State


def open_conversation(
    by: Person, place: Neighbourhood, question: str, about: str, seeds: Sequence[str]
) -> Conversation:
    """Put a question to a neighbourhood, with the statements it begins with.

    Raises:
        InputError: the question or a statement is missing, too long or given twice; carries
            every problem.
    """
    question, texts = question.strip(), [seed.strip() for seed in seeds if seed.strip()]
    problems = [*_question_problems(question), *_seed_problems(texts)]
    if problems:
        raise InputError(problems, "This conversation cannot open yet:")
    with recorded("conversation opened", by=by, place=place) as entry:
        conversation = Conversation(
            neighbourhood=place,
            slug=_free_slug(place, question),
            question=question,
            about=about.strip(),
            opened=timezone.localdate(),
        )
        conversation.save()
        Statement.objects.bulk_create(
            [
                Statement(conversation=conversation, number=number, text=text, state=State.SHOWN)
                for number, text in enumerate(texts, start=1)
            ]
        )
        entry.about = conversation
        entry.says.update(conversation=conversation.slug, statements=len(texts))
    return conversation


def answer(by: Person, conversation: Conversation, number: int, value: int) -> None:
    """Keep one person's answer to a statement: 1 agrees, -1 disagrees, 0 passes.

    Another answer to the same statement takes the place of the first. The log says that someone
    answered, not which statement and not how.

    Raises:
        InputError: the answer is none of the three, or there is no such statement.
        MethodNotApplicable: the conversation is closed.
    """
    if value not in (-1, 0, 1):
        raise InputError(InputProblem("agree, disagree or pass", f"{value}", column="value"))
    with recorded(
        "statement answered",
        by=by,
        place=conversation.neighbourhood,
        about=conversation,
        conversation=conversation.slug,
    ):
        locked = _locked(conversation)
        statement = locked.statements.filter(number=number, state=State.SHOWN).first()
        if statement is None:
            raise InputError(
                InputProblem("a statement that is shown", f"{number}", column="number")
            )
        Response.objects.update_or_create(statement=statement, person=by, defaults={"value": value})


def suggest(by: Person, conversation: Conversation, text: str) -> Statement:
    """Add a statement of one's own; it is shown once a moderator has read it.

    Raises:
        InputError: no words, too many, the words of another statement, or too many statements of
            this person that nobody has read yet.
        MethodNotApplicable: the conversation is closed.
    """
    text = " ".join(text.split())
    with recorded(
        "statement suggested", by=by, place=conversation.neighbourhood, about=conversation
    ) as entry:
        locked = _locked(conversation)
        if problems := list(_suggestion_problems(by, locked, text)):
            raise InputError(problems, "This statement cannot be taken:")
        last = locked.statements.order_by("-number").values_list("number", flat=True).first()
        statement = Statement(conversation=locked, number=(last or 0) + 1, text=text, person=by)
        statement.save()
        entry.about = statement
        entry.says.update(conversation=locked.slug, statement=statement.number)
    return statement


def show(by: Person, statement: Statement) -> None:
    """Show a statement to everyone.

    Raises:
        MethodNotApplicable: the conversation is closed.
    """
    _moderate(by, statement, State.SHOWN, "")


def hide(by: Person, statement: Statement, reason: str) -> None:
    """Keep a statement from view, with a reason that stands on the conversation's page.

    Raises:
        InputError: no reason, or one that is too long.
        MethodNotApplicable: the conversation is closed.
    """
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        expected = f"why it is not shown, in {LONGEST_REASON} letters at most"
        came = f"{len(reason)} letters" if reason else "nothing"
        raise InputError(InputProblem(expected, came, column="reason"))
    _moderate(by, statement, State.HIDDEN, reason)


def close_conversation(by: Person, conversation: Conversation) -> None:
    """Close a conversation for good and work out what people agreed and differed on.

    The result is kept, and the log holds its digest.

    Raises:
        MethodNotApplicable: it is closed already.
    """
    with recorded(
        "conversation closed", by=by, place=conversation.neighbourhood, about=conversation
    ) as entry:
        locked = _locked(conversation)
        locked.result = result_of(locked)
        locked.open, locked.closed = False, timezone.localdate()
        locked.save()
        entry.says.update(
            conversation=locked.slug, people=locked.result["people"], result=digest(locked.result)
        )
    conversation.refresh_from_db()


def digest(result: dict[str, object]) -> str:
    """SHA-256 of a result as sorted JSON, in hexadecimal digits."""
    return hashlib.sha256(json.dumps(result, sort_keys=True).encode()).hexdigest()


def _moderate(by: Person, statement: Statement, state: str, reason: str) -> None:
    conversation = statement.conversation
    action = "statement shown" if state == State.SHOWN else "statement hidden"
    with recorded(
        action,
        by=by,
        place=conversation.neighbourhood,
        about=statement,
        conversation=conversation.slug,
        statement=statement.number,
    ):
        _locked(conversation)
        statement.state, statement.state_reason = state, reason
        statement.save(update_fields=["state", "state_reason"])


def _locked(conversation: Conversation) -> Conversation:
    """The conversation as it is now, held until the change is done."""
    found: Conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if not found.open:
        raise MethodNotApplicable("This conversation is closed. Its results are on its page.")
    return found


def _question_problems(question: str) -> Iterator[InputProblem]:
    if not question:
        yield InputProblem("a question", "nothing", column="question")
    if len(question) > LONGEST_QUESTION:
        expected = f"a question of {LONGEST_QUESTION} letters at most"
        yield InputProblem(expected, f"{len(question)}", column="question")


def _seed_problems(texts: Sequence[str]) -> Iterator[InputProblem]:
    fewest = int(parameter("conversations.fewest_seeds"))
    if len(texts) < fewest:
        expected = f"at least {fewest} statements to begin with"
        yield InputProblem(expected, f"{len(texts)}", column="seeds")
    for row, text in enumerate(texts, start=1):
        if len(text) > LONGEST:
            expected = f"a statement of {LONGEST} letters at most"
            yield InputProblem(expected, f"{len(text)}", column="seeds", row=row)
        if text.casefold() in (other.casefold() for other in texts[: row - 1]):
            yield InputProblem("each statement once", "the same again", column="seeds", row=row)


def _suggestion_problems(
    by: Person, conversation: Conversation, text: str
) -> Iterator[InputProblem]:
    if not 0 < len(text) <= LONGEST:
        expected = f"a statement of 1 to {LONGEST} letters"
        yield InputProblem(expected, f"{len(text)}", column="text")
    elif conversation.statements.filter(text__iexact=text).exists():
        hint = "Look for it among the statements, and agree with it there."
        yield InputProblem("new words", "a statement made before", column="text", hint=hint)
    most = int(parameter("conversations.most_waiting"))
    waiting = conversation.statements.filter(person=by, state=State.WAITING).count()
    if waiting >= most:
        hint = "Wait until a moderator has read them."
        expected = f"{most} unread statements of yours at most"
        yield InputProblem(expected, f"{waiting + 1}", column="text", hint=hint)


def _free_slug(place: Neighbourhood, question: str) -> str:
    """A short name for the address, from the question; with a number where it is taken."""
    base = slugify(question)[:50].strip("-") or "conversation"
    taken = TAKEN | set(place.conversations.values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)
