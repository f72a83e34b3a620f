"""Outlines and centres of LSOA 2011 and wards 2025; rural and urban classes of areas."""

from __future__ import annotations

from commonweal.catalogue.licences import OGL_ONS
from commonweal.catalogue.types import (
    BoundaryFile,
    Label,
    PointTable,
    Release,
    SourceFile,
    Table,
)

_GEOPORTAL = "https://geoportal.statistics.gov.uk"
_ONS = "Office for National Statistics"
_ALTERED = "Generalised outlines cut by district and joined again, coordinates rounded."
_CLASSES_2011 = "Rural Urban Classification 2011"


def _outlines(
    geography: str, title: str, published: str, file: tuple[str, str], table: BoundaryFile
) -> Release:
    return Release(
        id=f"boundaries_{geography}",
        title=f"{title} (generalised, coordinates rounded to 4 decimals)",
        publisher=_ONS,
        published=published,
        landing_page=_GEOPORTAL,
        licence=OGL_ONS,
        official_form="Not confirmed: the portal offers the outlines in several forms.",
        files=(
            SourceFile(
                path=file[0], sha256=file[1], form="derived", note=_ALTERED, contents=(table,)
            ),
        ),
    )


BOUNDARIES_LSOA11 = _outlines(
    "lsoa11",
    "LSOA boundaries, December 2011",
    "2011-12",
    (
        "ons/boundaries/boundaries_LSOA_2011_EN_BGC_4dp.geojson.gz",
        "3b8ee41f197bc4df80c3fb677aef3c072a2f5f5bbe963ed8e98ab02147ce518e",
    ),
    BoundaryFile("lsoa11", "LSOA11CD", "LSOA11NM", 32844),
)
BOUNDARIES_WARD25 = _outlines(
    "ward25",
    "Ward boundaries, May 2025",
    "2025-05",
    (
        "ons/boundaries/boundaries_wards_2025_EN_BGC_4dp.geojson.gz",
        "cde29e86ec618c3e1a8fc0d94caa06c78d679de59b36f7c8f30ddf9181eeda16",
    ),
    BoundaryFile("ward25", "WD25CD|WD22CD", "WD25NM|WD22NM", 6828),
)
CENTROIDS_LSOA11 = Release(
    id="centroids_lsoa11",
    title="LSOA population-weighted centroids, December 2011",
    publisher=_ONS,
    published="2011-12",
    landing_page=_GEOPORTAL,
    licence=OGL_ONS,
    files=(
        SourceFile(
            path=(
                "ons/centroids/Lower_Layer_Super_Output_Areas_December_2011_Population_"
                "Weighted_Centroids.csv.gz"
            ),
            sha256="64014061a0fd32acb9b2080033d230e03a934da6ee8246b4274419020b24002b",
            contents=(PointTable("lsoa11", "lsoa11cd", "X", "Y", 32844),),
        ),
    ),
)


def _sheet_2011(geography: str, sheet: str, area: str, rows: int) -> Table:
    """A sheet of the workbook of 2011: two notes, then code, name and the class in three ways."""
    return Table(
        geography=geography,
        code_column=f"{area} Code",
        name_column=f"{area} Name",
        rows=rows,
        sheet=sheet,
        skip=2,
        labels=(
            Label(
                f"{_CLASSES_2011} (10 fold)",
                "rural_urban",
                "2011",
                code_column=f"{_CLASSES_2011} code",
            ),
        ),
        headings=(
            f"{area} Code",
            f"{area} Name",
            f"{_CLASSES_2011} code",
            f"{_CLASSES_2011} (10 fold)",
            f"{_CLASSES_2011} (2 fold)",
        ),
    )


RURAL_URBAN_2011 = Release(
    id="rural_urban_2011",
    title="Rural Urban Classification 2011 of small areas",
    publisher="Office for National Statistics and Defra",
    published="2013",
    landing_page="https://www.gov.uk/government/collections/rural-urban-classification",
    licence=OGL_ONS,
    period="2011",
    files=(
        SourceFile(
            path=(
                "ons/rural_urban/Rural_Urban_Classification_2011_lookup_tables_for_small_area_"
                "geographies.ods"
            ),
            sha256="3116cdd07e838c47666c6054e32863c4cd7e97a7204563f7ecc6a542edea34b7",
            note="Sheets for LSOAs, MSOAs and wards; output areas are not read.",
            contents=(
                _sheet_2011("lsoa11", "LSOA11", "Lower Super Output Area 2011", 32844),
                _sheet_2011("msoa11", "MSOA11", "Middle Super Output Area 2011", 6791),
                _sheet_2011("ward11", "Ward11", "Ward 2011", 7689),
            ),
        ),
    ),
)


def _extract_2021(geography: str, rows: int, sha256: str) -> SourceFile:
    return SourceFile(
        path=f"ons/rural_urban/geographr_ruc21_{geography}.csv.gz",
        sha256=sha256,
        form="extract",
        note="Read out of the official lookup by the geographr R package, columns renamed.",
        contents=(
            Table(
                geography=geography,
                code_column=f"{geography}_code",
                rows=rows,
                labels=(Label("classification", "rural_urban", "2021", code_column="ruc21_code"),),
            ),
        ),
    )


RURAL_URBAN_2021 = Release(
    id="rural_urban_2021",
    title="Rural Urban Classification 2021 of small areas",
    publisher="Office for National Statistics and Defra",
    published="2025",
    landing_page="https://www.gov.uk/government/collections/rural-urban-classification",
    licence=OGL_ONS,
    period="2021",
    official_form="Not confirmed: only the extracts are held.",
    files=(
        _extract_2021(
            "lsoa21", 33755, "133c5695d29817e155c1e2771c54407bb3ce9e6ec1dec576f3ab102abfd07379"
        ),
        _extract_2021(
            "msoa21", 6856, "a38e96f72d5208cbd3a1fac562802ae58ebaa1dfb660644117763c30e3e20d12"
        ),
    ),
)
OLDER_GEOGRAPHY: tuple[Release, ...] = (
    BOUNDARIES_LSOA11,
    BOUNDARIES_WARD25,
    CENTROIDS_LSOA11,
    RURAL_URBAN_2011,
    RURAL_URBAN_2021,
)
