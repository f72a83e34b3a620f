"""Which form is open: the edges of each rule, and what more knowledge may not change."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.decide.governance import Place
from commonweal.decide.governance.standing import (
    STANDINGS,
    neighbourhood_forum,
    parish_council,
    pride_in_place,
)

BARE = Place("Alder")
FACTS = ("parished", "in_programme", "has_forum", "has_plan", "reviewed_lately")


def test_of_a_place_of_which_nothing_is_known_little_is_settled() -> None:
    settled = {form for form, standing in STANDINGS.items() if standing(BARE)[0] != "depends"}
    assert settled == {"partnership", "community-land-trust"}


def test_the_name_of_the_place_is_told() -> None:
    assert "Alder" in pride_in_place(replace(BARE, in_programme=False))[1]
    assert "Alder" in STANDINGS["partnership"](BARE)[1]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (replace(BARE, parished=True, has_forum=True), "any part of a parish council's area"),
        (replace(BARE, parished=False, has_forum=True), "only one at a time"),
        (replace(BARE, has_forum=True), "only one at a time"),
        (replace(BARE, parished=False, population=20), "It needs 21 people, and 20 live there"),
        (replace(BARE, population=21), "ask the council"),
        (replace(BARE, parished=False), "so 21 people may apply"),
    ],
)
def test_the_first_reason_against_a_forum_is_told(place: Place, says: str) -> None:
    assert says in neighbourhood_forum(place)[1]


@pytest.mark.parametrize(
    ("electors", "status", "says"),
    [
        (1, "not open", "up to 150 electors"),
        (150, "not open", "up to 150 electors"),
        (151, "open", "fewer than 1,000 electors the review may recommend"),
        (999, "open", "fewer than 1,000 electors the review may recommend"),
        (1000, "open", "it must recommend"),
        (None, "open", "ask the council for the number"),
    ],
)
def test_the_size_of_a_new_parish(electors: int | None, status: str, says: str) -> None:
    found, reason = parish_council(replace(BARE, parished=False, electors=electors))
    assert found == status
    assert says in reason


def test_a_review_of_late_is_told_before_the_size() -> None:
    """The council may wait two years; that comes first, whatever the review would find."""
    lately = replace(BARE, parished=False, electors=100, reviewed_lately=True)
    assert parish_council(lately)[0] == "depends"
    assert "within 2 years" in parish_council(lately)[1]


@pytest.mark.parametrize(
    ("forum", "plan", "told"),
    [(True, True, True), (True, False, False), (False, True, False), (None, None, False)],
)
def test_only_a_forum_whose_plan_is_made_may_ask_without_a_petition(
    forum: bool | None, plan: bool | None, told: bool
) -> None:
    place = replace(BARE, parished=False, electors=4000, has_forum=forum, has_plan=plan)
    assert ("without a petition" in parish_council(place)[1]) is told


maybe = st.none() | st.booleans()
places = st.builds(
    Place,
    name=st.just("Alder"),
    population=st.none(),
    electors=st.none() | st.integers(1, 20_000),
    parished=maybe,
    in_programme=maybe,
    has_forum=maybe,
    has_plan=maybe,
    reviewed_lately=maybe,
)


@given(places)
def test_what_is_settled_stays_so_however_the_unknown_turns_out(place: Place) -> None:
    """`Not open` said without a fact holds for both answers to it."""
    unknown = [fact for fact in FACTS if getattr(place, fact) is None]
    for form, standing in STANDINGS.items():
        if standing(place)[0] != "not open":
            continue
        for answers in itertools.product((True, False), repeat=len(unknown)):
            known = replace(place, **dict(zip(unknown, answers, strict=True)))
            if form == "parish-council" and (known.parished or known.reviewed_lately):
                continue  # A parish that is there already, or a council that may wait: `depends`.
            assert standing(known)[0] == "not open"


@given(places)
def test_a_forum_and_a_parish_are_never_both_open_where_a_parish_is(place: Place) -> None:
    parished = replace(place, parished=True)
    assert neighbourhood_forum(parished)[0] == "not open"
    assert parish_council(parished)[0] == "depends"


@given(places)
def test_the_programme_decides_about_its_boards_alone(place: Place) -> None:
    for form, standing in STANDINGS.items():
        found = {standing(replace(place, in_programme=answer))[0] for answer in (True, False)}
        assert len(found) == (2 if form == "pride-in-place" else 1)
