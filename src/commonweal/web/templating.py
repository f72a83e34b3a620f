"""The Jinja environment of the pages: the macros they share and how numbers read."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import CommonwealError
from commonweal.understand.profile.assets import kilometres
from commonweal.web.data import held
from commonweal.web.data.choice import Option
from commonweal.web.navigation import STEPS
from commonweal.web.words import count, first_letter, grouped, percent, plain_date

LEVEL_NAMES = {
    "lsoa": "small area (LSOA)",
    "msoa": "neighbourhood (MSOA)",
    "ward": "ward",
    "district": "district",
    "region": "region",
}


def environment(**options: Any) -> jinja2.Environment:
    """The environment that Django asks for; undefined names in a template are errors."""
    own = options.pop("loader")
    patterns = jinja2.PackageLoader("govuk_frontend_jinja")
    loader = jinja2.ChoiceLoader([own, jinja2.PrefixLoader({"govuk_frontend_jinja": patterns})])
    # Django asks for autoescape in its options; a template that forgot it would be unsafe.
    options["autoescape"] = True
    made = jinja2.Environment(loader=loader, **options)  # noqa: S701
    made.add_extension("jinja2.ext.do")
    made.trim_blocks = made.lstrip_blocks = True
    made.globals.update(asset=asset, url=url, steps=STEPS)
    made.filters.update(
        first_letter=first_letter,
        grouped=grouped,
        count=count,
        percent=percent,
        plain_date=plain_date,
        to_json=to_json,
        geography_name=geography_name,
        hostname=hostname,
        pairs=pairs,
        per_cent_pairs=per_cent_pairs,
        distance=kilometres,
    )
    return made


def url(name: str, **parts: Any) -> str:
    """The address of a page by its name."""
    return str(reverse(name, kwargs=parts or None))


def asset(name: str) -> str:
    """The address of a built file: its name with the hash of its content."""
    return f"{settings.STATIC_URL}{_manifest(Path(settings.STATIC_ROOT))[name]}"


def to_json(value: Any) -> str:
    """Compact JSON for a data attribute, where the template escapes it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def with_atlas(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: the atlas in use, so that a demonstration says so everywhere."""
    try:
        return {"atlas": held()}
    except CommonwealError:
        return {"atlas": None}


def with_reader(request: HttpRequest) -> dict[str, Any]:
    """What every page knows of who reads it, and what it has to tell them once."""
    from django.contrib.messages import get_messages

    reader = getattr(request, "user", None)
    signed_in = reader is not None and reader.is_authenticated
    # Without a session there is nothing to tell, and reading would make the page uncacheable.
    told = get_messages(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else ()
    return {"reader": reader if signed_in else None, "told": told}


def geography_name(geography: str) -> str:
    """A kind of area as people say it: `neighbourhood (MSOA)`, `ward`, `district`."""
    record = GEOGRAPHIES.get(geography)
    return LEVEL_NAMES.get(record.level, record.level) if record else geography


def hostname(address: str) -> str:
    """The host of an address, which is what a reader recognises."""
    return urlsplit(address).hostname or address


def pairs(options: tuple[Option, ...]) -> list[tuple[str, str]]:
    """Options as value and title."""
    return [(option.value, option.title) for option in options]


def per_cent_pairs(cuts: tuple[int, ...]) -> list[tuple[int, str]]:
    """Cuts as value and title."""
    return [(cut, f"{cut}% of areas") for cut in cuts]


@cache
def _manifest(folder: Path) -> dict[str, str]:
    try:
        held: dict[str, str] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FileNotFoundError(
            f"the front end is not built: {folder} has no manifest.json. Run `make setup`."
        ) from None
    return held
