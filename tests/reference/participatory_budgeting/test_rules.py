"""Every rule against stored results: winner sets must be equal, with no tolerance.

One election, named below, was stored from a count in floating point that elects nobody where
the money of all voters is exactly a project's cost; the exact count elects it.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from commonweal.decide import CountSpec, count
from commonweal.decide.spec import Completion, Satisfaction
from tests.reference.participatory_budgeting.conftest import election_of

FLOATS_WRONG = {"poland_zabrze_2021_zandka"}
LARGE = 1_500
PLAIN = {
    "mes_cost_sat_no_completion": CountSpec(),
    "mes_cardinality_sat_no_completion": CountSpec(satisfaction="cardinality"),
    "greedy_by_votes_Cost_Sat": CountSpec(rule="greedy-votes"),
    "greedy_by_votes_per_cost_Cardinality_Sat": CountSpec(rule="greedy-votes-per-cost"),
    "sequential_phragmen": CountSpec(rule="phragmen"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_rules(stored: list[dict[str, Any]], name: str) -> None:
    compared = 0
    for each in stored:
        if (expected := each["expected"]["pabutools"].get(name)) is None:
            continue
        outcome = count(PLAIN[name], election_of(each), explained=False)
        assert set(outcome.winners) == set(expected), each["election"]
        compared += 1
    assert compared >= 14


def _completed(stored: list[dict[str, Any]], completion: Completion, low: int, high: int) -> int:
    compared = 0
    for each in stored:
        for run in each["expected"]["equalshares_net_tool"]:
            wrong = each["election"] in FLOATS_WRONG and run["accuracy"] == "floats"
            if run["completion"] != completion or wrong or not low <= each["num_votes"] < high:
                continue
            outcome = count(CountSpec(completion=completion), election_of(each), explained=False)
            assert set(outcome.winners) == set(run["winners_in_order"]), each["election"]
            compared += 1
    return compared


@pytest.mark.parametrize("completion", ["none", "utilitarian"])
def test_completions(stored: list[dict[str, Any]], completion: Completion) -> None:
    assert _completed(stored, completion, 0, LARGE) >= 7


@pytest.mark.slow
@pytest.mark.parametrize("completion", ["none", "utilitarian"])
def test_completions_of_large_votes(stored: list[dict[str, Any]], completion: Completion) -> None:
    assert _completed(stored, completion, LARGE, 10**6) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("completion", ["add1", "add1e", "add1u"])
def test_adding_money(stored: list[dict[str, Any]], completion: Completion) -> None:
    assert _completed(stored, completion, 0, 10**6) >= 18


@pytest.mark.parametrize("completion", ["add1", "add1u"])
def test_adding_money_to_one(stored: list[dict[str, Any]], completion: Completion) -> None:
    chosen = [each for each in stored if each["election"] == "poland_warszawa_2018_las"]
    assert _completed(chosen, completion, 0, 10**6) == 1


def test_exact_affordability(stored: list[dict[str, Any]]) -> None:
    """105 voters hold 155,000 together, which is what the one project costs."""
    each = next(item for item in stored if item["election"] in FLOATS_WRONG)
    for completion in ("none", "add1", "utilitarian"):
        outcome = count(CountSpec(completion=completion), election_of(each))
        assert outcome.winners == ("P0058",)


SMALL = {
    "method_of_equal_shares/Cost_Sat": CountSpec(),
    "method_of_equal_shares/Cardinality_Sat": CountSpec(satisfaction="cardinality"),
    "greedy_utilitarian_welfare/Cost_Sat": CountSpec(rule="greedy-votes"),
    "greedy_utilitarian_welfare/Cardinality_Sat": CountSpec(rule="greedy-votes-per-cost"),
    "max_additive_utilitarian_welfare/Cost_Sat": CountSpec(rule="knapsack"),
    "max_additive_utilitarian_welfare/Cardinality_Sat": CountSpec(
        rule="knapsack", satisfaction="cardinality"
    ),
    "sequential_phragmen": CountSpec(rule="phragmen"),
}
# One begins from projects chosen before the count, which we do not have; in the other nobody votes
# for anything, and the program's Phragmén takes one project while ours takes none.
NOT_OURS = {"EmptyProfile_Initial", "EmptyProfile"}
EVERYWHERE = ("greedy_utilitarian_welfare/Cost_Sat", "greedy_utilitarian_welfare/Cardinality_Sat")


@pytest.mark.parametrize("name", SMALL)
def test_small_elections_with_ties(small: list[dict[str, Any]], name: str) -> None:
    """The winners are among the tied outcomes that are right."""
    compared = 0
    for each in small:
        if (expected := each["expected_irresolute"].get(name)) is None:
            continue
        if each["name"] in NOT_OURS and name not in EVERYWHERE:
            continue
        outcome = count(SMALL[name], election_of(each), explained=False)
        assert sorted(outcome.winners) in [sorted(item) for item in expected], each["name"]
        compared += 1
    assert compared >= 2


@pytest.mark.parametrize("satisfaction", ["cost", "cardinality"])
def test_small_elections_with_shares_raised(
    small: list[dict[str, Any]], satisfaction: Satisfaction
) -> None:
    """The program raises shares by a tenth: add-one with all amounts ten times as large.

    Where nobody votes for anything ours elects nobody and the program what costs nothing.
    """
    name = f"mes_iterated/{satisfaction.title()}_Sat"
    compared = 0
    for each in small:
        expected = each["expected_irresolute"].get(name)
        if expected is None or each["name"] in NOT_OURS:
            continue
        tenths = {
            **each,
            "projects": {project: 10 * cost for project, cost in each["projects"].items()},
            "budget": 10 * each["budget"],
        }
        spec = CountSpec(completion="add1", satisfaction=satisfaction)
        outcome = count(spec, election_of(tenths), explained=False)
        assert sorted(outcome.winners) in [sorted(item) for item in expected], each["name"]
        compared += 1
    assert compared >= 3


def test_order_of_the_file_decides_nothing(stored: list[dict[str, Any]]) -> None:
    each = next(item for item in stored if len(item["projects"]) == 6)
    outcomes = set()
    for order in list(permutations(each["projects"]))[:20]:
        turned = {**each, "projects": {name: each["projects"][name] for name in order}}
        outcomes.add(count(CountSpec(), election_of(turned), explained=False).winners)
    assert len(outcomes) == 1
