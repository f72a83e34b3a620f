"""Lookups between vintages and levels, beside those of LSOA 2021 in `geography_files`."""

from __future__ import annotations

from commonweal.catalogue.licences import OGL_ONS, OPL
from commonweal.catalogue.types import (
    Form,
    Link,
    LookupTable,
    Release,
    SourceFile,
    Table,
)

_GEOGRAPHR = "Read out of the official lookup by the geographr R package, columns renamed."
_PAGE = "https://geoportal.statistics.gov.uk"


def _lookup(
    release_id: str,
    title: str,
    published: str,
    file: tuple[str, str],
    contents: tuple[LookupTable, ...],
    *,
    form: Form = "extract",
    note: str = "",
) -> Release:
    return Release(
        id=release_id,
        title=title,
        publisher="Office for National Statistics",
        published=published,
        landing_page=_PAGE,
        licence=OGL_ONS,
        note=note,
        official_form=""
        if form == "official"
        else "Not confirmed: only the extract is held; it has the official table's pairs.",
        files=(
            SourceFile(
                path=file[0],
                sha256=file[1],
                form=form,
                note=_GEOGRAPHR if form == "extract" else "",
                contents=contents,
            ),
        ),
    )


LSOA01_LSOA11 = _lookup(
    "lookup_lsoa01_lsoa11",
    "LSOA (2001) to LSOA (2011) lookup with the kind of change",
    "2012",
    (
        "ons/lookups/geographr_lookup_lsoa01_lsoa11.csv.gz",
        "b0cda6afbf6877676dacd63950c4fd1951a3ea95ce0a88b153f630a9ee88e875",
    ),
    (
        LookupTable(
            origin=Link("lsoa01", "lsoa01_code", "lsoa01_name"),
            targets=(Link("lsoa11", "lsoa11_code", "lsoa11_name"),),
            rows=32997,
            change_column="change_code",
        ),
    ),
    note="Four LSOAs of 2011 have no area of 2001 in the table: they keep no older figures.",
)
LSOA11_MSOA11 = _lookup(
    "lookup_lsoa11_msoa11",
    "LSOA (2011) to MSOA (2011) lookup",
    "2011",
    (
        "ons/lookups/geographr_lookup_lsoa11_msoa11.csv.gz",
        "8a3fdf5ce0ce3c9ef5b4a833372084006f36ec76fe073538fa9364845ff60129",
    ),
    (
        LookupTable(
            origin=Link("lsoa11", "lsoa11_code", "lsoa11_name"),
            targets=(Link("msoa11", "msoa11_code", "msoa11_name"),),
            rows=32844,
        ),
    ),
)
LSOA11_DISTRICT19 = _lookup(
    "lookup_lsoa11_district19",
    "LSOA (2011) to local authority district (2019) lookup",
    "2019",
    (
        "ons/lookups/geographr_lookup_lsoa11_ltla19.csv.gz",
        "5b1f99bfb1a513e1e87a5c5eabb5f3502d2a553982a9ac281749772afb4a32bd",
    ),
    (
        LookupTable(
            origin=Link("lsoa11", "lsoa11_code", "lsoa11_name"),
            targets=(Link("district19", "ltla19_code", "ltla19_name"),),
            rows=32844,
        ),
    ),
)
LSOA11_WARD21 = _lookup(
    "lookup_lsoa11_ward21_district21",
    "LSOA (2011) to ward (2021) to local authority district (2021) best-fit lookup",
    "2021",
    (
        "ons/lookups/LSOA11_WD21_LAD21_EW_LU_V2.xlsx",
        "0b0835ddb0c78f8c9f5be201b67bad11cb479b6729ea065bcbb7035516f0a4d7",
    ),
    (
        LookupTable(
            origin=Link("lsoa11", "LSOA11CD", "LSOA11NM"),
            targets=(
                Link("ward21", "WD21CD", "WD21NM"),
                Link("district21", "LAD21CD", "LAD21NM"),
            ),
            rows=32844,
            sheet="LSOA11_WD21_LAD21_EW_LU",
        ),
    ),
    form="official",
)
MSOA11_MSOA21 = _lookup(
    "lookup_msoa11_msoa21",
    "MSOA (2011) to MSOA (2021) lookup, one successor each",
    "2022",
    (
        "ons/lookups/geographr_lookup_msoa11_msoa21_ltla22.csv.gz",
        "05db7803cd3f6fc76629969c5008233f9f99dbb164323553c485e38fbbdd03a2",
    ),
    (
        LookupTable(
            origin=Link("msoa11", "msoa11_code", "msoa11_name"),
            targets=(Link("msoa21", "msoa21_code", "msoa21_name"),),
            rows=6791,
        ),
    ),
    note=(
        "The extract keeps one row an MSOA of 2011, so that 81 MSOAs of 2021 that came from "
        "splits are missing: shares of people are better taken through the LSOAs."
    ),
)
WARD22_UP = _lookup(
    "lookup_ward22_district22_region22",
    "Ward (2022) to local authority district to region lookup",
    "2022-12",
    (
        "ons/lookups/Ward_to_Local_Authority_District_to_County_to_Region_to_Country_"
        "(December_2022)_Lookup_in_United_Kingdom.csv.gz",
        "fa5805c707afbfe0f4067ec62ec0c39a0cf66bdd8db20588f8d2839573ed4867",
    ),
    (
        LookupTable(
            origin=Link("ward22", "WD22CD", "WD22NM"),
            targets=(
                Link("district22", "LAD22CD", "LAD22NM"),
                Link("region22", "RGN22CD", "RGN22NM"),
            ),
            rows=6904,
        ),
    ),
    form="official",
    note="One ward, E05014284 in North Yorkshire, lies in two districts.",
)


def _district_changes(origin: str, column: str, targets: dict[str, str]) -> LookupTable:
    return LookupTable(
        origin=Link(origin, f"{column}_code", f"{column}_name"),
        targets=tuple(
            Link(target, f"{name}_code", f"{name}_name") for target, name in targets.items()
        ),
        rows=326,
    )


DISTRICT_CHANGES = _lookup(
    "lookup_district_changes",
    "Changes of local authority districts, 2016 to 2024",
    "2024",
    (
        "ons/lookups/geographr_lookup_ltla_ltla.csv.gz",
        "78e1811bafc5a5b1c6450cf20b0913bb254845edee943f77ea3b35044a7d8257",
    ),
    (
        # No district changed its code between 2013 and 2017.
        _district_changes(
            "district13",
            "ltla16",
            {"district19": "ltla19", "district22": "ltla22", "district24": "ltla24"},
        ),
        _district_changes("district17", "ltla17", {"district24": "ltla24"}),
        _district_changes("district19", "ltla19", {"district22": "ltla22", "district24": "ltla24"}),
        _district_changes("district21", "ltla21", {"district24": "ltla24"}),
        _district_changes("district22", "ltla22", {"district24": "ltla24"}),
    ),
)
MSOA11_NAMES = Release(
    id="names_msoa11",
    title="Local names of MSOAs (2011)",
    publisher="House of Commons Library",
    published="2021",
    landing_page="https://houseofcommonslibrary.github.io/msoanames/",
    licence=OPL,
    files=(
        SourceFile(
            path="hoc_library/msoa_names/msoanames.csv",
            sha256="3b083574ab9bc6b29e7da98c6cf9b8486d580510fb596ea174054d006d342327",
            contents=(
                Table(
                    geography="msoa11",
                    code_column="msoa11cd",
                    name_column="msoa11nm",
                    local_name_column="msoa11hclnm",
                    rows=6791,
                    headings=(
                        "msoa11cd",
                        "msoa11nm",
                        "msoa11nmw",
                        "msoa11hclnm",
                        "msoa11hclnmw",
                        "Laname",
                    ),
                ),
            ),
        ),
    ),
)
LOOKUPS: tuple[Release, ...] = (
    LSOA01_LSOA11,
    LSOA11_MSOA11,
    LSOA11_DISTRICT19,
    LSOA11_WARD21,
    MSOA11_MSOA21,
    WARD22_UP,
    DISTRICT_CHANGES,
    MSOA11_NAMES,
)
