"""Where a place lies, as a small picture that prints well: its outline, and the types around it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources

import numpy as np

from commonweal.find import TYPOLOGY
from commonweal.report.drawing import Frame, Outlines, simplified

SIZE = 640
_AROUND = 0.35  # of the larger side of the place that is shown on every side of it
_LEAST = 900.0  # metres shown on every side of a place that is smaller than that
_DETAIL = 1.0  # units of the drawing below which a corner is left out
# Hatching, so that two types of like lightness can be told apart in black and white.
_HATCH = (
    '<defs><pattern id="hatch" width="9" height="9" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><path d="M0 0V9" stroke="#1d1a20" stroke-width="1.1" '
    'stroke-opacity="0.55"/></pattern></defs>'
)


def map_svg(
    outlines: Outlines, codes: Sequence[str], types: Mapping[str, str | None]
) -> bytes | None:
    """The picture of a place made of small areas, or None where none of them has an outline.

    Args:
        outlines: of all small areas.
        codes: the small areas of the place.
        types: the type of each small area of the country; those without one stay white.
    """
    import shapely

    own = outlines.of(codes)
    if not own.size:
        return None
    west, south, east, north = shapely.total_bounds(own)
    margin = max(_AROUND * max(east - west, north - south), _LEAST)
    window = shapely.box(west - margin, south - margin, east + margin, north + margin)
    frame = Frame.around(np.array([window], dtype=object), SIZE, margin=0)
    names = list(outlines.place)
    bounds = shapely.bounds(outlines.shapes)
    left, bottom, right, top = window.bounds
    meets = (bounds[:, 0] <= right) & (bounds[:, 2] >= left)
    meets &= (bounds[:, 1] <= top) & (bounds[:, 3] >= bottom)
    near = [names[place] for place in np.flatnonzero(meets)]
    thin = simplified(outlines.of(near), _DETAIL / frame.scale)
    inside = np.isin(near, list(codes))
    whole = shapely.union_all(shapely.make_valid(thin[inside]))
    return _drawn(frame, thin, [types.get(code) for code in near], frame.path(whole)).encode()


def _drawn(frame: Frame, shapes: np.ndarray, kinds: Sequence[str | None], outline: str) -> str:
    colours = dict(zip(TYPOLOGY, _palette(), strict=True))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">',
        _HATCH,
        f'<rect width="{SIZE}" height="{SIZE}" fill="#faf8f4"/>',
    ]
    for kind in (None, *reversed(TYPOLOGY)):
        chosen = [shape for shape, each in zip(shapes, kinds, strict=True) if each == kind]
        path = "".join(frame.path(shape) for shape in chosen)
        if path:
            fill = colours.get(kind or "", "#ffffff")
            parts.append(_path(path, f'fill="{fill}" stroke="#ffffff" stroke-width="1"'))
            if kind == TYPOLOGY[2]:
                parts.append(_path(path, 'fill="url(#hatch)"'))
    parts.append(_path(outline, 'fill="none" stroke="#ffffff" stroke-width="9"'))
    parts.append(_path(outline, 'fill="none" stroke="#1d1a20" stroke-width="4.5"'))
    return "".join(parts) + "</svg>"


def _path(path: str, look: str) -> str:
    return f'<path fill-rule="evenodd" stroke-linejoin="round" {look} d="{path}"/>'


def _palette() -> list[str]:
    text = resources.files("commonweal.report").joinpath("palette.json").read_text("utf-8")
    colours: list[str] = json.loads(text)["light"]["typology"]
    return colours
