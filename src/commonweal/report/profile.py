"""What the faces of a profile share: rows by section, numbered sources, plain data, a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

import polars as pl

from commonweal.provenance import Source
from commonweal.report.table import ReportTable
from commonweal.understand.profile import Profile, Row
from commonweal.understand.profile.assets import NOT_LISTED

_WORDS = {"better": "Better", "worse": "Worse", "higher": "Higher", "lower": "Lower"}


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one section, and the sources that stand under them."""

    title: str
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]


def parts(profile: Profile, rows: Iterable[Row]) -> tuple[Part, ...]:
    """Rows by section, in their order."""
    made = []
    for title, group in groupby(rows, key=lambda row: row.section):
        held = tuple(group)
        made.append(Part(title, held, sources_of(profile, held)))
    return tuple(made)


def sources_of(profile: Profile, rows: Sequence[Row]) -> tuple[Source, ...]:
    """The sources of some rows, each once."""
    by_release = {source.release: source for source in profile.provenance.sources}
    names = dict.fromkeys(name for row in rows for name in row.measure.releases)
    return tuple(by_release[name] for name in names if name in by_release)


def source_numbers(profile: Profile) -> dict[str, int]:
    """The number of each release in the list of sources, from 1."""
    return {
        source.release: place for place, source in enumerate(profile.provenance.sources, start=1)
    }


def beside_words(row: Row) -> str:
    """How a row stands beside similar places, in a word or two; never by colour alone."""
    return _WORDS.get(row.against_similar, row.against_similar.capitalize())


def plain(profile: Profile) -> dict[str, object]:
    """The profile for machines: plain data, every figure with its period and release."""
    return {
        "place": asdict(profile.identity),
        "standing": asdict(profile.standing),
        "who_lives_there": [_plain_row(row) for row in profile.living],
        "spine": [_plain_row(row) for row in profile.spine],
        "strengths": [row.measure.id for row in profile.strengths],
        "harder": [row.measure.id for row in profile.harder],
        "assets": {
            "metres": profile.walk,
            "kinds": [asdict(near) for near in profile.assets],
            "unknown": NOT_LISTED,
        },
        "history": asdict(profile.history),
        "similar": [asdict(place) for place in profile.similar],
        "held_against": profile.held_against,
        "refused": [asdict(item) for item in profile.refused],
        "notes": list(profile.notes),
        "said": profile.explain(),
        "provenance": profile.provenance.as_dict(),
    }


def _plain_row(row: Row) -> dict[str, object]:
    return {
        "measure": row.measure.id,
        "title": row.measure.title,
        "label": row.label,
        "section": row.section,
        "unit": row.measure.unit,
        "polarity": row.measure.polarity,
        "period": row.measure.period,
        "releases": list(row.measure.releases),
        "value": row.value,
        "lower": row.lower,
        "upper": row.upper,
        "similar": row.similar,
        "region": row.region,
        "country": row.country,
        "worst_to_best": list(row.spread),
        "marks": row.marks,
        "against_similar": row.against_similar,
        "against_country": row.against_country,
        "judged_by_margin": row.by_margin,
        "way": row.way,
        "too_few_to_show": row.hidden,
        "note": row.measure.note,
    }


COLUMNS = {
    "measure": "Id of the measure",
    "label": "What is measured",
    "section": "Where it stands in the profile",
    "period": "When",
    "value": "The figure of this place; empty where not known, or too few to show",
    "lower": "Lower limit of its margin, where one is known",
    "upper": "Upper limit of its margin, where one is known",
    "similar": "The same of the most similar places taken together",
    "region": "The same of the region",
    "country": "The same of the country",
    "against_similar": "How it stands beside similar places",
    "against_country": "How it stands beside the country",
    "unit": "Unit of the figures",
    "way": "How the figure came about: its own, summed, or averaged over people",
}
_NUMBERS = ("value", "lower", "upper", "similar", "region", "country")


def figures_report(profile: Profile) -> ReportTable:
    """Every figure of a profile as a table to take away, one row a measure."""
    rows = [_plain_row(row) for row in (*profile.living, *profile.spine)]
    schema = {name: pl.Float64 if name in _NUMBERS else pl.String for name in COLUMNS}
    table = pl.DataFrame([{name: row[name] for name in COLUMNS} for row in rows], schema=schema)
    own = profile.identity
    return ReportTable(
        title=f"Profile of {own.name}" + (f" ({own.code})" if own.code else ""),
        about=profile.explain(),
        table=table,
        columns=COLUMNS,
        provenance=profile.provenance,
        notes=(*profile.notes, NOT_LISTED),
    )
