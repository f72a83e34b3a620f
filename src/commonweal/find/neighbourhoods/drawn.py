"""Read drawn outlines from GeoJSON, and say plainly what is wrong with those that are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commonweal.errors import InputError, InputProblem
from commonweal.sources.projection import project

if TYPE_CHECKING:
    import shapely

METRES = 27700
DEGREES = 4326
_KINDS = ("Polygon", "MultiPolygon")
_HINT_METRES = (
    "They look like metres of the National Grid. GeoJSON is in degrees, longitude first; or say "
    'so with "crs": EPSG:27700.'
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An outline that someone drew: its name (maybe empty) and shape in EPSG:27700."""

    name: str
    shape: shapely.Geometry


def read_drawn(text: str, name: str = "") -> tuple[Drawn, ...]:
    """The outlines of a GeoJSON file: a geometry, a feature, or a collection of features.

    Coordinates are degrees (RFC 7946), or metres of the National Grid where the file's `crs`
    says EPSG:27700. A feature is called by its property `name`.

    Raises:
        InputError: carries every problem: not GeoJSON, no outline, one that crosses itself or
            is outside the world, coordinates of another kind.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        came = f"{error.msg.lower()} in column {error.colno}"
        raise InputError(
            InputProblem("a GeoJSON file", came, file=name, row=error.lineno)
        ) from None
    if not isinstance(data, dict):
        raise InputError(InputProblem("a GeoJSON object", f"a {type(data).__name__}", file=name))
    grid = _grid(data, name)
    problems: list[InputProblem] = []
    found = []
    for place, (title, geometry) in enumerate(_features(data, name, problems), start=1):
        where = f"outline {place}"
        shape = _shape(geometry, grid, name, where, problems)
        if shape is not None:
            found.append(Drawn(title, shape))
    if not found and not problems:
        kind = data.get("type")
        came = f"a {kind}" if kind else "an object without a type"
        problems.append(InputProblem("an outline (Polygon or MultiPolygon)", came, file=name))
    if problems:
        raise InputError(problems, "These outlines cannot be used:")
    return tuple(found)


def _grid(data: dict[str, Any], name: str) -> int:
    """Which coordinates the file holds, by its `crs` (degrees where it has none)."""
    said = data.get("crs")
    if said is None:
        return DEGREES
    text = json.dumps(said)
    if str(METRES) in text:
        return METRES
    if "CRS84" in text or str(DEGREES) in text:
        return DEGREES
    raise InputError(InputProblem("degrees, or EPSG:27700 as crs", text, file=name, column="crs"))


def _features(
    data: dict[str, Any], name: str, problems: list[InputProblem]
) -> Iterator[tuple[str, Any]]:
    kind = data.get("type")
    if kind == "FeatureCollection":
        inner = data.get("features")
        if not isinstance(inner, list) or not all(isinstance(each, dict) for each in inner):
            problems.append(InputProblem("a list of features", "none", file=name))
            return
        for each in inner:
            yield from _features(each, name, problems)
    elif kind == "Feature":
        about = data.get("properties")
        title = about.get("name") if isinstance(about, dict) else None
        yield (title.strip() if isinstance(title, str) else "", data.get("geometry"))
    elif kind in _KINDS:
        yield "", data


def _shape(
    geometry: Any, grid: int, name: str, where: str, problems: list[InputProblem]
) -> shapely.Geometry | None:
    """The shape of one outline in metres; None, with a problem noted, where it is no good."""
    import shapely

    def wrong(expected: str, came: str, hint: str = "") -> None:
        problems.append(InputProblem(expected, came, file=name, column=where, hint=hint))

    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if kind not in _KINDS:
        wrong("a Polygon or MultiPolygon", f"{kind or 'nothing'}")
        return None
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except shapely.errors.GEOSException as error:
        told = str(error).split(": ")[-1].lower()
        came = "points that are not pairs of numbers" if "json" in told else told
        wrong("rings of at least four points that close", came)
        return None
    if shape.is_empty:
        wrong("an outline with points", "an empty one")
        return None
    west, south, east, north = shape.bounds
    if grid == DEGREES and not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        wrong("degrees of longitude and latitude", f"{west:.10g}, {south:.10g}", _HINT_METRES)
        return None
    if not shape.is_valid:
        wrong(*_crossing(shape))
        return None
    return shapely.transform(shape, project) if grid == DEGREES else shape


def _crossing(shape: shapely.Geometry) -> tuple[str, str, str]:
    """What is wrong with an invalid outline, as `expected, came, hint`."""
    import shapely

    kind, _, place = shapely.is_valid_reason(shape).rstrip("]").partition("[")
    at = f" at {place.replace(' ', ', ')}" if place else ""
    hint = "Draw it again without the crossing."
    return "an outline that does not cross itself", f"{kind.lower()}{at}", hint
