"""Every route against everybody: who may, who may not, and what no number or form may reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from commonweal.web.access import Access
from commonweal.web.record.abilities import ABILITIES, Ability
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.models import AuditHead, Person, Role
from tests.record_makers import give, make_person, make_place, sign_in
from tests.routes import NOWHERE, STATES, Route, World, address, make_world, routes

ALL = routes()
OF_PLACES = [route for route in ALL if route.of_a_place]
KINDS: list[str] = list(Role.Kind.values)
# Forms that strangers send too: the right to vote is shown by what is in them.
FOR_VOTERS = {"vote", "vote-change", "find-ballot"}
# Of those who may use the route, only the ones whose idea or interest it is.
OWN = {"proposal-edit", "proposal-withdraw", "interest-new", "interest-end"}
# Parts that name a row, and so could be those of another place.
NAMES = ("phase", "pot", "number", "comment", "picture", "role", "conversation")


@pytest.fixture
def world(client: Client, ballot_box: Path) -> World:
    """A neighbourhood in which every address leads somewhere."""
    return make_world(1, [make_person("Someone else")])


def holder(world: World, *kinds: str, area: str = "") -> Person:
    """Someone who holds these roles here."""
    person = make_person("Holder", area=area)
    for kind in kinds:
        give(person, kind, world.place)
    return person


def everywhere() -> Person:
    """Someone who holds every role everywhere."""
    person = make_person("Everything")
    for kind in KINDS:
        give(person, kind)
    return person


def here(world: World, route: Route) -> str:
    return address(route, world.parts_of(route))


def state() -> tuple[Any, ...]:
    """Where the log stands and how many rows each table of the record has."""
    counts = [model.objects.count() for model in apps.get_app_config("record").get_models()]
    return (*AuditHead.objects.values_list("number", "hash"), *counts)


def test_the_walk_finds_the_routes_of_every_part_of_the_site() -> None:
    assert {route.access for route in ALL} == set(Access)
    assert len(OF_PLACES) > 50
    assert {route.ability for route in OF_PLACES} - {None} == set(Ability) - {
        Ability.MAKE_PLACES,
        Ability.PROPOSE,
    }


def test_every_address_of_the_world_leads_somewhere(world: World) -> None:
    """Otherwise the tests below would hold for nothing."""
    reader = sign_in(everywhere())
    for route in OF_PLACES:
        status = reader.get(here(world, route)).status_code
        assert status in (200, 302, 422) or (route.name in OWN and status == 403), route.name


def test_a_stranger_is_asked_to_sign_in_wherever_not_everybody_may_go(world: World) -> None:
    stranger, before = Client(), state()
    for route in OF_PLACES:
        if route.access is Access.PUBLIC or route.name in FOR_VOTERS:
            continue
        for ask in (stranger.get, stranger.post):
            answer = ask(here(world, route))
            assert answer.status_code == 302, route.name
            assert answer.headers["Location"].startswith("/account/sign-in?next="), route.name
    assert state() == before


def test_only_voters_forms_take_anything_from_strangers() -> None:
    assert {route.name for route in OF_PLACES if route.access is Access.ANYONE} == FOR_VOTERS


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_every_role_may_use_exactly_the_routes_that_the_table_names(
    world: World, kind: str
) -> None:
    reader = sign_in(holder(world, *([kind] if kind else [])))
    for route in OF_PLACES:
        if route.access is not Access.ABLE:
            continue
        status = reader.get(here(world, route)).status_code
        may = kind in ABILITIES[Ability(route.ability)]
        told = (200, 302, 422, 403) if route.name in OWN else (200, 302, 422)
        assert status in (told if may else (403,)), (route.name, kind, status)


def test_living_here_makes_a_resident_and_nothing_more(world: World) -> None:
    reader = sign_in(holder(world, area=world.place.areas[0]))
    for route in OF_PLACES:
        if route.access is Access.ABLE and route.name not in OWN:
            may = Role.Kind.RESIDENT in ABILITIES[Ability(route.ability)]
            assert (reader.get(here(world, route)).status_code != 403) == may, route.name


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_role_in_another_neighbourhood_opens_nothing_here(world: World, method: str) -> None:
    person, elsewhere = make_person("Elsewhere", area="D0Z"), make_place("Z", areas=["D0Z"])
    for kind in KINDS:
        give(person, kind, elsewhere)
    reader, before = sign_in(person), state()
    for route in ALL:
        if route.access is Access.ABLE:
            status = getattr(reader, method)(here(world, route)).status_code
            # Those without a place take a role that is held everywhere.
            assert status == 403, route.name
    assert state() == before


def foreign() -> list[tuple[Route, str]]:
    """Each route with each of its parts that names a row."""
    return [(route, part) for route in OF_PLACES for part in NAMES if part in route.parts]


@pytest.mark.parametrize("method", ["get", "post"])
def test_names_and_numbers_of_another_neighbourhood_are_not_found(
    world: World, method: str
) -> None:
    """By someone who may do everything in both, so that only the address can stop them."""
    other = make_world(2, [make_person("Somebody there")])
    reader, before = sign_in(everywhere()), state()
    for route, part in foreign():
        mine, theirs = world.parts_of(route), other.parts_of(route)
        assert mine[part] != theirs[part], (route.name, part)
        answer = getattr(reader, method)(address(route, {**mine, part: theirs[part]}))
        refused = (404, 405) if method == "post" and route.access is Access.PUBLIC else (404,)
        assert answer.status_code in refused, (route.name, part, answer.status_code)
    assert state() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_in_another_phase_is_not_found(world: World, method: str) -> None:
    reader, before, walked = sign_in(everywhere()), state(), 0
    for route in OF_PLACES:
        mine = world.parts_of(route)
        inside = world.inside[STATES.get(route.name, "proposing")]
        other = next(each for each in world.inside.values() if each != inside)
        for part in {*inside} & {*mine} if "phase" in mine else ():
            walked += 1
            answer = getattr(reader, method)(address(route, {**mine, part: other[part]}))
            refused = (404, 405) if method == "post" and route.access is Access.PUBLIC else (404,)
            assert answer.status_code in refused, (route.name, part, answer.status_code)
    assert walked > 15
    assert state() == before


def test_reading_any_page_of_the_site_changes_nothing(world: World) -> None:
    reader, before = sign_in(everywhere()), state()
    for route in ALL:
        if "provider_id" not in route.parts:
            reader.get(here(world, route))
            assert state() == before, route.name
    assert verify().ok


def test_every_form_of_the_site_is_refused_without_its_token(world: World) -> None:
    reader = Client(enforce_csrf_checks=True)
    reader.force_login(everywhere())
    before = state()
    for route in ALL:
        status = reader.post(here(world, route), {"reason": "x", "text": "x"}).status_code
        assert status == 403, (route.name, status)
    assert state() == before


def test_numbers_beyond_any_row_are_not_found(world: World) -> None:
    reader = sign_in(everywhere())
    numbered = ("number", "comment", "picture", "role")
    for route, part in foreign():
        if part in numbered:
            parts = {**world.parts_of(route), part: 10**30}
            assert reader.get(address(route, parts)).status_code == 404, (route.name, part)
    assert NOWHERE not in world.ids.values()
