"""Map tiles over HTTP from the running server."""

from __future__ import annotations

import math
import random
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

import numpy as np

from benchmarks.results import Figure, Place, Result
from benchmarks.server import serving
from commonweal.atlas import Atlas
from commonweal.web.data.tiles import TILES, TileFile

_TILES, _AT_ONCE, _SEED = 1000, 6, 1
Tile = tuple[int, int, int]


def run(place: Place) -> Result:
    """Random tiles over all zooms, one after the other; then as a browser asks, six at once."""
    atlas = Atlas.open(place.atlas())
    stored = TileFile(atlas.file(TILES))
    wanted = tiles_of(stored.bounds, stored.zooms)
    held = [tile for tile in wanted if stored.get(*tile)]
    with serving(place.atlas()) as address:
        one_by_one, sizes = ask(address, atlas.id, held)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            parts = [held[start::_AT_ONCE] for start in range(_AT_ONCE)]
            together = [
                ms
                for found, _ in pool.map(lambda part: ask(address, atlas.id, part), parts)
                for ms in found
            ]
    p95 = float(np.percentile(one_by_one, 95))
    at_once = float(np.percentile(together, 95))
    note = (
        f"{len(held):,} tiles over zooms {stored.zooms[0]} to {stored.zooms[1]}, half of them "
        f"within {np.median(one_by_one):.1f} ms; {at_once:.1f} ms when {_AT_ONCE} are asked for "
        f"at once. The largest has {max(sizes) / 1000:,.0f} kB."
    )
    return Result({"p95": Figure(p95, note), "p95_at_once": Figure(at_once)})


def tiles_of(bounds: tuple[float, float, float, float], zooms: tuple[int, int]) -> list[Tile]:
    """Tiles under random points of the country, every zoom alike."""
    draw = random.Random(_SEED)  # noqa: S311
    west, south, east, north = bounds
    found = []
    while len(found) < _TILES:
        zoom = draw.randint(*zooms)
        point = draw.uniform(west, east), draw.uniform(south, north)
        found.append(tile_at(*point, zoom))
    return found


def tile_at(longitude: float, latitude: float, zoom: int) -> Tile:
    """The tile that holds a point."""
    across = (longitude + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return zoom, int(across * 2**zoom), int(down * 2**zoom)


def ask(address: str, atlas: str, tiles: list[Tile]) -> tuple[list[float], list[int]]:
    """Milliseconds and bytes of each tile, over one connection that stays open."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    milliseconds, sizes = [], []
    for z, x, y in tiles:
        start = time.perf_counter()
        connection.request("GET", f"/tiles/{atlas}/{z}/{x}/{y}.mvt")
        answer = connection.getresponse()
        body = answer.read()
        milliseconds.append(1000 * (time.perf_counter() - start))
        if answer.status != 200:
            raise SystemExit(f"Tile {z}/{x}/{y}: the server answered {answer.status}.")
        sizes.append(len(body))
    connection.close()
    return milliseconds, sizes
