"""Places of proposals: found from what people write, and drawn on a small map without script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely

from commonweal.errors import InputError, InputProblem, UnknownArea
from commonweal.parameters import number
from commonweal.web.data.opened import Held
from commonweal.web.data.shapes import Frame, Outlines, outlines, simplified

SIZE = 480
_DETAIL = 1.2  # units of the drawing below which a corner is left out
_EXPECTED = "a postcode that exists, or latitude and longitude such as 52.4814, -1.8998"
_COORDINATES = re.compile(r"\s*(-?\d{1,2}\.\d+)\s*[,; ]\s*(-?\d{1,3}\.\d+)\s*")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map (WGS 84)."""

    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class SpotMap:
    """What the template draws: paths of the small areas, their outline, numbered spots."""

    size: int
    areas: str
    outline: str
    spots: tuple[tuple[int, int, int], ...]


def find_spot(held: Held, text: str, column: str = "spot") -> Spot:
    """The place that a postcode or coordinates (latitude first) name.

    Raises:
        InputError: it is neither, or the postcode is not held.
    """
    found = _COORDINATES.fullmatch(text)
    if found:
        spot = Spot(float(found[2]), float(found[1]))
        if _point(spot) is None:
            raise InputError(InputProblem(_EXPECTED, repr(text[:40]), column=column))
        return spot
    try:
        at = held.atlas.postcode(text)
    except UnknownArea:
        raise InputError(InputProblem(_EXPECTED, repr(text[:40]), column=column)) from None
    longitude, latitude = _degrees().transform(at.easting, at.northing)
    return Spot(round(longitude, 5), round(latitude, 5))


def refuse_far(
    held: Held, geography: str, codes: Sequence[str], spot: Spot, column: str = "spot"
) -> None:
    """Refuse a place that is neither in these areas nor near them; nothing without outlines.

    Raises:
        InputError: it is too far away.
    """
    drawn = outlines(held, geography)
    shapes = drawn.of(codes) if drawn else np.array([])
    if not shapes.size:
        return
    point = _point(spot)
    away = np.inf if point is None else float(shapely.distance(shapes, shapely.Point(point)).min())
    near = number("participation.near_metres")
    if away > near:
        expected = f"a place in the neighbourhood, or within {near:,.0f} metres of it"
        came = f"one {away / 1000:,.1f} km away" if np.isfinite(away) else "one far away"
        raise InputError(InputProblem(expected, came, column=column))


def spot_map(
    held: Held, geography: str, codes: Sequence[str], spots: Iterable[tuple[int, Spot]]
) -> SpotMap | None:
    """The map of some areas with numbered places; None without outlines."""
    drawn = outlines(held, geography)
    if drawn is None or not drawn.of(codes).size:
        return None
    key = ("spots", geography, tuple(codes))
    frame, areas, outline = held.keep(key, lambda: _drawn(drawn, codes))
    placed = []
    for name, spot in spots:
        point = _point(spot)
        if point is None:
            continue
        x, y = frame.point(*point)
        # What lies beyond the edge stands at the edge, so that it is seen at all.
        placed.append((name, min(max(x, 14), SIZE - 14), min(max(y, 14), SIZE - 14)))
    return SpotMap(SIZE, areas, outline, tuple(placed))


def _drawn(drawn: Outlines, codes: Sequence[str]) -> tuple[Frame, str, str]:
    shapes = drawn.of(codes)
    frame = Frame.around(shapes, SIZE, margin=40)
    thin = simplified(shapes, _DETAIL / frame.scale)
    outline = shapely.union_all(shapely.make_valid(thin))
    return frame, "".join(frame.path(shape) for shape in thin), frame.path(outline)


def _point(spot: Spot) -> tuple[float, float] | None:
    """Metres of the British National Grid; None for what its projection cannot hold."""
    x, y = _metres().transform(spot.longitude, spot.latitude)
    return (x, y) if np.isfinite(x) and np.isfinite(y) else None


@cache
def _degrees() -> Any:
    import pyproj

    return pyproj.Transformer.from_crs(27700, 4326, always_xy=True)


@cache
def _metres() -> Any:
    import pyproj

    return pyproj.Transformer.from_crs(4326, 27700, always_xy=True)
