"""People and their roles: what they say of themselves, invitations, roles given and taken."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.parameters import number
from commonweal.web.record.abilities import Ability, may, roles_in
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import Invitation, Neighbourhood, Person, Role

TOKEN_BYTES = 32
_KINDS: Any = Role.Kind
# Being a resident follows from where someone lives.
GIVEN: tuple[str, ...] = tuple(kind for kind in _KINDS.values if kind != _KINDS.RESIDENT)


def givable(by: Person, place: Neighbourhood | None) -> tuple[str, ...]:
    """The roles that someone may give and take away, in a neighbourhood or (None) everywhere.

    Those everywhere are for administrators everywhere; nobody gives a role above their own.
    """
    if not may(by, Ability.GIVE_ROLES, place):
        return ()
    if _KINDS.ADMINISTRATOR in roles_in(by, place):
        return GIVEN
    if place is None:
        return ()
    return tuple(kind for kind in GIVEN if kind != _KINDS.ADMINISTRATOR)


def change_details(person: Person, *, name: str, area: str) -> None:
    """Change one's own name and where one lives (code of the small area, or empty)."""
    with recorded("details changed", by=person, about=person):
        person.name, person.area = name, area
        person.save(update_fields=["name", "area"])


def give_role(by: Person, person: Person, kind: str, place: Neighbourhood | None) -> Role:
    """Give someone a role.

    Raises:
        PermissionDenied: `by` may not give this role here.
        InputError: they hold it already.
    """
    _must_give(by, kind, place)
    return _give(by, person, kind, place)


def take_role(by: Person, role: Role) -> None:
    """Take a role away.

    Raises:
        PermissionDenied: `by` may not take this role away.
        MethodNotApplicable: it is the last administrator everywhere.
    """
    _must_give(by, role.kind, role.neighbourhood)
    with recorded(
        "role taken away", by=by, place=role.neighbourhood, about=role.person, role=role.kind
    ):
        _keep_an_administrator(role)
        role.delete()


def invite(by: Person | None, *, email: str, kind: str, place: Neighbourhood | None) -> str:
    """Invite someone to a role. Returns the token of the link, which is kept nowhere.

    Args:
        by: who invites; None for the operator of the site, who may invite to any role.
        email: where the invitation will be sent.
        kind: the role.
        place: the neighbourhood, or None for a role everywhere.

    Raises:
        PermissionDenied: `by` may not give this role here.
        InputError: the address or the role cannot be right.
    """
    problems = [*_address_problems(email), *_kind_problems(kind)]
    if problems:
        raise InputError(problems)
    if by is not None:
        _must_give(by, kind, place)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = timezone.now() + timedelta(days=number("accounts.invitation_days"))
    with recorded("invited", by=by, place=place, role=kind) as entry:
        entry.about = Invitation.objects.create(
            digest=digest_of(token), email=email, neighbourhood=place, kind=kind, until=until
        )
    return token


def open_invitation(token: str) -> Invitation | None:
    """The invitation of a link, unless it was used or has ended."""
    found: Invitation | None = (
        Invitation.objects.filter(digest=digest_of(token), used=False, until__gt=timezone.now())
        .select_related("neighbourhood")
        .first()
    )
    return found


def accept(person: Person, token: str) -> Role:
    """Take up an invitation: the link is used, and the person has the role.

    Raises:
        MethodNotApplicable: the invitation was used or has ended.
    """
    with recorded("invitation accepted", by=person) as entry:
        held = Invitation.objects.select_for_update().filter(digest=digest_of(token)).first()
        if held is None or held.used or held.until <= timezone.now():
            raise MethodNotApplicable("This invitation was used or has ended. Ask for a new one.")
        # Its address has served; it is not kept.
        held.used, held.email = True, ""
        held.save()
        entry.about = held
        already = Role.objects.filter(
            person=person, kind=held.kind, neighbourhood=held.neighbourhood
        ).first()
        return already or _give(person, person, held.kind, held.neighbourhood)


def digest_of(token: str) -> str:
    """What is kept of a token. It is random and long, so that it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _give(by: Person, person: Person, kind: str, place: Neighbourhood | None) -> Role:
    with recorded("role given", by=by, place=place, about=person, role=kind):
        # Two who give at once would otherwise meet at the constraint of the table.
        Person.objects.select_for_update().get(pk=person.pk)
        if Role.objects.filter(person=person, kind=kind, neighbourhood=place).exists():
            raise InputError(
                InputProblem("a role that they do not hold yet", f"{kind}, held", column="role")
            )
        role: Role = Role.objects.create(person=person, kind=kind, neighbourhood=place)
    return role


def _must_give(by: Person, kind: str, place: Neighbourhood | None) -> None:
    if kind not in givable(by, place):
        where = "everywhere" if place is None else f"in {place}"
        raise PermissionDenied(f"You may not give or take away the role of {kind} {where}.")


def _keep_an_administrator(role: Role) -> None:
    everywhere = Role.objects.filter(kind=_KINDS.ADMINISTRATOR, neighbourhood=None)
    held = {one.pk for one in everywhere.select_for_update()}
    if held == {role.pk}:
        raise MethodNotApplicable("This is the last administrator. Name another one first.")


def _address_problems(email: str) -> list[InputProblem]:
    try:
        validate_email(email)
    except ValidationError:
        hint = "Check the address."
        return [InputProblem("an email address", repr(email), column="email", hint=hint)]
    return []


def _kind_problems(kind: str) -> list[InputProblem]:
    if kind in GIVEN:
        return []
    return [InputProblem(f"one of: {', '.join(GIVEN)}", repr(kind), column="role")]
