"""The forms of governance and what they give, from `recipes/governance_forms.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from commonweal.parameters import Parameter, Reference, number, parameter, recipe
from commonweal.parameters.document import read_document

SIGNATURES = "{signatures}"

_NAMED = re.compile(r"\{([a-z_.]+)\}")


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a form.

    Attributes:
        text: what is done.
        who: who does it, or decides.
        limit: time that the law allows or asks for; empty where it names none.
    """

    text: str
    who: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of neighbourhood governance, as the law or a programme describes it.

    Attributes:
        id: short name, such as `parish-council`.
        title: what people call it.
        what: what it is, in a sentence or two.
        decides: who decides whether there is one.
        rule: name of the rule of composition for its board; empty where there is none.
        say: what it may decide, or be asked about.
        resources: what money and things it has.
        steps: what it takes to get there, in order.
        not_known: what nothing here can tell of any place.
        sources: where all this was read, parameters included.
    """

    id: str
    title: str
    what: str
    decides: str
    rule: str
    say: tuple[str, ...]
    resources: tuple[str, ...]
    steps: tuple[Step, ...]
    not_known: tuple[str, ...]
    sources: tuple[Reference, ...]


@cache
def forms() -> tuple[Form, ...]:
    """All forms, from the least formal on, with the latest value of every parameter."""
    document = read_document(recipe("governance_forms"), "governance_forms.toml")
    return tuple(_form(each) for each in document.data["forms"])


def _form(data: Mapping[str, Any]) -> Form:
    used: dict[str, Reference] = {}

    def told(text: str) -> str:
        return _NAMED.sub(lambda found: _valued(found, used), text)

    def all_told(key: str) -> tuple[str, ...]:
        return tuple(told(text) for text in data[key])

    steps = [Step(told(s["text"]), s["who"], told(s.get("limit", ""))) for s in data["steps"]]
    cited = [Reference(source["title"], source["href"]) for source in data["sources"]]
    return Form(
        id=data["id"],
        title=data["title"],
        what=told(data["what"]),
        decides=data["decides"],
        rule=data["rule"],
        say=all_told("say"),
        resources=all_told("resources"),
        steps=tuple(steps),
        not_known=all_told("not_known"),
        sources=tuple(dict.fromkeys([*cited, *used.values()])),
    )


def _valued(found: re.Match[str], used: dict[str, Reference]) -> str:
    """The value of a named parameter in words; its source is kept."""
    if found[0] == SIGNATURES:
        return SIGNATURES
    group = "boards" if "." in found[1] else "governance"
    value = parameter(f"{group}.{found[1]}")
    used[value.name] = value.reference
    return _in_words(value)


def _in_words(value: Parameter) -> str:
    amount = number(value.name)
    return f"{100 * amount:g}%" if value.unit.startswith("share") else f"{amount:,.0f}"
