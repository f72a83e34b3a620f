"""The shape of the country: a mainland with a rough coast, and a group of islands off it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from commonweal.sources.demonstration.arrays import Floats
from commonweal.sources.demonstration.draws import Generator, stream
from commonweal.sources.demonstration.spec import CountrySpec, LandSpec

_RING_POINTS = 2048
_ISLAND_RING_POINTS = 256
_ISLAND_HARMONICS = 6


@dataclass(frozen=True, slots=True)
class Land:
    """Pieces of land, the mainland first.

    Attributes:
        pieces: one polygon each, in metres of EPSG:27700, none touching another.
        areas: how many small areas lie on each.
    """

    pieces: tuple[shapely.Polygon, ...]
    areas: tuple[int, ...]


def make_land(spec: CountrySpec) -> Land:
    """Draw the mainland and its islands."""
    rng = stream(spec.seed, "land")
    islands = [max(1, round(share * spec.areas)) for share in spec.land.island_shares]
    mainland = _mainland(spec, rng)
    group = _islands(spec, rng, mainland, islands)
    return Land((mainland, *group), (spec.areas - sum(islands), *islands))


def _ring(rng: Generator, land: LandSpec, harmonics: int, points: int) -> Floats:
    """A closed rough line about (0, 0), seen once in every direction, as offsets (n, 2).

    Distance in direction t is exp(sum over k of a_k cos(k t + phase)), a_k falling as a power of k.
    """
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    number = np.arange(2, harmonics + 2)
    size = land.roughness * rng.standard_normal(harmonics) * (number / 2.0) ** -land.smoothness
    phase = rng.uniform(0, 2 * np.pi, harmonics)
    wave = np.cos(number[:, None] * angle + phase[:, None])
    distance = np.exp(0.5 * size @ wave)
    return np.column_stack([np.cos(angle), np.sin(angle)]) * distance[:, None]


def _mainland(spec: CountrySpec, rng: Generator) -> shapely.Polygon:
    ring = _ring(rng, spec.land, spec.land.harmonics, _RING_POINTS) * [1.0, spec.land.tall]
    polygon = shapely.Polygon(ring)
    scale = (spec.land_square_metres / polygon.area) ** 0.5
    return shapely.Polygon(ring * scale + np.array(spec.land.centre_metres))


def _islands(
    spec: CountrySpec, rng: Generator, mainland: shapely.Polygon, counts: list[int]
) -> list[shapely.Polygon]:
    """Islands in a loose chain off one side of the mainland, clear of it and of each other."""
    centre = np.array(spec.land.centre_metres)
    grain = spec.grain_metres
    heading = rng.uniform(0, 2 * np.pi)
    shapely.prepare(mainland)
    made: list[shapely.Polygon] = []
    for count in counts:
        radius = grain * (count * spec.land.island_grain / np.pi) ** 0.5
        ring = radius * _ring(rng, spec.land, _ISLAND_HARMONICS, _ISLAND_RING_POINTS)
        distance = 0.0
        while True:
            turn = heading + rng.normal(0, 0.25)
            reach = _reach(mainland, centre, turn) + 2.5 * grain + distance
            place = centre + reach * np.array([np.cos(turn), np.sin(turn)])
            island = shapely.Polygon(ring + place)
            if all(island.distance(other) > 1.2 * grain for other in (mainland, *made)):
                made.append(island)
                break
            distance += 0.3 * grain
    return made


def _reach(polygon: shapely.Polygon, centre: Floats, angle: float) -> float:
    """Distance from the centre to the farthest edge of a polygon in one direction."""
    far = centre + 1e7 * np.array([np.cos(angle), np.sin(angle)])
    ray = shapely.LineString([centre, far])
    ends = shapely.get_coordinates(ray.intersection(polygon))
    return float(np.hypot(*(ends - centre).T).max())


def coast_points(piece: shapely.Polygon, step: float) -> tuple[Floats, Floats]:
    """Pairs of points on either side of a coast, evenly along it: on land, and at sea.

    In a Voronoi diagram the edge between the two points of a pair lies on the coast itself.
    """
    line = piece.exterior
    count = max(24, round(line.length / step))
    along = np.arange(count) / count * line.length
    middle = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, along + 1.0))
    tangent = (ahead - middle) / np.hypot(*(ahead - middle).T)[:, None]
    sign = 1.0 if line.is_ccw else -1.0
    inward = sign * np.column_stack([-tangent[:, 1], tangent[:, 0]])
    offset = 0.3 * line.length / count
    on_land, at_sea = middle + offset * inward, middle - offset * inward
    inside = shapely.contains_xy(piece, on_land) & ~shapely.contains_xy(piece, at_sea)
    return on_land[inside], at_sea[inside]
