"""Tables on the map: GeoPackage in the National Grid, GeoJSON in longitude and latitude."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from commonweal.report.plain import described
from commonweal.report.table import ReportTable

if TYPE_CHECKING:
    import geopandas as gpd

# Six decimals of a degree are about ten centimetres on the ground.
_DECIMALS = 6
_LAYERS = {"neighbourhood": "neighbourhoods"}


def with_outlines(report: ReportTable, boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The rows of a table with their outlines; an area without one keeps its row."""
    import geopandas

    outlines = boundaries.set_index("area_code").geometry
    frame = report.table.to_pandas(use_pyarrow_extension_array=True)
    geometry = outlines.reindex(report.table[_key(report)].to_list()).to_numpy()
    return geopandas.GeoDataFrame(frame, geometry=geometry, crs=boundaries.crs)


def write_geopackage(report: ReportTable, boundaries: gpd.GeoDataFrame, target: BinaryIO) -> None:
    """One layer in the coordinates of the outlines; provenance as layer metadata."""
    import pyogrio

    frame = with_outlines(report, boundaries)
    made = io.BytesIO()
    # GeoPackage stamps the time of writing; a fixed one makes the same table the same bytes.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"})
    try:
        pyogrio.write_dataframe(
            frame,
            made,
            driver="GPKG",
            layer=_LAYERS.get(_key(report), "areas"),
            geometry_type="MultiPolygon",
            promote_to_multi=True,
            layer_metadata={"TITLE": report.title, "commonweal": described(report)},
            use_arrow=True,
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    target.write(made.getbuffer())


def write_geojson(report: ReportTable, boundaries: gpd.GeoDataFrame, target: BinaryIO) -> None:
    """RFC 7946: WGS84, outer rings counter-clockwise; attribution as a member of the whole."""
    frame = with_outlines(report, boundaries)
    head = {
        "type": "FeatureCollection",
        "title": report.title,
        "attribution": " ".join(report.attribution),
        "commonweal": json.loads(described(report)),
    }
    text = json.dumps(head, ensure_ascii=False)[:-1]
    target.write(f'{text}, "features": [\n'.encode())
    for position, feature in enumerate(_features(report, frame)):
        target.write(((",\n" if position else "") + feature).encode())
    target.write(b"\n]}\n")


def _key(report: ReportTable) -> str:
    """The column whose codes the outlines are found by: the first, as of every table."""
    return report.table.columns[0]


def _features(report: ReportTable, frame: gpd.GeoDataFrame) -> Iterator[str]:
    import shapely

    shapes: Any = shapely.transform(
        frame.geometry.to_crs(4326).to_numpy(), lambda points: np.round(points, _DECIMALS)
    )
    shapes = shapely.orient_polygons(shapes)
    outlines = [text if text is not None else "null" for text in shapely.to_geojson(shapes)]
    rows = report.table.iter_rows(named=True)
    for outline, row in zip(outlines, rows, strict=True):
        properties = json.dumps(row, ensure_ascii=False, default=str)
        name = json.dumps(row[_key(report)])
        yield (
            f'{{"type": "Feature", "id": {name}, "properties": {properties}, '
            f'"geometry": {outline}}}'
        )
