from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl

from commonweal.sources.demonstration import COUNTRY, Country, Demonstration
from commonweal.sources.demonstration.draws import stream
from commonweal.sources.demonstration.gazetteer import PREFIXES
from commonweal.sources.demonstration.name_parts import ENDINGS, REAL, ROOTS
from commonweal.sources.demonstration.names import COMPASS, Namer, compass_names

CODE = re.compile(r"D(01|02|05|07|12)\d{6}")
# First letters of official codes: the nations, the kingdom and its parts, and the islands.
OFFICIAL = set("EWSNKJLM")


def test_names_never_repeat_even_when_the_plain_ones_run_out() -> None:
    namer = Namer(stream(1, "names"))
    names = namer.plain(200) + namer.local(20_000)
    assert len(set(names)) == len(names)


def test_names_are_the_same_for_a_seed_and_differ_for_another() -> None:
    first = Namer(stream(1, "names")).local(50)
    assert first == Namer(stream(1, "names")).local(50)
    assert first != Namer(stream(2, "names")).local(50)


def test_no_name_is_on_the_list_of_real_ones() -> None:
    namer = Namer(stream(1, "names"))
    made = set(namer.local(30_000))
    assert not made & REAL
    assert not {name.removeprefix("Upper ").removesuffix(" Green") for name in made} & REAL


def test_names_look_like_names() -> None:
    for name in Namer(stream(3, "names")).local(3000):
        assert re.fullmatch(r"[A-Z][a-z]+( [A-Z][a-z]+)?", name)
        assert len(name) <= 20
        assert not re.search(r"(.)\1\1", name)


def test_parts_are_listed_once() -> None:
    assert len(set(ROOTS)) == len(ROOTS)
    assert len(set(ENDINGS)) == len(ENDINGS)


def test_regions_are_named_by_where_they_lie() -> None:
    places = np.array([[0.0, 9.0], [0.0, -9.0], [9.0, 0.0], [-9.0, 0.0], [0.0, 0.0]])
    assert compass_names(places, "X") == ["North X", "South X", "East X", "West X", "X Midlands"]


def test_nine_regions_have_nine_names() -> None:
    places = np.random.default_rng(1).normal(0, 1, (9, 2))
    assert len(set(compass_names(places, COUNTRY))) == len(COMPASS) == 9


def test_codes_are_unique_and_cannot_be_official(small: Demonstration) -> None:
    areas = small.areas
    assert areas.select("geography", "area_code").is_unique().all()
    assert areas["area_code"].str.contains(f"^{CODE.pattern}$").all()
    assert not {prefix[0] for prefix in PREFIXES.values()} & OFFICIAL


def test_a_code_means_one_area_whatever_the_vintage(small: Demonstration) -> None:
    names = small.areas.group_by("area_code").agg(pl.col("area_name").n_unique())
    assert names["area_name"].max() == 1


def test_names_are_unique_within_a_geography(small: Demonstration) -> None:
    for (kind,), frame in small.areas.group_by("geography"):
        assert frame["area_name"].is_unique().all(), kind
    local = small.areas.filter(geography="msoa21")["local_name"]
    assert local.is_unique().all()
    assert local.null_count() == 0


def test_small_areas_are_named_after_their_msoa_and_district(small: Demonstration) -> None:
    names = dict(small.areas.select("area_code", "area_name").iter_rows())
    to_msoa = small.pairs.filter(from_geography="lsoa21", to_geography="msoa21")
    for code, msoa in to_msoa.select("from_code", "to_code").iter_rows():
        assert re.fullmatch(re.escape(names[msoa]) + "[A-Z]{1,2}", names[code])
    to_district = small.pairs.filter(from_geography="lsoa21", to_geography="district24")
    for code, district in to_district.select("from_code", "to_code").iter_rows():
        assert names[code].startswith(f"{names[district]} 0")


def test_an_unchanged_area_keeps_its_code_and_a_new_one_has_a_new_code(country: Country) -> None:
    vintages, names = country.vintages, country.gazetteer
    for old, new, change in zip(vintages.old, vintages.new, vintages.change, strict=True):
        assert (names.lsoa11.code[old] == names.lsoa21.code[new]) == (change == "U")
    changed = set(vintages.new[vintages.change != "U"].tolist())
    fresh = [names.lsoa21.code[area] for area in changed]
    assert min(fresh) > max(names.lsoa11.code)


def test_a_town_gives_its_name_to_the_neighbourhood_at_its_heart(country: Country) -> None:
    town = country.gazetteer.towns[0]
    assert Counter(country.gazetteer.local_names.tolist())[f"{town} Town Centre"] == 1


def test_no_name_is_that_of_a_published_ward_district_or_msoa(
    full: Demonstration, mirror: Path
) -> None:
    real = _names(
        mirror / "ons/lookups/geographr_lookup_lsoa21_ward24_ltla24.csv.gz",
        ["ward24_name", "ltla24_name"],
    )
    real |= _names(mirror / "hoc_library/msoa_names/msoanames.csv", ["msoa11hclnm"])
    assert len(real) > 10_000
    parts = {part for name in real for part in re.split(r"[ ,&/()-]+", name)}
    invented = set(full.areas.filter(pl.col("geography") != "lsoa21")["area_name"].to_list())
    invented |= set(full.areas["local_name"].drop_nulls().to_list())
    invented |= set(full.places("towns")["town"].to_list())
    assert not invented & (real | parts)


def _names(path: Path, columns: list[str]) -> set[str]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    frame = pl.read_csv(data, infer_schema=False, columns=columns)
    return {name for column in columns for name in frame[column].drop_nulls()}
