"""English Indices of Deprivation 2019, for LSOA 2011."""

from __future__ import annotations

from commonweal.catalogue.indicators import DOMAINS
from commonweal.catalogue.iod_measures import (
    denominators,
    extract_columns,
    measure,
    official_domains,
    ranks_and_deciles,
)
from commonweal.catalogue.iod_official import (
    EXTRACT,
    HEAD_2019,
    IMD_HEAD,
    N11,
    SUBDOMAINS,
    all_scores,
    book_sheet,
    supplementary,
)
from commonweal.catalogue.licences import OGL
from commonweal.catalogue.types import Release, SourceFile, Table

_GOV_2019 = "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2019"
_MEDIA = (
    "https://assets.publishing.service.gov.uk/government/uploads/system/uploads/"
    "attachment_data/file"
)
_FILE_1 = "File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx"
_FILE_7 = "File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators_3.csv"
_RAW_SCORES = "mhclg/iod2019/extract_iod2019_all_raw_scores_lsoa11.csv.gz"
_PARTS = "mhclg/iod2019/extract_imd2019_england_lsoa11_subdomains.csv.gz"
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
    measure(domain, "transformed", f"{name} Score - exponentially transformed", "2019", N11)
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
_SUBDOMAINS = {key: name.replace(" ", "_").capitalize() for key, name in SUBDOMAINS.items()}
IOD_2019 = Release(
    id="iod2019",
    title="English Indices of Deprivation 2019",
    publisher="Ministry of Housing, Communities and Local Government",
    published="2019-09-26",
    landing_page=_GOV_2019,
    licence=OGL,
    period="2019",
    official_form=(
        "Files 1, 2, 3, 6 and 9 are the official workbooks. Scores and sub-domains are held as "
        "extracts; the form of the official File 7 was confirmed from public code that reads it."
    ),
    files=(
        SourceFile(
            path=f"mhclg/iod2019/{_FILE_1}",
            sha256="b95ca12952c3a8ebdb2e5c3bb03d5b0e56b76ede3fcf45205db26f280b912d9d",
            address=f"{_MEDIA}/833970/{_FILE_1}",
            contents=(
                book_sheet(
                    HEAD_2019,
                    "IMD2019",
                    ranks_and_deciles(
                        "", "Index of Multiple Deprivation (IMD)", "2019", N11, ("", "")
                    ),
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/File_2_-_IoD2019_Domains_of_Deprivation.xlsx",
            sha256="a6e2c09a45c8c032e226c3ea6096f9950c54d45f339444fc3183feb678f42f0a",
            note="Saved again in Excel by a third party: the values are the publisher's.",
            contents=(
                book_sheet(
                    HEAD_2019,
                    "IoD2019 Domains",
                    official_domains("2019", N11)[2:],
                    leading=IMD_HEAD,
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/File_3_-_IoD2019_Supplementary_Indices_-_IDACI_and_IDAOPI.xlsx",
            sha256="a0fb05ae7acc30b914829bf1eacb4ea13e8bc8eaf77a3bf6adc16323d626ab85",
            contents=(
                book_sheet(
                    HEAD_2019,
                    "IoD2019 IDACI & IDAOPI",
                    supplementary("2019", N11),
                    leading=IMD_HEAD,
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2019/File_6_-_IoD2019_Population_Denominators.xlsx",
            sha256="d13bc1333325309d4a8a4df27ff501cba0f4df83c87765203da426eb27024b72",
            contents=(
                book_sheet(
                    HEAD_2019,
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
            contents=(book_sheet(HEAD_2019, "IoD2019 Transformed Scores", _TRANSFORMED_2019),),
        ),
        SourceFile(
            path=_RAW_SCORES,
            sha256="ffc158448711aca9db8b776f095bdb6c069d2264bceb191f950f6dd2ea2a3ff4",
            form="extract",
            note="Scores to three decimals, as in Files 5 and 7.",
            contents=(
                Table(
                    geography="lsoa11",
                    code_column="LSOA11CD",
                    rows=N11,
                    measures=tuple(
                        measure(subject, "score", column, "2019", N11)
                        for column, subject in _SCORES_2019.items()
                    ),
                    headings=("LSOA11CD", *_SCORES_2019),
                ),
            ),
        ),
        SourceFile(
            path=_PARTS,
            sha256="353288cd6759472d829a976b82425cd6e7d5bbdea1a2a95500a107afad3073e6",
            form="extract",
            note=EXTRACT,
            contents=(
                Table(
                    geography="lsoa11",
                    code_column="lsoa11_code",
                    rows=N11,
                    measures=extract_columns(_SUBDOMAINS, ("rank", "decile"), "2019", N11),
                ),
            ),
        ),
        SourceFile(
            path=f"mhclg/iod2019/{_FILE_7}",
            sha256="",
            address=f"{_MEDIA}/845345/{_FILE_7}",
            note="Taken in place of the extracts where it is found; not held when this was made.",
            instead_of=(_RAW_SCORES, _PARTS),
            contents=(all_scores(HEAD_2019, "2019"),),
        ),
    ),
)
