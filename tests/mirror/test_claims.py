"""Every claim of the evidence page, on the real files; each test prints its figure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commonweal.atlas import Atlas
from commonweal.report.evidence import GROUPS, Claim, Held, evidence_page, measure, measure_all

Figure = Callable[[str, object], None]
pytestmark = pytest.mark.mirror

# Those that only a benchmark measures stay out.
CLAIMS = [claim for group in GROUPS for claim in group.claims if not claim.alone]


@pytest.fixture(scope="module")
def held(england: Atlas) -> Held:
    return Held(england)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_claim(claim: Claim, held: Held, figure: Figure) -> None:
    outcome = measure(claim, held)
    assert outcome.measured is not None, outcome.why_not
    figure(claim.what, f"{outcome.measured.shown} ({claim.expected.in_words()})")
    assert outcome.agrees is not False, outcome.measured.note
    assert outcome.agrees is True or claim.expected.kind == "open"


def test_every_remaining_district_and_ward_is_named_with_a_reason(held: Held) -> None:
    groups = measure_all(held, ["districts", "wards"])
    details = [
        detail
        for group in groups
        for outcome in group.outcomes
        for detail in (outcome.measured.details if outcome.measured else ())
    ]
    assert len(details) == 3
    for detail in details:
        assert detail.table.null_count().sum_horizontal().item() == 0
        assert detail.table.height == int(detail.title.split()[1])


def test_no_rank_of_community_needs_is_on_the_page(held: Held, england: Atlas) -> None:
    """The ranks and scores of the official left-behind wards that are named must not be there."""
    page = evidence_page(measure_all(held, ["wards"]), england)
    named = [line for line in page.splitlines() if "| E05" in line]
    assert len(named) == 13
    ranks = england.observations("cni.rank", "2019", "ward17")
    for code, rank in ranks.select("area_code", "value").iter_rows():
        for line in named:
            assert code not in line or f"{rank:,.0f}" not in line.split("|")[3:]


def test_the_page_in_the_repository_is_of_these_claims() -> None:
    page = Path(__file__).parents[2].joinpath("docs", "evidence.md").read_text(encoding="utf-8")
    for claim in CLAIMS:
        assert claim.what.replace("|", "\\|") in page, f"{claim.id}: run make evidence"
