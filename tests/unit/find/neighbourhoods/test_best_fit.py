"""Areas fitted to outlines, and how well they are said to fit."""

from __future__ import annotations

import geopandas as gpd
import polars as pl
import pytest
import shapely

from commonweal.errors import InputError
from commonweal.find.neighbourhoods.best_fit import fit_areas
from commonweal.find.neighbourhoods.drawn import Drawn

SIDE = 1000.0
CODES = [f"A{x}{y}" for x in range(3) for y in range(3)]


def areas() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "area_code": CODES,
            "people": [100 * (1 + i) for i in range(9)],
            "easting": [SIDE * (int(c[1]) + 0.5) for c in CODES],
            "northing": [SIDE * (int(c[2]) + 0.5) for c in CODES],
        }
    )


def boundaries() -> gpd.GeoDataFrame:
    shapes = [
        shapely.box(
            *(SIDE * int(each) for each in (c[1], c[2])),
            SIDE * (int(c[1]) + 1),
            SIDE * (int(c[2]) + 1),
        )
        for c in CODES
    ]
    return gpd.GeoDataFrame({"area_code": CODES}, geometry=shapes, crs=27700)


def postcodes(every: float = 250.0) -> pl.DataFrame:
    """Four by four postcodes in each area."""
    at = [every * (n + 0.5) for n in range(12)]
    rows = [(f"A{int(x // SIDE)}{int(y // SIDE)}", x, y) for x in at for y in at]
    return pl.DataFrame(rows, schema=["area_code", "easting", "northing"], orient="row")


def drawn(*bounds: float, name: str = "") -> Drawn:
    return Drawn(name, shapely.box(*bounds))


def test_an_outline_that_is_an_area_fits_it_wholly() -> None:
    groups, (fit,) = fit_areas(
        [drawn(0, 0, 1000, 1000, name="Home")], areas(), boundaries(), postcodes()
    )
    assert groups.rows() == [("A00", 0, "Home")]
    assert (fit.people_drawn, fit.people_covered, fit.people_outside) == (100, 100, 0)
    assert (fit.people_share, fit.land_share) == (1, 1)
    assert "cover 100% of the people" in fit.explain()


def test_coverage_and_error_are_worked_out_from_postcodes() -> None:
    """Half of A01 and all of A00: the centre of A01 (at its middle) is outside."""
    _, (fit,) = fit_areas([drawn(0, 0, 1000, 1499)], areas(), boundaries(), postcodes())
    assert fit.people_drawn == 100 + 200 / 2
    assert (fit.people_covered, fit.people_outside) == (100, 0)
    assert fit.land_share == pytest.approx(1000 / 1499)


def test_people_who_live_in_the_areas_but_outside_the_outline() -> None:
    groups, (fit,) = fit_areas([drawn(0, 0, 1000, 1749)], areas(), boundaries(), postcodes())
    assert groups["area_code"].to_list() == ["A00", "A01"]
    assert fit.people_outside == 200 / 4
    assert fit.people_covered == fit.people_drawn == 100 + 200 * 3 / 4


def test_without_postcodes_people_are_spread_by_land() -> None:
    none = postcodes().filter(pl.col("area_code") != "A01")
    _, (fit,) = fit_areas([drawn(0, 0, 1000, 1400)], areas(), boundaries(), none)
    assert fit.people_drawn == pytest.approx(100 + 200 * 0.4)


def test_several_outlines_each_have_their_areas() -> None:
    outlines = [drawn(0, 0, 1000, 3000, name="West"), drawn(2000, 0, 3000, 3000, name="East")]
    groups, fits = fit_areas(outlines, areas(), boundaries(), postcodes())
    assert groups.group_by("name").len().sort("name").rows() == [("East", 3), ("West", 3)]
    assert [fit.name for fit in fits] == ["West", "East"]


def test_what_cannot_be_fitted_is_told_at_once() -> None:
    outlines = [
        drawn(9e5, 9e5, 9.1e5, 9.1e5, name="Abroad"),
        drawn(0, 0, 100, 100, name="Small"),
        drawn(0, 0, 1000, 2000),
        drawn(0, 1000, 1000, 3000),
    ]
    with pytest.raises(InputError) as error:
        fit_areas(outlines, areas(), boundaries(), postcodes(), "x.geojson")
    told = str(error.value)
    assert "within the country, got one around easting 905,000" in told
    assert "it lies in A00" in told
    assert "do not overlap, got 1 areas in two of them (first: A01)" in told
