"""Key findings in plain sentences, the wording of figures, and the issues they belong to."""

from __future__ import annotations

import re

import numpy as np
import pytest

from commonweal.errors import InputError, UnknownIndicator
from commonweal.understand.derived import DERIVED
from commonweal.understand.findings import key_findings
from commonweal.understand.issues import Issue, issue, issues, issues_of
from commonweal.understand.prevalence import prevalence
from commonweal.understand.rule_parts import (
    IN_DEPRIVATION,
    IN_INFRASTRUCTURE,
    part_of_rule,
    parts_of_rule,
)
from commonweal.understand.spec import PrevalenceSpec
from commonweal.understand.wording import between, digits_for, figure, phrases, plain_number, said
from tests.unit.understand.tables import grouping, measure, table

SHARE = "share, 0 to 1"
GROUPS = ["doubly disadvantaged"] * 20 + ["deprived only"] * 20
CARS = Issue("connectivity", "Getting about", "Can people get about?", ("census.cars_none",), "!")


def findings(here: float, there: float, issue: Issue = CARS, base: int = 500):
    counts = ([here * base] * 20 + [there * base] * 20, [base] * 40)
    held = table([base] * 40, [measure("census.cars_none")], {}, {"census.cars_none": counts})
    found = prevalence(PrevalenceSpec(), held, grouping(GROUPS))
    return key_findings(found, [issue], {})


def test_a_difference_is_said_with_how_sure_we_are() -> None:
    (found,) = findings(0.42, 0.24)
    assert found.statement == (
        "In doubly disadvantaged neighbourhoods 42 in 100 households have no car; "
        "in England 33 in 100 (2021)."
    )
    assert re.fullmatch(r"We are sure of the difference: 8\.\d to 9\.\d in 100\.", found.certainty)
    assert found.direction == "worse"
    assert found.text == f"{found.statement} {found.certainty}"


def test_no_difference_is_stated_as_none() -> None:
    (found,) = findings(0.3, 0.3)
    assert found.direction == "no difference"
    assert found.certainty.startswith("We cannot tell this from no difference: it may be anything")


def test_what_chose_the_areas_is_no_finding() -> None:
    counts = ([10.0] * 40, [100.0] * 40)
    held = table([100] * 40, [measure("census.cars_none")], {}, {"census.cars_none": counts})
    found = prevalence(PrevalenceSpec(), held, grouping(GROUPS))
    assert key_findings(found, [CARS], {"census.cars_none": IN_DEPRIVATION}) == ()


def test_the_most_telling_comes_first_and_what_shows_nothing_last() -> None:
    rng = np.random.default_rng(3)
    names = ("strong", "null", "weak", "neutral")
    first = np.arange(40) < 20
    values = {
        "strong": list(70 + 9 * first + rng.normal(size=40)),
        "weak": list(70 + 3 * first + rng.normal(size=40)),
        "null": list(70 + rng.normal(size=40)),
        "neutral": list(70 + 20 * first + rng.normal(size=40)),
    }
    measures = [
        measure(name, "mean", polarity="neutral" if name == "neutral" else "higher_is_better")
        for name in names
    ]
    found = prevalence(PrevalenceSpec(), table([100] * 40, measures, values), grouping(GROUPS))
    asked = Issue("health", "Health", "?", names, "!")
    told = key_findings(found, [asked], {})
    assert [item.measure for item in told] == ["strong", "weak", "neutral", "null"]
    assert [item.direction for item in told] == ["better", "better", "more", "no difference"]
    assert "the figure for “Strong” is" in told[0].statement


def test_sentences_never_blame_a_place_and_stay_short() -> None:
    texts = [item.question + item.caution + item.title for item in issues()]
    texts += [item.text for item in findings(0.42, 0.24)]
    for words in (*texts, *phrases().values()):
        assert not re.search(r"\bfail(ing|ed|s)?\b|\bworst places\b", words, re.IGNORECASE)
    for words in (item.text for item in findings(0.42, 0.24)):
        assert max(len(part.split()) for part in re.split(r"[.;:]\s", words)) <= 25


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.417, SHARE, "41.7 in 100"),
        (0.42, SHARE, "42 in 100"),
        (0.0062, SHARE, "0.62 in 100"),
        (79.12, "years", "79.1"),
        (1453.3, "metres", "1,453"),
        (-0.0001, "score", "0.00"),
        (-3.25, "score", "−3.2"),
    ],
)
def test_figures(value: float, unit: str, expected: str) -> None:
    assert figure(value, unit) == expected


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "expected"),
    [
        (0.1807, 0.1827, SHARE, "18.1 to 18.3 in 100"),
        (7.52, 8.12, "years", "7.5 to 8.1 years"),
        (0.786, 0.979, "for every 1,000 people", "0.79 to 0.98 for every 1,000 people"),
        (410.2, 493.1, "metres", "410 to 493 metres"),
        (-0.002, 0.004, SHARE, "−0.2 to 0.4 in 100"),
        (1.5, 1.5, "score", "1.5 to 1.5"),
    ],
)
def test_ranges(lower: float, upper: float, unit: str, expected: str) -> None:
    assert between(lower, upper, unit) == expected


def test_digits_and_phrases() -> None:
    assert [digits_for(width) for width in (0, 30, 3, 0.3, 0.0001)] == [1, 0, 0, 1, 3]
    assert plain_number(250.4) == "250"
    assert said("x", "Title", "years", 3.0) == "the figure for “Title” is 3 years"
    for name, phrase in phrases().items():
        assert phrase.count("{}") == 1, name


def test_the_issues_of_the_field() -> None:
    names = [item.id for item in issues()]
    assert names == [
        "good-jobs",
        "health",
        "mental-health",
        "connectivity",
        "civic-life",
        "housing",
        "children",
    ]
    for item in issues():
        assert item.question.endswith("?")
        assert item.caution.endswith(".")
    derived = {item.id for item in DERIVED}
    named = {name for item in issues() for name in item.measures}
    assert {name for name in named if name.startswith("derived.")} <= derived
    assert {name for name in phrases() if name.startswith("derived.")} <= derived
    assert set(phrases()) <= named
    assert issue(" Health ").id == "health"
    with pytest.raises(UnknownIndicator, match="there are: good-jobs, health"):
        issue("wealth")


def test_issues_that_are_wrong_are_refused_with_every_problem() -> None:
    text = """
    [[issues]]
    id = "a"
    title = ""
    question = "?"
    caution = "!"
    measures = ["x", "x"]
    colour = "red"

    [[issues]]
    id = "a"
    title = "A"
    question = "?"
    caution = "!"
    measures = []
    """
    with pytest.raises(InputError) as refused:
        issues_of(text)
    told = str(refused.value)
    for part in ("issues.0.title", "each measure once", "no field 'colour'", "issues.1.measures"):
        assert part in told
    assert "a more than once" in told
    with pytest.raises(InputError, match="tables"):
        issues_of("")


def test_parts_of_the_rule() -> None:
    assert part_of_rule("imd.score") == IN_DEPRIVATION
    assert part_of_rule("derived.income_deprived_children") == IN_DEPRIVATION
    assert part_of_rule("cni.score", "2023") == IN_INFRASTRUCTURE
    assert part_of_rule("cni.score", "open") == ""
    assert part_of_rule("access.library.nearest", "open") == IN_INFRASTRUCTURE
    assert parts_of_rule(["census.cars_none", "iod.mental_health"], "2023") == {
        "iod.mental_health": IN_DEPRIVATION
    }
