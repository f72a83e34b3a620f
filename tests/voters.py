"""Voting as a browser does it: page after page, with what the forms carry."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from commonweal.web.record.models import Phase

RECEIPT = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}\b")
HERE = {"name": "Ann Lee", "postcode": "AA1 1AA", "old_enough": "on"}


def page_of(phase: Phase, name: str = "vote") -> str:
    """The address of a page of a phase."""
    return reverse(name, kwargs={"place": phase.neighbourhood.slug, "phase": phase.slug})


def text_of(answer: Any) -> str:
    """What a page says, without its tags and with single spaces."""
    main = answer.content.decode().split("<main", 1)[-1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def hidden(answer: Any, name: str = "said") -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', answer.content.decode())
    assert found, f"no field {name} in: {text_of(answer)[:300]}"
    return unescape(found[1])


def say_who(client: Client, phase: Phase, at: str = "vote", **fields: str) -> Any:
    """The first step."""
    step = "receipt" if at == "vote-change" else "who"
    return client.post(page_of(phase, at), {"step": step, **fields})


def go_on(
    client: Client, phase: Phase, before: Any, step: str, at: str = "vote", **chosen: Any
) -> Any:
    """A later step, with what the page before it carries; `a__b` is the field `a.b`."""
    fields = {name.replace("__", "."): value for name, value in chosen.items()}
    return client.post(page_of(phase, at), {"step": step, "said": hidden(before), **fields})


def vote(client: Client, phase: Phase, who: dict[str, str], **chosen: Any) -> Any:
    """All steps to the receipt."""
    paper = say_who(client, phase, **who)
    assert paper.status_code == 200, text_of(paper)
    check = go_on(client, phase, paper, "check", **chosen)
    assert check.status_code == 200, text_of(check)
    return go_on(client, phase, check, "send", **chosen)


def receipt_in(answer: Any) -> str:
    """The receipt that a page shows."""
    found = RECEIPT.search(answer.content.decode())
    assert found, text_of(answer)[:300]
    return found[0]
