from __future__ import annotations

import datetime as dt
import re

import pytest

from commonweal.errors import MethodNotApplicable
from commonweal.parameters import (
    fingerprint,
    number,
    numbers,
    parameter,
    parameter_editions,
    parameter_names,
    table,
)

EVERY_VALUE = [(name, held) for name in parameter_names() for held in parameter_editions(name)]


def test_there_are_parameters() -> None:
    assert len(EVERY_VALUE) > 30


@pytest.mark.parametrize(("name", "held"), EVERY_VALUE)
def test_every_value_has_a_title_a_unit_a_source_and_a_link(name: str, held: str) -> None:
    by_date = re.fullmatch(r"\d{4}-\d\d-\d\d", held)
    value = parameter(
        name,
        edition=None if by_date else held,
        on=dt.date.fromisoformat(held) if by_date else None,
    )
    assert value.title
    assert value.unit
    assert len(value.reference.title) > 15
    assert value.reference.href.startswith("https://")
    assert value.value is not None


@pytest.mark.parametrize("edition", ["2004", "2007", "2010", "2015", "2019", "2025"])
def test_the_published_weights_are_used_as_they_are(edition: str) -> None:
    weights = table("iod.domain_weights", edition=edition)
    assert dict(weights) == {
        "income": 0.225,
        "employment": 0.225,
        "education": 0.135,
        "health": 0.135,
        "crime": 0.093,
        "barriers": 0.093,
        "living_environment": 0.093,
    }


def test_six_domains_in_2000() -> None:
    weights = table("iod.domain_weights", edition="2000")
    assert sum(weights.values()) == pytest.approx(1)
    assert len(weights) == 6


def test_subdomain_weights() -> None:
    name = "iod.subdomain_weights.living_environment"
    assert dict(table(name, edition="2025")) == {"indoors": 0.7, "outdoors": 0.3}
    assert table(name, edition="2019")["indoors"] == pytest.approx(0.67, abs=0.004)


def test_the_latest_value_unless_a_day_is_given() -> None:
    assert parameter("iod.domain_weights").edition == "2025"
    assert parameter("iod.domain_weights", on=dt.date(2020, 1, 1)).edition == "2019"
    assert parameter("iod.domain_weights", on=dt.date(2019, 9, 26)).edition == "2019"
    assert parameter("iod.domain_weights", on=dt.date(2019, 9, 25)).edition == "2015"


def test_editions_are_in_order() -> None:
    assert parameter_editions("iod.domain_weights") == (
        "2000",
        "2004",
        "2007",
        "2010",
        "2015",
        "2019",
        "2025",
    )


def test_numbers_and_rows_of_numbers() -> None:
    assert number("iod.transformation_constant") == 23
    assert number("double_disadvantage.cut") == 0.1
    assert numbers("double_disadvantage.cuts") == (0.05, 0.1, 0.2)


def test_an_unknown_name_is_told_with_those_that_exist() -> None:
    with pytest.raises(
        MethodNotApplicable, match=r"no parameter 'iod.weights'.*iod.domain_weights"
    ):
        parameter("iod.weights")


def test_an_unknown_edition_is_told_with_those_that_exist() -> None:
    with pytest.raises(MethodNotApplicable, match=r"2013.*2010, 2015"):
        parameter("iod.domain_weights", edition="2013")


def test_a_day_before_the_first_value() -> None:
    with pytest.raises(MethodNotApplicable, match="1999-01-01"):
        parameter("iod.domain_weights", on=dt.date(1999, 1, 1))


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (number, "iod.domain_weights"),
        (numbers, "iod.transformation_constant"),
        (table, "double_disadvantage.cuts"),
    ],
)
def test_the_kind_of_value_is_checked(read: object, name: str) -> None:
    with pytest.raises(MethodNotApplicable, match=name):
        read(name)  # type: ignore[operator]


def test_values_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        table("iod.domain_weights")["income"] = 1  # type: ignore[index]


def test_the_fingerprint_is_settled() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 64
