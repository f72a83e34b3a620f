from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pytest
import shapely

from commonweal.sources.demonstration import Country, Demonstration
from commonweal.sources.demonstration.postcodes import POSTAL_AREAS, _code

# The 124 postal areas of the United Kingdom, and those of the Crown Dependencies.
_REAL = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E "
    "EC EH EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU "
    "M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP "
    "SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE GY JE IM"
)
REAL_AREAS = set(_REAL.split())
FORM = re.compile(r"(Z[A-Z])(\d{1,2})(\d[ABD-HJLNP-UW-Z]{2})")


def _found(outlines: gpd.GeoDataFrame, country: Country) -> np.ndarray:
    """Number of the outline that each postcode lies in, or else of the nearest."""
    points = shapely.points(country.postcodes.xy)
    tree = shapely.STRtree(outlines.geometry.to_numpy())
    return tree.nearest(points)


def test_postcodes_are_of_the_form_and_unique(country: Country) -> None:
    codes = country.postcodes.code.tolist()
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes)
    assert all(FORM.fullmatch(code) for code in codes)


def test_no_postcode_can_be_real() -> None:
    assert not set(POSTAL_AREAS) & REAL_AREAS
    assert len(REAL_AREAS) == 124
    last = _code(980 * len(POSTAL_AREAS) - 1, 399)
    assert FORM.fullmatch(last)
    assert _code(979, 0) == "ZZ989AA"  # ZZ99 is in use for people without an address


def test_an_area_has_about_twenty(country: Country) -> None:
    held = np.bincount(country.postcodes.area)
    assert 18 < held.mean() < 22
    assert held.min() >= 12


def test_postcodes_lie_in_the_area_they_were_drawn_for(
    country: Country, small: Demonstration
) -> None:
    outlines = small.boundaries["lsoa21"]
    found = outlines["area_code"].to_numpy()[_found(outlines, country)]
    drawn = country.gazetteer.lsoa21.code[country.postcodes.area]
    assert (found == drawn).mean() > 0.997


def test_some_are_near_edges_and_some_at_sea(country: Country, small: Demonstration) -> None:
    points = shapely.points(country.postcodes.xy)
    shapes = small.boundaries["lsoa21"].geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    edges = shapely.STRtree(shapely.boundary(shapes))
    inside = np.unique(tree.query(points, predicate="within")[0])
    away = edges.query_nearest(points, return_distance=True, all_matches=False)[1]
    assert 0.01 < (away <= 10).mean() < 0.1
    at_sea = np.setdiff1d(np.arange(len(points)), inside)
    assert 2 <= at_sea.size < 0.005 * len(points)
    assert away[at_sea].max() < 60


def test_a_postal_sector_lies_in_one_neighbourhood(country: Country) -> None:
    msoa = country.groups.msoa[country.postcodes.area]
    sector = np.array([code[:-2] for code in country.postcodes.code])
    pairs = {*zip(sector.tolist(), msoa.tolist(), strict=True)}
    assert len(pairs) == len(set(sector.tolist()))


def test_they_are_on_the_national_grid_in_whole_metres(small: Demonstration) -> None:
    for axis, high in (("easting", 700_000), ("northing", 1_300_000)):
        values = small.postcodes[axis].to_numpy()
        assert (values == values.round()).all()
        assert values.min() > 0
        assert values.max() < high


@pytest.mark.parametrize("sector", [0, 9, 10, 979, 980])
def test_sectors_have_their_own_codes(sector: int) -> None:
    assert _code(sector, 0) != _code(sector + 1, 0)
    assert len({_code(sector, unit) for unit in range(400)}) == 400
