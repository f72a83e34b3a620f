from __future__ import annotations

import polars as pl
import pytest

from commonweal.atlas.geography.civic import charities_by_area, grants_by_area

SAME = pl.DataFrame(
    {
        "from_code": ["a", "b", "c"],
        "to_code": ["A", "B", "C"],
        "weight": [1.0, 1.0, 1.0],
        "people": [1000.0, 3000.0, 2000.0],
        "change": ["U", "U", "U"],
        "approximate": [False, False, False],
    }
)
# Wards of two years: W1 holds a and b throughout; c was in W2 and is in W3 now.
WARDS = pl.DataFrame(
    {
        "area_code": ["a", "b", "c", "a", "b", "c"],
        "ward_code": ["W1", "W1", "W2", "W1", "W1", "W3"],
        "people": [1000.0, 3000.0, 2000.0, 1000.0, 3000.0, 2000.0],
    }
)


def grants(*rows: tuple[str, str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        list(rows), schema=["funder", "ward_code", "region", "grants"], orient="row"
    )


def values(found: pl.DataFrame) -> dict[str, float | None]:
    return dict(found.select("area_code", "value").rows())


def test_grants_for_every_thousand_people_over_wards_of_several_years() -> None:
    held = grants(("F", "W1", "North", 8), ("F", "W2", "South", 2), ("F", "W3", "South", 4))
    # W1: 8 for 4,000 people. c: 2 and 4 for the 2,000 people of either ward.
    assert values(grants_by_area(held, WARDS, SAME)) == {"A": 2, "B": 2, "C": 3}


def test_funders_of_one_region_do_not_count() -> None:
    held = grants(("F", "W1", "North", 8), ("F", "W2", "South", 2), ("Local", "W1", "North", 999))
    assert values(grants_by_area(held, WARDS, SAME))["A"] == 2


def test_a_ward_listed_for_a_local_funder_only_has_none_but_is_known() -> None:
    held = grants(("F", "W9", "North", 8), ("F", "W2", "South", 2), ("Local", "W1", "North", 9))
    assert values(grants_by_area(held, WARDS, SAME)) == {"A": 0, "B": 0, "C": 1}


def test_a_ward_that_is_not_listed_is_unknown_and_not_zero() -> None:
    held = grants(("F", "W1", "North", 8), ("F", "W1", "South", 0))
    assert values(grants_by_area(held, WARDS, SAME)) == {"A": 2, "B": 2, "C": None}


def test_charities_only_where_nearly_all_wards_are_counted() -> None:
    wards = WARDS.head(3)
    districts = pl.DataFrame({"ward_code": ["W1", "W2", "W4"], "district_code": ["X", "Y", "Y"]})
    counts = pl.DataFrame({"ward_code": ["W1", "W2"], "charities": [8.0, 6.0]})
    found = values(charities_by_area(counts, districts, wards, SAME, 0.9))
    assert found == {"A": 2, "B": 2, "C": None}
    looser = values(charities_by_area(counts, districts, wards, SAME, 0.5))
    assert looser["C"] == pytest.approx(3)
