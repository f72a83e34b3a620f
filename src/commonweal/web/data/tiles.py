"""Vector tiles out of the atlas's PMTiles file: opened once, its directories kept in memory."""

from __future__ import annotations

import mmap
import os
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmtiles.tile import (
    Compression,
    Entry,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from commonweal.web.data.opened import Held

TILES = "tiles/areas.pmtiles"
_HEADER_BYTES = 127
_MOST_STEPS = 4


class TileFile:
    """One PMTiles archive, mapped into memory; tiles come out compressed as they are stored."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            self._bytes = mmap.mmap(
                stream.fileno(), os.fstat(stream.fileno()).st_size, access=mmap.ACCESS_READ
            )
        self.header: dict[str, Any] = dict(deserialize_header(self._bytes[:_HEADER_BYTES]))
        self._directory = lru_cache(maxsize=512)(self._read_directory)
        self._lock = threading.Lock()

    @property
    def gzipped(self) -> bool:
        """Whether the tiles are stored with gzip."""
        return bool(self.header["tile_compression"] == Compression.GZIP)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        names = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
        west, south, east, north = (self.header[name] / 1e7 for name in names)
        return west, south, east, north

    @property
    def zooms(self) -> tuple[int, int]:
        """Smallest and largest zoom held."""
        return int(self.header["min_zoom"]), int(self.header["max_zoom"])

    def get(self, z: int, x: int, y: int) -> bytes | None:
        """One tile as it is stored, or None where nothing is drawn."""
        if not (0 <= z <= self.zooms[1] and 0 <= x < 1 << z and 0 <= y < 1 << z):
            return None
        tile = zxy_to_tileid(z, x, y)
        offset, length = self.header["root_offset"], self.header["root_length"]
        for _ in range(_MOST_STEPS):
            entry: Entry | None = find_tile(self._directory(offset, length), tile)
            if entry is None:
                return None
            if entry.run_length:
                start = self.header["tile_data_offset"] + entry.offset
                return bytes(self._bytes[start : start + entry.length])
            offset = self.header["leaf_directory_offset"] + entry.offset
            length = entry.length
        return None

    def _read_directory(self, offset: int, length: int) -> list[Entry]:
        found: list[Entry] = deserialize_directory(self._bytes[offset : offset + length])
        return found


def has_tiles(held: Held) -> bool:
    """Whether this atlas has tiles; one built without tippecanoe, or by hand, may not."""
    return (held.atlas.folder / TILES).is_file()


def tile_file(held: Held) -> TileFile:
    """The tiles of an atlas; opened once."""
    return held.keep("tile file", lambda: TileFile(held.atlas.file(TILES)))
