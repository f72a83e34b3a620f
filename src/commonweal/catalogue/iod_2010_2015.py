"""English Indices of Deprivation 2010 (LSOA 2001) and 2015 (LSOA 2011)."""

from __future__ import annotations

from commonweal.catalogue.iod_2000_2007 import EXTRACT, N01
from commonweal.catalogue.iod_measures import (
    LONG_NAMES,
    SHORT_NAMES,
    denominators,
    extract_columns,
    measure,
    ranks_and_deciles,
)
from commonweal.catalogue.iod_official import N11, SUBDOMAINS, all_scores
from commonweal.catalogue.licences import OGL
from commonweal.catalogue.types import Measure, Release, SourceFile, Table

_GOV = "https://www.gov.uk/government/statistics/english-indices-of-deprivation-"
_MEDIA = "https://assets.publishing.service.gov.uk/government/uploads/system/uploads/"
_HEAD = (
    "LSOA code (2011)",
    "LSOA name (2011)",
    "Local Authority District code (2013)",
    "Local Authority District name (2013)",
)
_SUBDOMAINS_2010 = {
    "indoors": "indoors_sub_domain",
    "outdoors": "outdoors_sub_domain",
    "geographical_barriers": "geographical_barriers_sub_domain",
    "wider_barriers": "wider_barriers_sub_domain",
    "children_young_people": "children_young_people_sub_domain",
    "adult_skills": "skills_sub_domain",
}
_SUBDOMAINS_2015 = {
    subject: f"{name.lower().replace(' ', '_')}_sub_domain" for subject, name in SUBDOMAINS.items()
}


def _lsoa01(
    measures: tuple[Measure, ...], code_column: str = "lsoa01_code", sheet: str = ""
) -> Table:
    return Table("lsoa01", code_column, N01, sheet=sheet, measures=measures)


def _lsoa11(sheet: str, measures: tuple[Measure, ...]) -> Table:
    """A sheet of a workbook of 2015: four leading columns, then one column a measure."""
    return Table(
        geography="lsoa11",
        code_column=_HEAD[0],
        name_column=_HEAD[1],
        rows=N11,
        sheet=sheet,
        measures=measures,
        headings=(*_HEAD, *(item.column for item in measures)),
    )


def _people(year: str, working_age: str) -> tuple[Measure, ...]:
    """The five counts of people, mid-`year`, without prisoners."""
    names = (
        "Total population",
        "Dependent Children aged 0-15",
        "Population aged 16-59",
        "Older population aged 60 and over",
    )
    total, children, adults, older = (f"{name}: mid {year} (excluding prisoners)" for name in names)
    return denominators((total, children, adults, older, working_age), year)


IOD_2010 = Release(
    id="iod2010",
    title="English Indices of Deprivation 2010",
    publisher="Department for Communities and Local Government",
    published="2011-03-24",
    landing_page=f"{_GOV}2010",
    licence=OGL,
    period="2010",
    official_form=(
        "The denominators are the official workbook. The form of the workbooks of scores and "
        "ranks is not confirmed: only extracts are held."
    ),
    files=(
        SourceFile(
            path="mhclg/iod2010/extract_imd2010_england_lsoa01_scores_ranks.csv.gz",
            sha256="78103dc51696fbdcb7d742652655d2cc60ad35c08e44705d61495729c0a6b197",
            form="extract",
            note=EXTRACT,
            contents=(_lsoa01(extract_columns(SHORT_NAMES, ("score", "rank"), "2010", N01)),),
        ),
        SourceFile(
            path="mhclg/iod2010/extract_imd2010_england_lsoa01_subdomains.csv.gz",
            sha256="76ac2b8a017c6bcdb863802697a794c4a079887b003716dbf79abf1026380a9a",
            form="extract",
            note=EXTRACT,
            contents=(_lsoa01(extract_columns(_SUBDOMAINS_2010, ("score", "rank"), "2010", N01)),),
        ),
        SourceFile(
            path="mhclg/iod2010/iod2010_population_denominators_mid2008.xls",
            sha256="e8a21eecabbf7a79fe28d5d4bb55806eba9b5ded5fa2e1808c76a3a398bb90ce",
            contents=(
                _lsoa01(
                    _people(
                        "2008", "Working age population 18-59/64: mid 2008 (excluding prisoners)"
                    ),
                    code_column="LSOA CODE",
                    sheet="Mid_2008",
                ),
            ),
        ),
    ),
)
_SCORES_2015 = "mhclg/iod2015/extract_imd2015_england_lsoa11_score_rank_decile.csv.gz"
_PARTS_2015 = "mhclg/iod2015/extract_imd2015_england_lsoa11_subdomains.csv.gz"
_FILE_7_2015 = (
    "File_7_ID_2015_All_ranks__deciles_and_scores_for_the_Indices_of_Deprivation__and_"
    "population_denominators.csv"
)
IOD_2015 = Release(
    id="iod2015",
    title="English Indices of Deprivation 2015",
    publisher="Department for Communities and Local Government",
    published="2015-09-30",
    landing_page=f"{_GOV}2015",
    licence=OGL,
    period="2015",
    official_form=(
        "Files 1, 6 and 9 are the official workbooks. Scores and sub-domains are held as "
        "extracts; the form of the official File 7 was confirmed from public code that reads it."
    ),
    note="Held without File 7: the scores, ranks and deciles of the seven domains are missing.",
    files=(
        SourceFile(
            path="mhclg/iod2015/File_1_ID_2015_Index_of_Multiple_Deprivation.xlsx",
            sha256="2c375b50d628a9beb630675acdea7a4e23ed9222046b4adbf0e00f38477054d3",
            address=f"{_MEDIA}attachment_data/file/467764/"
            "File_1_ID_2015_Index_of_Multiple_Deprivation.xlsx",
            contents=(
                _lsoa11(
                    "IMD 2015",
                    ranks_and_deciles("", "Index of Multiple Deprivation (IMD)", "2015", N11),
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2015/File_6_ID_2015_Population_denominators.xlsx",
            sha256="3638663c79e4a18c1b76851b60cb4ebe180d5768a94562aa74421711c33904d0",
            contents=(
                _lsoa11(
                    "Population Denominators",
                    _people(
                        "2012",
                        "Working age population 18-59/64: for use with Employment "
                        "Deprivation Domain (excluding prisoners)",
                    ),
                ),
            ),
        ),
        SourceFile(
            path="mhclg/iod2015/File_9_ID_2015_Transformed_domain_scores.xlsx",
            sha256="bdbcb4c45e2daf8471561f2e190fa9be2fc2b2e696561dd55a97123c52e7e1d3",
            contents=(
                _lsoa11(
                    "ID 2015 Transformed scores",
                    tuple(
                        measure(
                            domain,
                            "transformed",
                            f"{name} Score - exponentially transformed",
                            "2015",
                            N11,
                        )
                        for domain, name in LONG_NAMES.items()
                    ),
                ),
            ),
        ),
        SourceFile(
            path=_SCORES_2015,
            sha256="70e9090a7fb1ee7b713a1a36e60c15e4c4247b72fe3b859ffdd9b627b4252ce6",
            form="extract",
            note="The score of File 5; ranks and deciles stand in File 1.",
            contents=(
                Table(
                    "lsoa11",
                    "lsoa11_code",
                    N11,
                    measures=extract_columns({"": "IMD"}, ("score",), "2015", N11),
                ),
            ),
        ),
        SourceFile(
            path=_PARTS_2015,
            sha256="4b1b3f7e41261bb51f93d0764bffeb09cfc54c5fefc8ec0cee23d30ffad2e946",
            form="extract",
            note="Values read out of File 7 by the humaniverse/IMD R package, columns renamed.",
            contents=(
                Table(
                    "lsoa11",
                    "lsoa11_code",
                    N11,
                    measures=extract_columns(
                        _SUBDOMAINS_2015, ("score", "rank", "decile"), "2015", N11
                    ),
                ),
            ),
        ),
        SourceFile(
            path=f"mhclg/iod2015/{_FILE_7_2015}",
            sha256="",
            address=f"{_MEDIA}attachment_data/file/467774/{_FILE_7_2015}",
            note="Taken in place of the extracts where it is found; not held when this was made.",
            instead_of=(_SCORES_2015, _PARTS_2015),
            contents=(all_scores(_HEAD, "2015"),),
        ),
    ),
)
