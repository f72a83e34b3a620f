"""English Indices of Deprivation 2019 and 2025."""

from __future__ import annotations

from commonweal.catalogue.indicators import DOMAINS
from commonweal.catalogue.iod_measures import (
    SHORT_NAMES,
    denominators,
    extract_columns,
    measure,
    official_domains,
    ranks_and_deciles,
)
from commonweal.catalogue.licences import OGL
from commonweal.catalogue.types import Measure, Release, SourceFile, Table

_LSOA11_HEAD = (
    "LSOA code (2011)",
    "LSOA name (2011)",
    "Local Authority District code (2019)",
    "Local Authority District name (2019)",
)
_LSOA21_HEAD = (
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Local Authority District code (2024)",
    "Local Authority District name (2024)",
)
_N11, _N21 = 32844, 33755
_EXTRACT = (
    "Values read out of the official file by the humaniverse/IMD R package, columns renamed."
)


def _table(
    head: tuple[str, ...], sheet: str, measures: tuple[Measure, ...], leading: tuple[str, ...] = ()
) -> Table:
    """A sheet of an official workbook: four leading columns, then one column a measure."""
    geography, rows = ("lsoa11", _N11) if head is _LSOA11_HEAD else ("lsoa21", _N21)
    headings = (*head, *leading, *(item.column for item in measures))
    return Table(
        geography=geography,
        code_column=head[0],
        name_column=head[1],
        rows=rows,
        sheet=sheet,
        measures=measures,
        headings=headings,
    )


def _supplementary(period: str, areas: int) -> tuple[Measure, ...]:
    return (
        *ranks_and_deciles(
            "idaci", "Income Deprivation Affecting Children Index (IDACI)", period, areas
        ),
        *ranks_and_deciles(
            "idaopi", "Income Deprivation Affecting Older People (IDAOPI)", period, areas
        ),
    )


_IMD_HEAD = (
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
)
_SCORES_2019 = {
    "IMD_2019": "",
    "Income_2019": "income",
    "Employment_2019": "employment",
    "Education_2019": "education",
    "Health_2019": "health",
    "Crime_2019": "crime",
    "Barriers_2019": "barriers",
    "LivingEnv_2019": "living_environment",
    "IDACI_2019": "idaci",
    "IDAOPI_2019": "idaopi",
    "CYP_2019": "children_young_people",
    "AdultSkills_2019": "adult_skills",
    "GeoBarriers_2019": "geographical_barriers",
    "WiderBarriers_2019": "wider_barriers",
    "Indoors_2019": "indoors",
}
_TRANSFORMED_2019 = tuple(
    measure(domain, "transformed", f"{name} Score - exponentially transformed", "2019", _N11)
    for domain, name in zip(
        DOMAINS,
        (
            "Income",
            "Employment",
            "Education",
            "Health",
            "Crime",
            "Barriers",
            "Living Environment",
        ),
        strict=True,
    )
)
_SUBDOMAIN_NAMES_2019 = {
    "children_young_people": "Children_and_young_people",
    "adult_skills": "Adult_skills",
    "geographical_barriers": "Geographical_barriers",
    "wider_barriers": "Wider_barriers",
    "indoors": "Indoors",
    "outdoors": "Outdoors",
}
_SUBDOMAIN_NAMES_2025 = {key: name.lower() for key, name in _SUBDOMAIN_NAMES_2019.items()}
_GOV_2019 = "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2019"
_GOV_2025 = "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025"

IOD_2019 = Release(
    id="iod2019",
    title="English Indices of Deprivation 2019",
    publisher="Ministry of Housing, Communities and Local Government",
    published="2019-09-26",
    landing_page=_GOV_2019,
    licence=OGL,
    period="2019",
    official_form=(
        "Files 1, 2, 3, 6 and 9 are the official workbooks. Files 5, 7 and 8 are held as "
        "extracts; the form of File 7 (csv, all scores) was confirmed from public copies."
    ),
    files=(
        SourceFile(
            path="mhclg/iod2019/File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx",
            sha256="b95ca12952c3a8ebdb2e5c3bb03d5b0e56b76ede3fcf45205db26f280b912d9d",
            contents=(
                _table(
                    _LSOA11_HEAD,
                    "IMD2019",
                    ranks_and_deciles(
                        "", "Index of Multiple Deprivation (IMD)", "2019", _N11, ("", "")
                    ),
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/File_2_-_IoD2019_Domains_of_Deprivation.xlsx",
            sha256="a6e2c09a45c8c032e226c3ea6096f9950c54d45f339444fc3183feb678f42f0a",
            contents=(
                _table(
                    _LSOA11_HEAD,
                    "IoD2019 Domains",
                    official_domains("2019", _N11)[2:],
                    leading=_IMD_HEAD,
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/File_3_-_IoD2019_Supplementary_Indices_-_IDACI_and_IDAOPI.xlsx",
            sha256="a0fb05ae7acc30b914829bf1eacb4ea13e8bc8eaf77a3bf6adc16323d626ab85",
            contents=(
                _table(
                    _LSOA11_HEAD,
                    "IoD2019 IDACI & IDAOPI",
                    _supplementary("2019", _N11),
                    leading=_IMD_HEAD,
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/File_6_-_IoD2019_Population_Denominators.xlsx",
            sha256="d13bc1333325309d4a8a4df27ff501cba0f4df83c87765203da426eb27024b72",
            contents=(
                _table(
                    _LSOA11_HEAD,
                    "Population Denominators",
                    denominators(
                        (
                            "Total population: mid 2015 (excluding prisoners)",
                            "Dependent Children aged 0-15: mid 2015 (excluding prisoners)",
                            "Population aged 16-59: mid 2015 (excluding prisoners)",
                            "Older population aged 60 and over: mid 2015 (excluding prisoners)",
                            "Working age population 18-59/64: for use with Employment "
                            "Deprivation Domain (excluding prisoners)",
                        ),
                        "2015",
                    ),
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/File_9_-_IoD2019_Transformed_Scores.xlsx",
            sha256="178950d75860831b1241419f006824c10eb061c5787ac95d3e802c7d445e5693",
            contents=(_table(_LSOA11_HEAD, "IoD2019 Transformed Scores", _TRANSFORMED_2019),),
        ),
        SourceFile(
            path="mhclg/iod2019/extract_iod2019_all_raw_scores_lsoa11.csv.gz",
            sha256="ffc158448711aca9db8b776f095bdb6c069d2264bceb191f950f6dd2ea2a3ff4",
            form="extract",
            note="Scores to three decimals, as in Files 5 and 7.",
            contents=(
                Table(
                    geography="lsoa11",
                    code_column="LSOA11CD",
                    rows=_N11,
                    measures=tuple(
                        measure(subject, "score", column, "2019", _N11)
                        for column, subject in _SCORES_2019.items()
                    ),
                    headings=("LSOA11CD", *_SCORES_2019),
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/extract_imd2019_england_lsoa11_subdomains.csv.gz",
            sha256="353288cd6759472d829a976b82425cd6e7d5bbdea1a2a95500a107afad3073e6",
            form="extract",
            note=_EXTRACT,
            contents=(
                Table(
                    geography="lsoa11",
                    code_column="lsoa11_code",
                    rows=_N11,
                    measures=extract_columns(
                        _SUBDOMAIN_NAMES_2019, ("rank", "decile"), "2019", _N11
                    ),
                ),
            ),
        ),
    ),
)
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
        "Files 1, 3 and 6 are the official workbooks. Files 2, 5, 7 and 8 are held as extracts; "
        "the form of File 7 (csv, all scores, ranks and deciles) follows File 7 of 2019."
    ),
    files=(
        SourceFile(
            path="mhclg/iod2025/File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx",
            sha256="ab6b1419cc888a5bcc1de5c2846b184ececfa96008698f82cd01cf5d58dff7ea",
            contents=(
                _table(
                    _LSOA21_HEAD,
                    "IMD25",
                    (
                        measure("", "rank", _IMD_HEAD[0], "2025", _N21),
                        # The publisher's heading is cut off in the file.
                        measure("", "decile", _IMD_HEAD[1].removesuffix("s)"), "2025", _N21),
                    ),
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2025/File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx",
            sha256="0a627952733730060f612fb4263717a262bcd52b2724ae497fc5c3a363499de1",
            contents=(
                _table(
                    _LSOA21_HEAD,
                    "IoD2025 IDACI & IDAOPI",
                    _supplementary("2025", _N21),
                    leading=_IMD_HEAD,
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2025/File_6_IoD2025_Population_Denominators.xlsx",
            sha256="cc526efb5a9c1bdcaafcb735afd17d1bf227b968bc67e15200893569b0a0bd6f",
            contents=(
                _table(
                    _LSOA21_HEAD,
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
            path="mhclg/iod2025/extract_imd2025_england_lsoa21_scores_ranks_deciles.csv.gz",
            sha256="ec9a16a5e7c1282f02cd6cbf261dcc3d602777b063ba3b2a3f113a1e90514b36",
            form="extract",
            note=_EXTRACT,
            contents=(
                Table(
                    geography="lsoa21",
                    code_column="lsoa21_code",
                    rows=_N21,
                    measures=(
                        *extract_columns(
                            {key: name for key, name in _NAMES_2025.items() if key},
                            ("decile", "rank"),
                            "2025",
                            _N21,
                        ),
                        *extract_columns(_NAMES_2025, ("score",), "2025", _N21),
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
            path="mhclg/iod2025/extract_imd2025_england_lsoa21_subdomains.csv.gz",
            sha256="f2a7c93a858e9dc0f1e93878445dae25fb534783ebf42705b3018ae3171dfc26",
            form="extract",
            note=_EXTRACT,
            contents=(
                Table(
                    geography="lsoa21",
                    code_column="lsoa21_code",
                    rows=_N21,
                    measures=extract_columns(
                        _SUBDOMAIN_NAMES_2025, ("score", "rank", "decile"), "2025", _N21
                    ),
                ),
            ),
        ),
    ),
)
