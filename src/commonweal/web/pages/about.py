"""Pages of words: sources, how it is done, accessibility, privacy, cookies, data for programs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.parameters import number
from commonweal.web.access import public
from commonweal.web.api.service import service
from commonweal.web.data import Held, held
from commonweal.web.data.choice import default_choice
from commonweal.web.data.finding import finding
from commonweal.web.data.measures import options

DAY = 24 * 3600
WEEK = 7 * DAY
FORMS = {
    "official": "as published",
    "extract": "values read out of the official file by a third party",
    "derived": "made from official figures by a third party",
}


@public
def sources(request: HttpRequest) -> HttpResponse:
    """Every release that was read, with publisher, date, licence, attribution and checksums."""
    kept = held()
    releases = kept.keep("releases", lambda: _releases(kept))
    return render(request, "sources.html", {"releases": releases, "forms": FORMS})


@public
def method(request: HttpRequest) -> HttpResponse:
    """How double disadvantage is worked out and votes are counted, in plain words."""
    kept = held()
    offered = options(kept)
    found = finding(kept, default_choice(offered))
    context = {
        "finding": found,
        "options": offered,
        "constant": number("iod.transformation_constant"),
        "fewest_ballots": int(number("publication.fewest_ballots")),
    }
    return render(request, "method.html", context)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "accessibility.html")


@public
def api(request: HttpRequest) -> HttpResponse:
    """The data service, described from its own schema."""
    described = service.get_openapi_schema()
    operations = [
        {"path": path, **operation}
        for path, methods in described["paths"].items()
        for operation in methods.values()
    ]
    context = {"operations": operations, "limit": settings.RATE_LIMIT}
    return render(request, "api.html", context)


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, for how long, and how to have it erased."""
    return render(request, "privacy.html")


@public
def cookies(request: HttpRequest) -> HttpResponse:
    """The two cookies there are, and how long they last."""
    context = {
        "form_cookie": settings.CSRF_COOKIE_NAME,
        "form_weeks": settings.CSRF_COOKIE_AGE // WEEK,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "session_days": settings.SESSION_COOKIE_AGE // DAY,
    }
    return render(request, "cookies.html", context)


def _releases(kept: Held) -> list[dict[str, Any]]:
    """One record a release, with its files and what was read of them, by title."""
    files = kept.atlas.sources()
    series = kept.atlas.query(
        "select release, count(distinct indicator) as indicators, "
        "list(distinct period order by period) as periods, "
        "list(distinct geography order by geography) as geographies from {series} group by release"
    )
    read = {row["release"]: row for row in series.iter_rows(named=True)}
    made = []
    for (release,), rows in files.sort("title", "file").group_by("release", maintain_order=True):
        first = rows.row(0, named=True)
        listed = rows.select("file", "sha256", "bytes", "form", "note").unique(maintain_order=True)
        made.append(
            first | {"release": release, "files": listed.to_dicts(), "read": read.get(release)}
        )
    return made
