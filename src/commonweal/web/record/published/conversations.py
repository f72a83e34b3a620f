"""Rows of conversations and of the statements in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commonweal.web.record.models import Neighbourhood, Statement
from commonweal.web.record.opinions import statement_id
from commonweal.web.record.published.rows import ConversationRow, StatementRow

State: Any = Statement.State
_NOT_TOLD = {"agree": None, "disagree": None, "passed": None, "seen": None}


def conversations(place: Neighbourhood) -> Iterator[ConversationRow]:
    """Every conversation; what people said only once it is closed."""
    for one in place.conversations.order_by("pk"):
        result = one.result or {}
        yield ConversationRow(
            place=place.slug,
            conversation=one.slug,
            question=one.question,
            about=one.about,
            open=one.open,
            opened=one.opened.isoformat(),
            closed=one.closed.isoformat() if one.closed else None,
            people=result.get("people"),
            groups=len(result["groups"]) if result else None,
            explanation=result.get("explanation"),
        )


def statements(place: Neighbourhood) -> Iterator[StatementRow]:
    """Statements that are shown, with the answers of everyone together."""
    shown = Statement.objects.filter(conversation__neighbourhood=place, state=State.SHOWN)
    found = shown.select_related("conversation").order_by("conversation_id", "number")
    for one in found:
        said = _of(one.conversation.result or {}, one.number)
        yield StatementRow(
            place=place.slug,
            conversation=one.conversation.slug,
            number=one.number,
            text=one.text,
            **said.get("overall", _NOT_TOLD),
            consensus=said.get("consensus"),
            difference=said.get("difference"),
        )


def results(place: Neighbourhood) -> dict[str, dict[str, Any]]:
    """What was found in every closed conversation, by its short name."""
    closed = place.conversations.filter(open=False).order_by("pk")
    return {one.slug: dict(one.result or {}) for one in closed}


def _of(result: dict[str, Any], number: int) -> dict[str, Any]:
    """What a result says of a statement."""
    listed = result.get("statements", ())
    found: dict[str, Any] = next((one for one in listed if one["id"] == statement_id(number)), {})
    return found
