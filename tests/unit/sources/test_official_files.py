"""Every release as published, read whole from the mirror."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from commonweal.catalogue import RELEASES, release
from commonweal.catalogue.types import BoundaryFile, Release
from commonweal.sources.acquire import Sources
from commonweal.sources.canonical import ReleaseTables
from commonweal.sources.read import join, read_content

TEXT = [
    each
    for each in RELEASES
    if any(not isinstance(c, BoundaryFile) for file in each.files for c in file.contents)
]


@pytest.fixture(scope="session")
def sources(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Sources:
    return Sources(mirror, tmp_path_factory.mktemp("cache"))


@cache
def read(sources: Sources, release_id: str) -> ReleaseTables:
    """All tables of a release, maps left out."""
    each = release(release_id)
    return join(
        [
            read_content(each, found.file, content, found.path)
            for found in sources.locate_all(each)
            for content in found.file.contents
            if not isinstance(content, BoundaryFile)
        ]
    )


def values(sources: Sources, release_id: str, indicator: str, period: str = "") -> pl.DataFrame:
    found = read(sources, release_id).observations.filter(indicator=indicator)
    return found.filter(period=period) if period else found


@pytest.mark.parametrize("each", TEXT, ids=lambda each: each.id)
def test_the_release_is_read(each: Release, sources: Sources) -> None:
    tables = read(sources, each.id)
    frames = (
        tables.observations,
        tables.classes,
        tables.pairs,
        tables.points,
        tables.postcodes,
        tables.areas,
        *tables.records.values(),
    )
    assert sum(frame.height for frame in frames)
    keys = ["indicator", "period", "geography", "area_code"]
    observations = tables.observations
    assert observations.select(keys).null_count().sum_horizontal().item() == 0 or not len(
        observations
    )
    assert observations.height == observations.select(keys).unique().height
    assert observations.height == tables.series["areas"].sum()
    assert observations["value"].is_finite().fill_null(value=True).all()


# What publishers say of their own figures, or what the file itself shows on one line.
def test_people_of_england(sources: Sources) -> None:
    def people(release_id: str, indicator: str = "people.total") -> int:
        return int(values(sources, release_id, indicator)["value"].sum())

    assert people("population_lsoa11_2017") == 55_619_430
    assert people("population_lsoa11_2020") == 56_550_138
    assert people("population_msoa11_2020") == 56_550_138
    assert people("population_ward17_2017") == 55_619_430
    assert people("iod2025") == 57_112_129
    assert people("population_lsoa21_compiled", "people.total_compiled") == 57_106_398
    assert people("census2021_ts030") == 56_489_777
    households = values(sources, "census2021_ts054", "census.households")
    # Small counts are altered against disclosure, differently for each size of area.
    assert dict(households.group_by("geography").agg(pl.col("value").sum()).iter_rows()) == {
        "lsoa21": 23_436_382,
        "msoa21": 23_436_154,
    }


def test_bands_of_ages_make_all_people(sources: Sources) -> None:
    for release_id in ("population_lsoa11_2020", "population_msoa11_2020"):
        found = read(sources, release_id).observations
        for stem in ("people", "people.male", "people.female"):
            bands = found.filter(
                pl.col("indicator").str.contains(rf"^{stem}\.age_")
                & (pl.col("indicator") != "people.age_16_64")
            )
            total = found.filter(indicator=f"{stem}.total")
            assert bands["value"].sum() == total["value"].sum()
    working = values(sources, "population_lsoa11_2020", "people.age_16_64")["value"].sum()
    inner = sum(
        values(sources, "population_lsoa11_2020", f"people.age_{start}_{start + 4}")["value"].sum()
        for start in range(20, 65, 5)
    )
    teens = values(sources, "population_lsoa11_2020", "people.age_15_19")["value"].sum()
    assert inner < working < inner + teens
    people = values(sources, "population_lsoa11_2020", "people.age_0_4")["value"].sum()
    persons = values(sources, "population_msoa11_2020", "people.age_0_4")["value"].sum()
    assert people == persons


def test_claimants_are_the_mean_of_twelve_months(sources: Sources) -> None:
    means = {
        year: values(sources, "claimant_count", "benefits.claimants", year)["value"].sum()
        for year in ("2013", "2016", "2020")
    }
    assert means == pytest.approx({"2013": 1.16e6, "2016": 0.62e6, "2020": 1.90e6}, rel=0.01)
    shares = values(sources, "claimant_count", "benefits.claimant_share", "2013")
    assert shares["value"].max() < 1
    first = shares.filter(area_code="E01000001").row(0, named=True)
    assert first["numerator"] == pytest.approx(70 / 12)
    assert first["value"] == pytest.approx(70 / 12 / 1102)


def test_life_expectancy_with_its_limits(sources: Sources) -> None:
    def one(indicator: str) -> tuple[float, float, float]:
        found = values(sources, "life_expectancy_msoa11", indicator).filter(area_code="E02006397")
        return found.select("value", "lower", "upper").row(0)

    assert one("health.life_expectancy.male") == (81.9592, 79.99702, 83.92139)
    assert one("health.healthy_life_expectancy.male") == (73.8935, 72.1734, 75.61361)
    assert one("health.life_expectancy.female") == (84.27644, 82.593, 85.95988)
    for row in read(sources, "life_expectancy_msoa11").observations.iter_rows(named=True):
        assert row["lower"] <= row["value"] <= row["upper"]


def test_shares_are_counts_over_totals(sources: Sources) -> None:
    fuel = values(sources, "fuel_poverty_2020", "housing.fuel_poverty")
    assert fuel["value"][0] == pytest.approx(0.04273504274)
    published = {"census2021_ts054": "census.tenure_social", "census2021_ts011": None}
    for release_id in published:
        found = read(sources, release_id).observations.filter(pl.col("numerator").is_not_null())
        assert (found["value"] - found["numerator"] / found["denominator"]).abs().max() == 0
    lone = values(sources, "census2021_ts003", "census.lone_parent_families")
    assert lone.filter(area_code="E01011954").select("value", "numerator").row(0) == (
        pytest.approx(0.195),
        188,
    )


def test_categories_of_a_census_table_make_the_whole(sources: Sources) -> None:
    for release_id in ("census2021_ts011", "census2021_ts052", "census2021_ts030"):
        found = read(sources, release_id).observations.filter(pl.col("numerator").is_not_null())
        sums = found.group_by("geography", "area_code").agg(
            pl.col("numerator").sum(), pl.col("denominator").first()
        )
        assert (sums["numerator"] - sums["denominator"]).abs().max() <= 3


def test_rows_lead_back_to_the_line_of_the_file(sources: Sources, mirror: Path) -> None:
    """The row of an observation is the line that a person finds in the text file."""
    import gzip

    for release_id, separator in (("bres_2021", True), ("claimant_count", False)):
        file = release(release_id).files[0]
        lines = gzip.decompress((mirror / file.path).read_bytes()).decode().splitlines()
        found = read(sources, release_id).observations.filter(
            pl.col("indicator") == pl.col("indicator").first()
        )
        for row in found.filter(period=found["period"][0])[[0, 17, -1]].iter_rows(named=True):
            line = lines[row["row"] - 1]
            assert line.startswith(row["area_code"] + (" : " if separator else ","))


def test_wards_of_1998_have_their_whole_codes(sources: Sources) -> None:
    codes = values(sources, "iod2000", "imd.rank")["area_code"]
    assert codes.str.len_chars().unique().to_list() == [6]
    assert "00AAZZ" in codes


def test_published_deciles_only(sources: Sources) -> None:
    """The extracts of 2000 to 2010 have deciles that no publisher printed: none is read."""
    for release_id in ("iod2000", "iod2004", "iod2007", "iod2010"):
        found = read(sources, release_id).series["indicator"]
        assert not found.str.ends_with(".decile").any()


def test_rural_and_urban_classes_have_even_names(sources: Sources) -> None:
    classes = read(sources, "rural_urban_2011").classes
    names = classes["class_name"].unique()
    assert not names.str.contains(r"\u00a0|  |^ | $").any()
    assert names.len() == classes["class_code"].unique().len() == 8


def test_the_lists_of_things(sources: Sources) -> None:
    places = read(sources, "pride_in_place").records["pride_in_place"]
    assert (places.height, places["area_code"].n_unique()) == (146, 145)
    assert not places["name"].str.contains("^ ").any()
    grants = read(sources, "grants_by_ward").records["grants_by_ward"]
    assert grants["funder"].n_unique() == 57
    assert grants["amount_gbp"].sum() == pytest.approx(8.4e9, rel=0.01)
    closed = read(sources, "libraries_2023").records["libraries_2023"]["closed"]
    # One more cell holds nothing but a space.
    assert closed.len() - closed.null_count() == 349
    warm = read(sources, "warm_spaces").records["warm_spaces"]
    assert warm["latitude"].null_count() == 144 + 8
