"""Change over time: who stayed in the worst tenth, and how neighbourhoods moved."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.find.change import CAUTION, Change, TypologyChange
from commonweal.find.change.spec import TENTHS
from commonweal.find.typology import TYPOLOGY
from commonweal.web.access import public
from commonweal.web.data import held
from commonweal.web.data.card import SHORT_TITLES
from commonweal.web.data.change import (
    COUNTS,
    change_of,
    followed,
    places_of,
    read_change,
    types_of,
)
from commonweal.web.data.choice import default_choice
from commonweal.web.data.finding import finding
from commonweal.web.data.measures import options
from commonweal.web.data.sankey import sankey, shades


@public
def change(request: HttpRequest) -> HttpResponse:
    """The finding in a sentence, the flows, how often, and from which tenth to which."""
    kept = held()
    found = finding(kept, default_choice(options(kept)))
    asked = read_change(request.GET, kept, found)
    answer = change_of(kept, asked)
    types = types_of(kept, asked)
    context: dict[str, Any] = {
        "asked": asked,
        "change": answer,
        "result": answer.result,
        "caution": CAUTION,
        "place": kept.atlas.area(asked.within) if asked.within else None,
        "editions": [(period, period) for period in followed(kept).ranks],
        "places": places_of(found),
        "counts": COUNTS,
        "sources": answer.provenance.sources,
        "rows": transition_rows(answer, asked.count),
        "tenths": list(range(1, TENTHS + 1)),
        "flows": _flows(answer, asked.count),
        "types": types,
        "type_rows": type_rows(types),
        "type_titles": SHORT_TITLES,
    }
    return render(request, "change.html", context)


def transition_rows(answer: Change, by: str) -> list[dict[str, Any]]:
    """The transition table by rows: the tenth before, then for each tenth after (count, heat)."""
    cells = answer.result.transitions
    made = []
    for (before,), row in cells.group_by("before", maintain_order=True):
        numbers = row[by].to_list()
        total = sum(numbers)
        heat = [_heat(number, total) for number in numbers]
        made.append(
            {"tenth": before, "cells": list(zip(numbers, heat, strict=True)), "total": total}
        )
    return made


def _heat(number: int, total: int) -> int:
    """How strongly a cell is shaded, 0 to 5, by its share of the row."""
    return math.ceil(5 * number / total) if number else 0


def _flows(answer: Change, by: str) -> dict[str, Any] | None:
    result = answer.result
    if not result.flows.height:
        return None
    groups = result.spec.group_names
    return {
        "drawing": sankey(result.flows, result.editions, groups, by),
        "editions": result.editions,
        "legend": list(zip(groups, shades(len(groups)), strict=True)),
        "rows": [row for row in result.flows.to_dicts() if row["areas"]],
    }


def type_rows(types: TypologyChange | None) -> list[tuple[str, list[int]]]:
    """For each type before, the areas of each type after."""
    if types is None or not types.flows.height:
        return []
    cells = {(row["before"], row["after"]): row["areas"] for row in types.flows.to_dicts()}
    return [(before, [cells[before, after] for after in TYPOLOGY]) for before in TYPOLOGY]
