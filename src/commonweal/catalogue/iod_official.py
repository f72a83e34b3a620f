"""The forms of the official files of the Indices of Deprivation.

File 7 (one csv with every score, rank and decile) is held of no edition. Its headings were
confirmed from the workbooks held of the same editions and from public code that reads it.
"""

from __future__ import annotations

from commonweal.catalogue.iod_measures import (
    LONG_NAMES,
    WORST,
    WORST_TENTH,
    measure,
    ranks_and_deciles,
)
from commonweal.catalogue.types import Measure, Table

N11, N21 = 32844, 33755
HEAD_2019 = (
    "LSOA code (2011)",
    "LSOA name (2011)",
    "Local Authority District code (2019)",
    "Local Authority District name (2019)",
)
HEAD_2025 = (
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Local Authority District code (2024)",
    "Local Authority District name (2024)",
)
IMD_HEAD = (
    f"Index of Multiple Deprivation (IMD) Rank {WORST}",
    f"Index of Multiple Deprivation (IMD) Decile {WORST_TENTH}",
)
EXTRACT = "Values read out of the official file by the humaniverse/IMD R package, columns renamed."
SUBDOMAINS: dict[str, str] = {
    "children_young_people": "Children and Young People",
    "adult_skills": "Adult Skills",
    "geographical_barriers": "Geographical Barriers",
    "wider_barriers": "Wider Barriers",
    "indoors": "Indoors",
    "outdoors": "Outdoors",
}
_SUPPLEMENTARY = {
    "idaci": "Income Deprivation Affecting Children Index (IDACI)",
    "idaopi": "Income Deprivation Affecting Older People (IDAOPI)",
}
# Rates say so in the heading of their score.
_RATES = {"income", "employment", "idaci", "idaopi"}
# Headings as cut off in the publisher's file of 2025.
_CUT_2025 = {
    "Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LSOAs)": (
        "Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LSO"
    ),
}


def book_sheet(
    head: tuple[str, ...], sheet: str, measures: tuple[Measure, ...], leading: tuple[str, ...] = ()
) -> Table:
    """A sheet of an official workbook: four leading columns, then one column a measure."""
    geography, rows = ("lsoa21", N21) if "2021" in head[0] else ("lsoa11", N11)
    return Table(
        geography=geography,
        code_column=head[0],
        name_column=head[1],
        rows=rows,
        sheet=sheet,
        measures=measures,
        headings=(*head, *leading, *(item.column for item in measures)),
    )


def supplementary(period: str, areas: int) -> tuple[Measure, ...]:
    """Ranks and deciles of the two supplementary indices, as in File 3."""
    return tuple(
        item
        for subject, name in _SUPPLEMENTARY.items()
        for item in ranks_and_deciles(subject, name, period, areas)
    )


def score_column(subject: str, name: str) -> str:
    """Heading of a score."""
    return f"{name} Score (rate)" if subject in _RATES else f"{name} Score"


def _scores(period: str, areas: int) -> list[Measure]:
    """Scores of the index, domains, supplementary indices and sub-domains."""
    names = {
        "": "Index of Multiple Deprivation (IMD)",
        **LONG_NAMES,
        **_SUPPLEMENTARY,
        **{subject: f"{name} Sub-domain" for subject, name in SUBDOMAINS.items()},
    }
    return [
        measure(subject, "score", score_column(subject, name), period, areas)
        for subject, name in names.items()
    ]


def _ranks(names: dict[str, str], period: str, areas: int) -> list[Measure]:
    made = []
    for subject, name in names.items():
        decile = f"{name} Decile {WORST_TENTH}"
        if period == "2025":
            decile = _CUT_2025.get(decile, decile)
        made.append(measure(subject, "rank", f"{name} Rank {WORST}", period, areas))
        made.append(measure(subject, "decile", decile, period, areas))
    return made


def all_scores(head: tuple[str, ...], period: str) -> Table:
    """File 7: what the other files held of the edition do not have.

    Ranks and deciles of the domains come with it in 2015 and 2025; in 2019 they stand in
    File 2. Ranks of the index and of IDACI and IDAOPI stand in Files 1 and 3.
    """
    areas = N21 if period == "2025" else N11
    subdomains = {subject: f"{name} Sub-domain" for subject, name in SUBDOMAINS.items()}
    wanted = dict(subdomains)
    if period != "2019":
        wanted |= LONG_NAMES
    if period == "2015":
        wanted |= _SUPPLEMENTARY
    return Table(
        geography="lsoa21" if period == "2025" else "lsoa11",
        code_column=head[0],
        name_column=head[1],
        rows=areas,
        measures=(*_scores(period, areas), *_ranks(wanted, period, areas)),
    )
