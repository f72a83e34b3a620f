"""Area summaries of the Indices of Deprivation: districts, upper tier, partnerships, boards."""

from __future__ import annotations

from commonweal.catalogue.indicators import SUBDOMAINS, SUMMARIES
from commonweal.catalogue.iod_measures import LONG_NAMES, summaries
from commonweal.catalogue.iod_official import N11, N21
from commonweal.catalogue.licences import OGL
from commonweal.catalogue.types import Indicator, Measure, Release, SourceFile, Table

_GOV = "https://www.gov.uk/government/statistics/english-indices-of-deprivation-"
_MEDIA = (
    "https://assets.publishing.service.gov.uk/government/uploads/system/uploads/"
    "attachment_data/file"
)
_MINISTRY = "Ministry of Housing, Communities and Local Government"
_SHEETS = {
    "": "IMD",
    "income": "Income",
    "employment": "Employment",
    "education": "Education",
    "health": "Health",
    "crime": "Crime",
    "barriers": "Barriers",
    "living_environment": "Living",
    "idaci": "IDACI",
    "idaopi": "IDAOPI",
}
# What each column of a sheet is headed, after the name of the index or domain.
_COMMON = {
    "average_rank": "Average rank",
    "average_rank_rank": "Rank of average rank",
    "average_score": "Average score",
    "average_score_rank": "Rank of average score",
    "proportion": "Proportion of LSOAs in most deprived 10% nationally",
    "proportion_rank": "Rank of proportion of LSOAs in most deprived 10% nationally",
}
_INDEX_ONLY = {
    "extent": "Extent",
    "extent_rank": "Rank of extent",
    "local_concentration": "Local concentration",
    "local_concentration_rank": "Rank of local concentration",
}
SUPPLEMENTARY: tuple[Indicator, ...] = tuple(
    Indicator(
        id=f"imd.{subject}.summary.{measure}{'_rank' if rank else ''}",
        title=f"{SUBDOMAINS[subject]}, area summary: {'rank of ' if rank else ''}{words}",
        topic="deprivation summaries",
        unit="rank, 1 is the worst" if rank else unit,
        polarity="higher_is_better" if rank else "higher_is_worse",
        kind="rank" if rank else "mean",
        apportion="never",
    )
    for subject in ("idaci", "idaopi")
    for measure, (words, unit) in list(SUMMARIES.items())[:3]
    for rank in (False, True)
)


def _headings(subject: str, edition: str, fixes: dict[str, str]) -> dict[str, str]:
    """Headings of one sheet by measure; `fixes` holds those that break the pattern."""
    names = {"": "IMD", "idaci": "IDACI", "idaopi": "IDAOPI", **LONG_NAMES}
    if edition == "2015":
        names["idaci"] = "Income Deprivation Affecting Children Index (IDACI)"
        names["idaopi"] = "Income Deprivation Affecting Older People (IDAOPI)"
    made = {key: f"{names[subject]} - {words}" for key, words in _COMMON.items()}
    if subject == "":
        stem = "IMD" if edition == "2015" else "IMD 2019"
        made |= {key: f"{stem} - {words}" for key, words in _INDEX_ONLY.items()}
    if subject in {"income", "employment"}:
        name = names[subject]
        made["scale"] = f"{name} - Scale" if edition == "2015" else f"{name} scale"
        made["scale_rank"] = (
            f"{name} - Rank of scale" if edition == "2015" else f"Rank of {name} Scale"
        )
    return {key: fixes.get(heading, heading) for key, heading in made.items()}


def _book(
    geography: str, head: tuple[str, str], rows: int, edition: str, fixes: dict[str, str]
) -> tuple[Table, ...]:
    """The ten sheets of a summaries workbook."""
    # Partnerships overlap; 15 of 38 have a local concentration above the number of LSOAs in
    # File 12 of 2019, which no average of ranks can be. The figures are kept as published.
    highest = None if geography == "lep17" else N11
    made = []
    for subject, sheet in _SHEETS.items():
        columns = _headings(subject, edition, fixes)
        made.append(
            Table(
                geography=geography,
                code_column=head[0],
                name_column=head[1],
                rows=rows,
                sheet=sheet,
                measures=summaries(columns, subject, edition, rows, highest),
                headings=(*head, *columns.values()),
            )
        )
    return tuple(made)


def _district(year: str) -> tuple[str, str]:
    return f"Local Authority District code ({year})", f"Local Authority District name ({year})"


def _recast() -> tuple[Measure, ...]:
    """File 14 of 2019: the index of 2015 for the districts of 2019."""
    stem = "IMD 2015 (recast to 2019 LAD boundaries)"
    columns = {key: f"{stem} - {words}" for key, words in (_COMMON | _INDEX_ONLY).items()}
    scales = {
        subject: {
            "scale": f"{stem} - {name} scale",
            "scale_rank": f"{stem} - Rank of {name} {'S' if name == 'Income' else 's'}cale",
        }
        for subject, name in (("income", "Income"), ("employment", "Employment"))
    }
    return (
        *summaries(columns, "", "2015", 317, N11),
        *(
            m
            for subject, pair in scales.items()
            for m in summaries(pair, subject, "2015", 317, N11)
        ),
    )


# Headings that break the pattern of their workbook.
_TENTH = "of LSOAs in most deprived 10% nationally"
_FIXES_2015 = {
    f"Income - Rank of proportion {_TENTH}": f"Income - Rank of Proportion {_TENTH}",
}
_FIXES_LEP = {
    f"{LONG_NAMES['education']} - Rank of proportion {_TENTH}": (
        f"{LONG_NAMES['education']} - Rank of proportion of LSOAs in most deprived 10% nationa"
    ),
}
IOD_2015_SUMMARIES = Release(
    id="iod2015_summaries",
    title="English Indices of Deprivation 2015: local authority district summaries",
    publisher="Department for Communities and Local Government",
    published="2015-09-30",
    landing_page=f"{_GOV}2015",
    licence=OGL,
    period="2015",
    indicators=SUPPLEMENTARY,
    files=(
        SourceFile(
            path="mhclg/iod2015/File_10_ID2015_Local_Authority_District_Summaries.xlsx",
            sha256="c601502f4cdc0667ee643f7584d6338d210e464eb92d30f87f5f62e00af4448c",
            contents=_book("district13", _district("2013"), 326, "2015", _FIXES_2015),
        ),
    ),
)
_UPPER = "Upper Tier Local Authority District"
_LEP = "Local Enterprise Partnership"
_FILE_10 = "File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx"
IOD_2019_SUMMARIES = Release(
    id="iod2019_summaries",
    title="English Indices of Deprivation 2019: area summaries",
    publisher=_MINISTRY,
    published="2019-09-26",
    landing_page=f"{_GOV}2019",
    licence=OGL,
    period="2019",
    files=(
        SourceFile(
            path=f"mhclg/iod2019/{_FILE_10}",
            sha256="c63019847858f03519ddb72a833a0e9126f9e98caa83fb9d7e20e6353bc1b574",
            address=f"{_MEDIA}/833995/{_FILE_10}",
            contents=_book("district19", _district("2019"), 317, "2019", {}),
        ),
        SourceFile(
            path="mhclg/iod2019/File_11_-_IoD2019_Local_Authority_District_Summaries__upper-tier__.xlsx",
            sha256="4bdbc1f2e7fc5bd0e6b15d9cdecd7f7b8fe661c9daf76f0414ac35b2ddab422b",
            contents=_book(
                "county19", (f"{_UPPER} code (2019)", f"{_UPPER} name (2019)"), 151, "2019", {}
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/File_12_-_IoD2019_Local_Enterprise_Partnership__LEP__Summaries.xlsx",
            sha256="113d82f413896366c47d72ff5f0b1c44c848d68b8feb7f6eb48ed2b28fcf3755",
            contents=_book(
                "lep17", (f"{_LEP} Code (2017)", f"{_LEP} Name (2017)"), 38, "2019", _FIXES_LEP
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/File_14_-_IoD2015_Recast_to_2019_Local_Authority_District"
            "__lower-tier__Boundaries.xlsx",
            sha256="cd0c23a31eeef6ef8bf5b1db0ebe0ba9fd1b2c47f21f97ae425c102e586723bb",
            contents=(
                Table(
                    geography="district19",
                    code_column=_district("2019")[0],
                    name_column=_district("2019")[1],
                    rows=317,
                    sheet="IMD2015 recast to 2019LAs",
                    measures=_recast(),
                ),
            ),
        ),
    ),
)
_STEMS_2025 = {
    subject: name.lower().replace(", ", "_").replace(" ", "_")
    for subject, name in {"": "imd", **LONG_NAMES}.items()
}
_TENTH_2025 = "proportion_of_lso_as_in_most_deprived_10_percent_nationally"


def _columns_2025(subject: str, index: str) -> dict[str, str]:
    """Columns as the extracts of 2025 have them; `index` is the stem of the last four."""
    stem = _STEMS_2025[subject]
    made = {
        "average_rank": f"{stem}_average_rank",
        "average_rank_rank": f"{stem}_rank_of_average_rank",
        "average_score": f"{stem}_average_score",
        "average_score_rank": f"{stem}_rank_of_average_score",
        "proportion": f"{stem}_{_TENTH_2025}",
        "proportion_rank": f"{stem}_rank_of_{_TENTH_2025}",
    }
    if subject == "":
        for key in ("extent", "local_concentration"):
            made |= {key: f"{index}_{key}", f"{key}_rank": f"{index}_rank_of_{key}"}
    if subject in {"income", "employment"}:
        made |= {"scale": f"{stem}_scale", "scale_rank": f"rank_of_{stem}_scale"}
    return made


def _extract_2025(geography: str, column: str, rows: int, index: str) -> Table:
    measures = [
        item
        for subject in _STEMS_2025
        for item in summaries(_columns_2025(subject, index), subject, "2025", rows, N21)
    ]
    return Table(
        geography=geography,
        code_column=f"{column}_code",
        name_column=f"{column}_name",
        rows=rows,
        measures=tuple(measures),
        headings=(
            f"{column}_code",
            f"{column}_name",
            *(item.column for item in measures),
        ),
    )


IOD_2025_SUMMARIES = Release(
    id="iod2025_summaries",
    title="English Indices of Deprivation 2025: area summaries",
    publisher=_MINISTRY,
    published="2025-10-30",
    landing_page=f"{_GOV}2025",
    licence=OGL,
    period="2025",
    official_form="Not confirmed: only extracts of the official workbooks are held.",
    files=(
        SourceFile(
            path="mhclg/iod2025/extract_imd2025_england_ltla24_summaries.csv.gz",
            sha256="154f6872adb6ae28fc323e8c3386d10f1fc2cf30e7334ab1728067691d0a2d6b",
            form="extract",
            note="Read out of File 10 (its second version) by the humaniverse/IMD R package.",
            contents=(_extract_2025("district24", "ltla24", 296, "imd25"),),
        ),
        SourceFile(
            path="mhclg/iod2025/extract_imd2025_england_icb24_summaries.csv.gz",
            sha256="c3378027a91b20fc044063532433f5981beca6fd539d9c800c48397f6c1567cf",
            form="extract",
            note="Read out of the official workbook by the humaniverse/IMD R package.",
            contents=(_extract_2025("icb24", "icb24", 42, "imd_2025"),),
        ),
    ),
)
IOD_SUMMARIES: tuple[Release, ...] = (IOD_2015_SUMMARIES, IOD_2019_SUMMARIES, IOD_2025_SUMMARIES)
