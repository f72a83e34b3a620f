"""Indices of Deprivation 2000 (wards), 2004 and 2007 (LSOA 2001).

The official workbooks of these editions have left the publisher's site; the values here were
read out of them by others. Deciles in those extracts are not the publisher's and are not read:
the living environment deciles of 2004 and 2007 even run the wrong way round.
"""

from __future__ import annotations

from commonweal.catalogue.iod_measures import indicator_id, measure
from commonweal.catalogue.licences import OGL
from commonweal.catalogue.types import Indicator, Measure, Release, SourceFile, Table

_ARCHIVE = (
    "https://webarchive.nationalarchives.gov.uk/ukgwa/20100410180038/"
    "http://www.communities.gov.uk/archived/general-content/communities/indicesofdeprivation/"
)
EXTRACT = (
    "Values read out of the official file by the humaniverse/IMD R package, columns renamed. "
    "Its deciles are the package's own and are not read."
)
_FORM = "Not confirmed: the official workbook is not held, and its page is archived."
N98, N01 = 8414, 32482
_SUBJECTS_2000 = {
    "income": "Income Domain",
    "employment": "Employment Domain",
    "health": "Health Domain",
    "education": "Education Domain",
    "housing": "Housing Domain",
    "access": "Access Domain",
    "child_poverty": "Child Poverty Index",
}
# Sub-domains and their parent domains, as the extracts of 2004 and 2007 head them.
_SUBJECTS_2004 = {
    "adult_skills": "skills_sub_domain",
    "children_young_people": "children_young_people_sub_domain",
    "education": "education_skills_and_training_domain",
    "wider_barriers": "wider_barriers_sub_domain",
    "geographical_barriers": "geographical_barriers_sub_domain",
    "barriers": "barriers_to_housing_and_services_domain",
    "indoors": "indoors_sub_domain",
    "outdoors": "outdoors_sub_domain",
    "living_environment": "living_environment_domain",
}
CHILD_POVERTY = tuple(
    Indicator(
        id=indicator_id("child_poverty", kind),
        title=f"Child Poverty Index (2000): {kind}",
        topic="deprivation",
        unit=unit,
        polarity="higher_is_worse" if kind == "score" else "higher_is_better",
        kind="score" if kind == "score" else "rank",
        apportion="people" if kind == "score" else "never",
        description="Children in families that claim means-tested benefits, of all children.",
    )
    for kind, unit in (("score", "per 100"), ("rank", "rank, 1 is the worst"))
)


def _scores_and_ranks(names: dict[str, str], period: str, areas: int) -> tuple[Measure, ...]:
    """Pairs `<name>_score` and `<name>_rank`."""
    return tuple(
        measure(subject, kind, f"{name}_{kind}", period, areas)
        for subject, name in names.items()
        for kind in ("score", "rank")
    )


def _columns_2000() -> tuple[Measure, ...]:
    made = [
        measure("", "score", "Index of Multiple Deprivation Score", "2000", N98),
        measure("", "rank", "Rank of Index of Multiple Deprivation", "2000", N98),
    ]
    for subject, name in _SUBJECTS_2000.items():
        made.append(measure(subject, "score", f"{name} Score", "2000", N98))
        made.append(measure(subject, "rank", f"Rank of {name}", "2000", N98))
    return tuple(made)


def _edition(year: str, published: str, index: tuple[str, str], parts: tuple[str, str]) -> Release:
    """2004 or 2007: one extract of the index, one of sub-domains; `(path, sha256)` of each."""
    return Release(
        id=f"iod{year}",
        title=f"English Indices of Deprivation {year}",
        publisher="Office of the Deputy Prime Minister"
        if year == "2004"
        else "Communities and Local Government",
        published=published,
        landing_page=_ARCHIVE,
        licence=OGL,
        period=year,
        official_form=_FORM,
        note="Held in part: the index, and three of the seven domains with their sub-domains.",
        files=tuple(
            SourceFile(
                path=path,
                sha256=sha256,
                form="extract",
                note=EXTRACT,
                contents=(Table("lsoa01", "lsoa01_code", N01, measures=measures),),
            )
            for (path, sha256), measures in (
                (index, _scores_and_ranks({"": "IMD"}, year, N01)),
                (parts, _scores_and_ranks(_SUBJECTS_2004, year, N01)),
            )
        ),
    )


IOD_2000 = Release(
    id="iod2000",
    title="English Indices of Deprivation 2000 (wards of 1998)",
    publisher="Department of the Environment, Transport and the Regions",
    published="2000-08",
    landing_page=_ARCHIVE,
    licence=OGL,
    period="2000",
    official_form=_FORM,
    note=(
        "Income and employment scores are percentages in this edition, shares from 2004 on. "
        "Codes of wards in unitary, metropolitan and London districts lack their 00 at the "
        "front in the file; it is put back."
    ),
    indicators=CHILD_POVERTY,
    files=(
        SourceFile(
            path="mhclg/iod2000/extract_imd2000_england_ward98.csv.gz",
            sha256="ef1dd78013de7feb945b134501b1c06ace7c16099dd1f61770059a81eb1aa113",
            form="extract",
            note=EXTRACT,
            contents=(
                Table(
                    geography="ward98",
                    code_column="Ward",
                    name_column="Ward Name",
                    rows=N98,
                    keep=(),
                    code_length=6,
                    measures=_columns_2000(),
                ),
            ),
        ),
    ),
)
IOD_2004 = _edition(
    "2004",
    "2004-04-28",
    (
        "mhclg/iod2004/extract_imd2004_england_lsoa01_score_rank.csv.gz",
        "661c3457fc3b91e83676b4ba1df0027674f9bdcd1daec7089033da8ac07305a2",
    ),
    (
        "mhclg/iod2004/extract_imd2004_england_lsoa01_subdomains.csv.gz",
        "bc8ec287d001e47874b245402cab48ed447862da52b28be4c82515d1e0fc925e",
    ),
)
IOD_2007 = _edition(
    "2007",
    "2007-12-12",
    (
        "mhclg/iod2007/extract_imd2007_england_lsoa01_score_rank.csv.gz",
        "a077365292273bdbba0793626b1ce72c6d7e0f2a6cbbb6878b9004ff717e9fa9",
    ),
    (
        "mhclg/iod2007/extract_imd2007_england_lsoa01_subdomains.csv.gz",
        "737912ce47c9fd38e1a0285136fdcfa57dff2045557e20bfa40b5e3a2b1c8e05",
    ),
)
IOD_2004_LSOA11 = Release(
    id="iod2004_lsoa11",
    title="English Indices of Deprivation 2004, four domains carried over to LSOA 2011",
    publisher="Office of the Deputy Prime Minister; carried over by T. Rashid, Imperial College",
    published="2021",
    landing_page="https://github.com/theorashid/mortality-view",
    licence=OGL,
    period="2004",
    official_form="There is none: a researcher carried the scores over from LSOA 2001.",
    files=(
        SourceFile(
            path="mhclg/iod2004/IMD2004_LSOA2011.csv.gz",
            sha256="376628e93e86dbbdbeaf56b455655ad8a1102d271cf3ac252a873bcc43381c46",
            form="derived",
            note="Scores of 2004 mapped to LSOA 2011 by a researcher.",
            contents=(
                Table(
                    geography="lsoa11",
                    code_column="LSOA2011",
                    rows=32844,
                    measures=tuple(
                        measure(subject, "score", column, "2004", 32844)
                        for subject, column in {
                            "income": "income score",
                            "employment": "employment score",
                            "education": "education, skills and training score",
                            "barriers": "barriers to housing and services score",
                        }.items()
                    ),
                ),
            ),
        ),
    ),
)
IOD_2000_2007: tuple[Release, ...] = (IOD_2000, IOD_2004, IOD_2007, IOD_2004_LSOA11)
