"""The comparison: which form is open to which place, and that nothing is missing from any."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.decide.boards import RULES
from commonweal.decide.governance import Place, compare, forms
from commonweal.decide.governance.standing import STANDINGS
from commonweal.errors import InputError

PLACE = Place("Alder", population=6000, electors=4200, parished=False)


def status(place: Place, form: str) -> str:
    return compare(place).answer(form).status


def test_every_form_is_answered_and_says_all_that_a_page_shows() -> None:
    assert {form.id for form in forms()} == STANDINGS.keys()
    for form in forms():
        assert form.title
        assert form.what
        assert form.decides
        assert form.say
        assert form.resources
        assert len(form.steps) > 2
        assert form.rule in ("", *RULES)
    # Only a residents' group rests on no law and no programme.
    assert [form.id for form in forms() if not form.sources] == ["partnership"]


def test_no_word_in_braces_is_left() -> None:
    said = [
        text
        for each in compare(PLACE).answers
        for text in (each.form.what, *each.form.say, *each.form.resources, *each.form.not_known)
    ]
    said += [
        f"{step.text} {step.limit}" for each in compare(PLACE).answers for step in each.form.steps
    ]
    assert len(said) > 60
    assert not [text for text in said if "{" in text]


def test_numbers_of_the_law_stand_in_the_words() -> None:
    forum, parish = (compare(PLACE).answer(name).form for name in RULES[3:1:-1])
    assert "at least 21 people" in forum.what
    assert [step.limit for step in forum.steps if step.limit] == [
        "at least 6 weeks",
        "within 13 weeks of first publishing it; 20 where it lies in more than one council",
        "after 5 years",
    ]
    money = " ".join(parish.resources)
    assert "15% of the community infrastructure levy" in money
    assert "25%" in money
    assert "£100" in money
    assert any(step.limit == "within 12 months of getting the petition" for step in parish.steps)
    assert any("315 (7.5% of 4,200 electors, rounded up)" in step.text for step in parish.steps)


@pytest.mark.parametrize(
    ("change", "form", "expected"),
    [
        ({}, "partnership", "open"),
        ({}, "community-land-trust", "open"),
        ({}, "area-committee", "depends"),
        ({}, "business-improvement-district", "depends"),
        ({"in_programme": True}, "pride-in-place", "open"),
        ({"in_programme": False}, "pride-in-place", "not open"),
        ({"in_programme": None}, "pride-in-place", "depends"),
        ({"in_programme": True}, "big-local", "depends"),
        ({"parished": False}, "neighbourhood-forum", "open"),
        ({"parished": True}, "neighbourhood-forum", "not open"),
        ({"parished": None}, "neighbourhood-forum", "depends"),
        ({"has_forum": True}, "neighbourhood-forum", "not open"),
        ({"population": 20, "electors": 18}, "neighbourhood-forum", "depends"),
        ({"population": 21, "electors": 18}, "neighbourhood-forum", "open"),
        ({"parished": False}, "parish-council", "open"),
        ({"parished": True}, "parish-council", "depends"),
        ({"parished": None}, "parish-council", "depends"),
        ({"electors": 150}, "parish-council", "not open"),
        ({"electors": 151}, "parish-council", "open"),
        ({"electors": None}, "parish-council", "open"),
        ({"reviewed_lately": True}, "parish-council", "depends"),
    ],
)
def test_which_form_is_open(change: dict[str, object], form: str, expected: str) -> None:
    assert status(replace(PLACE, **change), form) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("electors", "says"), [(999, "may recommend a council"), (1000, "must recommend")]
)
def test_from_a_thousand_electors_a_new_parish_has_a_council(electors: int, says: str) -> None:
    assert says in compare(replace(PLACE, electors=electors)).answer("parish-council").reason


def test_a_forum_with_a_plan_needs_no_petition() -> None:
    with_plan = replace(PLACE, has_forum=True, has_plan=True)
    assert "without a petition" in compare(with_plan).answer("parish-council").reason
    assert "without a petition" not in compare(PLACE).answer("parish-council").reason


def test_without_the_electors_the_whole_rule_is_told_and_the_number_is_asked_for() -> None:
    result = compare(replace(PLACE, electors=None))
    assert result.signatures is None
    steps = " ".join(step.text for step in result.answer("parish-council").form.steps)
    assert "37.5% of the electors where there are fewer than 500, 187 where" in steps
    assert "the number of local government electors" in result.not_known
    assert "Signatures" not in result.explain()


def test_an_estimate_is_called_one() -> None:
    result = compare(replace(PLACE, electors_estimated=True))
    assert "315 (7.5% of an estimated 4,200 electors" in result.explain()
    assert any("estimate" in text for text in result.not_known)
    assert result.as_dict()["signatures_estimated"] is True


def test_a_fixed_number_says_why() -> None:
    told = compare(replace(PLACE, electors=1200)).explain()
    assert "187 (the number for 500 to 2,500 electors; there are 1,200)" in told


def test_every_source_has_a_link_and_stands_once() -> None:
    sources = compare(PLACE).sources
    assert len(set(sources)) == len(sources) > 15
    assert all(source.href.startswith("https://") for source in sources)
    assert any("S.I. 2015/998" in source.title for source in sources)


def test_what_cannot_be_compared_is_told_whole() -> None:
    with pytest.raises(InputError) as told:
        Place(" ", population=0, electors=5)
    assert [each.column for each in told.value.problems] == ["name", "population", "electors"]


maybe = st.none() | st.booleans()


@given(
    st.builds(
        Place,
        name=st.just("Alder"),
        population=st.none(),
        electors=st.none() | st.integers(1, 50_000),
        parished=maybe,
        in_programme=maybe,
        has_forum=maybe,
        has_plan=maybe,
        reviewed_lately=maybe,
    )
)
def test_any_place_has_an_answer_for_every_form(place: Place) -> None:
    result = compare(place)
    assert [each.form.id for each in result.answers] == [form.id for form in forms()]
    assert all(each.reason.endswith(".") for each in result.answers)
    assert json.loads(json.dumps(result.as_dict()))["signatures"] == result.signatures
    assert result.explain().count("\n") >= len(result.answers)
