"""Measures claims on an atlas."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from commonweal.errors import CommonwealError, InputError, InputProblem, MethodNotApplicable
from commonweal.report.evidence.change import CHANGE
from commonweal.report.evidence.claim import Claim, Group, GroupOutcome, Outcome
from commonweal.report.evidence.community_needs import COMMUNITY_NEEDS
from commonweal.report.evidence.decided import DECIDED
from commonweal.report.evidence.districts import DISTRICTS
from commonweal.report.evidence.double_disadvantage import DOUBLE_DISADVANTAGE
from commonweal.report.evidence.geography import GEOGRAPHY
from commonweal.report.evidence.held import Held
from commonweal.report.evidence.indices import INDICES
from commonweal.report.evidence.neighbourhoods import NEIGHBOURHOODS
from commonweal.report.evidence.open_index import OPEN_INDEX
from commonweal.report.evidence.performance import PERFORMANCE
from commonweal.report.evidence.prevalence import PREVALENCE
from commonweal.report.evidence.pride_in_place import PRIDE_IN_PLACE
from commonweal.report.evidence.robustness import ROBUSTNESS
from commonweal.report.evidence.scottish import SCOTTISH
from commonweal.report.evidence.subdomains import SUBDOMAINS
from commonweal.report.evidence.wards import WARDS

GROUPS: tuple[Group, ...] = (
    DOUBLE_DISADVANTAGE,
    WARDS,
    PRIDE_IN_PLACE,
    INDICES,
    SUBDOMAINS,
    SCOTTISH,
    COMMUNITY_NEEDS,
    DISTRICTS,
    CHANGE,
    PREVALENCE,
    GEOGRAPHY,
    OPEN_INDEX,
    NEIGHBOURHOODS,
    ROBUSTNESS,
    DECIDED,
    PERFORMANCE,
)


def chosen(only: Collection[str], groups: Sequence[Group] = GROUPS) -> tuple[Group, ...]:
    """The groups with the claims asked for, by id of a claim or of a group; all if none is named.

    Raises:
        InputError: there is no such claim or group; names those that are near.
    """
    if not only:
        return tuple(groups)
    known = {group.id for group in groups} | {
        claim.id for group in groups for claim in group.claims
    }
    problems = [_unknown(name, known) for name in only if name not in known]
    if problems:
        raise InputError(problems)
    kept = []
    for group in groups:
        claims = tuple(claim for claim in group.claims if group.id in only or claim.id in only)
        if claims:
            kept.append(replace(group, claims=claims))
    return tuple(kept)


def _unknown(name: str, known: Collection[str]) -> InputProblem:
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=3, cutoff=0.4)
    hint = f"Did you mean {' or '.join(near)}?" if near else ""
    return InputProblem("the id of a claim or a group of claims", repr(name), hint=hint)


def measure_all(
    held: Held,
    only: Collection[str] = (),
    *,
    groups: Sequence[Group] = GROUPS,
    report: Callable[[Outcome], None] = lambda _: None,
) -> tuple[GroupOutcome, ...]:
    """Measure claims, in their order.

    A claim that cannot be measured, because the atlas lacks what it needs, is kept with the
    reason.

    Args:
        held: the atlas.
        only: ids of claims or groups; all if empty.
        groups: the claims there are.
        report: called with each outcome, for progress.

    Raises:
        InputError: there is no such claim.
        MethodNotApplicable: the atlas is of the demonstration country, to which no published
            figure applies.
    """
    asked = chosen(only, groups)
    if held.atlas.demonstration:
        raise MethodNotApplicable(
            "This atlas is of the demonstration country, which is invented: no published figure "
            "applies to it. Build the atlas of England first: commonweal atlas build --mirror "
            "FOLDER"
        )
    done = []
    for group in asked:
        outcomes = []
        for claim in group.claims:
            outcomes.append(measure(claim, held))
            report(outcomes[-1])
        done.append(GroupOutcome(group, tuple(outcomes)))
    return tuple(done)


def measure(claim: Claim, held: Held) -> Outcome:
    """Measure one claim."""
    try:
        return Outcome(claim, claim.measure(held))
    except CommonwealError as error:
        return Outcome(claim, None, str(error))
