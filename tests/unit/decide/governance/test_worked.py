"""Two places compared form by form, one with a parish and one without, and published figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from commonweal.decide.governance import Comparison, Place, compare, petition_signatures
from commonweal.parameters import number

UNPARISHED = Place(
    "Alder",
    population=6000,
    electors=4200,
    parished=False,
    in_programme=True,
    has_forum=False,
    has_plan=False,
    reviewed_lately=False,
)
PARISHED = replace(UNPARISHED, name="Birch", parished=True, in_programme=False)


def statuses(result: Comparison) -> dict[str, str]:
    return {each.form.id: each.status for each in result.answers}


def test_a_place_without_a_parish_in_the_programme() -> None:
    assert statuses(compare(UNPARISHED)) == {
        "partnership": "open",
        "big-local": "depends",
        "pride-in-place": "open",
        "neighbourhood-forum": "open",
        "parish-council": "open",
        "area-committee": "depends",
        "community-land-trust": "open",
        "business-improvement-district": "depends",
    }


def test_a_place_with_a_parish_outside_the_programme() -> None:
    assert statuses(compare(PARISHED)) == {
        "partnership": "open",
        "big-local": "depends",
        "pride-in-place": "not open",
        "neighbourhood-forum": "not open",
        "parish-council": "depends",
        "area-committee": "depends",
        "community-land-trust": "open",
        "business-improvement-district": "depends",
    }


def test_what_a_parish_changes_is_the_forum_and_the_council_alone() -> None:
    without = statuses(compare(UNPARISHED))
    with_one = statuses(compare(replace(UNPARISHED, parished=True)))
    changed = {form for form, status in without.items() if with_one[form] != status}
    assert changed == {"neighbourhood-forum", "parish-council"}


def test_the_reasons_say_what_to_do_in_each_place() -> None:
    without, with_one = compare(UNPARISHED), compare(PARISHED)
    assert "so 21 people may apply" in without.answer("neighbourhood-forum").reason
    assert "there the parish council makes the neighbourhood plan" in (
        with_one.answer("neighbourhood-forum").reason
    )
    council = without.answer("parish-council").reason
    assert "of 1,000 electors or more, it must recommend that the parish has a council" in council
    assert "stand for it or work with it" in with_one.answer("parish-council").reason


def test_what_is_told_of_the_place_without_a_parish() -> None:
    told = compare(UNPARISHED).explain().splitlines()
    assert told[0] == (
        "Forms of governance for Alder: 8. Open: 5; depending on something: 3; not open: 0."
    )
    assert [line.split(":")[0] for line in told[1:9]] == ["Open"] * 5 + ["Depends"] * 3
    assert told[9] == (
        "Signatures for a community governance review: 315 (7.5% of 4,200 electors, rounded up)."
    )
    assert len(told) == 10


def test_the_first_line_counts_what_stands_below_it() -> None:
    told = compare(PARISHED).explain().splitlines()
    assert told[0].endswith("Open: 2; depending on something: 4; not open: 2.")


@pytest.mark.parametrize(
    ("dwellings", "most"),
    [
        (300, 30_000),  # Cheshire West and Chester Council, Neighbourhood portion of CIL
        (500, 50_000),  # Buckinghamshire Council, Receiving and using CIL funds
    ],
)
def test_the_limit_of_the_levy_as_councils_work_it_out(dwellings: int, most: int) -> None:
    assert number("governance.levy_cap") * dwellings == most


def test_the_order_of_2015_cut_every_threshold_by_a_quarter() -> None:
    """50% to 37.5%, 10% to 7.5% and, but for half a signature, 250 to 187."""
    before = dt.date(2015, 3, 26)
    for size in ("small", "large"):
        name = f"governance.petition_{size}_share"
        cut = Fraction(str(number(name))) / Fraction(str(number(name, on=before)))
        assert cut == Fraction(3, 4)
    middle = number("governance.petition_middle", on=before)
    assert number("governance.petition_middle") == int(0.75 * middle)


@pytest.mark.parametrize(
    ("electors", "before", "since"), [(400, 200, 150), (1200, 250, 187), (8000, 800, 600)]
)
def test_a_petition_begun_before_the_order_and_handed_in_after(
    electors: int, before: int, since: int
) -> None:
    assert petition_signatures(electors, on=dt.date(2015, 3, 26)) == before
    assert petition_signatures(electors, on=dt.date(2015, 3, 27)) == since
