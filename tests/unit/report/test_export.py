"""Each format, read back by other libraries than those that wrote it."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import polars as pl
import pyarrow.parquet
import pytest
import shapely

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.report.bundle import Report, as_report, together
from commonweal.report.export import FORMATS, MEDIA_TYPES, export, format_of
from commonweal.report.table import INVENTED, ReportTable


def written(
    report: Report | ReportTable, format: str, outlines: gpd.GeoDataFrame | None = None
) -> bytes:
    stream = io.BytesIO()
    export(report, stream, format, outlines)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("list.csv", "csv"),
        ("a/b.XLSX", "xlsx"),
        ("x.tar.parquet", "parquet"),
        ("m.GeoJSON", "geojson"),
    ],
)
def test_the_ending_decides(name: str, expected: str) -> None:
    assert format_of(name) == expected


@pytest.mark.parametrize("name", ["list.doc", "list", "list.", ".csv", "csv"])
def test_an_unknown_ending_names_the_known_ones(name: str) -> None:
    with pytest.raises(InputError) as caught:
        format_of(name)
    assert all(f".{known}" in str(caught.value) for known in FORMATS)


def test_every_format_has_a_media_type() -> None:
    assert set(MEDIA_TYPES) == set(FORMATS)


def test_an_unknown_format_is_refused(report: ReportTable) -> None:
    with pytest.raises(InputError, match="'doc'"):
        written(report, "doc")


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_table_gives_the_same_bytes(
    report: ReportTable, outlines: gpd.GeoDataFrame, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(report, format, outlines)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert written(report, format, outlines) == first


@pytest.mark.parametrize("format", FORMATS)
def test_invented_data_is_labelled_in_every_format(
    invented: ReportTable, outlines: gpd.GeoDataFrame, format: str, tmp_path: Path
) -> None:
    data = written(invented, format, outlines)
    if format == "xlsx":
        data = b"".join(zipfile.ZipFile(io.BytesIO(data)).read(n) for n in _parts(data))
    elif format == "parquet":
        data = pl.read_parquet(io.BytesIO(data)).write_csv().encode()
    assert INVENTED.encode() in data


def _parts(data: bytes) -> list[str]:
    return [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if name.endswith(".xml")]


def test_csv_is_a_plain_table(report: ReportTable) -> None:
    data = written(report, "csv")
    lines = data.decode("utf-8").split("\n")
    assert lines[0] == "area_code,area_name,typology,rank,score,found,periods"
    assert lines[2] == 'E01000002,Ampère & Söhne,,,,false,""'
    assert len(lines) == 5, "three rows, one heading, one end of line"
    assert pl.read_csv(data)["rank"].to_list() == [3, None, 1]


def test_parquet_carries_description_and_provenance(report: ReportTable) -> None:
    data = io.BytesIO(written(report, "parquet"))
    told = json.loads(pyarrow.parquet.read_metadata(data).metadata[b"commonweal"])
    assert told["title"] == "A table"
    assert told["columns"]["rank"] == "What rank holds"
    assert told["provenance"]["run"]["atlas"] == "abc123"
    assert told["provenance"]["sources"][0]["publisher"] == "A ministry"
    held = pyarrow.parquet.read_table(data)
    assert held.column("rank").to_pylist() == [3, None, 1]


def test_json_gives_the_table_back_with_its_description(report: ReportTable) -> None:
    held = json.loads(written(report, "json"))
    assert held["title"] == "A table"
    assert held["summary"] == ["Three areas."]
    assert held["attribution"] == ["Contains public sector information."]
    assert held["provenance"]["run"]["atlas"] == "abc123"
    (table,) = held["tables"]
    assert table["columns"][3] == {"name": "rank", "description": "What rank holds"}
    assert table["notes"] == ["One note."]
    assert table["rows"] == report.ready().table.to_dicts()


def test_json_writes_dates_as_the_standard_does(report: ReportTable) -> None:
    dated = report.table.with_columns(rank=pl.date(2025, 10, 30))
    (table,) = json.loads(written(replace(report, table=dated), "json"))["tables"]
    assert table["rows"][0]["rank"] == "2025-10-30"


def test_json_of_no_rows_is_valid(report: ReportTable) -> None:
    empty = replace(report, table=report.table.clear())
    assert json.loads(written(empty, "json"))["tables"][0]["rows"] == []


@pytest.mark.parametrize("format", ["csv", "parquet", "gpkg", "geojson"])
def test_a_format_of_one_table_refuses_two(
    report: ReportTable, outlines: gpd.GeoDataFrame, format: str
) -> None:
    two = together("Both", ["Two tables."], [report, replace(report, title="Another")])
    with pytest.raises(MethodNotApplicable, match=r"this report has 2\. Take one of xlsx, json"):
        written(two, format, outlines)


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_of_one_table_is_that_table(
    report: ReportTable, outlines: gpd.GeoDataFrame, format: str
) -> None:
    assert written(as_report(report), format, outlines) == written(report, format, outlines)


def test_a_geopackage_holds_outlines_and_provenance(
    report: ReportTable, outlines: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "map.gpkg"
    path.write_bytes(written(report, "gpkg", outlines))
    held = gpd.read_file(path, layer="areas")
    assert held.crs.to_epsg() == 27700
    assert held["area_code"].to_list() == report.table["area_code"].to_list()
    assert held.geometry.iloc[0].area == pytest.approx(1e6)
    assert held.geometry.iloc[2] is None, "an area without outline keeps its row"
    with sqlite3.connect(path) as base:
        metadata = " ".join(row[0] for row in base.execute("select metadata from gpkg_metadata"))
    base.close()
    assert "abc123" in metadata
    assert "Contains public sector information." in metadata


def test_geojson_follows_the_standard(report: ReportTable, outlines: gpd.GeoDataFrame) -> None:
    held = json.loads(written(report, "geojson", outlines))
    assert held["type"] == "FeatureCollection"
    assert held["attribution"] == "Contains public sector information."
    assert held["commonweal"]["provenance"]["run"]["atlas"] == "abc123"
    assert "crs" not in held
    first, _, third = held["features"]
    assert first["id"] == first["properties"]["area_code"] == "E01000001"
    assert first["properties"]["score"] == 1.5
    assert third["geometry"] is None
    shape = shapely.geometry.shape(first["geometry"])
    assert shape.exterior.is_ccw
    longitude, latitude = shape.centroid.coords[0]
    assert (longitude, latitude) == (pytest.approx(-1.993, abs=0.01), pytest.approx(52.6, abs=0.01))


def test_geojson_has_no_value_that_is_no_number(
    report: ReportTable, outlines: gpd.GeoDataFrame
) -> None:
    text = written(report, "geojson", outlines).decode()
    assert "NaN" not in text
    assert "Infinity" not in text


@pytest.mark.parametrize("format", ["gpkg", "geojson"])
def test_a_map_needs_outlines(report: ReportTable, format: str) -> None:
    with pytest.raises(MethodNotApplicable, match=r"outlines.*csv, parquet, xlsx"):
        written(report, format)


def test_rows_and_outlines_may_stand_in_any_order(
    report: ReportTable, outlines: gpd.GeoDataFrame
) -> None:
    shuffled = replace(report, table=report.table.reverse())
    held = json.loads(written(shuffled, "geojson", outlines.iloc[::-1]))
    straight = json.loads(written(report, "geojson", outlines))
    assert {f["id"]: f["geometry"] for f in held["features"]} == {
        f["id"]: f["geometry"] for f in straight["features"]
    }
