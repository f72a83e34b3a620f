"""What the map asks for as it draws: tiles, one byte an area, hexagons, and a card for a click.

Addresses name the atlas's build, so their answers never change and may be kept for ever.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from commonweal.errors import UnknownArea
from commonweal.web.access import public
from commonweal.web.data import Held, held
from commonweal.web.data.card import card_for
from commonweal.web.data.cartogram import cartogram, has_cartogram
from commonweal.web.data.choice import read_choice
from commonweal.web.data.layers import layer
from commonweal.web.data.measures import options
from commonweal.web.data.tiles import tile_file

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
MVT = "application/vnd.mapbox-vector-tile"


@public
def tile(request: HttpRequest, atlas: str, z: int, x: int, y: int) -> HttpResponse:
    """One vector tile; 204 where nothing is drawn, 404 for another build's tiles."""
    tiles = tile_file(_build(atlas))
    found = tiles.get(z, x, y)
    response = HttpResponse(found or b"", status=200 if found else 204, content_type=MVT)
    if found and tiles.gzipped:
        response.headers["Content-Encoding"] = "gzip"
    return _kept(response)


@public
def values(request: HttpRequest, atlas: str) -> HttpResponse:
    """The class of every area under a choice: one byte an area, in the order of the codes."""
    kept = _build(atlas)
    classes = layer(kept, read_choice(request.GET, options(kept))).classes
    return _kept(HttpResponse(classes.tobytes(), content_type="application/octet-stream"))


@public
def hexagons(request: HttpRequest, atlas: str) -> HttpResponse:
    """The hexagons of the equal-size map."""
    kept = _build(atlas)
    if not has_cartogram(kept):
        raise Http404
    return _kept(
        JsonResponse(cartogram(kept).as_dict(), json_dumps_params={"separators": (",", ":")})
    )


@public
def card(request: HttpRequest) -> HttpResponse:
    """What is known of one area in short, as a part of a page: asked for by its place in order."""
    kept = held()
    choice = read_choice(request.GET, options(kept))
    try:
        index = int(request.GET.get("index", ""))
    except ValueError:
        raise UnknownArea("the card asks for an area by its number in the order of codes") from None
    response = render(request, "parts/card.html", {"card": card_for(kept, choice, index)})
    response.headers["Cache-Control"] = A_MINUTE
    return response


def _build(atlas: str) -> Held:
    kept = held()
    if kept.id != atlas:
        raise Http404
    return kept


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = FOR_EVER
    return response
