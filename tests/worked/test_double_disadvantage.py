"""A worked example of double disadvantage: ten areas, the worst fifth on both measures."""

from __future__ import annotations

import polars as pl

from commonweal.find import double_disadvantage_spec, find_double_disadvantage, why

RULE = """
rule = "intersection"
geography = "ten areas"
cut = 0.2

[deprivation]
column = "deprivation"
label = "our deprivation"

[infrastructure]
column = "places"
label = "places to meet"
holds = "scores, lower is worse"
"""

#                    rank of deprivation, places to meet per thousand people
AREAS = {
    "Ash": (1, 0.5),
    "Birch": (2, 3.0),
    "Cedar": (3, 0.2),
    "Elm": (4, 2.0),
    "Fir": (5, 2.0),
    "Hazel": (6, 4.0),
    "Larch": (7, 5.0),
    "Oak": (8, None),
    "Pine": (9, 6.0),
    "Yew": (10, 7.0),
}


def table() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "area_code": list(AREAS),
            "deprivation": [deprivation for deprivation, _ in AREAS.values()],
            "places": [places for _, places in AREAS.values()],
            "people": [1_500] * 10,
        }
    )


def test_the_list() -> None:
    """floor(0.2 x 10) = 2 on deprivation; places are known for nine, floor(0.2 x 9) = 1."""
    result = find_double_disadvantage(double_disadvantage_spec(RULE), table())
    assert [cut.rank for cut in result.cuts] == [2, 1]
    types = dict(result.table.select("area_code", "typology").iter_rows())
    assert types["Ash"] == "deprived only"
    assert types["Cedar"] == "infrastructure-poor only"
    assert types["Elm"] == "neither"
    assert types["Oak"] is None


def test_the_reason() -> None:
    result = find_double_disadvantage(double_disadvantage_spec(RULE), table())
    assert why(result, "Ash").explain() == (
        "Ash is deprived, but not among the poorest in social infrastructure. It is inside the "
        "worst 20% by our deprivation: rank 1 of 10, where 2 is the last one in (1 place to "
        "spare). It is outside the worst 20% by places to meet: rank 2 of 9, where 1 is the last "
        "one in (1 place too far down). It would be on the list with a cut of 22.3% on places to "
        "meet."
    )


def test_with_a_wider_cut() -> None:
    result = find_double_disadvantage(double_disadvantage_spec(RULE.replace("0.2", "0.3")), table())
    assert result.doubly_disadvantaged["area_code"].to_list() == ["Ash", "Cedar"]
