"""Accounts of the story: one for each role, and the residents who take part."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress

from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.changes.people import accept, give_role, invite
from commonweal.web.record.demonstration.words import FIRST, LAST
from commonweal.web.record.models import Neighbourhood, Person, Role

Kind: Any = Role.Kind
# Whoever signs in to look around: the name of the address, the person, the role.
CAST = (
    ("chair", "Amina Yusuf", Kind.CHAIR),
    ("board-member", "Derek Holt", Kind.BOARD_MEMBER),
    ("community-worker", "Priya Nair", Kind.COMMUNITY_WORKER),
    ("accountable-body", "Tom Ferris", Kind.ACCOUNTABLE_BODY),
    ("unit-officer", "Grace Obi", Kind.UNIT_OFFICER),
    ("observer", "Lena Marsh", Kind.OBSERVER),
)
ADMINISTRATOR = ("administrator", "Sam Reed")
RESIDENT = ("resident", "Joan Whittle")


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the story."""

    administrator: Person
    by_role: dict[str, Person]
    resident: Person
    neighbours: list[Person]

    @property
    def chair(self) -> Person:
        """Chair of the board."""
        return self.by_role[Kind.CHAIR]

    @property
    def worker(self) -> Person:
        """The community worker."""
        return self.by_role[Kind.COMMUNITY_WORKER]

    @property
    def body(self) -> Person:
        """Whoever acts for the accountable body."""
        return self.by_role[Kind.ACCOUNTABLE_BODY]


def administrator(password: str) -> Person:
    """The first administrator, who takes up an invitation as the operator sends it."""
    name, person = ADMINISTRATOR
    made = _account(name, person, password)
    accept(made, invite(None, email=made.email, kind=Kind.ADMINISTRATOR, place=None))
    return made


def gather(
    first: Person, place: Neighbourhood, password: str, neighbours: int, rng: random.Random
) -> Cast:
    """Everyone else: one account for each role, and residents without a password."""
    by_role = {}
    for name, person, kind in CAST:
        lives_here = kind in (Kind.CHAIR, Kind.BOARD_MEMBER)
        by_role[kind] = _account(name, person, password, place.areas[0] if lives_here else "")
        give_role(first, by_role[kind], kind, place)
    name, person = RESIDENT
    resident = _account(name, person, password, place.areas[0])
    names = rng.sample([f"{one} {other}" for one in FIRST for other in LAST], neighbours)
    others = [
        _account(f"neighbour-{number}", called, "", place.areas[number % len(place.areas)])
        for number, called in enumerate(names, start=1)
    ]
    return Cast(first, by_role, resident, others)


def _account(name: str, person: str, password: str, area: str = "") -> Person:
    made = Person(email=f"{name}@example.org", name=person, area=area)
    if password:
        made.set_password(password)
    else:
        made.set_unusable_password()
    with recorded("account opened", by=None) as entry:
        made.save()
        entry.about = made
    if password:
        EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made
