"""Pages of places: one small area, a neighbourhood, a ward, a district, a region, an old code."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from commonweal.atlas.records import Area
from commonweal.catalogue import GEOGRAPHIES
from commonweal.find.change import CAUTION
from commonweal.web.access import public
from commonweal.web.data import Held, held
from commonweal.web.data.by_region import by_place
from commonweal.web.data.card import SHORT_TITLES, TITLES, reasons
from commonweal.web.data.certainty import how_sure_of
from commonweal.web.data.change import followed, steps_of
from commonweal.web.data.choice import read_choice
from commonweal.web.data.finding import Finding, finding
from commonweal.web.data.geography import LEVELS
from commonweal.web.data.locator import locator
from commonweal.web.data.measures import options
from commonweal.web.data.neighbourhoods import neighbourhood_of
from commonweal.web.data.profile import (
    domains,
    is_current,
    level_of,
    neighbours,
    small_row,
    successors,
    whole,
)
from commonweal.web.data.profiles import profile_of_area, tables
from commonweal.web.data.sankey import step_path
from commonweal.web.pages.profile_parts import profile_context

MOST_MEMBERS = 100
SCHEMES = {"rural_urban": "Town or country"}


@public
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one area, by its code."""
    kept = held()
    found_area = kept.atlas.area(code)
    if found_area.code != code:
        return redirect("area", code=found_area.code, permanent=True)
    offered = options(kept)
    choice = read_choice(request.GET, offered)
    found = finding(kept, choice)
    context: dict[str, Any] = {
        "area": found_area,
        "level": level_of(found_area),
        "kind": GEOGRAPHIES.get(found_area.geography),
        "finding": found,
        "choice": choice,
        "query": choice.query(offered),
        "sources": found.sources,
        "titles": SHORT_TITLES,
    }
    if not is_current(found, found_area):
        context["successors"] = successors(kept, found_area)
        return render(request, "area_old.html", context)
    made = profile_of_area(kept, found, code)
    onward = f"{reverse('home')}?area={code}" + (f"&{context['query']}" if context["query"] else "")
    context |= profile_context(
        made, reverse("area", kwargs={"code": code}), context["query"], onward
    )
    if context["level"] == "lsoa":
        return render(request, "area_small.html", context | _small(kept, found, found_area))
    return render(request, "area_whole.html", context | _whole(kept, found, found_area))


@public
def places(request: HttpRequest) -> HttpResponse:
    """Every region with its districts: the way to any place without the map."""
    kept = held()
    found = finding(kept, read_choice(request.GET, options(kept)))
    rows = found.table.select("region_code", "region_name", "district_code", "district_name")
    named = rows.drop_nulls().unique().sort("region_name", "district_name")
    regions = {row.code: row for row in by_place(found, "region")}
    districts = {row.code: row for row in by_place(found, "district")}
    grouped: dict[str, list[Any]] = {}
    for region, _, district, _ in named.iter_rows():
        grouped.setdefault(region, []).append(districts[district])
    context = {
        "finding": found,
        "regions": [(regions[code], rows) for code, rows in grouped.items()],
        "sources": found.sources,
    }
    return render(request, "places.html", context)


def _small(kept: Held, found: Finding, chosen: Area) -> dict[str, Any]:
    row = small_row(found, chosen.code)
    return {
        "row": row,
        "name": (row or {}).get("local_name") or chosen.name,
        "within": _within(found, chosen.code, "lsoa"),
        "type_title": TITLES.get((row or {}).get("typology") or "", "Not known"),
        "because": reasons(found, chosen.code),
        "how_sure": how_sure_of(kept, found.choice, chosen.code),
        "domains": domains(kept, found.choice, chosen.code),
        "neighbours": neighbours(kept, found, chosen.code),
        "drawing": locator(kept, found, "lsoa", chosen.code),
        "classes": _classes(kept, chosen.code),
        "history": _history(kept, chosen.code),
        "part_of": neighbourhood_of(kept, chosen.code),
    }


def _history(kept: Held, code: str) -> dict[str, Any] | None:
    """The area at every edition: what it was, the drawing, the sources, the caution."""
    items = steps_of(kept, code)
    if not items:
        return None
    releases = {followed(kept).ranks[item.edition].series.release: None for item in items}
    return {
        "steps": items,
        "path": step_path([item.decile for item in items]),
        "sources": [tables(kept).sources[release] for release in releases],
        "caution": CAUTION,
    }


def _whole(kept: Held, found: Finding, chosen: Area) -> dict[str, Any]:
    level = level_of(chosen)
    made = whole(found, level, chosen.code)
    return {
        "name": chosen.local_name or chosen.name,
        "whole": made,
        "members": made.members[:MOST_MEMBERS],
        "within": _within(found, chosen.code, level),
        "drawing": locator(kept, found, level, chosen.code),
    }


def _within(found: Finding, code: str, level: str) -> list[tuple[str, str, str]]:
    """The places that an area lies in, the largest first: (level, code, name)."""
    column = "area_code" if level == "lsoa" else f"{level}_code"
    rows = found.table.filter(pl.col(column) == code)
    if not rows.height:
        return []
    above = LEVELS[: LEVELS.index(level)] if level in LEVELS else ()
    made = []
    for name in above:
        first = rows[f"{name}_code"].mode().sort()
        if first.len() and first[0] and (name, level) != ("ward", "msoa"):
            title = rows.filter(pl.col(f"{name}_code") == first[0])[f"{name}_name"][0]
            local = rows["local_name"][0] if name == "msoa" else None
            made.append((name, first[0], local or title))
    return made


def _classes(kept: Held, code: str) -> list[tuple[str, str]]:
    """The classes that an area is in, such as rural or urban: (scheme in words, class)."""
    rows = kept.atlas.query(
        "select scheme, class_name from {classes} where area_code = ? order by scheme, period desc",
        [code],
    ).unique("scheme", keep="first", maintain_order=True)
    return [
        (SCHEMES.get(scheme, scheme.replace("_", " ").capitalize()), name)
        for scheme, name in rows.iter_rows()
    ]
