"""Outlines for drawings made on the server, read once; see `report.drawing`."""

from __future__ import annotations

from commonweal.errors import AtlasDamaged
from commonweal.report.drawing import Frame, Outlines, Shapes, outlines_of, simplified
from commonweal.web.data.opened import Held

__all__ = ["Frame", "Outlines", "Shapes", "outlines", "simplified"]


def outlines(held: Held, geography: str) -> Outlines | None:
    """The outlines of a geography, or None where the atlas has none."""

    def read() -> Outlines | None:
        try:
            return outlines_of(held.atlas.boundaries(geography))
        except AtlasDamaged:
            return None

    return held.keep(("outlines", geography), read)
