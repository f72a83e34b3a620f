"""The lists of doubly disadvantaged areas that others published, and the counts we claim."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from commonweal.find import (
    DOUBLY_DISADVANTAGED,
    Condition,
    DoubleDisadvantageResult,
    DoubleDisadvantageSpec,
    aggregate_by_people,
    compare_lists,
    find_double_disadvantage,
    why,
)

Figure = Callable[[str, object], None]

LSOAS_2011 = 32_844
WARDS = 7_433
MISSED_WARDS = {
    "E05000814": "Longdendale",
    "E05001544": "Norton South",
    "E05005325": "Irwell",
    "E05009059": "Easington",
    "E05009063": "Ferryhill",
    "E05010731": "Bentley",
}


def found(lsoa2021: pl.DataFrame, edition: str, cut: float = 0.1) -> DoubleDisadvantageResult:
    deprivation = Condition(
        f"imd_{edition}",
        f"IMD {edition}",
        cut,
        ranked_among=LSOAS_2011 if edition == "2019" else None,
    )
    spec = DoubleDisadvantageSpec(deprivation, Condition("cni_2023", "CNI 2023", cut))
    return find_double_disadvantage(spec, lsoa2021)


def test_imd_2019_and_cni_2023_are_the_flagged(lsoa2021: pl.DataFrame, figure: Figure) -> None:
    result = found(lsoa2021, "2019")
    ours = result.table["typology"] == DOUBLY_DISADVANTAGED
    equal = int((ours == lsoa2021.sort("area_code")["flag"]).sum())
    figure("CNI 2023 and IMD 2019, doubly disadvantaged", int(ours.sum()))
    figure("CNI 2023 and IMD 2019, areas equal to the published flag", f"{equal} of {len(ours)}")
    assert int(ours.sum()) == 1_305
    assert equal == 33_755


@pytest.mark.parametrize(("cut", "areas"), [(0.05, 499), (0.1, 1_262), (0.2, 3_025)])
def test_imd_2025_and_cni_2023(
    lsoa2021: pl.DataFrame, figure: Figure, cut: float, areas: int
) -> None:
    result = found(lsoa2021, "2025", cut)
    first = result.summary.row(0, named=True)
    figure(
        f"CNI 2023 and IMD 2025 at {cut:.0%}", f"{first['areas']} areas, {first['people']} people"
    )
    assert first["areas"] == areas
    if cut == 0.1:
        assert first["people"] == 2_010_468


def test_in_both(lsoa2021: pl.DataFrame, figure: Figure) -> None:
    result = compare_lists(found(lsoa2021, "2019"), found(lsoa2021, "2025"))
    counts = dict(result.summary.select("change", "areas").iter_rows())
    figure("From IMD 2019 to IMD 2025", result.explain())
    assert counts == {"joins": 106, "leaves": 149, "stays": 1_156}
    assert result.table.filter(pl.col("change") != "stays")["because"].unique().to_list() == [
        "deprivation"
    ]


@pytest.fixture(scope="module")
def wards(
    iod2019: pl.DataFrame, cni2019: pl.DataFrame, ward_of: pl.DataFrame
) -> DoubleDisadvantageResult:
    small = iod2019.select("area_code", "people", score="imd_score")
    deprivation = aggregate_by_people(small, ward_of, ["score"])
    table = cni2019.join(deprivation, on="area_code", how="left")
    spec = DoubleDisadvantageSpec(
        Condition("score", "IMD 2019", holds="scores, higher is worse", ranked_among=WARDS),
        Condition("cni_rank", "CNI 2019"),
        geography="ward 2017",
    )
    return find_double_disadvantage(spec, table)


def test_ward_rule(wards: DoubleDisadvantageResult, cni2019: pl.DataFrame, figure: Figure) -> None:
    assert [cut.rank for cut in wards.cuts] == [743, 743]
    listed = set(cni2019.filter("flag")["area_code"])
    ours = set(wards.doubly_disadvantaged["area_code"])
    figure("Ward rule, official wards found", f"{len(ours & listed)} of {len(listed)}")
    figure("Ward rule, wards found", len(ours))
    missed = {code: why(wards, code) for code in sorted(listed - ours)}
    for reasons in missed.values():
        figure("Missed", reasons.explain())
    assert len(ours & listed) == 219
    assert {code: reasons.area_name for code, reasons in missed.items()} == MISSED_WARDS


def test_missed_wards_miss_deprivation_narrowly(wards: DoubleDisadvantageResult) -> None:
    for code in MISSED_WARDS:
        deprivation, infrastructure = why(wards, code).conditions
        assert infrastructure.inside
        assert not deprivation.inside
        assert -52 <= (deprivation.places or 0) <= -12


def test_wards_without_a_small_area_are_unknown(wards: DoubleDisadvantageResult) -> None:
    unknown = wards.table.filter(pl.col("typology").is_null())
    assert unknown.height == 12
    assert unknown["unknown_because"].unique().to_list() == ["no IMD 2019"]
