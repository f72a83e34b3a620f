"""Whether each form is open to a place, and why."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Literal

from commonweal.decide.governance.place import Place
from commonweal.parameters import number

Status = Literal["open", "depends", "not open"]
Standing = tuple[Status, str]


def partnership(place: Place) -> Standing:
    """Open to anybody."""
    return "open", f"Anybody may start one in {place.name}."


def big_local(place: Place) -> Standing:
    """Open to set up; the money depends on a funder."""
    return "depends", (
        "People may form such a partnership at once; the money needs a funder. Big Local itself "
        "takes no more areas."
    )


def pride_in_place(place: Place) -> Standing:
    """Open only where the government has chosen the place."""
    if place.in_programme is None:
        return "depends", "It is open only to places that the government has chosen: see its list."
    if place.in_programme:
        return "open", f"The government has chosen {place.name}."
    return "not open", (
        f"The government chooses the places, without applications, and {place.name} is not among "
        "them."
    )


def neighbourhood_forum(place: Place) -> Standing:
    """Not where a parish is, nor where a forum is already; else open to enough people."""
    needed = int(number("boards.forum.smallest"))
    if place.parished:
        return "not open", (
            "A forum cannot be designated for an area that takes in any part of a parish council's "
            "area: there the parish council makes the neighbourhood plan. An area that leaves the "
            "parish out could have one."
        )
    if place.has_forum:
        return "not open", (
            "A forum is designated already, and an area has only one at a time: join it, or "
            "apply when its designation ends."
        )
    if place.population is not None and place.population < needed:
        return "depends", (
            f"It needs {needed} people, and {place.population:,} live there: those who work there "
            "and its councillors count too."
        )
    if place.parished is None:
        return "depends", "It is open where no part of the area is in a parish: ask the council."
    return "open", f"No parish is in the area, so {needed} people may apply."


def parish_council(place: Place) -> Standing:
    """By a review, in an area without a parish and with enough electors."""
    few = int(number("governance.council_not_up_to"))
    years = int(number("governance.review_rest_years"))
    if place.parished:
        return "depends", (
            "The area, or some of it, is in a parish already. If the parish has a council, stand "
            "for it or work with it; a review can change its boundary, split it, or give a parish "
            "that only has a meeting a council."
        )
    if place.reviewed_lately:
        return "depends", (
            f"The council ended a review of much the same area within {years} years: it may hold "
            "another but need not."
        )
    if place.electors is not None and place.electors <= few:
        return "not open", (
            f"A new parish of up to {few} electors is not given a council of its own, only a "
            "parish meeting; a larger area could have one."
        )
    if place.parished is None:
        return "depends", "It is open where the area is in no parish: ask the council."
    return "open", _size_of_parish(place) + _by_plan(place)


def _size_of_parish(place: Place) -> str:
    enough = int(number("governance.council_must_from"))
    text = "The area is in no parish. A petition obliges the council to hold a review. "
    if place.electors is None:
        return text + "How many must sign depends on the electors: ask the council for the number."
    if place.electors >= enough:
        return text + (
            f"If the review makes a parish of {enough:,} electors or more, it must recommend that "
            "the parish has a council."
        )
    return text + (
        f"With fewer than {enough:,} electors the review may recommend a council, or only a parish "
        "meeting."
    )


def _by_plan(place: Place) -> str:
    if place.has_forum and place.has_plan:
        return (
            " The forum, whose neighbourhood plan is made, may ask for the review without a "
            "petition."
        )
    return ""


def area_committee(place: Place) -> Standing:
    """The council's choice."""
    return "depends", "The council may set one up for any part of its area, and need not."


def community_land_trust(place: Place) -> Standing:
    """Open to anybody."""
    return "open", "Anybody may found one; no leave is needed."


def business_improvement_district(place: Place) -> Standing:
    """The businesses' choice, by ballot."""
    return "depends", (
        "It suits a place with enough businesses to pay for it, and they decide by ballot."
    )


STANDINGS: MappingProxyType[str, Callable[[Place], Standing]] = MappingProxyType(
    {
        "partnership": partnership,
        "big-local": big_local,
        "pride-in-place": pride_in_place,
        "neighbourhood-forum": neighbourhood_forum,
        "parish-council": parish_council,
        "area-committee": area_committee,
        "community-land-trust": community_land_trust,
        "business-improvement-district": business_improvement_district,
    }
)
"""For each form, by its id, whether it is open to a place."""
