"""Is every area in the tiles, at every zoom? Reads the numbers of features and nothing else."""

from __future__ import annotations

import gzip
import mmap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from commonweal.errors import AtlasDamaged

_LAYER, _NAME, _FEATURE, _ID = 3, 1, 2, 1
_VARINT, _LENGTH = 0, 2


def features_by_zoom(path: Path) -> dict[tuple[str, int], set[int]]:
    """The numbers of the features of each layer at each zoom of a PMTiles file."""
    from pmtiles import reader

    found: dict[tuple[str, int], set[int]] = {}
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
        tiles = cast("Any", reader.all_tiles)(lambda start, length: held[start : start + length])
        for (zoom, _, _), data in tiles:
            for layer, numbers in feature_numbers(gzip.decompress(data)).items():
                found.setdefault((layer, zoom), set()).update(numbers)
    return found


def check_tiles(
    path: Path, expected: Mapping[str, int], zooms: Mapping[str, tuple[int, int]]
) -> None:
    """Every area must be in the tiles at every zoom of its layer.

    Args:
        path: a PMTiles file.
        expected: how many areas each layer has.
        zooms: the first and last zoom of each layer.

    Raises:
        AtlasDamaged: areas are missing; says how many, in which layer and at which zoom.
    """
    found = features_by_zoom(path)
    wrong = []
    for layer, count in expected.items():
        first, last = zooms[layer]
        for zoom in range(first, last + 1):
            missing = sorted(set(range(count)) - found.get((layer, zoom), set()))
            if missing:
                wrong.append(f"{len(missing)} of {layer} at zoom {zoom} (first: {missing[0]})")
    if wrong:
        raise AtlasDamaged(f"{path.name}: the map's tiles lack areas: {'; '.join(wrong)}.")


def feature_numbers(tile: bytes) -> dict[str, set[int]]:
    """The numbers of the features of each layer of one tile (Mapbox Vector Tile 2.1)."""
    layers = {}
    for field, layer in _fields(tile, 0, len(tile)):
        if field == _LAYER:
            start, end = layer
            name, numbers = "", set()
            for inner, value in _fields(tile, start, end):
                if inner == _NAME:
                    name = tile[value[0] : value[1]].decode()
                elif inner == _FEATURE:
                    numbers.add(_number(tile, *value))
            layers[name] = numbers
    return layers


def _number(tile: bytes, start: int, end: int) -> int:
    """A feature's number, which is its first field."""
    return next((value[0] for field, value in _fields(tile, start, end) if field == _ID), -1)


def _fields(tile: bytes, place: int, end: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """Fields of a message: number and, by kind, (value, 0) or (start, end) of its bytes."""
    while place < end:
        key, place = _varint(tile, place)
        value, place = _varint(tile, place)
        if key & 7 == _LENGTH:
            yield key >> 3, (place, place + value)
            place += value
        elif key & 7 == _VARINT:
            yield key >> 3, (value, 0)
        else:
            raise AtlasDamaged(
                f"A map tile has a field of a kind ({key & 7}) that it may not have."
            )


def _varint(tile: bytes, place: int) -> tuple[int, int]:
    byte = tile[place]
    if byte < 0x80:
        return byte, place + 1
    value, shift = byte & 0x7F, 7
    while True:
        place += 1
        byte = tile[place]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place + 1
        shift += 7
