"""`decide governance` by the command line."""

from __future__ import annotations

from tests.unit.cli.conftest import Cli


def test_the_answer_for_people(plain: Cli) -> None:
    told = plain("decide", "governance", "--name", "Alder", "--electors", "4200").out
    assert "Forms of governance for Alder: 8." in told
    assert "315 (7.5% of 4,200 electors, rounded up)" in told
    assert "Time: within 12 months of getting the petition." in told
    assert "https://www.legislation.gov.uk/ukpga/2007/28/section/80" in told


def test_the_answer_for_machines(plain: Cli) -> None:
    told = plain("decide", "governance", "--electors", "2500", "--parished", "--json").json
    assert told["signatures"] == 187
    status = {form["id"]: form["status"] for form in told["forms"]}
    assert status["neighbourhood-forum"] == "not open"
    assert status["partnership"] == "open"
    assert told["place"]["parished"] is True
    assert told["place"]["in_programme"] is None


def test_a_form_that_is_not_open_is_named_with_its_reason_but_not_described(plain: Cli) -> None:
    told = plain("decide", "governance", "--not-in-programme", "--estimated").out
    assert "Not open: Pride in Place neighbourhood board." in told
    assert "Up to £20,000,000" not in told
    assert "Up to £20,000,000" in plain("decide", "governance", "--in-programme").out


def test_mistakes_are_told_together(plain: Cli) -> None:
    done = plain("decide", "governance", "--electors", "10", "--population", "5", "--name", "")
    assert done.code == 2
    assert "the name of a neighbourhood" in done.err
    assert "no more electors than the 5 people" in done.err
