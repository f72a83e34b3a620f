"""What may leave, column by column."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pytest

from commonweal.errors import NotLicensed
from commonweal.report.licensing import (
    leaving,
    licensed_releases,
    may_leave,
    require_leave,
    shareable,
)


@dataclass(frozen=True)
class Said:
    release: str
    redistribute: str


OPEN, ASK, NO = Said("iod2025", "yes"), Said("cni2023", "ask"), Said("secret", "no")
TABLE = pl.DataFrame({"area_code": ["a"], "typology": ["neither"], "d": [1], "i": [2], "both": [3]})


@pytest.mark.parametrize(
    ("terms", "licensed", "expected"),
    [
        (OPEN, [], True),
        (ASK, [], False),
        (NO, [], False),
        (ASK, ["cni2023"], True),
        (NO, ["secret"], True),
        (ASK, ["cni2019", "secret"], False),
    ],
)
def test_what_may_leave(terms: Said, licensed: list[str], expected: bool) -> None:
    assert may_leave(terms, licensed) is expected


def test_closed_columns_are_taken_out_and_named() -> None:
    shared = shareable(TABLE, {"d": [OPEN], "i": [ASK]}, [])
    assert shared.table.columns == ["area_code", "typology", "d", "both"]
    assert shared.withheld == ("i",)
    assert "i is left out" in shared.note
    assert "cni2023" in shared.note
    assert "COMMONWEAL_LICENSED" in shared.note


def test_a_column_made_of_several_needs_all_of_them() -> None:
    origins = {"d": [OPEN], "i": [ASK], "both": [OPEN, ASK, NO]}
    assert shareable(TABLE, origins, ["cni2023"]).withheld == ("both",)
    assert shareable(TABLE, origins, ["cni2023", "secret"]).withheld == ()
    assert shareable(TABLE, origins, []).withheld == ("i", "both")


def test_nothing_closed_leaves_the_table_as_it_is() -> None:
    shared = shareable(TABLE, {"d": [OPEN]}, [])
    assert shared.table is TABLE
    assert shared.note == ""


def test_columns_that_are_not_there_are_no_matter() -> None:
    assert shareable(TABLE, {"gone": [NO]}, []).withheld == ()


@pytest.mark.parametrize("text", ["a,b", "a, b", " a b ", "a,,b,"])
def test_named_releases_with_commas_or_spaces(text: str) -> None:
    assert licensed_releases(text) == {"a", "b"}


def test_no_release_is_named() -> None:
    assert licensed_releases("") == frozenset()


def test_refusal_names_the_owner_and_the_way_out() -> None:
    require_leave(OPEN, [], "Title", "Owner")
    require_leave(ASK, ["cni2023"], "Title", "Owner")
    with pytest.raises(
        NotLicensed, match=r"Title belongs to Owner.*cni2023 in COMMONWEAL_LICENSED"
    ):
        require_leave(ASK, [], "Title", "Owner")


def test_row_by_row() -> None:
    rows = pl.DataFrame({"release": ["a", "b", "c"], "redistribute": ["yes", "ask", "no"]})
    assert leaving(rows, []).to_list() == [True, False, False]
    assert leaving(rows, ["c"]).to_list() == [True, False, True]
    assert leaving(rows.clear(), ["c"]).to_list() == []
