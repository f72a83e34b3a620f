"""Erase a person: what is theirs goes, what others rely on stays without their name.

The log needs no change. It holds only salted commitments to who did what; their salts are
destroyed here, and after that no commitment can be opened or tried out.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session

from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import (
    AuditSecret,
    Comment,
    Feasibility,
    Invitation,
    Member,
    Person,
    Proposal,
    Response,
    Role,
    Roll,
    Statement,
    Support,
)

FORMER_MEMBER = "Former member"


def erase(person: Person, *, names_too: bool = False) -> None:
    """Erase someone's data; the chain of the log still verifies.

    Args:
        person: whose.
        names_too: also take their name off the pages of boards and of checks, where it was
            published because of an office they held.
    """
    # Nobody is named as the one who did it: that would be an entry about them again.
    with recorded("person erased", about=person):
        person = Person.objects.select_for_update().get(pk=person.pk)
        email = person.email
        _leave_writing(person)
        _leave_offices(person, names_too)
        Role.objects.filter(person=person).delete()
        Invitation.objects.filter(email__iexact=email).update(email="")
        _empty(person)
        _forget_ways_in(person, email)
        AuditSecret.objects.filter(person=person).delete()


def _leave_writing(person: Person) -> None:
    """Ideas and statements stay without a name, because others answered them; the rest goes."""
    Proposal.objects.filter(proposer=person).update(proposer=None, author="")
    Statement.objects.filter(person=person).update(person=None)
    Comment.objects.filter(person=person).update(
        person=None, text="", state=Comment.State.ERASED, state_reason=""
    )
    Support.objects.filter(person=person).delete()
    Response.objects.filter(person=person).delete()
    # That this voter has voted stays, by a keyed digest; that it was this account goes.
    Roll.objects.filter(person=person).update(person=None)


def _leave_offices(person: Person, names_too: bool) -> None:
    members = Member.objects.filter(person=person)
    checks = Feasibility.objects.filter(checker=person)
    # The names first: after that these rows are no longer found by the person.
    if names_too:
        members.update(name=FORMER_MEMBER)
        checks.update(checked_by=FORMER_MEMBER)
    members.update(person=None)
    checks.update(checker=None)


def _empty(person: Person) -> None:
    person.email = f"erased-{uuid.uuid4()}@invalid"
    person.name = person.area = ""
    person.set_unusable_password()
    person.is_active, person.erased, person.last_login = False, True, None
    person.save()


def _forget_ways_in(person: Person, email: str) -> None:
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=person).delete()
    for session in _sessions(str(person.pk), email):
        session.delete()


def _sessions(*marks: str) -> Iterator[Session]:
    """Sessions that tell of someone: signed in, or half-way through signing up or in."""
    for session in Session.objects.iterator(2000):
        held = str(session.get_decoded()).lower()
        if any(mark.lower() in held for mark in marks):
            yield session
