"""Declared exceptions to the lookups: each has a source, and none is forgotten."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from commonweal.atlas.geography.overrides import (
    Override,
    _read,
    apply_overrides,
    declared_overrides,
)
from commonweal.errors import InputError

MOVE = Override(
    from_geography="lsoa21",
    from_code="E01000002",
    to_geography="district24",
    instead_of="E06000001",
    to_code="E06000002",
    source="a table",
    href="https://example.org/table",
    reason="because",
)


@pytest.fixture
def pairs():
    return pl.DataFrame(
        {
            "from_code": ["E01000001", "E01000002", "E01000003"],
            "to_code": ["E06000001", "E06000001", "E06000002"],
            "change": ["U", "U", "U"],
        }
    )


def test_every_exception_says_where_it_comes_from_and_why():
    assert declared_overrides()
    for override in declared_overrides():
        assert override.href.startswith("https://")
        assert len(override.source) > 10
        assert len(override.reason) > 40
        assert override.to_code != override.instead_of


def test_the_area_that_the_indices_count_in_west_northamptonshire():
    (found,) = [one for one in declared_overrides() if one.from_code == "E01027305"]
    assert (found.from_geography, found.to_geography) == ("lsoa21", "district24")
    assert (found.instead_of, found.to_code) == ("E07000177", "E06000062")


def test_only_the_named_area_moves(pairs):
    moved = apply_overrides(pairs, "lsoa21", "district24", [MOVE])
    assert moved["to_code"].to_list() == ["E06000001", "E06000002", "E06000002"]
    assert moved.drop("to_code").equals(pairs.drop("to_code"))


@pytest.mark.parametrize(("origin", "target"), [("lsoa11", "district24"), ("lsoa21", "district22")])
def test_other_lookups_are_left_alone(pairs, origin, target):
    assert apply_overrides(pairs, origin, target, [MOVE]).equals(pairs)


def test_an_exception_that_no_longer_fits_is_an_error(pairs):
    """So that it is taken out when the lookup is put right."""
    right = apply_overrides(pairs, "lsoa21", "district24", [MOVE])
    with pytest.raises(InputError) as caught:
        apply_overrides(right, "lsoa21", "district24", [MOVE])
    assert "E01000002 in E06000001 once, got E06000002" in str(caught.value)
    assert "overrides.toml" in str(caught.value)


def test_every_misfit_is_reported_at_once(pairs):
    strange = replace(MOVE, from_code="E01999999")
    other = replace(MOVE, instead_of="E06000009")
    with pytest.raises(InputError) as caught:
        apply_overrides(pairs, "lsoa21", "district24", [strange, other])
    assert len(caught.value.problems) == 2
    assert "got nothing" in str(caught.value.problems[0])


def test_a_declaration_without_a_reason_is_refused():
    entry = {name: getattr(MOVE, name) for name in Override.__dataclass_fields__}
    assert _read(1, entry) == MOVE
    for wrong in (entry | {"reason": ""}, entry | {"note": "x"}):
        with pytest.raises(InputError, match="entry 4"):
            _read(4, wrong)


def test_on_the_published_lookup(mirror):
    path = mirror / "ons/lookups/geographr_lookup_lsoa21_ward24_ltla24.csv.gz"
    published = pl.read_csv(path).select(from_code="lsoa21_code", to_code="ltla24_code")
    moved = apply_overrides(published, "lsoa21", "district24")
    changed = moved.filter(moved["to_code"] != published["to_code"])
    assert changed.rows() == [("E01027305", "E06000062")]
