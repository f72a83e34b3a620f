"""The words of the forms: every number in them is a parameter's, and every source a whole one."""

from __future__ import annotations

import re

import pytest

from commonweal.decide.governance import forms
from commonweal.decide.governance.forms import SIGNATURES, Form
from commonweal.parameters import parameter, recipe

BY_ID = {form.id: form for form in forms()}


def words(form: Form) -> str:
    steps = (f"{step.text} {step.limit}" for step in form.steps)
    return " ".join((form.what, *form.say, *form.resources, *steps, *form.not_known))


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("big-local", "At least 8 people, at least 50% of them residents"),
        ("big-local", "£1,000,000"),
        ("pride-in-place", "Up to £20,000,000 over 10 years"),
        ("pride-in-place", "a 10-year vision and a plan for the first 4 years"),
        ("neighbourhood-forum", "at least 21 people"),
        ("neighbourhood-forum", "neighbourhood share (15%, or 25% with a neighbourhood plan)"),
        ("parish-council", "at least 5 councillors"),
        ("parish-council", "up to £100 a year"),
        ("parish-council", "within 2 years"),
        ("parish-council", "then every 4 years"),
        ("area-committee", "more than 40% of the council's area and of its people"),
        ("business-improvement-district", "for up to 5 years"),
    ],
)
def test_the_numbers_of_each_form(form: str, says: str) -> None:
    assert says in words(BY_ID[form])


def test_every_number_of_a_form_brings_its_source() -> None:
    """Whatever stands in braces in the recipe is cited by some form; the reverse of the above."""
    named = set(re.findall(r"\{([a-z_.]+)\}", recipe("governance_forms"))) - {"signatures"}
    assert len(named) > 15
    cited = {source for form in forms() for source in form.sources}
    for name in named:
        full = f"boards.{name}" if "." in name else f"governance.{name}"
        assert parameter(full).reference in cited


def test_no_policy_number_is_written_into_the_words() -> None:
    """Shares and money stand in braces, so that a change of the law changes them everywhere."""
    text = recipe("governance_forms")
    assert not re.findall(r"\d+ ?%|£\d", text)


def test_only_the_petition_leaves_a_place_for_the_number_of_signatures() -> None:
    holding = [form.id for form in forms() if SIGNATURES in words(form)]
    assert holding == ["parish-council"]


def test_every_link_is_an_address_of_one_document() -> None:
    for form in forms():
        for source in form.sources:
            assert re.fullmatch(r"https://[a-z0-9.-]+/\S+", source.href), source
        titles = [source.title for source in form.sources]
        assert len(set(titles)) == len(titles)


def test_law_is_cited_at_the_address_of_its_own_number() -> None:
    """An Act's year and chapter, or an order's year and number, stand in the link as in the title.

    A slip in a link leads to other law that looks as good; this is the one check that needs no
    network.
    """
    chapters = {
        "Local Government Act 1972": "ukpga/1972/70",
        "Town and Country Planning Act 1990": "ukpga/1990/8",
        "Local Government Act 2000": "ukpga/2000/22",
        "Local Government Act 2003": "ukpga/2003/26",
        "Local Government and Public Involvement in Health Act 2007": "ukpga/2007/28",
        "Housing and Regeneration Act 2008": "ukpga/2008/17",
        "The Community Infrastructure Levy Regulations 2010": "uksi/2010/948",
        "The Neighbourhood Planning (General) Regulations 2012": "uksi/2012/637",
        "The Parish Councils (General Power of Competence)": "uksi/2012/965",
        "English Devolution and Community Empowerment Act 2026": "ukpga/2026/23",
    }
    seen = set()
    for source in {source for form in forms() for source in form.sources}:
        if "legislation.gov.uk" not in source.href:
            continue
        law = next(title for title in chapters if source.title.startswith(title))
        seen.add(law)
        assert source.href.startswith(f"https://www.legislation.gov.uk/{chapters[law]}/"), source
    assert seen == chapters.keys()


def test_a_section_is_linked_to_itself() -> None:
    for source in {source for form in forms() for source in form.sources}:
        linked = re.search(r"/(?:section|regulation)/(\d+[A-Z]*)$", source.href)
        if linked:
            assert re.search(rf"\b{linked[1]}\b", source.title), source
