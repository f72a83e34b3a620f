"""Where people live: towns by size, and the point about which each small area is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree

from commonweal.sources.demonstration.arrays import Flags, Floats, Ints, all_distances, nearest
from commonweal.sources.demonstration.draws import Generator, stream
from commonweal.sources.demonstration.land import Land
from commonweal.sources.demonstration.spec import CountrySpec

Shape = shapely.Polygon | shapely.MultiPolygon
_GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
_PLASTIC = 1.32471795724474602596  # real root of x^3 = x + 1, for the two-dimensional sequence
_TRIES = 400
_OUTSKIRTS = 1.1  # no area of the countryside is drawn about a point nearer, in radii
_ROOM = 0.3  # between the edges of two towns, in radii of the smaller


@dataclass(frozen=True, slots=True)
class Towns:
    """Towns by size, the largest first.

    Attributes:
        xy: centres (n, 2), metres.
        radius: of the built-up land, metres.
        areas: number of small areas drawn in each.
        coastal: whether it lies by the sea.
    """

    xy: Floats
    radius: Floats
    areas: Ints
    coastal: Flags


@dataclass(frozen=True, slots=True)
class Seeds:
    """The point about which each small area is drawn.

    Attributes:
        xy: (n, 2), metres.
        piece: piece of land (0 the mainland).
        town: number of its town, -1 in the country and on islands.
    """

    xy: Floats
    piece: Ints
    town: Ints


def make_settlements(spec: CountrySpec, land: Land) -> tuple[Towns, Seeds]:
    """Draw the towns, then the points of all small areas; exactly as many as the spec asks."""
    rng = stream(spec.seed, "settlements")
    towns = _towns(spec, land, rng)
    inner = _ready(land.pieces[0].buffer(-0.1 * spec.grain_metres))
    points, owner = [], []
    for number, count in enumerate(towns.areas):
        points.append(_town_points(towns, number, int(count), inner, spec, rng))
        owner.append(np.full(count, number))
    rural = land.areas[0] - int(towns.areas.sum())
    points.append(_open_points(inner, rural, towns, rng))
    owner.append(np.full(rural, -1))
    piece = [np.zeros(land.areas[0], dtype=np.int64)]
    for number, (island, count) in enumerate(
        zip(land.pieces[1:], land.areas[1:], strict=True), start=1
    ):
        within = _ready(island.buffer(-0.1 * spec.grain_metres))
        points.append(_open_points(within, count, None, rng))
        owner.append(np.full(count, -1))
        piece.append(np.full(count, number))
    return towns, Seeds(np.vstack(points), np.concatenate(piece), np.concatenate(owner))


def town_sizes(spec: CountrySpec, mainland_areas: int) -> Ints:
    """Areas of each town, the largest first: proportional to (rank + 2) to a negative power."""
    settlement = spec.settlement
    number = max(3, round(spec.areas / settlement.areas_per_town))
    share = (np.arange(number) + 3.0) ** -settlement.size_power
    wanted = settlement.urban_share * mainland_areas * share / share.sum()
    return np.asarray(np.maximum(np.round(wanted), settlement.smallest_town), dtype=np.int64)


def _towns(spec: CountrySpec, land: Land, rng: Generator) -> Towns:
    """Place towns one by one, the largest first, by the sea or where there is room."""
    sizes = town_sizes(spec, land.areas[0])
    grain = spec.grain_metres * spec.settlement.urban_grain**0.5
    radius = grain * (sizes / np.pi) ** 0.5
    mainland = land.pieces[0]
    shapely.prepare(mainland)
    shore = shapely.get_coordinates(shapely.segmentize(mainland.exterior, 0.2 * grain))
    coastal = rng.random(sizes.size) < spec.settlement.coastal_share
    xy = np.zeros((sizes.size, 2))
    for number in range(sizes.size):
        own = float(radius[number])
        if coastal[number]:
            points = shore[rng.integers(len(shore), size=_TRIES)]
            points = _on_land(mainland, points + rng.normal(0, 0.35 * own, points.shape))
            room = np.full(len(points), np.inf)
        else:
            low, high = np.reshape(mainland.bounds, (2, 2))
            points = _on_land(mainland, rng.uniform(low, high, (_TRIES, 2)))
            room = nearest(shore, points)[0] - own
        if number:
            apart = all_distances(points, xy[:number]) - radius[:number]
            room = np.minimum(room, apart.min(axis=1) - own)
        xy[number] = _with_room(points, room, own)
    return Towns(xy, radius, sizes, coastal)


def _on_land(land: Shape, points: Floats) -> Floats:
    return np.asarray(points[shapely.contains_xy(land, points)])


def _with_room(points: Floats, room: Floats, radius: float) -> Floats:
    """The first point with enough room from other towns and, inland, from the sea.

    A little is enough: towns need not repel each other, and some grow together.
    """
    enough = min(_ROOM * radius, float(np.sort(room)[-max(1, len(room) // 20)]))
    return np.asarray(points[np.flatnonzero(room >= enough)[0]])


def _town_points(
    towns: Towns,
    number: int,
    count: int,
    inner: Shape,
    spec: CountrySpec,
    rng: Generator,
) -> Floats:
    """Points on a sunflower's spiral, denser at the heart, a little stretched and shaken.

    By the sea the spiral is followed outwards until enough points are on land.
    """
    squeeze, turn = rng.uniform(0.75, 1.0), rng.uniform(0, np.pi)
    cosine, sine = np.cos(turn), np.sin(turn)
    tries, kept = count * 3 + 30, np.empty((0, 2))
    while len(kept) < count:
        step = (np.arange(tries) + 0.5) / count
        away = towns.radius[number] * step ** (0.5 * spec.settlement.crowding)
        angle = np.arange(tries) * _GOLDEN_ANGLE
        round_ = away[:, None] * np.column_stack([np.cos(angle) / squeeze, np.sin(angle) * squeeze])
        points = round_ @ np.array([[cosine, sine], [-sine, cosine]]) + towns.xy[number]
        points += rng.normal(0, 0.25 * towns.radius[number] / count**0.5, points.shape)
        kept = _on_land(inner, points)
        tries *= 2
    return kept[:count]


def _open_points(inner: Shape, count: int, towns: Towns | None, rng: Generator) -> Floats:
    """Evenly spread points (an additive sequence, shaken), outside towns."""
    west, south, east, north = inner.bounds
    spacing = (inner.area / max(count, 1)) ** 0.5
    start = rng.random(2)
    tries, kept = count * 3 + 40, np.empty((0, 2))
    while len(kept) < count:
        steps = np.arange(1, tries + 1)[:, None] * np.array([1 / _PLASTIC, 1 / _PLASTIC**2])
        points = [west, south] + ((start + steps) % 1.0) * [east - west, north - south]
        points = points + rng.normal(0, 0.18 * spacing, points.shape)
        kept = _on_land(inner, points)
        if towns is not None:
            built = cKDTree(kept).query_ball_point(towns.xy, _OUTSKIRTS * towns.radius)
            kept = np.delete(kept, np.unique(np.concatenate(built)).astype(np.int64), axis=0)
        tries *= 2
    # The sequence fills the land evenly only if it is cut short on the whole of it: thin it.
    return np.asarray(kept[np.round(np.linspace(0, len(kept) - 1, count)).astype(int)])


def _ready(geometry: Shape) -> Shape:
    """The same geometry, prepared so that many points are looked up fast."""
    shapely.prepare(geometry)
    return geometry
