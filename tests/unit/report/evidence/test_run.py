"""Which claims are measured, and what happens to those that cannot be."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from commonweal.atlas import Atlas
from commonweal.catalogue import RELEASES
from commonweal.errors import InputError, MethodNotApplicable, UnknownIndicator
from commonweal.report.evidence import (
    GROUPS,
    Claim,
    Expectation,
    Group,
    Held,
    Measured,
    Outcome,
    measure_all,
)
from commonweal.report.evidence.run import chosen
from tests import sites


@dataclass
class England:
    """As much of an atlas as running claims asks for."""

    demonstration: bool = False


def held() -> Held:
    return Held(England())  # type: ignore[arg-type]


def claim(id: str, figure: float = 1) -> Claim:
    return Claim(id, id, Expectation("exactly", (1,)), lambda _: Measured((figure,), f"{figure}"))


def missing(held: Held) -> Measured:
    raise UnknownIndicator("imd.rank is not held")


GROUP = Group("first", "First", "About", (claim("good"), claim("bad", 2)))
LACKING = Group("second", "Second", "About", (Claim("lacks", "L", Expectation("open"), missing),))


def outcomes(*only: str) -> list[Outcome]:
    found = measure_all(held(), only, groups=(GROUP, LACKING))
    return [outcome for group in found for outcome in group.outcomes]


def test_all_claims_in_order() -> None:
    assert [(item.claim.id, item.agrees) for item in outcomes()] == [
        ("good", True),
        ("bad", False),
        ("lacks", None),
    ]


def test_a_claim_that_lacks_its_data_says_why() -> None:
    (lacking,) = outcomes("lacks")
    assert lacking.measured is None
    assert lacking.why_not == "imd.rank is not held"


def test_only_some() -> None:
    assert [item.claim.id for item in outcomes("bad")] == ["bad"]
    assert [item.claim.id for item in outcomes("first")] == ["good", "bad"]


def test_an_unknown_claim_is_refused_with_those_that_are_near() -> None:
    with pytest.raises(InputError, match="Did you mean good"):
        outcomes("goood")


def test_a_fault_of_ours_is_not_hidden() -> None:
    def broken(held: Held) -> Measured:
        raise ZeroDivisionError

    group = Group("g", "G", "A", (Claim("b", "B", Expectation("open"), broken),))
    with pytest.raises(ZeroDivisionError):
        measure_all(held(), groups=(group,))


def test_progress_is_told() -> None:
    seen: list[str] = []
    measure_all(held(), groups=(GROUP,), report=lambda item: seen.append(item.claim.id))
    assert seen == ["good", "bad"]


def test_the_demonstration_country_proves_nothing() -> None:
    invented = Held(Atlas.open(sites.demonstration_atlas()))
    with pytest.raises(MethodNotApplicable, match="invented"):
        measure_all(invented)


def test_claims_are_told_apart_by_their_ids() -> None:
    ids = [item.id for group in GROUPS for item in group.claims] + [group.id for group in GROUPS]
    assert len(ids) == len(set(ids))


def test_every_claim_says_what_it_rests_on() -> None:
    """Speed rests on no release; every other claim names one that the catalogue has."""
    known = {release.id for release in RELEASES}
    for group in GROUPS:
        for item in group.claims:
            assert item.alone or item.releases, item.id
            assert set(item.releases) <= known, item.id
            assert all(ref.href.startswith("https://") for ref in item.references), item.id


def test_choosing_keeps_what_a_group_leaves_open() -> None:
    (group,) = chosen(["pip-list"])
    assert group.gaps == next(item for item in GROUPS if item.id == "pride-in-place").gaps
