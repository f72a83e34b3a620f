"""Names of sheets and tables: as Excel allows them, each once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.report.sheet_names import ALONE, LONGEST, sheet_names, table_name


def test_a_table_alone_needs_no_number() -> None:
    assert sheet_names(["Whatever it is called"]) == [ALONE]
    assert table_name(ALONE) == "figures"


def test_a_long_title_is_cut_between_words() -> None:
    names = sheet_names(["Short", "Double disadvantage in neighbourhoods of England"])
    assert names == ["1 Short", "2 Double disadvantage in"]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [("1 Key findings", "figures_1_key_findings"), ("2 Café & bar", "figures_2_cafe_bar")],
)
def test_a_table_is_named_for_its_sheet(sheet: str, expected: str) -> None:
    assert table_name(sheet) == expected


@given(st.lists(st.text(min_size=1, max_size=60), min_size=2, max_size=12, unique=True))
def test_names_are_allowed_and_unlike_each_other(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.lower() for name in names}) == len(titles)
    for name in names:
        assert 0 < len(name) <= LONGEST
        assert not re.search(r"[\[\]:*?/\\']", name)
        assert name == name.strip()
    tables = [table_name(name) for name in names]
    assert len(set(tables)) == len(titles)
    assert all(re.fullmatch(r"[a-z_][a-z0-9_]*", name) for name in tables)
