"""Where the neighbourhoods of Pride in Place stand when MSOAs are ordered by need.

The places of phase 1, which the programme's rule leaves out, are not held; so an exact rebuild of
the list is out of reach, and the figures are counts of how many stand how high.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from commonweal.find import (
    Condition,
    DoubleDisadvantageSpec,
    ShortlistSpec,
    find_double_disadvantage,
    make_shortlist,
    neighbourhood_table,
    standing,
)

Figure = Callable[[str, object], None]

WITHIN = (145, 200, 300)
LSOAS_2011 = 32_844

EXPECTED = {
    ("2019", "average of ranks", None): [57, 78, 109],
    ("2019", "average of ranks", 2): [75, 94, 97],
    ("2019", "average of ranks", 3): [67, 91, 108],
    ("2019", "milder of the two", None): [63, 77, 99],
    ("2019", "milder of the two", 3): [67, 85, 99],
    ("2019", "share of people", None): [58, 71, 88],
    ("2019", "share of people", 3): [58, 75, 92],
    ("2025", "average of ranks", None): [62, 81, 105],
    ("2025", "average of ranks", 2): [75, 93, 99],
    ("2025", "average of ranks", 3): [65, 89, 111],
    ("2025", "milder of the two", None): [61, 73, 98],
    ("2025", "milder of the two", 3): [62, 82, 95],
    ("2025", "share of people", None): [59, 71, 86],
    ("2025", "share of people", 3): [58, 73, 90],
}


@pytest.fixture(scope="module")
def neighbourhoods(
    lsoa2021: pl.DataFrame, iod2025: pl.DataFrame, msoa_of: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """MSOAs with mean scores, the share of people in doubly disadvantaged LSOAs, the district."""
    tables = {}
    district = iod2025.select("area_code", "group_code")
    for edition, score in (("2019", "imd_2019_score"), ("2025", "imd_score")):
        among = LSOAS_2011 if edition == "2019" else None
        spec = DoubleDisadvantageSpec(
            Condition(f"imd_{edition}", f"IMD {edition}", ranked_among=among),
            Condition("cni_2023", "CNI 2023"),
        )
        typology = find_double_disadvantage(spec, lsoa2021).table.select("area_code", "typology")
        scores = {"deprivation": score, "infrastructure": "cni_score"}
        small = lsoa2021.select("area_code", "people", **scores).join(typology, on="area_code")
        tables[edition] = neighbourhood_table(small, msoa_of, district)
    return tables


def test_the_list(pride_in_place: frozenset[str], neighbourhoods: dict[str, pl.DataFrame]) -> None:
    assert len(pride_in_place) == 145
    assert pride_in_place <= set(neighbourhoods["2025"]["area_code"])
    assert neighbourhoods["2025"].height == 6_856


@pytest.mark.parametrize(("edition", "combining", "cap"), list(EXPECTED))
def test_standing(
    pride_in_place: frozenset[str],
    neighbourhoods: dict[str, pl.DataFrame],
    figure: Figure,
    edition: str,
    combining: str,
    cap: int | None,
) -> None:
    spec = ShortlistSpec(combining=combining, cap=cap)  # type: ignore[arg-type]
    result = make_shortlist(spec, neighbourhoods[edition])
    counts = standing(result, pride_in_place, WITHIN)["found"].to_list()
    figure(f"Pride in Place, IMD {edition}, {combining}, cap {cap}: in the first {WITHIN}", counts)
    assert counts == EXPECTED[edition, combining, cap]
