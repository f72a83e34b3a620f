"""Outlines of areas and the hex cartogram, as GeoDataFrames sorted by code."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from commonweal.sources.demonstration.arrays import Ints, Shapes, firsts
from commonweal.sources.demonstration.country import Country
from commonweal.sources.demonstration.gazetteer import Named, Texts
from commonweal.sources.demonstration.hexes import hex_places, hexagons


def make_outlines(country: Country) -> dict[str, gpd.GeoDataFrame]:
    """Outlines by geography, in EPSG:27700; neighbours share their corners exactly."""
    names, groups, area = country.gazetteer, country.groups, country.blocks.area
    labels: dict[str, tuple[Ints, Named]] = {
        "lsoa21": (area, names.lsoa21),
        "lsoa11": (country.vintages.block, names.lsoa11),
        "msoa21": (groups.msoa[area], names.msoa),
        "ward24": (groups.ward24[area], names.ward),
        "ward25": (groups.ward24[area], names.ward),  # none has changed since 2024
        "district24": (groups.district[area], names.district),
        "region24": (groups.region[area], names.region),
    }
    return {
        kind: _frame(*_joined(country.blocks.cells, label), named)
        for kind, (label, named) in labels.items()
    }


def _joined(cells: Shapes, labels: Ints) -> tuple[Ints, Shapes]:
    """Numbers of the groups of cells in use, and the outline of each."""
    order = np.argsort(labels, kind="stable")
    groups, starts = np.unique(labels[order], return_index=True)
    parts = np.split(cells[order], starts[1:])
    outlines = np.array([shapely.coverage_union_all(part) for part in parts], dtype=object)
    return groups.astype(np.int64), shapely.normalize(outlines)


def _frame(groups: Ints, outlines: Shapes, named: Named) -> gpd.GeoDataFrame:
    return _by_code(named.code[groups], named.name[groups], outlines, "EPSG:27700")


def _by_code(code: Texts, name: Texts, shapes: Shapes, crs: str | None) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {"area_code": code.astype(str), "area_name": name.astype(str)}, geometry=shapes, crs=crs
    )
    return frame.sort_values("area_code").reset_index(drop=True)


def make_hexes(country: Country) -> gpd.GeoDataFrame:
    """One hexagon for each MSOA, named by its local name, in units of the diagram."""
    names, groups = country.gazetteer, country.groups
    of_pairs = groups.msoa[np.vstack([country.borders, groups.ferries])]
    pairs = np.unique(np.sort(of_pairs, axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    middles = country.middles(groups.msoa[country.blocks.area])
    places = hex_places(middles, pairs, country.spec.land_square_metres)
    first = firsts(groups.msoa)
    district, region = groups.district[first], groups.region[first]
    frame = gpd.GeoDataFrame(
        {
            "area_code": names.msoa.code.astype(str),
            "area_name": names.local_names.astype(str),
            "x": places[:, 0],
            "y": places[:, 1],
            "msoa21_name": names.msoa.name.astype(str),
            "district_code": names.district.code[district].astype(str),
            "district_name": names.district.name[district].astype(str),
            "region": names.region.name[region].astype(str),
        },
        geometry=hexagons(places),
    )
    return frame.sort_values("area_code").reset_index(drop=True)
