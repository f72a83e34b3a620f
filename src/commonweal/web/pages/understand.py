"""Understand: what is harder in doubly disadvantaged places, issue by issue, and all measures."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from commonweal.errors import MethodNotApplicable
from commonweal.report.charts import MEDIA_TYPES, NARROW, asset, svg
from commonweal.report.export import FORMATS, MAP_FORMATS
from commonweal.report.understanding import gaps_table, issue_chart
from commonweal.report.understanding_pdf import understanding_pdf
from commonweal.understand.groups import Split
from commonweal.understand.request import IssueAnswer, Understanding
from commonweal.understand.rule_parts import parts_of_rule
from commonweal.understand.wording import group_words
from commonweal.web.access import public
from commonweal.web.data import Held, held
from commonweal.web.data.card import SHORT_TITLES
from commonweal.web.data.choice import Choice, read_choice
from commonweal.web.data.licence import licensed
from commonweal.web.data.measures import options
from commonweal.web.data.understanding import (
    SPLITS,
    like_rows,
    measure_rows,
    part_rows,
    read_split,
    shown_groups,
    sources_of,
    understanding,
)
from commonweal.web.pages.downloads import TITLES, file_response

LARGEST = 12
SHOWN_FINDINGS = 3
CHART_WIDTH = 560
DOWNLOADS = {name: title for name, title in TITLES.items() if name not in MAP_FORMATS}


@public
def overview(request: HttpRequest) -> HttpResponse:
    """The most telling finding, the key issues, and the largest gaps."""
    kept = held()
    choice, words = _asked(request, kept)
    try:
        found = understanding(kept, choice)
    except MethodNotApplicable as error:
        return render(request, "understand_none.html", {"why": str(error), **words})
    gaps = found.prevalence.gaps().filter(pl.col("stands_out"))
    # That measures of the rule differ is how the places were chosen.
    rule = parts_of_rule(gaps["measure"], choice.infrastructure)
    largest = gaps.filter(~pl.col("measure").is_in(sorted(rule))).head(LARGEST)
    context = {
        **words,
        "found": found,
        "who": group_words(found.grouping.reference),
        "groups": shown_groups(found),
        "first": found.findings[0] if found.findings else None,
        "answers": [answer for answer in found.issues if answer.table.height],
        "rows": measure_rows(found, largest),
        "sources": sources_of(kept, found, largest["measure"].to_list()),
        "downloads": list(DOWNLOADS.items()),
    }
    return render(request, "understand.html", context)


@public
def issue(request: HttpRequest, issue: str) -> HttpResponse:
    """One key issue: its findings, every measure, its regions, and like held against like."""
    kept = held()
    choice, words = _asked(request, kept)
    split = read_split(request.GET)
    found = understanding(kept, choice, split)
    answer = _answer(found, issue)
    measures = answer.table["measure"].to_list()
    context: dict[str, Any] = {
        **words,
        "found": found,
        "who": group_words(found.grouping.reference),
        "groups": shown_groups(found),
        "answer": answer,
        "findings": answer.findings[:SHOWN_FINDINGS],
        "rows": measure_rows(found, answer.table),
        "likes": like_rows(found.like, measures) if found.like else (),
        "others": [item for item in found.issues if item.table.height],
        "sources": sources_of(kept, found, measures),
        "downloads": list(DOWNLOADS.items()),
        "drawings": kept.keep(("drawings", choice, issue), lambda: _drawings(found, answer)),
        **_parts(request, found, split, answer.table),
    }
    return render(request, "understand_issue.html", context)


@public
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure, the largest gap first, all or of one topic."""
    kept = held()
    choice, words = _asked(request, kept)
    found = understanding(kept, choice)
    gaps = found.prevalence.gaps()
    topics = gaps["topic"].unique().sort().to_list()
    topic = request.GET.get("topic", "")
    if topic and topic not in topics:
        raise Http404
    shown = gaps.filter(pl.col("topic") == topic) if topic else gaps
    context = {
        **words,
        "found": found,
        "who": group_words(found.grouping.reference),
        "groups": shown_groups(found),
        "rows": measure_rows(found, shown),
        "topics": topics,
        "topic": topic,
        "left_out": found.prevalence.left_out,
        "sources": sources_of(kept, found, shown["measure"].to_list()),
        "downloads": list(DOWNLOADS.items()),
    }
    return render(request, "understand_measures.html", context)


@public
def chart(request: HttpRequest, issue: str, format: str) -> HttpResponse:
    """The chart of an issue as a picture with alternative text inside."""
    if format not in MEDIA_TYPES:
        raise Http404
    kept = held()
    choice, _ = _asked(request, kept)
    found = understanding(kept, choice)
    answer = _answer(found, issue)
    made = issue_chart(found, answer)
    if made is None:
        raise Http404
    key = ("understand chart", choice, issue, format)
    content, media_type = kept.keep(key, lambda: asset(made, format))
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'inline; filename="commonweal-{issue}.{format}"'
    return response


@public
def download(request: HttpRequest, format: str) -> HttpResponse:
    """Every gap of the question, or those of an issue, as a file."""
    if format not in DOWNLOADS or format not in FORMATS:
        raise Http404
    kept = held()
    choice, _ = _asked(request, kept)
    found = understanding(kept, choice, read_split(request.GET))
    prevalence = found.by_part or found.prevalence
    name = request.GET.get("issue", "")
    if name:
        wanted = _answer(found, name).table["measure"].to_list()
        others = [item.id for item in prevalence.measures if item.id not in wanted]
        prevalence = prevalence.without(others)
    report = gaps_table(found, prevalence, "Gaps")
    invented = "demonstration-" if kept.demonstration else ""
    return file_response(
        request, report, format, f"commonweal-{name or 'gaps'}-{invented}{kept.id[:8]}"
    )


@public
def research_report(request: HttpRequest) -> HttpResponse:
    """The research report as a PDF: key findings, tables and charts."""
    kept = held()
    choice, _ = _asked(request, kept)
    found = understanding(kept, choice)
    content = kept.keep(("report", choice), lambda: understanding_pdf(found, licensed()))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="commonweal-understand.pdf"'
    return response


def _drawings(found: Understanding, answer: IssueAnswer) -> list[tuple[str, Markup]]:
    """The chart of an issue laid out for a screen and for a phone; none without a finding."""
    made = []
    for name, width in (("wide", CHART_WIDTH), ("narrow", NARROW)):
        drawn = issue_chart(found, answer, width)
        if drawn is not None:
            # Drawn by ourselves: labels are escaped there, and nothing in it is a script.
            made.append((name, Markup(svg(drawn))))  # noqa: S704
    return made


def _asked(request: HttpRequest, kept: Held) -> tuple[Choice, dict[str, Any]]:
    """The choice that the address makes, and what every page says of it."""
    offered = options(kept)
    choice = read_choice(request.GET, offered)
    query = choice.query(offered)
    words = {"choice": choice, "query": query, "options": offered, "titles": SHORT_TITLES}
    return choice, words


def _answer(found: Understanding, name: str) -> IssueAnswer:
    for answer in found.issues:
        if answer.issue.id == name:
            return answer
    raise Http404


def _parts(
    request: HttpRequest, found: Understanding, split: Split, table: pl.DataFrame
) -> dict[str, Any]:
    """The choice of a region or class and of a measure, and the rows if one was made."""
    named = dict(table.select("measure", "title").iter_rows())
    told = [item.measure for item in found.findings if item.measure in named]
    measure = request.GET.get("measure") or next(iter([*told, *named]), "")
    if measure and measure not in named:
        raise Http404
    return {
        "split": split,
        "splits": list(SPLITS.items()),
        "measure": measure,
        "named": list(named.items()),
        "measure_title": named.get(measure, ""),
        "parts": part_rows(found.by_part, measure) if found.by_part else (),
    }
