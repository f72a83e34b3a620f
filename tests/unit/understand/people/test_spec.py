"""What to count in records: read from TOML, with every problem told once on its line."""

from __future__ import annotations

import pytest

from commonweal.errors import InputError
from commonweal.understand.people import records_spec
from commonweal.understand.people.spec import SEXES, STANDARD_STARTS
from tests.records import SOURCE, SPEC, TOML, spec


def test_a_short_spec_is_filled_with_what_is_usual() -> None:
    read = records_spec(TOML)
    assert read == SPEC
    assert read.source == SOURCE
    assert (read.sexes, read.bands, read.groups) == (SEXES, STANDARD_STARTS, "typology")
    assert read.band_labels[0] == "0 to 4"
    assert read.band_labels[-1] == "90 and over"
    assert (read.multiplier, spec(measure="rate").multiplier) == (100, 100_000)


def test_everything_can_be_said() -> None:
    text = """
title = "stays in hospital"
measure = "rate"
geography = "lsoa11"
groups = "region22"
bands = "0, 1, 65"
standard = ""
per = 1000
confidence = 0.998
fewest = 10
most_left_out = 0.01
[columns]
area = "a"
outcome = "stays"
people = "years"
sex = "s"
age = "y"
[sexes]
M = "men"
F = "women"
[source]
title = "t"
publisher = "p"
published = "2025"
licence = "l"
"""
    read = records_spec(text)
    assert read.bands == (0, 1, 65)
    assert read.band_labels == ("0", "1 to 64", "65 and over")
    assert read.sex_labels == ("men", "women")
    assert (read.multiplier, read.confidence, read.fewest, read.most_left_out) == (
        1000,
        0.998,
        10,
        0.01,
    )
    assert not read.standardised
    assert read.columns == {
        "area": "a",
        "outcome": "stays",
        "sex": "s",
        "age": "y",
        "people": "years",
    }


def test_records_without_sex_and_age_are_one_stratum() -> None:
    plain = spec(sex="", age="")
    assert plain.sex_labels == ("persons",)
    assert plain.band_labels == ("all ages",)
    assert not plain.standardised


def test_all_mistakes_are_told_with_their_lines() -> None:
    text = TOML.replace('title = "people who are ill"', 'titel = "x"').replace(
        "fewest = 5", 'fewest = 0\nmeasure = "share"\nbands = "5, 3"\nconfidence = 95'
    )
    with pytest.raises(InputError) as caught:
        records_spec(text, "ill.toml")
    told = str(caught.value)
    assert "ill.toml does not say what to count" in told
    for part in ("titel", "title", "measure", "bands", "confidence", "fewest"):
        assert part in told
    assert "line 4, measure: expected 'proportion' or 'rate'" in told


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"title": ""}, "title"),
        ({"area": ""}, "columns.area"),
        ({"age": "sex"}, "columns"),
        ({"geography": "parish"}, "geography"),
        ({"groups": ""}, "groups"),
        ({"sexes": ()}, "sexes"),
        ({"sexes": (("1", "a"), ("1", "b"))}, "sexes"),
        ({"sexes": (("1", "all"),)}, "sexes"),
        ({"bands": ()}, "bands"),
        ({"bands": (0, 5, 5)}, "bands"),
        ({"bands": (0, 126), "standard": ""}, "bands"),
        ({"bands": (0, 16, 65)}, "bands"),
        ({"standard": "1976"}, "standard"),
        ({"per": -1.0}, "per"),
        ({"confidence": 1.0}, "confidence"),
        ({"fewest": 0}, "fewest"),
        ({"most_left_out": 1.0}, "most_left_out"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object], column: str) -> None:
    with pytest.raises(InputError) as caught:
        spec(**change)
    assert [problem.column for problem in caught.value.problems] == [column]


def test_a_source_must_be_stated() -> None:
    with pytest.raises(InputError, match="publisher"):
        records_spec(TOML.replace('publisher = "Nobody"\n', ""))


def test_other_bands_need_no_standard() -> None:
    assert spec(bands=(0, 16, 65), standard="").band_labels == (
        "0 to 15",
        "16 to 64",
        "65 and over",
    )
