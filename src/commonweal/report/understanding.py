"""What is more prevalent, as people take it away: tables, charts and what may not leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from commonweal.report.bundle import Report, together
from commonweal.report.licensing import may_leave
from commonweal.report.table import ReportTable
from commonweal.understand.like_for_like import LikeForLike
from commonweal.understand.measures import LeftOut
from commonweal.understand.prevalence import Prevalence
from commonweal.understand.request import IssueAnswer, Understanding
from commonweal.understand.wording import group_words

if TYPE_CHECKING:
    from commonweal.report.charts import Chart

CLOSED = "Its figures may not be passed on without their owner's licence."
_SHARE = "share, 0 to 1"
_GAP_COLUMNS = {
    "measure": "Id of the measure",
    "title": "What is measured",
    "topic": "What it belongs to",
    "unit": "Unit of the level and the gap",
    "polarity": "Whether more is worse, better or neither",
    "kind": "proportion, rate, mean or score",
    "period": "Year or years of the figures",
    "way": "held for these areas, carried to them, or the value of the larger area",
    "split": "Region or class that the group is taken in, or the whole country",
    "group": "The areas whose level it is",
    "areas": "Areas whose value is known",
    "people": "People of those areas",
    "covered": "Share of the group's people who live in areas whose value is known",
    "value": "Level of the group",
    "lower": "Lower limit of the level",
    "upper": "Upper limit of the level",
    "numerator": "What is counted, where it is held",
    "denominator": "What it is counted among, where it is held",
    "method": "How the interval of the level was made",
    "against": "What the group is held against",
    "against_value": "Level of what the group is held against",
    "gap": "Level of the group less that of what it is held against",
    "gap_lower": "Lower limit of the gap",
    "gap_upper": "Upper limit of the gap",
    "ratio": "Level of the group by that of what it is held against; empty for scores around 0",
    "ratio_lower": "Lower limit of the ratio",
    "ratio_upper": "Upper limit of the ratio",
    "p_value": "Chance of a gap as large if there were none",
    "adjusted": "The same, allowing for the number of comparisons",
    "stands_out": "Whether the gap stands out among all comparisons",
    "gap_method": "How the limits of the gap were made, or why there are none",
    "standardised": (
        "The gap in standard deviations of the areas; above 0 is worse; without sign where more "
        "is neither better nor worse"
    ),
    "direction": "worse, better, more, less or the same",
    "rank": "Place of the gap among the measures, 1 the largest",
    "part_of_rule": "Which part of the rule that chose the areas it belongs to, if any",
}
_LIKE_COLUMNS = {
    **{name: _GAP_COLUMNS[name] for name in ("measure", "title", "unit", "polarity")},
    "level": "Level of the group, where it has areas of like deprivation",
    "whole": "Level of the whole country",
    "expected": "Level that the group would have if it were as other areas just as deprived",
    "due": "Expected level less that of the whole: due to deprivation",
    "due_lower": "Lower limit of it",
    "due_upper": "Upper limit of it",
    "beyond": "Level less the expected level: beyond deprivation",
    "beyond_lower": "Lower limit of it",
    "beyond_upper": "Upper limit of it",
    "p_value": "Chance of as much beyond deprivation if there were nothing",
    "adjusted": "The same, allowing for the number of measures",
    "stands_out": "Whether what is beyond deprivation stands out among all measures",
    "share_due": "Share of the gap that is due to deprivation, where both parts go one way",
    "matched": "What is beyond deprivation by the second way: each area and its nearest like",
    "matched_lower": "Lower limit of it",
    "matched_upper": "Upper limit of it",
    "agree": "Whether the two ways come to much the same",
    "covered": "Share of the group, by what it is counted among, that has areas of its like",
    "part_of_deprivation": "Whether the measure is part of the index of deprivation itself",
    "note": "Why there is no figure, or what blurs it",
}
_FINDING_COLUMNS = {
    "place": "Place of the finding, the most telling first",
    "issue": "Key issue",
    "measure": "Id of the measure",
    "direction": "worse, better, more, less or no difference",
    "finding": "What was found and how sure we are",
}


def shareable_understanding(found: Understanding, licensed: Iterable[str]) -> Understanding:
    """The answer without the measures whose values may not leave, and a note that says so.

    Means of groups give little away, but they are made of values that are their owner's.
    """
    known = frozenset(licensed)
    closed = {item.id: item for item in found.prevalence.measures if not may_leave(item, known)}
    if not closed:
        return found
    kept = ~pl.col("measure").is_in(sorted(closed))
    releases = sorted({item.release for item in closed.values()})
    note = (
        f"{len(closed)} measures are left out: values of {' and '.join(releases)} may not be "
        "passed on without their owner's licence."
    )
    return replace(
        found,
        prevalence=found.prevalence.without(closed),
        by_part=found.by_part.without(closed) if found.by_part else None,
        like=replace(found.like, table=found.like.table.filter(kept)) if found.like else None,
        issues=tuple(_open_answer(item, closed) for item in found.issues),
        findings=tuple(item for item in found.findings if item.measure not in closed),
        notes=(*found.notes, note),
    )


def _open_answer(answer: IssueAnswer, closed: Iterable[str]) -> IssueAnswer:
    names = set(closed)
    held = answer.table.filter(pl.col("measure").is_in(sorted(names)))
    withheld = tuple(
        LeftOut(name, title, CLOSED) for name, title in held.select("measure", "title").iter_rows()
    )
    return replace(
        answer,
        table=answer.table.filter(~pl.col("measure").is_in(sorted(names))),
        missing=(*answer.missing, *withheld),
        findings=tuple(item for item in answer.findings if item.measure not in names),
    )


def understanding_report(
    found: Understanding, licensed: Iterable[str], *, charts: bool = False
) -> Report:
    """Key findings, gaps and like for like in one report, ready to hand out.

    Args:
        found: the answer.
        licensed: releases that the operator declares a licence for.
        charts: whether a chart of each issue goes with it.
    """
    shared = shareable_understanding(found, licensed)
    tables = [_findings_table(shared), gaps_table(shared, shared.prevalence, "Gaps")]
    if shared.by_part is not None:
        words = {"region": "region", "rural_urban": "rural-urban class"}
        split = words[shared.request.spec.split]
        tables.append(gaps_table(shared, shared.by_part, f"Gaps by {split}"))
    if shared.like is not None:
        tables.append(_like_table(shared, shared.like))
    return together(
        title(shared),
        [shared.explain()],
        tables,
        [chart for answer in shared.issues if (chart := issue_chart(shared, answer))]
        if charts
        else (),
    )


def title(found: Understanding) -> str:
    """What the research report is called."""
    who = group_words(found.grouping.reference)
    if found.request.issue:
        return f"{found.issues[0].issue.title} in {who}"
    return f"What is more prevalent in {who}"


def gaps_table(found: Understanding, prevalence: Prevalence, name: str) -> ReportTable:
    """Every gap, one row each."""
    table = prevalence.table
    return ReportTable(
        title=f"{name}: {prevalence.grouping.title}",
        about=prevalence.explain(),
        table=table,
        columns={column: _GAP_COLUMNS[column] for column in table.columns},
        provenance=found.provenance,
        notes=found.notes,
    )


def _like_table(found: Understanding, like: LikeForLike) -> ReportTable:
    return ReportTable(
        title="Like for like: what is due to deprivation and what is beyond it",
        about=like.explain(),
        table=like.table,
        columns={column: _LIKE_COLUMNS[column] for column in like.table.columns},
        provenance=found.provenance,
    )


def _findings_table(found: Understanding) -> ReportTable:
    rows = [
        {
            "place": place,
            "issue": item.issue,
            "measure": item.measure,
            "direction": item.direction,
            "finding": item.text,
        }
        for place, item in enumerate(found.findings, start=1)
    ]
    types = {name: pl.Int64 if name == "place" else pl.String for name in _FINDING_COLUMNS}
    return ReportTable(
        title="Key findings",
        about=found.prevalence.explain(),
        table=pl.DataFrame(rows, schema=types),
        columns=_FINDING_COLUMNS,
        provenance=found.provenance,
    )


def issue_chart(
    found: Understanding, answer: IssueAnswer, width: int | None = None
) -> Chart | None:
    """The most telling measure of an issue in every group, against the whole; None without one."""
    from commonweal.report.charts import WIDE, Caption, Reference, gap_chart

    rule_free = answer.table.filter(pl.col("part_of_rule") == "")["measure"].to_list()
    told = [item for item in answer.findings if item.measure in rule_free]
    if not told:
        return None
    measure = told[0].measure
    rows = found.prevalence.levels.filter(
        (pl.col("measure") == measure) & pl.col("lower").is_not_null()
    )
    whole = rows.filter(pl.col("group") == found.grouping.whole)
    groups = rows.filter(pl.col("group") != found.grouping.whole)
    about = answer.table.row(by_predicate=pl.col("measure") == measure, named=True)
    if not groups.height or not whole.height:
        return None
    scale = 100.0 if about["unit"] == _SHARE else 1.0
    frame = groups.select(
        label=pl.Series([_label(name) for name in groups["group"]], dtype=pl.String),
        **{name: pl.col(name) * scale for name in ("value", "lower", "upper")},
    )
    return gap_chart(
        frame,
        Caption(
            id=f"issue-{answer.issue.id}",
            title=told[0].statement,
            subtitle=f"{about['title']}, {about['period']}"
            + ("" if about["unit"] == _SHARE else f"; {about['unit']}"),
            provenance=found.provenance_of(measure),
        ),
        Reference(found.grouping.whole, whole["value"][0] * scale),
        unit="%" if about["unit"] == _SHARE else "",
        width=width or WIDE,
    )


def _label(group: str) -> str:
    return group[:1].upper() + group[1:]
