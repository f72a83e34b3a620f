"""What type a place is, why, and how sure that is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from commonweal.find import DOUBLY_DISADVANTAGED, TYPOLOGY, why
from commonweal.find.request import Finding
from commonweal.find.robustness.result import BORDERLINE, CERTAIN, LIKELY, POSSIBLE, UNLIKELY

TITLES = {
    "doubly disadvantaged": "Doubly disadvantaged",
    "deprived only": "Deprived, but not short of social infrastructure",
    "infrastructure-poor only": "Short of social infrastructure, but not deprived",
    "neither": "Neither deprived nor short of social infrastructure",
}

SURE = {
    CERTAIN: "We are fairly sure: in {times} this neighbourhood is on the list.",
    LIKELY: "It is likely, but not certain: in {times} this neighbourhood is on the list.",
    BORDERLINE: "It is borderline: only in {times} is this neighbourhood on the list.",
    POSSIBLE: "We are not sure: this neighbourhood is not on the list, but in {times} it is.",
    UNLIKELY: "We are fairly sure that this neighbourhood is not on the list: it is in {times}.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """The small areas of one type inside a place."""

    typology: str
    areas: int
    people: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a place stands.

    Attributes:
        typology: of a small area; None for other places, or where not known.
        title: in a few words.
        sentence: why, or how many of its small areas are of which type.
        certainty: how sure that is, in a sentence; empty where it was not worked out.
        probability: share of simulated lists that hold it; None likewise.
        rank: of deprivation, of a small area; None for others.
        ranked: of how many.
        parts: small areas of each type, of a place that holds several.
    """

    typology: str | None
    title: str
    sentence: str
    certainty: str = ""
    probability: float | None = None
    rank: int | None = None
    ranked: int = 0
    parts: tuple[Part, ...] = ()


def times(probability: float) -> str:
    """`97 of 100 simulations`; never a bare 0 or 100, which would promise too much."""
    hundredths = round(100 * probability)
    if hundredths >= 100:
        return "more than 99 of 100 simulations"
    if hundredths < 1:
        return "fewer than 1 of 100 simulations"
    return f"{hundredths} of 100 simulations"


def sure_words(certainty: str | None, probability: float | None) -> str:
    """How sure a place on (or off) the list is, in a sentence; empty where not known."""
    if certainty is None or probability is None:
        return ""
    return SURE[certainty].format(times=times(probability))


def standing_of_area(
    finding: Finding, certainty: pl.DataFrame | None, code: str, hidden: Collection[str]
) -> Standing:
    """How a small area stands.

    Args:
        finding: what was found.
        certainty: `area_code, probability, certainty`, or None where it was not simulated.
        code: of the area.
        hidden: conditions whose ranks may not be told.
    """
    rows = finding.table.filter(pl.col("area_code") == code)
    if not rows.height:
        return Standing(None, "Not known", "It is not among the areas that are ranked.")
    row = rows.row(0, named=True)
    probability, sure = _simulated(certainty, code)
    rank = row["deprivation_rank"]
    ranked = finding.deprivation.ranked
    if finding.result is None:
        title = "Among the most deprived" if row["deprived"] else "Not among the most deprived"
        said = f"{title}: rank {rank:,.0f} of {ranked:,}." if rank is not None else "Not known."
        typology = None
    else:
        reasons = why(finding.result, code)
        typology = reasons.typology
        title, said = TITLES.get(typology or "", "Not known"), reasons.explain(hide=set(hidden))
    return Standing(
        typology,
        title,
        said,
        sure,
        probability,
        None if rank is None else int(rank),
        ranked,
    )


def standing_of_areas(
    finding: Finding, codes: Collection[str], shares: Collection[float]
) -> Standing:
    """How a place of several small areas stands: how many of them, and people, of each type."""
    weights = pl.DataFrame({"area_code": list(codes), "share": list(shares)})
    rows = finding.table.join(weights, on="area_code")
    column, kinds, what = _kinds(finding)
    counted = []
    for name, value in kinds.items():
        inside = rows.filter(pl.col(column).cast(pl.String) == value)
        people = float((inside["people"].fill_null(0) * inside["share"]).sum())
        counted.append(Part(name, inside.height, round(people)))
    total = round(float((rows["people"].fill_null(0) * rows["share"]).sum()))
    main, several = counted[0], rows.height
    if not main.areas:
        title = f"None of its {several:,} small areas is {what}"
        said = "The line is drawn for the whole country; people here may struggle all the same."
    else:
        verb = "is" if main.areas == 1 else "are"
        title = f"{main.areas:,} of its {several:,} small areas {verb} {what}"
        where = "it" if main.areas == 1 else "them"
        said = f"{main.people:,} of its {total:,} people live in {where}."
    return Standing(None, title, said, parts=tuple(counted))


def _kinds(finding: Finding) -> tuple[str, dict[str, str], str]:
    if finding.result is None:
        kinds = {"among the most deprived": "true", "not among them": "false"}
        return "deprived", kinds, "among the most deprived"
    return "typology", {name: name for name in TYPOLOGY}, DOUBLY_DISADVANTAGED


def _simulated(certainty: pl.DataFrame | None, code: str) -> tuple[float | None, str]:
    if certainty is None:
        return None, ""
    rows = certainty.filter(pl.col("area_code") == code).drop_nulls("certainty")
    if not rows.height:
        return None, ""
    row = rows.row(0, named=True)
    return row["probability"], sure_words(row["certainty"], row["probability"])
