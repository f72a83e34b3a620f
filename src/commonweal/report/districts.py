"""Districts, or any other grouping, summarised from an atlas by the official measures."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.atlas import Atlas, Series
from commonweal.catalogue import GEOGRAPHIES
from commonweal.catalogue import geography as geography_record
from commonweal.errors import CommonwealError, MethodNotApplicable
from commonweal.find import (
    MEASURES,
    SummaryResult,
    imd_spec,
    make_index,
    summarise,
)
from commonweal.find.summaries import PRINTED_DIGITS
from commonweal.report.sourced import provenance_of
from commonweal.report.table import ReportTable

_WORDS = {
    "average_rank": "Mean rank of where people live, counted so that the most is the worst",
    "average_score": "Mean score of where people live",
    "proportion": "Share of its small areas in the most deprived tenth of the country",
    "extent": "Share of its people in the most deprived small areas, tapering to three tenths",
    "local_concentration": "Mean rank of its worst small areas, which hold a tenth of its people",
}


@dataclass(frozen=True, slots=True)
class DistrictSummaries:
    """Summaries of larger areas, and how they were made.

    Attributes:
        result: the measures.
        table: `area_code, area_name, areas, people`, then each measure and the place on it.
        report: the same, ready to hand out.
        note: one sentence where the scores are not those in full, else empty.
    """

    result: SummaryResult
    table: pl.DataFrame
    report: ReportTable
    note: str = ""


def district_summaries(
    atlas: Atlas, edition: str | None = None, by: str | None = None
) -> DistrictSummaries:
    """The five official summary measures of the Index of Multiple Deprivation.

    Args:
        atlas: what is held.
        edition: of the index; the latest held if None.
        by: the larger areas; those that the publisher summarised, else the newest districts
            that a lookup leads to, if None.

    Raises:
        UnknownIndicator: the edition is not held.
        MethodNotApplicable: no lookup leads to the larger areas.
    """
    ranks = atlas.series("imd.rank", edition)
    kind = ranks.geography
    larger = geography_record(by).id if by else _usual_districts(atlas, ranks)
    scores, note = _scores(atlas, ranks)
    people, people_series = _people(atlas, ranks)
    table = (
        atlas.observations("imd.rank", ranks.period, kind)
        .select("area_code", rank="value")
        .join(scores, on="area_code", how="left")
        .join(people, on="area_code", how="left")
    )
    result = summarise(table, _membership(atlas, kind, larger))
    names = atlas.areas(larger).select("area_code", "area_name")
    measures = [column for name in MEASURES for column in (name, f"rank_of_{name}")]
    rounded = [pl.col(name).round(PRINTED_DIGITS[name]) for name in MEASURES]
    named = (
        result.table.with_columns(rounded)
        .join(names, on="area_code", how="left")
        .select("area_code", "area_name", "areas", "people", *measures)
    )
    used = [ranks.release, *([people_series.release] if people_series else [])]
    spec = {"edition": ranks.period, "by": larger}
    report = ReportTable(
        title=f"The Index of Multiple Deprivation {ranks.period}, summarised for "
        f"{GEOGRAPHIES[larger].plural}",
        about=result.explain(),
        table=named,
        columns=_described(larger, kind),
        provenance=provenance_of(atlas, used, spec),
        notes=(note,) if note else (),
    )
    return DistrictSummaries(result, named, report, note)


def _described(larger: str, kind: str) -> dict[str, str]:
    return {
        "area_code": f"Code of the {GEOGRAPHIES[larger].title} area",
        "area_name": "Name of the area",
        "areas": f"{GEOGRAPHIES[kind].plural} in it",
        "people": "People in it, as the index counts them",
        **_WORDS,
        **{f"rank_of_{name}": f"Place on {name.replace('_', ' ')}, 1 the worst" for name in _WORDS},
    }


def _usual_districts(atlas: Atlas, ranks: Series) -> str:
    """What the publisher summarised this edition for, else the newest districts."""
    published = atlas.query(
        "select geography from {series} where indicator = 'imd.summary.average_score' "
        "and period = ? and geography like 'district%' order by 1 desc",
        [ranks.period],
    )["geography"].to_list()
    leading = atlas.query(
        "select distinct to_geography from {lookups} where from_geography = ? "
        "and to_geography like 'district%'",
        [ranks.geography],
    )["to_geography"].to_list()
    newest = sorted(leading, key=lambda name: -GEOGRAPHIES[name].vintage)
    for name in [*published, *newest]:
        if name in leading:
            return str(name)
    raise MethodNotApplicable(
        f"No lookup leads from {GEOGRAPHIES[ranks.geography].plural} to any districts: the "
        "index cannot be summarised with this atlas."
    )


def _membership(atlas: Atlas, kind: str, larger: str) -> pl.DataFrame:
    """Each small area in the larger one that holds most of its people."""
    lookup = atlas.lookup(kind, larger)
    if not lookup.height:
        raise MethodNotApplicable(
            f"No lookup leads from {GEOGRAPHIES[kind].plural} to {GEOGRAPHIES[larger].plural}."
        )
    best = lookup.sort("from_code", "weight", "to_code", descending=[False, True, False])
    return best.unique("from_code", keep="first", maintain_order=True).select(
        area_code="from_code", group_code="to_code"
    )


def _scores(atlas: Atlas, ranks: Series) -> tuple[pl.DataFrame, str]:
    """Scores in full, made from the domain ranks; else those published, which are rounded."""
    kind, edition = ranks.geography, ranks.period
    try:
        spec = imd_spec(edition)
        wanted = {domain.name: (f"imd.{domain.name}.rank", edition) for domain in spec.domains}
        domains = atlas.table(wanted, kind)
        made = make_index(spec, domains).table.select("area_code", "score")
        if not made["score"].null_count():
            return made, ""
    except CommonwealError:
        # The edition's domain ranks are not all held.
        pass
    published = atlas.observations("imd.score", edition, kind)
    note = (
        "Made from the published scores, which are rounded, so that an average score may differ "
        "from the official one in the last digit."
    )
    return published.select("area_code", score="value"), note


def _people(atlas: Atlas, ranks: Series) -> tuple[pl.DataFrame, Series | None]:
    """The people that the index itself counts, else the latest count held."""
    series = atlas.query(
        "select period, release from {series} where indicator = 'people.total' "
        "and geography = ? and release = ? order by period desc",
        [ranks.geography, ranks.release],
    )
    if series.height:
        own = atlas.series("people.total", series.item(0, "period"), ranks.geography)
        counted = atlas.observations(own.indicator, own.period, own.geography)
        return counted.select("area_code", people="value"), own
    return atlas.areas(ranks.geography).select("area_code", "people"), None
