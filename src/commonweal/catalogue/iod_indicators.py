"""The indicators beneath the Indices of Deprivation 2019 and 2025 (File 8 of each)."""

from __future__ import annotations

from commonweal.catalogue.licences import OGL
from commonweal.catalogue.listed import bound, listed, listed_indicator
from commonweal.catalogue.types import Indicator, Measure, Release, SourceFile, Table

_ROWS = listed("underlying_indicators.csv")
_GOV = "https://www.gov.uk/government/statistics/english-indices-of-deprivation-"


def _measures(period: str) -> tuple[Measure, ...]:
    """The columns of one edition."""
    return tuple(
        Measure(
            column=row[f"column_{period}"],
            indicator=f"iod.{row['id']}",
            period=period,
            low=bound(row["low"]),
            high=bound(row["high"]),
            missing=int(row[f"missing_{period}"]),
        )
        for row in _ROWS
        if row[f"column_{period}"]
    )


def _release(
    period: str, published: str, table: Table, file: tuple[str, str], note: str, *, defines: bool
) -> Release:
    indicators: tuple[Indicator, ...] = ()
    if defines:
        indicators = tuple(listed_indicator(row, "iod", "beneath the indices") for row in _ROWS)
    return Release(
        id=f"iod{period}_indicators",
        title=f"English Indices of Deprivation {period}: underlying indicators",
        publisher="Ministry of Housing, Communities and Local Government",
        published=published,
        landing_page=f"{_GOV}{period}",
        licence=OGL,
        period=period,
        official_form=(
            "Not confirmed in full: sheets and headings of File 8 are known from public code, but "
            "not how it marks the counts it leaves out. Only the extract is read."
        ),
        note=note,
        indicators=indicators,
        files=(
            SourceFile(
                path=file[0],
                sha256=file[1],
                form="extract",
                note="Read out of File 8 by the humaniverse/IMD R package, columns renamed.",
                contents=(table,),
            ),
        ),
    )


IOD_INDICATORS: tuple[Release, ...] = (
    _release(
        "2019",
        "2019-09-26",
        Table("lsoa11", "lsoa11_code", 32844, measures=_measures("2019")),
        (
            "mhclg/iod2019/extract_imd2019_england_lsoa11_indicators.csv.gz",
            "3e58a79e166713ffb13b3fc122fb0696d49d954a7664c23bd2e021f2ea8f1c77",
        ),
        "",
        defines=True,
    ),
    _release(
        "2025",
        "2025-10-30",
        Table("lsoa21", "lsoa21_code", 33755, measures=_measures("2025")),
        (
            "mhclg/iod2025/extract_imd2025_england_lsoa21_indicators.csv.gz",
            "3b464d6dd5c4865bb999366a95b1032cf159e74f3ed425a82ac2ed4c9906ebda",
        ),
        "Read from the first version of File 8; the publisher has since issued a corrected one. "
        "The extract lacks the indicators of the living environment.",
        defines=False,
    ),
)
