"""What a person chose to see: the editions, the cut, the colours and the view, read strictly.

A choice lives in the address, so that a link makes the same page again. Only what differs from
the default is written there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from commonweal.errors import InputError, InputProblem
from commonweal.find.double_disadvantage_spec import Rule

RULES: dict[str, Rule] = {"intersection": "intersection", "combined": "combined score"}
RULE_TITLES = {"intersection": "Worst on both", "combined": "Worst on the two combined"}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen: what stands in the address, and the words on the page."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen with the atlas at hand; the first of each is the default.

    `infrastructure` is empty where no measure of social infrastructure is held. The pages then
    show deprivation alone.
    """

    deprivation: tuple[Option, ...]
    infrastructure: tuple[Option, ...]
    cuts: tuple[int, ...]
    cut: int
    colours: tuple[Option, ...]
    views: tuple[Option, ...]
    rules: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Editions of deprivation and social infrastructure, cut in per cent, rule, colours, view."""

    deprivation: str
    infrastructure: str
    cut: int
    rule: str
    colour: str
    view: str

    def with_(self, **changes: object) -> Choice:
        """The same choice but for what is named."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def query(self, options: Options, **more: object) -> str:
        """The part of the address after the question mark; empty for the default choice."""
        return urlencode(
            self.said(options) | {k: v for k, v in more.items() if v not in (None, "")}
        )

    def said(self, options: Options) -> dict[str, object]:
        """What differs from the default, by its name in the address."""
        usual = default_choice(options)
        return {key: value for key, value in asdict(self).items() if value != getattr(usual, key)}


def default_choice(options: Options) -> Choice:
    """What is shown when nothing is asked for."""
    return Choice(
        deprivation=_first(options.deprivation),
        infrastructure=_first(options.infrastructure),
        cut=options.cut,
        rule=_first(options.rules),
        colour=_first(options.colours),
        view=_first(options.views),
    )


def read_choice(given: Mapping[str, str], options: Options) -> Choice:
    """The choice that an address describes.

    Raises:
        InputError: names every part that is not one of the options, with what there is.
    """
    usual = default_choice(options)
    allowed = {
        "deprivation": [option.value for option in options.deprivation],
        "infrastructure": [option.value for option in options.infrastructure],
        "cut": [str(cut) for cut in options.cuts],
        "rule": [option.value for option in options.rules],
        "colour": [option.value for option in options.colours],
        "view": [option.value for option in options.views],
    }
    problems = [
        InputProblem(f"one of {', '.join(values) or 'none'}", repr(given[name]), file=name)
        for name, values in allowed.items()
        if given.get(name) and given[name] not in values
    ]
    if problems:
        raise InputError(problems, "This address asks for something that is not there:")
    said = {name: given[name] for name in allowed if given.get(name)}
    return usual.with_(**{**said, "cut": int(said.get("cut", usual.cut))})


def _first(options: tuple[Option, ...]) -> str:
    return options[0].value if options else ""
