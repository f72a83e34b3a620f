"""The list of neighbourhoods as it stands on a page: rows, links that sort, pages, filters."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from commonweal.web.data.card import SHORT_TITLES, small_name
from commonweal.web.data.choice import Options
from commonweal.web.data.finding import Finding
from commonweal.web.data.listing import (
    ALL,
    SINGLE_TYPES,
    TYPES,
    Listed,
    ListQuery,
    default_type,
    places,
)
from commonweal.web.pages.downloads import TITLES

HEADINGS = {
    "name": "Neighbourhood",
    "district": "District",
    "region": "Region",
    "rank": "Deprivation rank",
    "people": "People",
}
_SINGLE_TITLES = {"deprived": "Among the most deprived", "not-deprived": "Not among them"}


def list_context(found: Finding, shown: Listed, offered: Options) -> dict[str, Any]:
    """What the list's template needs."""
    query = shown.query

    def address(changed: ListQuery) -> str:
        more = changed.parts(found.double)
        return f"?{found.choice.query(offered, **more)}#list"

    return {
        "list": shown,
        "rows": [row | {"name": small_name(row)} for row in shown.rows],
        "headings": _headings(query, address),
        "pagination": _pagination(shown, address),
        "types": type_options(found),
        "default_type": default_type(found.double),
        "titles": SHORT_TITLES,
        "districts": places(found, "district", query.region),
        "downloads": TITLES.items(),
        "download_query": urlencode(
            {**dict(_pairs(found, offered)), **query.with_(page=1).parts(found.double)}
        ),
    }


def type_options(found: Finding) -> list[tuple[str, str]]:
    """The types that the list can be narrowed to."""
    if found.double:
        named = [(key, SHORT_TITLES[name]) for key, name in TYPES.items()]
    else:
        named = [(key, _SINGLE_TITLES[key]) for key in SINGLE_TYPES]
    return [*named, (ALL, "All neighbourhoods")]


def _pairs(found: Finding, offered: Options) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl

    return parse_qsl(found.choice.query(offered))


def _headings(query: ListQuery, address: Any) -> list[dict[str, str]]:
    """Column headings that sort: a second press turns the order round."""
    made = []
    for key, title in HEADINGS.items():
        now = query.sort.lstrip("-") == key
        falling = query.sort.startswith("-")
        turned = key if (now and falling) or not now else f"-{key}"
        state = ("descending" if falling else "ascending") if now else "none"
        made.append(
            {"key": key, "title": title, "href": address(query.with_(sort=turned)), "sort": state}
        )
    return made


def _pagination(shown: Listed, address: Any) -> dict[str, Any] | None:
    """Pages in the form of the GOV.UK pattern: the ends, this one and its neighbours."""
    if shown.pages < 2:
        return None
    here = shown.query.page
    numbers = sorted({1, here - 1, here, here + 1, shown.pages} & set(range(1, shown.pages + 1)))
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        href = address(shown.query.with_(page=number))
        items.append({"number": number, "href": href, "current": number == here})
    made: dict[str, Any] = {"items": items, "landmarkLabel": "Pages of the list"}
    if here > 1:
        made["previous"] = {"href": address(shown.query.with_(page=here - 1))}
    if here < shown.pages:
        made["next"] = {"href": address(shown.query.with_(page=here + 1))}
    return made
