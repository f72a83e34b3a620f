"""The first page: the finding, the map, the list, and what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commonweal.web.access import public
from commonweal.web.data import Held, held
from commonweal.web.data.by_region import by_place
from commonweal.web.data.cartogram import has_cartogram
from commonweal.web.data.choice import Choice, Options, read_choice
from commonweal.web.data.finding import Finding, finding
from commonweal.web.data.focus import area_or_none, focus_on
from commonweal.web.data.layers import Layer, layer
from commonweal.web.data.listing import listed, places, read_list
from commonweal.web.data.measures import options
from commonweal.web.data.tiles import has_tiles, tile_file
from commonweal.web.pages.listing import list_context
from commonweal.web.pages.search import found_places


@public
def home(request: HttpRequest) -> HttpResponse:
    """The finding in one sentence with its numbers, the map, the list."""
    kept = held()
    offered = options(kept)
    choice = read_choice(request.GET, offered)
    found = finding(kept, choice)
    shown = layer(kept, choice)
    results = found_places(kept, request.GET.get("q", ""))
    looking_for = request.GET.get("area") or (results.hits[0].code if results.hits else "")
    context: dict[str, Any] = {
        "choice": choice,
        "options": offered,
        "finding": found,
        "layer": shown,
        "cuts": _other_cuts(kept, choice, offered),
        "regions": by_place(found, "region"),
        "sources": found.sources,
        "results": results,
        "map": _map(kept, choice, offered, shown, looking_for),
        "query": choice.query(offered),
        **list_context(found, listed(found, read_list(request.GET, found)), offered),
        "region_options": places(found, "region"),
    }
    return render(request, "home.html", context)


def _other_cuts(kept: Held, choice: Choice, offered: Options) -> list[tuple[int, Finding, str]]:
    """The finding at every cut on offer, so that a reader sees what the line decides."""
    made = [(cut, choice.with_(cut=cut)) for cut in offered.cuts]
    return [(cut, finding(kept, other), other.query(offered)) for cut, other in made]


def _map(
    kept: Held, choice: Choice, offered: Options, shown: Layer, looking_for: str
) -> dict[str, Any]:
    """What the map's script needs to know, as plain data; nothing where there are no tiles."""
    if not has_tiles(kept):
        return {}
    query = choice.query(offered)
    tiles = tile_file(kept)
    cartogram = choice.view == "cartogram" and has_cartogram(kept)
    area = area_or_none(kept, looking_for) if looking_for else None
    focus = focus_on(kept, area, cartogram) if area else None
    address = reverse("tile", kwargs={"atlas": kept.id, "z": 0, "x": 0, "y": 0})
    return {
        "view": choice.view,
        "scheme": shown.colouring.scheme,
        "labels": shown.colouring.labels,
        "tiles": address.replace("/0/0/0.mvt", "/{z}/{x}/{y}.mvt"),
        "bounds": tiles.bounds,
        "zooms": tiles.zooms,
        "classes": f"{reverse('values', kwargs={'atlas': kept.id})}?{query}",
        "card": f"{reverse('card')}?{query}",
        "hexagons": reverse("hexagons", kwargs={"atlas": kept.id}) if cartogram else "",
        "focus": [focus.lon, focus.lat, focus.zoom, focus.index] if focus else None,
    }
