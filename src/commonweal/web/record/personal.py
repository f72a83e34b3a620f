"""Everything that is held about one person, for that person."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from commonweal.web.record.models import (
    AuditEntry,
    AuditSecret,
    Comment,
    Feasibility,
    Member,
    Person,
    Proposal,
    Response,
    Role,
    Roll,
    Statement,
    Support,
)


def everything_about(person: Person) -> dict[str, Any]:
    """All data held about someone, as plain values that go into JSON.

    It says in which phases they voted and by which channel, never what: that is not known.
    """
    return {
        "person": {
            "id": str(person.pk),
            "name": person.name,
            "email": person.email,
            "area": person.area,
            "last_signed_in": person.last_login.isoformat() if person.last_login else None,
        },
        **_ways_in(person),
        **_offices(person),
        **_writing(person),
        "voted": _rows(
            Roll.objects.filter(person=person).order_by("phase__neighbourhood__name", "phase_id"),
            place="phase__neighbourhood__name",
            phase="phase__title",
            channel="channel",
        ),
        "log": _log(person),
    }


def _ways_in(person: Person) -> dict[str, Any]:
    return {
        "email_addresses": _rows(
            EmailAddress.objects.filter(user=person), email="email", confirmed="verified"
        ),
        "one_time_codes": _rows(
            Authenticator.objects.filter(user=person), kind="type", since="created_at"
        ),
        "single_sign_on": _rows(
            SocialAccount.objects.filter(user=person),
            organisation="provider",
            id="uid",
            told_us="extra_data",
        ),
    }


def _offices(person: Person) -> dict[str, Any]:
    return {
        "roles": _rows(
            Role.objects.filter(person=person), role="kind", place="neighbourhood__name"
        ),
        "boards": _rows(
            Member.objects.filter(person=person),
            board="board__name",
            name="name",
            position="position",
            capacities="capacities",
            since="since",
            until="until",
        ),
        "interests": _rows(
            Member.objects.filter(person=person, interests__isnull=False),
            board="board__name",
            interest="interests__text",
            declared="interests__declared",
        ),
        "checks": _rows(
            Feasibility.objects.filter(checker=person),
            proposal="proposal__title",
            signed="checked_by",
            reasons="reasons",
            on="on",
        ),
    }


def _writing(person: Person) -> dict[str, Any]:
    about = {"proposal": "proposal__title", "phase": "proposal__phase__title"}
    return {
        "proposals": _rows(
            Proposal.objects.filter(proposer=person),
            phase="phase__title",
            number="number",
            title="title",
            summary="summary",
            text="text",
            cost="cost",
            where="where",
            shown_as="author",
            state="state",
            sent="sent",
        ),
        "comments": _rows(
            Comment.objects.filter(person=person), **about, text="text", sent="sent", state="state"
        ),
        "supports": _rows(Support.objects.filter(person=person), **about),
        "statements": _rows(
            Statement.objects.filter(person=person),
            conversation="conversation__question",
            text="text",
            state="state",
        ),
        "responses": _rows(
            Response.objects.filter(person=person), statement="statement__text", value="value"
        ),
    }


def _log(person: Person) -> list[dict[str, Any]]:
    """Entries of the log about them, and those of what they did."""
    done = set(AuditSecret.objects.filter(person=person).values_list("entry", flat=True))
    about = AuditEntry.objects.filter(subject=f"person:{person.pk}")
    entries = AuditEntry.objects.filter(number__in=done) | about
    rows = entries.order_by("number").values("number", "at", "action", "subject", "place", "says")
    return [{**row, "by_you": row["number"] in done} for row in rows]


def _rows(rows: Any, **fields: str) -> list[dict[str, Any]]:
    """Rows with their fields under the names that a reader understands."""
    return [
        dict(zip(fields, row, strict=True)) for row in rows.values_list(*fields.values()).iterator()
    ]
