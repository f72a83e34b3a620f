"""Lookups, names, outlines, centres and postcodes."""

from __future__ import annotations

from commonweal.catalogue.licences import OGL_ONS, OGL_OS
from commonweal.catalogue.types import (
    BoundaryFile,
    Licence,
    Link,
    LookupTable,
    PostcodeTable,
    Release,
    SourceFile,
)


def _release(
    release_id: str,
    title: str,
    published: str,
    file: SourceFile,
    *,
    publisher: str = "Office for National Statistics",
    landing_page: str = "https://geoportal.statistics.gov.uk",
    licence: Licence = OGL_ONS,
    official_form: str = "",
) -> Release:
    return Release(
        id=release_id,
        title=title,
        publisher=publisher,
        published=published,
        landing_page=landing_page,
        licence=licence,
        files=(file,),
        official_form=official_form,
    )


LSOA11_LSOA21 = _release(
    "lookup_lsoa11_lsoa21",
    "LSOA (2011) to LSOA (2021) to local authority district (2022) exact-fit lookup",
    "2022",
    SourceFile(
        path="ons/lookups/LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales.csv.gz",
        sha256="69f1ce50f9d69ecd5ee686ccafb117f678c3ab04130217d37de6662a1555b4c4",
        contents=(
            LookupTable(
                origin=Link(geography="lsoa11", code_column="LSOA11CD", name_column="LSOA11NM"),
                targets=(Link(geography="lsoa21", code_column="LSOA21CD", name_column="LSOA21NM"),),
                rows=33856,
                change_column="CHGIND",
            ),
        ),
    ),
)
LSOA21_UP = _release(
    "lookup_lsoa21_msoa21_district22_region22",
    "LSOA (2021) to MSOA (2021) to local authority district (2022) to region lookup",
    "2022",
    SourceFile(
        path="ons/lookups/LSOA21_MSOA21_LAD22_RGN22_lookup.csv.gz",
        sha256="0f5cdddb849b5be44e29a175d35bcb09a9c52d2a06d762edf4152c65873c6d6f",
        contents=(
            LookupTable(
                origin=Link(geography="lsoa21", code_column="LSOA21CD", name_column="LSOA21NM"),
                targets=(
                    Link(geography="msoa21", code_column="MSOA21CD", name_column="MSOA21NM"),
                    Link(geography="district22", code_column="LAD22CD", name_column="LAD22NM"),
                    Link(geography="region22", code_column="RGN22CD", name_column="RGN22NM"),
                ),
                rows=33755,
            ),
        ),
    ),
)
LSOA21_WARD24 = _release(
    "lookup_lsoa21_ward24_district24",
    "LSOA (2021) to ward (2024) to local authority district (2024) best-fit lookup",
    "2024",
    SourceFile(
        path="ons/lookups/geographr_lookup_lsoa21_ward24_ltla24.csv.gz",
        sha256="acb1271c769ac4d70250e9ee18dc100aff0ebcf195a40c74645f224fd748cd2a",
        contents=(
            LookupTable(
                origin=Link(
                    geography="lsoa21", code_column="lsoa21_code", name_column="lsoa21_name"
                ),
                targets=(
                    Link(geography="ward24", code_column="ward24_code", name_column="ward24_name"),
                    Link(
                        geography="district24", code_column="ltla24_code", name_column="ltla24_name"
                    ),
                ),
                rows=33755,
            ),
        ),
        form="extract",
    ),
    official_form="Read by the geographr R package; the official table has the same pairs.",
)
DISTRICT24_REGION24 = _release(
    "lookup_district24_region24",
    "Local authority district (2024) to region lookup",
    "2024",
    SourceFile(
        path="ons/lookups/geographr_lookup_ltla24_region24.csv.gz",
        sha256="b9ae8a220206c854611b408e8567dcb73e9a5ed4d69a548cda67f45a6eda71ee",
        contents=(
            LookupTable(
                origin=Link(
                    geography="district24", code_column="ltla24_code", name_column="ltla24_name"
                ),
                targets=(
                    Link(
                        geography="region24",
                        code_column="region24_code",
                        name_column="region24_name",
                    ),
                ),
                rows=296,
            ),
        ),
        form="extract",
    ),
    official_form="Read by the geographr R package; the official table has the same pairs.",
)
LSOA11_WARD17 = _release(
    "lookup_lsoa11_ward17",
    "LSOA (2011) to ward (2017) best-fit lookup",
    "2017",
    SourceFile(
        path="ons/lookups/Lower_Layer_Super_Output_Area_2011_to_Ward_2017_Lookup_in_England_and_Wales.csv.gz",
        sha256="e1a604f8f419835450677067b149fe675bf577df0c1e84b086886a5a658c217d",
        contents=(
            LookupTable(
                origin=Link(geography="lsoa11", code_column="LSOA11CD", name_column="LSOA11NM"),
                targets=(
                    Link(geography="ward17", code_column="WD17CD", name_column="WD17NM"),
                    Link(geography="district17", code_column="LAD17CD", name_column="LAD17NM"),
                ),
                rows=32844,
            ),
        ),
    ),
)
BOUNDARIES_LSOA21 = _release(
    "boundaries_lsoa21",
    "LSOA boundaries, December 2021 (generalised, coordinates rounded to 4 decimals)",
    "2021-12",
    SourceFile(
        path="ons/boundaries/boundaries_LSOA_2021_EN_BGC_4dp.geojson.gz",
        sha256="244acedbab5bf7937ab7240bc964cb8bea41dc2fb184018890314db87a7bcc67",
        contents=(
            BoundaryFile(
                geography="lsoa21", code_property="LSOA21CD", name_property="LSOA21NM", areas=33755
            ),
        ),
        form="derived",
    ),
    official_form="Not confirmed: the portal offers the outlines in several forms.",
)
BOUNDARIES_MSOA21 = _release(
    "boundaries_msoa21",
    "MSOA boundaries, December 2021 (generalised, coordinates rounded to 4 decimals)",
    "2021-12",
    SourceFile(
        path="ons/boundaries/boundaries_MSOA_2021_EN_BGC_4dp.geojson.gz",
        sha256="8839caeb972783e2e4316c9c3e6472d55163939902842a6ddba74bfbe883858a",
        contents=(
            BoundaryFile(
                geography="msoa21", code_property="MSOA21CD", name_property="MSOA21NM", areas=6856
            ),
        ),
        form="derived",
    ),
    official_form="Not confirmed: the portal offers the outlines in several forms.",
)
CENTROIDS_LSOA21 = _release(
    "centroids_lsoa21",
    "LSOA population-weighted centroids, December 2021",
    "2021-12",
    SourceFile(
        path="ons/centroids/LSOA_PopCentroids_EW_2021_V3.shp",
        sha256="8d88df1ec2388513fc2292da045d8cb8a5cbcea5c79b3722290136bb1517c690",
        contents=(
            BoundaryFile(
                geography="lsoa21",
                code_property="LSOA21CD",
                name_property="",
                areas=33755,
                kind="centroid",
            ),
        ),
        companions=(
            "ons/centroids/LSOA_PopCentroids_EW_2021_V3.dbf",
            "ons/centroids/LSOA_PopCentroids_EW_2021_V3.shx",
            "ons/centroids/LSOA_PopCentroids_EW_2021_V3.prj",
            "ons/centroids/LSOA_PopCentroids_EW_2021_V3.cpg",
        ),
        companion_sha256=(
            "012e594679de71804b56f3b7e66108ccf4417d6e1fa393d9ef15da5cc398099d",
            "794942964648d0a769b2ad8821d189fe96e02773b7d33b4a6edb4b815d2fb2be",
            "d97d276680377a05a19a8b8030ae04c4a87e883a9e5c07d0c646e5402e773a89",
            "3ad3031f5503a4404af825262ee8232cc04d4ea6683d42c5dd0a2f2a27ac9824",
        ),
    ),
)
HEXES_MSOA21 = _release(
    "hexes_msoa21",
    "Hex cartogram and local names of MSOAs (2021)",
    "2023",
    SourceFile(
        path="hoc_library/hex/MSOA_2021.gpkg",
        sha256="4901a1e7111de4145b5ffe27be6aff1ca6c1efa674e8520a8f5add63c05ae070",
        contents=(
            BoundaryFile(
                geography="msoa21",
                code_property="msoa21cd",
                name_property="msoa21hcln",
                areas=6856,
                layer="3 MSOA hex",
                kind="hex",
            ),
        ),
    ),
    publisher="House of Commons Library",
    landing_page="https://houseofcommonslibrary.github.io/msoanames/",
)
POSTCODES = _release(
    "code_point_open",
    "Code-Point Open, October 2025",
    "2025-10",
    SourceFile(
        path="os/code_point_open/code_point_open_england_5cols.csv.gz",
        sha256="ad8f947e2e69cbb3aa7c82ec53dc8273795b4dae705ac574d307cf3d7cc9b2c5",
        contents=(
            PostcodeTable(
                postcode_column="Postcode",
                easting_column="Eastings",
                northing_column="Northings",
                rows=1491312,
            ),
        ),
        form="derived",
        note="120 official files merged; England only; five of ten columns.",
    ),
    publisher="Ordnance Survey",
    landing_page="https://osdatahub.os.uk/downloads/open/CodePointOpen",
    licence=OGL_OS,
    official_form="Not read: the official download has 120 files of ten columns without headings.",
)
GEOGRAPHY_RELEASES: tuple[Release, ...] = (
    LSOA11_LSOA21,
    LSOA21_UP,
    LSOA21_WARD24,
    DISTRICT24_REGION24,
    LSOA11_WARD17,
    BOUNDARIES_LSOA21,
    BOUNDARIES_MSOA21,
    CENTROIDS_LSOA21,
    HEXES_MSOA21,
    POSTCODES,
)
