"""Where the map should look: the centre of an area, and how close."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from commonweal.atlas.records import Area
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import UnknownArea
from commonweal.web.data.geography import MIDDLE, SMALL
from commonweal.web.data.opened import Held

_ZOOMS = {"lsoa": 13.0, "msoa": 12.0, "ward": 11.5, "district": 9.5, "region": 7.0}


@dataclass(frozen=True, slots=True)
class Focus:
    """A place on the map; `index` is that of the small area in the order of codes, or -1."""

    lon: float
    lat: float
    zoom: float
    index: int


def focus_on(held: Held, area: Area, cartogram: bool) -> Focus | None:
    """Where the map should look to show an area, or None where its centre is not known."""
    if area.easting is None or area.northing is None or cartogram:
        return None
    lon, lat = _to_degrees().transform(area.easting, area.northing)
    level = GEOGRAPHIES[area.geography].level if area.geography in GEOGRAPHIES else "lsoa"
    index = order(held, SMALL).get(area.code, -1) if area.geography == SMALL else -1
    return Focus(round(lon, 5), round(lat, 5), _ZOOMS.get(level, 11.0), index)


def order(held: Held, geography: str = MIDDLE) -> dict[str, int]:
    """The place of each code in the order that tiles and value files use."""

    def make() -> dict[str, int]:
        codes = held.atlas.areas(geography)["area_code"].sort().to_list()
        return {code: index for index, code in enumerate(codes)}

    return held.keep(("order", geography), make)


def area_or_none(held: Held, code: str) -> Area | None:
    """The area of a code, or None where there is none."""
    try:
        return held.atlas.area(code)
    except UnknownArea:
        return None


@cache
def _to_degrees() -> Any:
    import pyproj

    return pyproj.Transformer.from_crs(27700, 4326, always_xy=True)
