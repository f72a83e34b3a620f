"""Every route of the site, and a record in which every address leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from commonweal.decide.published.log import CLOSED
from commonweal.web.access import Access, access_of
from commonweal.web.record.abilities import Ability
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.changes import conversations
from commonweal.web.record.models import (
    Board,
    Comment,
    Image,
    Interest,
    Meeting,
    Member,
    Neighbourhood,
    Panel,
    Person,
    Phase,
    Pot,
    Proposal,
    Result,
)
from tests.record_makers import (
    TODAY,
    give,
    keep,
    make_board,
    make_member,
    make_phase,
    make_place,
    make_pot,
    make_proposal,
)

# The state of a phase in which the page of a route is there; ideas are open for all others.
STATES = {
    **dict.fromkeys(("phase-edit", "pot-new", "pot-edit", "pot-remove", "phase-publish"), "draft"),
    **dict.fromkeys(("open-vote",), "checking"),
    **dict.fromkeys(
        ("close-vote", "codes", "vote", "vote-change", "paper", "paper-blank"), "voting"
    ),
    **dict.fromkeys(
        ("result", "find-ballot", "vote-file", "delivery", "delivery-report"), "decided"
    ),
}

# For a part of an address outside neighbourhoods that decide: nothing is called or numbered so.
NOWHERE, NO_TILE = "nowhere", {"z": 0, "x": 0, "y": 0}


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its name, who may use it, and the parts it has.

    Attributes:
        pattern: as it is written, from the root of the site.
    """

    name: str
    access: Access | None
    ability: Ability | None
    parts: tuple[str, ...]
    pattern: str

    @property
    def of_a_place(self) -> bool:
        return "place" in self.parts


def routes() -> list[Route]:
    """Every page of the site; the data service has a walk of its own."""
    return list(_routes(get_resolver(), "", ()))


def _routes(resolver: URLResolver, before: str, parts: tuple[str, ...]) -> Iterator[Route]:
    for item in resolver.url_patterns:
        pattern: Any = item.pattern
        here = (*parts, *pattern.converters, *_groups(pattern))
        whole = f"{before}{pattern}"
        if isinstance(item, URLResolver):
            yield from _routes(item, whole, here)
        elif not _of_the_service(item):
            view: Any = item.callback
            ability = getattr(view, "ability", None)
            yield Route(item.name or whole, access_of(view), ability, here, whole)


def _groups(pattern: Any) -> tuple[str, ...]:
    return tuple(pattern.regex.groupindex) if isinstance(pattern, RegexPattern) else ()


def _of_the_service(item: URLPattern) -> bool:
    callback = getattr(item.callback, "func", item.callback)
    return str(callback.__module__).startswith("ninja")


@dataclass(slots=True)
class World:
    """A neighbourhood in which every address of the site leads somewhere.

    Attributes:
        phases: one in each state, by the state.
        ids: what the parts of addresses are called here, but for phases and what is in them.
        numbers: numbers of members, interests, meetings and panels, by how their routes begin.
        inside: what is in the phase of each state: pot, number, comment, picture.
    """

    place: Neighbourhood
    phases: dict[str, Phase] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    inside: dict[str, dict[str, Any]] = field(default_factory=dict)

    def parts_of(self, route: Route) -> dict[str, Any]:
        """What the parts of a route are called here."""
        state = STATES.get(route.name, "proposing")
        known = {**NO_TILE, **self.ids, "phase": self.phases[state].slug, **self.inside[state]}
        for start, number in self.numbers.items():
            if route.name.startswith(start):
                known["number"] = number
        return {part: known.get(part, NOWHERE) for part in route.parts}


def address(route: Route, parts: Mapping[str, Any]) -> str:
    """The address of a route."""
    return str(reverse(route.name, kwargs=dict(parts) or None))


def make_world(number: int, people: list[Person]) -> World:
    """Fill a neighbourhood; nothing in it is called or numbered as in one of another number.

    Args:
        number: from 1; everything that is numbered begins at a thousand times as much.
        people: somebody to propose and to hold a role.
    """
    place = make_place(f"World{number}", areas=[f"D0{number}000001"])
    role = give(people[0], "observer", place)
    talk = conversations.open_conversation(
        people[0], place, f"What next, {number}?", "", ["Benches first", "Trees first", "Both"]
    )
    world = World(place)
    world.ids = {
        "place": place.slug,
        "role": role.pk,
        "conversation": talk.slug,
        "file": "panel.toml",
    }
    _fill_board(world, number)
    for offset, state in enumerate(Phase.State.values):
        _fill_phase(world, state, 1_000 * number + offset)
    return world


def _fill_board(world: World, number: int) -> None:
    board: Board = make_board(world.place)
    member: Member = make_member(board)
    interest = keep(Interest(member=member, text="Owns the café", declared=TODAY))
    meeting = keep(Meeting(board=board, on=TODAY, minutes="We met."))
    panel = keep(
        Panel(
            neighbourhood=world.place,
            number=1_000 * number,
            title="Panel",
            spec="size = 1\n",
            digest="0" * 64,
            seed_from="the dice",
            announced=TODAY,
            tickets=[["a"], ["b"]],
            chances=[{"id": each, "chance": 0.5, "tickets": 1} for each in "ab"],
            bound=0.5,
        )
    )
    world.numbers = {
        "member": member.pk,
        "interest": interest.pk,
        "meeting": meeting.pk,
        "panel": panel.number,
    }


def _fill_phase(world: World, state: str, number: int) -> None:
    days = dict.fromkeys(
        ("propose_from", "propose_until", "vote_from", "vote_until"), timezone.localdate()
    )
    phase = make_phase(
        world.place, state=state, eligibility="code", may_change=True, title=state, **days
    )
    pot: Pot = make_pot(phase, slug=f"pot-{number}")
    idea: Proposal = make_proposal(pot)
    idea.number = number
    keep(idea)
    remark = keep(Comment(proposal=idea, text="Words", sent=timezone.now()))
    picture = keep(Image(proposal=idea, alt="A bench", content=b"\xff\xd8", width=1, height=1))
    world.phases[state] = phase
    world.inside[state] = {
        "pot": pot.slug,
        "number": number,
        "comment": remark.pk,
        "picture": picture.pk,
    }
    if state == Phase.State.DECIDED:
        keep(Result(pot=pot, outcome={"winners": [str(number)]}, ballots=3))
        with recorded(CLOSED, place=world.place, about=phase):
            pass
