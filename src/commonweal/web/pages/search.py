"""Search by postcode, name or code."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.atlas import Found, Postcode
from commonweal.errors import UnknownArea
from commonweal.web.access import public
from commonweal.web.data import Held, held

LONGEST = 100
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Results:
    """What was asked for and what was found; `postcode` where it was one."""

    text: str
    hits: tuple[Found, ...]
    postcode: Postcode | None = None

    @property
    def asked(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.text)


@public
def search(request: HttpRequest) -> HttpResponse:
    """The page of results."""
    results = found_places(held(), request.GET.get("q", ""), SHOWN)
    return render(request, "search.html", {"results": results, "most": SHOWN})


def found_places(kept: Held, text: str, limit: int = SHOWN) -> Results:
    """Places by postcode, name or code, the best match first."""
    asked = " ".join(text.split())[:LONGEST]
    hits = kept.atlas.search(asked, limit) if asked else ()
    postcode = _postcode(kept, asked) if hits and hits[0].matched == "postcode" else None
    return Results(asked, hits, postcode)


def _postcode(kept: Held, text: str) -> Postcode | None:
    try:
        return kept.atlas.postcode(text)
    except UnknownArea:
        return None
