"""Who may do what: the one table that pages, commands and tests read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from commonweal.web.record.models import Neighbourhood, Person, Role

Kind: Any = Role.Kind


class Ability(StrEnum):
    """Something that takes a role."""

    MAKE_PLACES = "add neighbourhoods and boards"
    GIVE_ROLES = "invite people and give roles"
    KEEP_BOARD = "keep the board, its meetings and its decisions"
    DECLARE = "declare an interest"
    DRAW_PANELS = "draw panels by lot"
    SET_PHASES = "prepare and publish phases and open them step by step"
    PROPOSE = "propose"
    TAKE_PART = "support, comment, and answer statements"
    MODERATE = "moderate what people write"
    CHECK = "check whether proposals can be done"
    ENTER_PAPER = "enter paper ballots and help voters"
    CLOSE = "close a vote and count it"
    DELIVER = "report on delivery"
    READ_LOG = "read drafts and the log of the neighbourhood"


ABILITIES: Mapping[Ability, frozenset[str]] = {
    Ability.MAKE_PLACES: frozenset({Kind.UNIT_OFFICER, Kind.ADMINISTRATOR}),
    Ability.GIVE_ROLES: frozenset({Kind.UNIT_OFFICER, Kind.ADMINISTRATOR}),
    Ability.KEEP_BOARD: frozenset({Kind.CHAIR, Kind.UNIT_OFFICER}),
    Ability.DECLARE: frozenset({Kind.CHAIR, Kind.BOARD_MEMBER}),
    Ability.DRAW_PANELS: frozenset({Kind.CHAIR, Kind.COMMUNITY_WORKER}),
    Ability.SET_PHASES: frozenset({Kind.CHAIR}),
    Ability.PROPOSE: frozenset({Kind.RESIDENT, Kind.CHAIR, Kind.BOARD_MEMBER}),
    Ability.TAKE_PART: frozenset({Kind.RESIDENT, Kind.CHAIR, Kind.BOARD_MEMBER}),
    Ability.MODERATE: frozenset({Kind.COMMUNITY_WORKER, Kind.CHAIR}),
    Ability.CHECK: frozenset({Kind.ACCOUNTABLE_BODY, Kind.COMMUNITY_WORKER}),
    Ability.ENTER_PAPER: frozenset({Kind.COMMUNITY_WORKER}),
    Ability.CLOSE: frozenset({Kind.CHAIR, Kind.ACCOUNTABLE_BODY}),
    Ability.DELIVER: frozenset({Kind.ACCOUNTABLE_BODY, Kind.COMMUNITY_WORKER}),
    Ability.READ_LOG: frozenset(
        {
            Kind.CHAIR,
            Kind.BOARD_MEMBER,
            Kind.COMMUNITY_WORKER,
            Kind.ACCOUNTABLE_BODY,
            Kind.UNIT_OFFICER,
            Kind.ADMINISTRATOR,
            Kind.OBSERVER,
        }
    ),
}


def roles_in(person: Person, place: Neighbourhood | None) -> frozenset[str]:
    """The roles someone holds in a neighbourhood, those held everywhere included.

    Someone who says they live in one of its areas is a resident.
    """
    if not person.is_authenticated:
        return frozenset()
    held = Role.objects.filter(person=person)
    kinds = {
        kind
        for kind, where in held.values_list("kind", "neighbourhood_id")
        if where is None or (place is not None and where == place.pk)
    }
    if place is not None and person.area and person.area in place.areas:
        kinds.add(Kind.RESIDENT)
    return frozenset(kinds)


def may(person: Person, ability: Ability, place: Neighbourhood | None = None) -> bool:
    """Whether someone may do something, in a neighbourhood or (without one) everywhere."""
    return bool(roles_in(person, place) & ABILITIES[ability])
