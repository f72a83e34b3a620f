"""Fill an empty record with an invented story, so that people can look around and try things."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from commonweal.errors import MethodNotApplicable
from commonweal.web.data import Held, held
from commonweal.web.data.deciding import Chosen, chosen_areas
from commonweal.web.data.neighbourhoods import made
from commonweal.web.record.changes.closing import close, count_phase
from commonweal.web.record.changes.conversations import close_conversation
from commonweal.web.record.changes.phases import close_proposals
from commonweal.web.record.changes.places import Facts, add_place
from commonweal.web.record.changes.voting import open_voting
from commonweal.web.record.demonstration import board, money, people, talk
from commonweal.web.record.demonstration.clock import on
from commonweal.web.record.demonstration.words import (
    FIRST_FUND,
    FIRST_IDEAS,
    SECOND_FUND,
    SECOND_IDEAS,
    Idea,
)
from commonweal.web.record.models import AuditEntry, Neighbourhood, Person, Phase

NEIGHBOURS = 60
FIRST_BALLOTS, SECOND_BALLOTS = 96, 40
SEED = 5
# How many days ago each part of the story began.
BEGAN, TALKED = 160, 60
ELECTORS_IN_TEN = 7

Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made: the neighbourhood's short name, who can sign in, and their one password.

    Attributes:
        postcodes: some of its postcodes, to vote with.
    """

    place: str
    accounts: tuple[tuple[str, str], ...]
    password: str
    postcodes: tuple[str, ...]

    def explain(self) -> str:
        """What to do with it, in plain words."""
        width = max(len(role) for role, _ in self.accounts)
        return "\n".join(
            (
                f"An invented story is in the record. Begin at /decide/{self.place}",
                "Sign in as any of these, with the password that follows:",
                *(f"  {role:<{width}}  {email}" for role, email in self.accounts),
                f"Password: {self.password}",
                f"Vote with any name and one of these postcodes: {', '.join(self.postcodes)}",
            )
        )


def demonstrate(
    today: date | None = None, neighbours: int = NEIGHBOURS, say: Say = lambda _: None
) -> Demonstration:
    """Fill an empty record over the demonstration country; all of it or nothing.

    The same on the same day, but for keys, salts, receipts and the password.

    Args:
        today: the last day of the story.
        neighbours: residents who take part beside those who can sign in, 24 or more.
        say: told what is being done.

    Raises:
        MethodNotApplicable: the atlas is of a real country, or the record is not empty.
    """
    kept = held()
    if not kept.demonstration:
        raise MethodNotApplicable(
            "The invented story goes with the demonstration country only. Build it with "
            "`commonweal atlas build --demonstration`."
        )
    if AuditEntry.objects.exists():
        raise MethodNotApplicable(
            "The record is not empty. Name an empty folder with COMMONWEAL_DATA."
        )
    password = secrets.token_urlsafe(9)
    with transaction.atomic():
        return _story(kept, today or timezone.localdate(), password, neighbours, say)


def _story(kept: Held, today: date, password: str, neighbours: int, say: Say) -> Demonstration:
    rng = random.Random(SEED)  # noqa: S311 (an invented story, not a secret)
    first_day = today - timedelta(days=BEGAN)
    say("The neighbourhood, its people and its board")
    with on(first_day):
        administrator = people.administrator(password)
        place = _place(kept, administrator)
        cast = people.gather(administrator, place, password, neighbours, rng)
        held_board = board.form(cast, place, first_day)
        board.meet(cast, held_board, first_day, 0)
    postcodes = _postcodes(kept, place)
    say("The first fund: ideas, votes, result, delivery")
    _first_fund(cast, place, today, postcodes, rng)
    with on(today - timedelta(days=TALKED + 4)):
        board.meet(cast, held_board, today - timedelta(days=TALKED + 4), 1)
    say("The conversation")
    with on(today - timedelta(days=TALKED)):
        conversation = talk.begin(cast, place)
    with on(today - timedelta(days=TALKED - 7)):
        talk.answer_all(cast, conversation, rng)
    with on(today - timedelta(days=TALKED - 14)):
        close_conversation(cast.worker, conversation)
        board.meet(cast, held_board, today - timedelta(days=TALKED - 14), 2)
    say("The second fund, open for votes")
    _second_fund(cast, place, today, postcodes, rng)
    return Demonstration(place.slug, _accounts(cast), password, tuple(postcodes[:3]))


def _first_fund(
    cast: people.Cast, place: Neighbourhood, today: date, postcodes: list[str], rng: random.Random
) -> None:
    days = money.dates(today - timedelta(days=BEGAN - 7), 21, 14, 14)
    with on(days[0]):
        phase = money.set_up(cast, place, FIRST_FUND, days)
        money.gather_ideas(cast, phase, FIRST_IDEAS)
    _to_the_vote(cast, phase, days[1], days[2], FIRST_IDEAS)
    with on(days[2]):
        money.vote(cast, _now(phase), FIRST_BALLOTS, postcodes, rng)
    with on(days[3] + timedelta(days=1)):
        close(cast.chair, _now(phase))
        count_phase(cast.chair, _now(phase))
    with on(today - timedelta(days=10)):
        money.deliver(cast, _now(phase), today - timedelta(days=10))


def _second_fund(
    cast: people.Cast, place: Neighbourhood, today: date, postcodes: list[str], rng: random.Random
) -> None:
    days = money.dates(today - timedelta(days=40), 21, 14, 21)
    with on(days[0]):
        phase = money.set_up(cast, place, SECOND_FUND, days)
        money.gather_ideas(cast, phase, SECOND_IDEAS)
    _to_the_vote(cast, phase, days[1], days[2], SECOND_IDEAS)
    with on(days[2] + timedelta(days=1)):
        money.vote(cast, _now(phase), SECOND_BALLOTS, postcodes, rng)


def _to_the_vote(
    cast: people.Cast, phase: Phase, checked: date, opened: date, ideas: Sequence[Idea]
) -> None:
    with on(checked):
        close_proposals(cast.chair, _now(phase))
        money.check_ideas(cast, _now(phase), ideas)
    with on(opened):
        open_voting(cast.chair, _now(phase))


def _now(phase: Phase) -> Phase:
    """The phase as it stands."""
    found: Phase = Phase.objects.get(pk=phase.pk)
    return found


def _place(kept: Held, by: Person) -> Neighbourhood:
    """The neighbourhood to act on with most people in doubly disadvantaged areas."""
    chosen = _chosen(kept)
    electors = None if chosen.population is None else chosen.population * ELECTORS_IN_TEN // 10
    return add_place(
        by,
        Facts(chosen.name, electors, parished=False),
        chosen.areas,
        chosen.population,
        made=chosen.made,
        counted=chosen.counted,
    )


def _chosen(kept: Held) -> Chosen:
    whole = made(kept)
    if whole is None:
        raise MethodNotApplicable("This demonstration country has no neighbourhood to act on.")
    best = whole.result.table.sort("chosen_people", "neighbourhood", descending=[True, False])
    return chosen_areas(kept, best["neighbourhood"][0])


def _postcodes(kept: Held, place: Neighbourhood) -> list[str]:
    """Postcodes of the neighbourhood in their order."""
    rows = kept.atlas.query(
        "SELECT postcode FROM {postcodes} WHERE list_contains(?, area_code) ORDER BY postcode",
        [place.areas],
    )
    return list(rows["postcode"])


def _accounts(cast: people.Cast) -> tuple[tuple[str, str], ...]:
    roles = [(str(people.Kind(kind).label), one.email) for kind, one in cast.by_role.items()]
    return (
        (str(people.Kind.ADMINISTRATOR.label), cast.administrator.email),
        *roles,
        (str(people.Kind.RESIDENT.label), cast.resident.email),
    )
