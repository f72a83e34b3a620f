"""The recipe of an index made from indicators in domains, as data that an analyst can write."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from commonweal.errors import InputError, InputProblem
from commonweal.find.index_spec import Domain, IndexSpec, Polarity, Transformation
from commonweal.parameters import number, recipe
from commonweal.parameters.document import Fields, read_document

Standardisation = Literal["normal scores", "z scores"]


@dataclass(frozen=True, slots=True)
class OpenIndicator:
    """One indicator of a domain.

    Attributes:
        name: column of the table that holds it.
        indicator, period: what it is in an atlas.
        polarity: which end is the worse.
        weight: within its domain.
        weakness: what is wrong with it, for people.
    """

    name: str
    indicator: str
    period: str
    polarity: Polarity
    weight: float = 1.0
    weakness: str = ""


@dataclass(frozen=True, slots=True)
class OpenDomain:
    """A domain: the weighted mean of its standardised indicators, over those that are known."""

    name: str
    title: str
    weight: float
    indicators: tuple[OpenIndicator, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class OpenIndexSpec:
    """A recipe from indicators to domains to an index.

    Attributes:
        name: short name.
        title: in words.
        edition: which edition of the recipe.
        domains: at least one.
        standardisation: how indicators come to a common scale: "normal scores" are those of their
            ranks, Phi^-1(rank / (n + 1)); "z scores" keep their distances.
        transformation: of the domains, as in `IndexSpec`.
        least_known: least share of a domain's weight that must be known for an area to have it.
        left_out: what was thought of and not used, with the reason.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    name: str
    title: str
    edition: str
    domains: tuple[OpenDomain, ...]
    standardisation: Standardisation = "normal scores"
    transformation: Transformation = "exponential"
    least_known: float = 0.5
    left_out: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, f"The index {self.name!r} cannot be made:")

    def indicators(self) -> tuple[OpenIndicator, ...]:
        """Every indicator, domain by domain."""
        return tuple(each for domain in self.domains for each in domain.indicators)

    def of_domains(self, names: tuple[str, ...]) -> IndexSpec:
        """How the domains of these names become the index."""
        kept = [domain for domain in self.domains if domain.name in names]
        return IndexSpec(
            name=self.name,
            title=self.title,
            domains=tuple(Domain(domain.name, domain.weight) for domain in kept),
            transformation=self.transformation,
            constant=number("iod.transformation_constant"),
        )

    def without(self, name: str) -> OpenIndexSpec:
        """The recipe without a domain, or without an indicator, of this name."""
        domains = []
        for domain in self.domains:
            kept = tuple(each for each in domain.indicators if each.name != name)
            if domain.name != name and kept:
                domains.append(replace(domain, indicators=kept))
        return replace(self, domains=tuple(domains))


def open_index_spec(text: str | None = None, name: str = "index.toml") -> OpenIndexSpec:
    """Read a recipe from TOML; without text, that of the open social infrastructure index.

    Fields: `name`, `title`, `edition`, `standardisation`, `transformation`, `least_known`, a table
    `[[domains]]` for each domain (`name`, `title`, `weight`, `about`) with `[[domains.indicators]]`
    (`name`, `indicator`, `period`, `polarity`, `weight`, `weakness`), and `[[left_out]]` (`name`,
    `why`).

    Raises:
        InputError: carries every problem with its line.
    """
    if text is None:
        text, name = recipe("open_social_infrastructure"), "open_social_infrastructure.toml"
    fields = Fields.of(read_document(text, name))
    given: dict[str, Any] = {
        "name": fields.text("name"),
        "title": fields.text("title", ""),
        "edition": fields.text("edition", ""),
        "standardisation": fields.text("standardisation", "normal scores"),
        "transformation": fields.text("transformation", "exponential"),
        "least_known": fields.number("least_known", 0.5),
        "domains": tuple(_domain(each) for each in fields.tables("domains")),
        "left_out": tuple(_left_out(each) for each in fields.tables("left_out")),
    }
    return fields.build(lambda: OpenIndexSpec(**given), f"{name} does not describe an index:")


def _domain(fields: Fields) -> OpenDomain:
    domain = OpenDomain(
        name=fields.text("name"),
        title=fields.text("title", ""),
        weight=fields.number("weight", 1.0),
        indicators=tuple(_indicator(each) for each in fields.tables("indicators")),
        about=fields.text("about", ""),
    )
    fields.close()
    return domain


def _indicator(fields: Fields) -> OpenIndicator:
    read: Mapping[str, Any] = {
        "name": fields.text("name"),
        "indicator": fields.text("indicator"),
        "period": fields.text("period"),
        "polarity": fields.text("polarity"),
        "weight": fields.number("weight", 1.0),
        "weakness": fields.text("weakness", ""),
    }
    fields.close()
    return OpenIndicator(**read)


def _left_out(fields: Fields) -> tuple[str, str]:
    pair = (fields.text("name"), fields.text("why"))
    fields.close()
    return pair


def _problems(spec: OpenIndexSpec) -> Iterator[InputProblem]:
    if not spec.domains:
        yield InputProblem("at least one domain", "none", column="domains")
    for field, choices in (
        ("standardisation", get_args(Standardisation)),
        ("transformation", get_args(Transformation)),
    ):
        came = getattr(spec, field)
        if came not in choices:
            yield InputProblem(" or ".join(map(repr, choices)), repr(came), column=field)
    if not 0 < spec.least_known <= 1:
        came = f"{spec.least_known:g}"
        yield InputProblem("a share above 0 and at most 1", came, column="least_known")
    seen: set[str] = set()
    for place, domain in enumerate(spec.domains):
        yield from _domain_problems(f"domains.{place}", domain, seen)


def _domain_problems(path: str, domain: OpenDomain, seen: set[str]) -> Iterator[InputProblem]:
    yield from _named_once(path, domain.name, seen)
    yield from _weight(path, domain.weight)
    if not domain.indicators:
        yield InputProblem("at least one indicator", "none", column=f"{path}.indicators")
    for place, each in enumerate(domain.indicators):
        here = f"{path}.indicators.{place}"
        yield from _named_once(here, each.name, seen)
        yield from _weight(here, each.weight)
        if each.polarity not in get_args(Polarity):
            known = " or ".join(map(repr, get_args(Polarity)))
            yield InputProblem(known, repr(each.polarity), column=f"{here}.polarity")


def _named_once(path: str, name: str, seen: set[str]) -> Iterator[InputProblem]:
    if not name or name in seen:
        came = f"{name!r} again" if name else "nothing"
        yield InputProblem("a name of its own", came, column=f"{path}.name")
    seen.add(name)


def _weight(path: str, weight: float) -> Iterator[InputProblem]:
    if not (math.isfinite(weight) and weight > 0):
        yield InputProblem("a weight above 0", f"{weight:g}", column=f"{path}.weight")
