"""A small table with everything a reader needs, and the demonstration country."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import polars as pl
import pytest
import shapely

from commonweal.atlas import Atlas
from commonweal.provenance import Provenance, Run, Source
from commonweal.report.table import ReportTable

SOURCE = Source(
    release="iod2025",
    title="Indices of Deprivation 2025",
    publisher="A ministry",
    published="2025-10-30",
    licence="Open Government Licence v3.0",
    attribution="Contains public sector information.",
    landing_page="https://example.org/iod",
)
RUN = Run(commonweal="0.1.0", atlas="abc123", parameters="def456", spec={"cut": 0.1})


def make_report(*, demonstration: bool = False) -> ReportTable:
    table = pl.DataFrame(
        {
            "area_code": ["E01000001", "E01000002", "E01000003"],
            "area_name": ["=Cheating 001A", "Ampère & Söhne", None],
            "typology": pl.Series(["neither", None, "deprived only"]).cast(
                pl.Enum(["neither", "deprived only"])
            ),
            "rank": [3, None, 1],
            "score": [1.5, float("nan"), float("inf")],
            "found": [True, False, None],
            "periods": [["2019", "2025"], [], ["2025"]],
        }
    )
    return ReportTable(
        title="A table",
        about="Three areas.",
        table=table,
        columns={name: f"What {name} holds" for name in table.columns},
        provenance=Provenance((SOURCE,), RUN, demonstration),
        notes=("One note.",),
    )


@pytest.fixture
def report() -> ReportTable:
    return make_report()


@pytest.fixture
def invented() -> ReportTable:
    return make_report(demonstration=True)


@pytest.fixture
def outlines() -> gpd.GeoDataFrame:
    """Squares near Birmingham, wound clockwise, for the first two areas only."""
    squares = [
        shapely.box(400_000 + 1000 * i, 300_000, 401_000 + 1000 * i, 301_000) for i in (0, 1)
    ]
    clockwise = [shapely.Polygon(list(square.exterior.coords)[::-1]) for square in squares]
    codes = ["E01000001", "E01000002"]
    return gpd.GeoDataFrame({"area_code": codes}, geometry=clockwise, crs="EPSG:27700")


@pytest.fixture(scope="session")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.fixture(scope="session")
def closed(closed_atlas: Path) -> Atlas:
    return Atlas.open(closed_atlas)


@pytest.fixture(scope="session")
def alone(deprivation_only_atlas: Path) -> Atlas:
    return Atlas.open(deprivation_only_atlas)
