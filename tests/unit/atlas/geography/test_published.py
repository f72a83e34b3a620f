"""The published files: what is wrong with them, and that nothing is lost in putting it right."""

from __future__ import annotations

import polars as pl
import pytest
import shapely

from commonweal.atlas.geography.boundaries import repair
from commonweal.atlas.geography.dissolve import dissolve
from commonweal.atlas.geography.lookups import compose, reverse, weigh
from commonweal.atlas.geography.neighbours import components, neighbours
from commonweal.atlas.geography.overrides import apply_overrides
from commonweal.atlas.geography.places import PLACES
from commonweal.atlas.geography.postcodes import place_postcodes
from commonweal.atlas.geography.rings import shared_edges
from commonweal.atlas.geography.tile_check import features_by_zoom
from commonweal.atlas.geography.tiles import make_tiles
from commonweal.catalogue import GEOGRAPHIES
from commonweal.sources.boundaries import read_boundaries

ATTRIBUTES = (
    "ons/lookups/Middle_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V3_"
    "-8386444323138516297.csv.gz"
)
CHANGES = (
    "ons/lookups/LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England"
    "_and_Wales.csv.gz"
)
# Holes that the file has as parts of their own.
FALSE_PARTS = {"E01017290", "E01024572", "E01019900", "E01019228", "E01020312"}
PEOPLE = 57_112_129


def read(mirror, geography, file, code, name):
    path = mirror / f"ons/boundaries/boundaries_{file}_EN_BGC_4dp.geojson.gz"
    kind = GEOGRAPHIES[geography]
    return read_boundaries(path, code, name, geography=kind, expected=kind.areas)


def lookup(mirror, name, **columns):
    table = pl.read_csv(mirror / "ons/lookups" / name).select(**columns)
    return table.filter(pl.col("area_code").str.starts_with("E"))


@pytest.fixture(scope="module")
def msoa21(mirror):
    return read(mirror, "msoa21", "MSOA_2021", "MSOA21CD", "MSOA21NM")


@pytest.fixture(scope="module")
def msoa21_mended(msoa21):
    return repair(msoa21)


@pytest.fixture(scope="module")
def lsoa21(mirror):
    return read(mirror, "lsoa21", "LSOA_2021", "LSOA21CD", "LSOA21NM")


@pytest.fixture(scope="module")
def lsoa21_mended(lsoa21):
    return repair(lsoa21)


@pytest.fixture(scope="module")
def districts(mirror):
    pairs = lookup(
        mirror,
        "geographr_lookup_lsoa21_ward24_ltla24.csv.gz",
        area_code="lsoa21_code",
        group_code="ltla24_code",
    ).rename({"area_code": "from_code", "group_code": "to_code"})
    moved = apply_overrides(pairs, "lsoa21", "district24")
    return moved.rename({"from_code": "area_code", "to_code": "group_code"})


def lost(before, after, spurs):
    """Pairs that shared an edge in the file, do not now, and are not listed."""
    codes = dict(enumerate(after.areas["area_code"]))
    gone = shared_edges(before.geometry.to_numpy()).join(
        shared_edges(after.areas.geometry.to_numpy()), on=["a", "b"], how="anti"
    )
    listed = set(spurs.select("area_code", "neighbour_code").rows())
    return [pair for a, b, _ in gone.rows() if (pair := (codes[a], codes[b])) not in listed]


# MSOAs


def test_no_msoa_is_lost_and_all_are_valid(msoa21, msoa21_mended):
    areas = msoa21_mended.areas
    assert list(areas["area_code"]) == list(msoa21["area_code"])
    assert shapely.is_valid(areas.geometry.to_numpy()).all()
    assert set(areas.geom_type) <= {"Polygon", "MultiPolygon"}
    assert areas["repaired"].sum() == 528


def test_no_shared_edge_of_msoas_is_lost_but_those_listed(msoa21, msoa21_mended):
    assert lost(msoa21, msoa21_mended, msoa21_mended.spurs) == []
    assert msoa21_mended.spurs.height == 8


def test_msoas_have_the_extent_that_the_publisher_gives(mirror, msoa21_mended, record_property):
    """Areas after mending against the attribute table of the official outlines."""
    areas = msoa21_mended.areas
    official = pl.read_csv(mirror / ATTRIBUTES).select(area_code="MSOA21CD", official="Shape__Area")
    both = pl.DataFrame(
        {"area_code": areas["area_code"].to_list(), "area": areas.area.to_numpy()}
    ).join(official, on="area_code")
    off = (both["area"] / both["official"] - 1).abs()
    total = both["area"].sum() / both["official"].sum() - 1
    record_property(
        "MSOA extent, total, mean and largest share off", (total, off.mean(), off.max())
    )
    assert both.height == 6856
    assert abs(total) < 1e-6
    assert off.mean() < 0.001
    assert off.max() < 0.016
    (hole,) = both.filter(area_code="E02001686").select("area", "official").rows()
    assert hole[0] == pytest.approx(hole[1], rel=0.001)


def test_neighbours_of_msoas(msoa21_mended):
    areas = msoa21_mended.areas
    pairs = neighbours(areas, msoa21_mended.spurs)
    assert pairs.filter(rule="island").select("area_code", "neighbour_code").rows() == [
        ("E02003950", "E02006781"),
        ("E02006781", "E02003950"),
    ]
    assert pairs["area_code"].n_unique() == 6856
    parts = components(pl.Series(areas["area_code"].to_list()), pairs)
    sizes = parts.unique("component").sort("component")["areas"].to_list()
    assert sizes == [6834, 18, 3, 1]


# LSOAs


@pytest.mark.slow
def test_no_lsoa_is_lost_and_all_are_valid(lsoa21, lsoa21_mended, record_property):
    areas = lsoa21_mended.areas
    assert list(areas["area_code"]) == list(lsoa21["area_code"])
    assert len(areas) == 33_755
    assert shapely.is_valid(areas.geometry.to_numpy()).all()
    record_property("LSOA outlines mended", int(areas["repaired"].sum()))
    assert areas["repaired"].sum() == 1159


@pytest.mark.slow
def test_the_extent_changes_only_where_holes_were_parts(lsoa21_mended, record_property):
    changes = lsoa21_mended.changes.with_columns(off=(pl.col("after") - pl.col("before")).abs())
    rest = changes.filter(~pl.col("area_code").is_in(list(FALSE_PARTS)))
    record_property("square metres changed in all other mended LSOAs", rest["off"].sum())
    assert set(changes.filter(pl.col("off") > 10_000)["area_code"]) == FALSE_PARTS
    assert rest["off"].sum() / lsoa21_mended.areas.area.sum() < 1e-6
    assert (rest["off"] / rest["after"]).max() < 0.003


@pytest.mark.slow
def test_no_shared_edge_of_lsoas_is_lost_but_those_listed(lsoa21, lsoa21_mended, record_property):
    assert lost(lsoa21, lsoa21_mended, lsoa21_mended.spurs) == []
    record_property("pairs of LSOAs joined by a spur only", lsoa21_mended.spurs.height)
    assert lsoa21_mended.spurs.height == 30


@pytest.mark.slow
def test_neighbours_of_lsoas(lsoa21, lsoa21_mended, record_property):
    areas = lsoa21_mended.areas
    pairs = neighbours(areas, lsoa21_mended.spurs)
    rules = dict(pairs.group_by("rule").len().rows())
    record_property("pairs of LSOAs by rule", {rule: count // 2 for rule, count in rules.items()})
    assert rules["island"] == 2
    assert pairs.filter(area_code="E01019077").rows() == [
        ("E01019077", "E01019005", "island", pytest.approx(40_030, abs=50))
    ]
    edges = set(pairs.filter(rule="edge").select("area_code", "neighbour_code").rows())
    codes = list(areas["area_code"])
    published = shared_edges(lsoa21.geometry.to_numpy())
    assert all((codes[a], codes[b]) in edges for a, b, _ in published.rows())
    parts = components(pl.Series(codes), pairs).unique("component").sort("component")
    assert parts["areas"].to_list() == [33_651, 89, 11, 3, 1]


@pytest.mark.slow
def test_postcodes(mirror, lsoa21_mended, districts, record_property):
    """Ordnance Survey gives each postcode's district: an independent check of its area."""
    table = pl.read_csv(mirror / "os/code_point_open/code_point_open_england_5cols.csv.gz")
    postcodes = table.select(
        postcode=pl.col("Postcode").str.replace_all(" ", ""),
        easting=pl.col("Eastings").cast(pl.Float64),
        northing=pl.col("Northings").cast(pl.Float64),
        # Sheffield and Barnsley have had new codes since the lookup.
        district=pl.col("Admin_district_code").replace(
            {"E08000039": "E08000019", "E08000038": "E08000016"}
        ),
    )
    placed = place_postcodes(postcodes, lsoa21_mended.areas)
    assert placed.height == 1_491_312
    assert placed["area_code"].null_count() == 0
    record_property("postcodes approximate", int(placed["approximate"].sum()))
    assert 50_000 < placed["approximate"].sum() < 51_500
    known = (
        placed.join(postcodes.select("postcode", "district"), on="postcode")
        .join(districts, on="area_code")
        .filter(pl.col("district").is_not_null())
    )
    other = known.filter(pl.col("district") != pl.col("group_code"))
    sure = other.filter(~pl.col("approximate"))
    record_property(
        "postcodes in another district than Ordnance Survey's: approximate, sure",
        (other.height - sure.height, sure.height),
    )
    # The order that gave Barnsley and Sheffield new codes also moved homes from one to the other;
    # and one postcode of the Isles of Scilly has its point on the mainland.
    far = sure.filter(pl.col("metres") > 16).group_by("district", "group_code").len()
    assert sorted(far.rows()) == [("E06000053", "E06000052", 1), ("E08000019", "E08000016", 9)]
    assert sure.height == 23


@pytest.mark.slow
def test_districts_enclose_all_that_their_areas_do(lsoa21_mended, districts):
    joined = dissolve(lsoa21_mended.areas, districts)
    assert len(joined) == 296
    assert shapely.is_valid(joined.geometry.to_numpy()).all()
    assert joined.area.sum() / lsoa21_mended.areas.area.sum() - 1 == pytest.approx(0, abs=1e-5)


@pytest.mark.slow
def test_every_area_is_in_the_tiles_and_the_first_view_is_light(
    lsoa21_mended, msoa21_mended, districts, tmp_path, record_property
):
    from pmtiles.reader import MemorySource, all_tiles

    outlines = {
        "lsoa21": lsoa21_mended.areas,
        "msoa21": msoa21_mended.areas,
        "district24": dissolve(lsoa21_mended.areas, districts),
    }
    target = tmp_path / "areas.pmtiles"
    make_tiles(outlines, pl.DataFrame(schema=PLACES), target)
    found = features_by_zoom(target)
    for zoom in range(4, 11):
        assert len(found["lsoa21", zoom]) == 33_755
        assert len(found["district24", zoom]) == 296
    assert len(found["msoa21", 9]) == len(found["msoa21", 10]) == 6856
    weight: dict[int, int] = {}
    for (zoom, _, _), data in all_tiles(MemorySource(target.read_bytes())):
        weight[zoom] = weight.get(zoom, 0) + len(data)
    record_property("bytes of all tiles at zooms 4, 5 and 6", [weight[zoom] for zoom in (4, 5, 6)])
    assert weight[5] < 700_000
    assert max(weight[4], weight[6]) < 900_000


# Lookups


@pytest.fixture(scope="module")
def people(mirror):
    path = mirror / "mhclg/iod2025/File_6_IoD2025_Population_Denominators.xlsx"
    sheet = pl.read_excel(path, sheet_name="ID 2025 Population Denominators")
    return sheet.select(
        area_code="LSOA code (2021)", people=pl.col("Total population: mid 2022").cast(pl.Float64)
    )


@pytest.fixture(scope="module")
def since_2011(mirror, people):
    pairs = pl.read_csv(mirror / CHANGES).select(
        from_code="LSOA11CD", to_code="LSOA21CD", change="CHGIND"
    )
    return weigh(pairs.filter(pl.col("to_code").str.starts_with("E")), people)


def test_lsoas_of_2011_in_those_of_2021(since_2011):
    assert since_2011["people"].sum() == pytest.approx(PEOPLE)
    assert dict(since_2011.group_by("change").len().rows()) == {
        "U": 31_810,
        "S": 1_842,
        "M": 194,
        "X": 10,
    }
    assert since_2011.filter("approximate").height == 10
    weights = since_2011.group_by("from_code").agg(pl.col("weight").sum())["weight"]
    assert weights.to_list() == pytest.approx([1.0] * 32_844)


def test_what_changed_is_told_from_the_pairs_as_it_is_published(since_2011, people):
    told = weigh(since_2011.select("from_code", "to_code"), people)
    assert told["change"].to_list() == since_2011["change"].to_list()


def test_and_back_again(since_2011):
    back = reverse(since_2011)
    assert back["people"].sum() == pytest.approx(PEOPLE)
    weights = back.group_by("from_code").agg(pl.col("weight").sum())["weight"]
    assert weights.to_list() == pytest.approx([1.0] * 33_755)
    assert back.filter("approximate").height == 204


def test_lsoas_of_2001_in_those_of_2021(mirror, since_2011):
    pairs = (
        pl.read_csv(mirror / "ons/lookups/geographr_lookup_lsoa01_lsoa11.csv.gz")
        .select(from_code="lsoa01_code", to_code="lsoa11_code", change="change_code")
        .filter(pl.col("to_code").str.starts_with("E"))
        .unique()
    )
    then = since_2011.group_by(area_code="from_code").agg(pl.col("people").sum())
    first = weigh(pairs, then)
    both = compose(first, since_2011)
    assert both["from_code"].n_unique() == 32_482
    assert both["people"].sum() == pytest.approx(first["people"].sum())
    without = then.filter(~pl.col("area_code").is_in(pairs["to_code"].implode()))
    assert without.height == 4
    assert both["people"].sum() == pytest.approx(PEOPLE - without["people"].sum())
    weights = both.group_by("from_code").agg(pl.col("weight").sum())["weight"]
    assert weights.to_list() == pytest.approx([1.0] * 32_482)
