"""English Indices of Deprivation 2025, for LSOA 2021."""

from __future__ import annotations

from commonweal.catalogue.iod_measures import (
    SHORT_NAMES,
    denominators,
    extract_columns,
    measure,
)
from commonweal.catalogue.iod_official import (
    EXTRACT,
    HEAD_2025,
    IMD_HEAD,
    N21,
    SUBDOMAINS,
    all_scores,
    book_sheet,
    supplementary,
)
from commonweal.catalogue.licences import OGL
from commonweal.catalogue.types import Release, SourceFile, Table

_GOV_2025 = "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025"
_MEDIA = "https://assets.publishing.service.gov.uk/media"
_FILE_6 = "File_6_IoD2025_Population_Denominators.xlsx"
_FILE_7 = "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv"
_SCORES = "mhclg/iod2025/extract_imd2025_england_lsoa21_scores_ranks_deciles.csv.gz"
_PARTS = "mhclg/iod2025/extract_imd2025_england_lsoa21_subdomains.csv.gz"
_SUBDOMAINS = {key: name.replace(" ", "_").lower() for key, name in SUBDOMAINS.items()}
_NAMES_2025 = {**SHORT_NAMES, "barriers": "Housing_and_Services"}
IOD_2025 = Release(
    id="iod2025",
    title="English Indices of Deprivation 2025",
    publisher="Ministry of Housing, Communities and Local Government",
    published="2025-10-30",
    landing_page=_GOV_2025,
    licence=OGL,
    period="2025",
    official_form=(
        "Files 1, 3 and 6 are the official workbooks. Scores, domains and sub-domains are held as "
        "extracts; the form of the official File 7 was confirmed from public code that reads it. "
        "Without it the scores of IDACI and IDAOPI are missing."
    ),
    files=(
        SourceFile(
            path="mhclg/iod2025/File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx",
            sha256="ab6b1419cc888a5bcc1de5c2846b184ececfa96008698f82cd01cf5d58dff7ea",
            note="Saved again in Excel by a council user: the values are the publisher's.",
            contents=(
                book_sheet(
                    HEAD_2025,
                    "IMD25",
                    (
                        measure("", "rank", IMD_HEAD[0], "2025", N21),
                        # The publisher's heading is cut off in the file.
                        measure("", "decile", IMD_HEAD[1].removesuffix("s)"), "2025", N21),
                    ),
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2025/File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx",
            sha256="0a627952733730060f612fb4263717a262bcd52b2724ae497fc5c3a363499de1",
            note="Saved again in Excel by a council user: the values are the publisher's.",
            contents=(
                book_sheet(
                    HEAD_2025,
                    "IoD2025 IDACI & IDAOPI",
                    supplementary("2025", N21),
                    leading=IMD_HEAD,
                ),
            ),
        ),
        SourceFile(
            path=f"mhclg/iod2025/{_FILE_6}",
            sha256="cc526efb5a9c1bdcaafcb735afd17d1bf227b968bc67e15200893569b0a0bd6f",
            address=f"{_MEDIA}/68ff5c8c394b8c2a6ddf5d90/{_FILE_6}",
            contents=(
                book_sheet(
                    HEAD_2025,
                    "ID 2025 Population Denominators",
                    denominators(
                        (
                            "Total population: mid 2022",
                            "Dependent Children aged 0-15: mid 2022",
                            "Population aged 16-59: mid 2022",
                            "Older population aged 60 and over: mid 2022",
                            "Working age population 18-66 (for use with Employment "
                            "Deprivation Domain): mid 2022",
                        ),
                        "2022",
                    ),
                ),
            ),
        ),
        SourceFile(
            path=_SCORES,
            sha256="ec9a16a5e7c1282f02cd6cbf261dcc3d602777b063ba3b2a3f113a1e90514b36",
            form="extract",
            note=EXTRACT,
            contents=(
                Table(
                    geography="lsoa21",
                    code_column="lsoa21_code",
                    rows=N21,
                    measures=(
                        *extract_columns(
                            {key: name for key, name in _NAMES_2025.items() if key},
                            ("decile", "rank"),
                            "2025",
                            N21,
                        ),
                        *extract_columns(_NAMES_2025, ("score",), "2025", N21),
                    ),
                    headings=(
                        "lsoa21_code",
                        *(f"{name}_decile" for name in _NAMES_2025.values()),
                        *(f"{name}_rank" for name in _NAMES_2025.values()),
                        *(f"{name}_score" for name in _NAMES_2025.values()),
                    ),
                ),
            ),
        ),
        SourceFile(
            path=_PARTS,
            sha256="f2a7c93a858e9dc0f1e93878445dae25fb534783ebf42705b3018ae3171dfc26",
            form="extract",
            note=EXTRACT,
            contents=(
                Table(
                    geography="lsoa21",
                    code_column="lsoa21_code",
                    rows=N21,
                    measures=extract_columns(_SUBDOMAINS, ("score", "rank", "decile"), "2025", N21),
                ),
            ),
        ),
        SourceFile(
            path=f"mhclg/iod2025/{_FILE_7}",
            sha256="",
            address=f"{_MEDIA}/691ded56d140bbbaa59a2a7d/{_FILE_7}",
            note="Taken in place of the extracts where it is found; not held when this was made.",
            instead_of=(_SCORES, _PARTS),
            contents=(all_scores(HEAD_2025, "2025"),),
        ),
    ),
)
