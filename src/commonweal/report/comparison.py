"""Two findings compared, ready to hand out: who joins, who leaves, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from commonweal.atlas import Series
from commonweal.errors import MethodNotApplicable
from commonweal.find import ComparisonResult, DoubleDisadvantageResult, compare_lists
from commonweal.find.request import Finding
from commonweal.provenance import Provenance
from commonweal.report.licensing import shareable
from commonweal.report.table import ReportTable

_COLUMNS = {
    "area_name": "Official name of the area",
    "local_name": "Name that people know it by, where there is one",
    "change": "joins the second list, leaves the first, or stays on both",
    "because": "The conditions that were not met on the list it is not on",
    "people": "People who live there, at the latest date held",
}


def settings_in_words(finding: Finding) -> str:
    """What a list was made with, in a few words."""
    request = finding.request
    return (
        f"{request.deprivation_label} and {request.infrastructure_label}, worst "
        f"{100 * request.cut:.4g}%, {request.rule}"
    )


def compare_findings(before: Finding, after: Finding) -> ComparisonResult:
    """Compare two findings, within the place that each was asked for.

    Raises:
        MethodNotApplicable: social infrastructure is not held, so there is no list.
        InputError: they are of different kinds of area.
    """
    return compare_lists(_list_of(before), _list_of(after))


def _list_of(finding: Finding) -> DoubleDisadvantageResult:
    if finding.result is None:
        raise MethodNotApplicable(
            f"There is no list of doubly disadvantaged areas to compare. {finding.note}"
        )
    inside = finding.table.select("area_code")
    table = finding.result.table.join(inside, on="area_code", how="semi")
    return replace(finding.result, table=table)


def comparison_report(
    before: Finding, after: Finding, result: ComparisonResult, licensed: Iterable[str]
) -> ReportTable:
    """The table of a comparison, ready to hand out; ranks that may not leave are taken out."""
    shared = shareable(result.table, _origins(before, after, result), licensed)
    words = {"before": settings_in_words(before), "after": settings_in_words(after)}
    columns = {**_COLUMNS, "area_code": f"Code of the area ({result.after.spec.geography})"}
    for name in shared.table.columns:
        side, _, measured = name.partition("_")
        if side in words and name not in columns:
            columns[name] = _measured(measured, words[side])
    sources = tuple(dict.fromkeys(before.provenance.sources + after.provenance.sources))
    run = replace(
        after.provenance.run,
        spec={"before": before.provenance.run.spec, "after": after.provenance.run.spec},
    )
    return ReportTable(
        title=f"Doubly disadvantaged areas: from {words['before']} to {words['after']}",
        about=result.explain(),
        table=shared.table,
        columns=columns,
        provenance=Provenance(sources, run, after.provenance.demonstration),
        notes=(shared.note,) if shared.note else (),
    )


def _measured(name: str, words: str) -> str:
    measure, _, kind = name.rpartition("_")
    if kind == "rank":
        return f"Rank on {measure} in the list of {words}; 1 is the worst"
    return f"Places inside the cut on {measure} (negative: outside) in the list of {words}"


def _origins(
    before: Finding, after: Finding, result: ComparisonResult
) -> dict[str, tuple[Series, ...]]:
    origins: dict[str, tuple[Series, ...]] = {}
    for side, finding in (("before", before), ("after", after)):
        measures = {"deprivation": finding.deprivation, "infrastructure": finding.infrastructure}
        for measure, ranks in measures.items():
            for column in result.columns_of(measure):
                if ranks is not None and column.startswith(f"{side}_"):
                    origins[column] = (*origins.get(column, ()), ranks.series)
    return origins


def changed_areas(report: ReportTable) -> pl.DataFrame:
    """The areas that join or leave, those that join first."""
    return report.table.filter(pl.col("change") != "stays").sort("change", "area_code")
