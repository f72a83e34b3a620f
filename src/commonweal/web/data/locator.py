"""A small map of where an area lies, drawn on the server so that it needs no script."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely

from commonweal.web.data.by_region import by_place
from commonweal.web.data.finding import Finding, typology_number
from commonweal.web.data.geography import SMALL, levels
from commonweal.web.data.layers import share_class
from commonweal.web.data.opened import Held
from commonweal.web.data.shapes import Frame, Outlines, Shapes, outlines, simplified

SIZE = 480
INSET = 120
_AROUND = 0.35  # of the larger side of a set of areas that is shown on every side of it
_DETAIL = 1.2  # units of the drawing below which a corner is left out


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws: paths with their fill class, an outline, and the country inset."""

    size: int
    fills: list[tuple[str, str]]
    outline: str
    country: str
    dot: tuple[int, int]
    inset: int
    scheme: str


def locator(held: Held, found: Finding, level: str, code: str) -> Drawing | None:
    """The drawing of an area of some level, or None where there are no outlines to draw."""
    small = outlines(held, SMALL)
    if small is None:
        return None
    inside = found.table.filter(pl.col(_column(level)) == code)
    if not inside.height:
        return None
    if level == "region":
        return _region(held, found, code, small, inside)
    district = inside["district_code"][0]
    around = found.table.filter(pl.col("district_code") == district) if district else inside
    shapes = small.of(around["area_code"])
    if not shapes.size:
        return None
    frame = Frame.around(shapes, SIZE)
    thin = simplified(shapes, _DETAIL / frame.scale)
    classes = _classes(found, around)
    chosen = np.isin(around["area_code"].to_numpy(), inside["area_code"].to_numpy())
    outline = shapely.union_all(shapely.make_valid(thin[chosen])) if level != "district" else None
    return Drawing(
        SIZE,
        _grouped(frame, thin, classes),
        frame.path(outline) if outline is not None else "",
        *_inset(held, small.of(inside["area_code"])),
        INSET,
        "typology" if found.double else "deprived",
    )


def around(held: Held, found: Finding, codes: pl.Series) -> Drawing | None:
    """The drawing of a set of small areas with what lies around them; None without outlines."""
    small = outlines(held, SMALL)
    if small is None:
        return None
    own = small.of(codes)
    if not own.size:
        return None
    west, south, east, north = shapely.total_bounds(own)
    margin = max(east - west, north - south) * _AROUND
    window = shapely.box(west - margin, south - margin, east + margin, north + margin)
    frame = Frame.around(np.array([window], dtype=object), SIZE, margin=0)
    names = np.array(list(small.place), dtype=object)
    near = names[np.flatnonzero(shapely.intersects(small.shapes, window))].tolist()
    seen = found.table.filter(pl.col("area_code").is_in(near))
    thin = simplified(small.of(seen["area_code"]), _DETAIL / frame.scale)
    inside = seen["area_code"].is_in(codes.implode()).to_numpy()
    outline = shapely.union_all(shapely.make_valid(thin[inside]))
    return Drawing(
        SIZE,
        _grouped(frame, thin, _classes(found, seen)),
        frame.path(outline),
        *_inset(held, own),
        INSET,
        "typology" if found.double else "deprived",
    )


def _region(
    held: Held, found: Finding, code: str, small: Outlines, inside: pl.DataFrame
) -> Drawing | None:
    """A region: its districts, by the share of their people in the main group."""
    districts = outlines(held, levels(held).district)
    rows = {row.code: row.share for row in by_place(found, "district")}
    codes = [
        c for c in inside["district_code"].unique().sort() if districts and c in districts.place
    ]
    if districts is None or not codes:
        return None
    shapes = districts.of(codes)
    frame = Frame.around(shapes, SIZE)
    classes = share_class(pl.Series([rows.get(c, 0.0) for c in codes], dtype=pl.Float64))
    fills = _grouped(frame, simplified(shapes, _DETAIL / frame.scale), classes)
    return Drawing(
        SIZE, fills, "", *_inset(held, small.of(inside["area_code"][:200])), INSET, "share"
    )


def _column(level: str) -> str:
    return "area_code" if level == "lsoa" else f"{level}_code"


def _classes(found: Finding, rows: pl.DataFrame) -> pl.Series:
    if found.double:
        return typology_number(rows)
    return (~rows["deprived"]).cast(pl.UInt8)


def _grouped(frame: Frame, shapes: Shapes, classes: pl.Series) -> list[tuple[str, str]]:
    """One path a class: (number of the class, the path)."""
    numbers = classes.cast(pl.Int64).fill_null(-1).to_numpy()
    made = []
    for number in sorted(set(numbers.tolist()), reverse=True):
        path = "".join(frame.path(shape) for shape in shapes[numbers == number])
        made.append(("unknown-0" if number < 0 else str(number), path))
    return made


def _inset(held: Held, shapes: Shapes) -> tuple[str, tuple[int, int]]:
    """The country in small, and where in it the area lies."""
    frame, path = held.keep("country outline", lambda: _country(held))
    whole = shapely.GeometryCollection(list(shapes))
    return path, frame.point(whole.centroid.x, whole.centroid.y) if frame else (0, 0)


def _country(held: Held) -> tuple[Frame | None, str]:
    regions = outlines(held, levels(held).region)
    if regions is None:
        return None, ""
    frame = Frame.around(regions.shapes, INSET, margin=4)
    thin = simplified(regions.shapes, 1 / frame.scale)
    return frame, "".join(frame.path(shape) for shape in thin)
