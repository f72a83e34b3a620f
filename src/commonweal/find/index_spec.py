"""What an index is made of: domains, weights, polarity, transformation and aggregation, as data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from commonweal.errors import InputError, InputProblem
from commonweal.find.building.combine import COMBINATIONS, Combination
from commonweal.parameters import number
from commonweal.parameters.document import Fields, read_document
from commonweal.stats import PRECISIONS, Precision

Polarity = Literal["higher is worse", "lower is worse"]
Transformation = Literal[
    "exponential", "rank", "none", "min-max", "min-max from 1", "z-score", "normal score"
]
Ties = Literal["mean", "lowest"]


@dataclass(frozen=True, slots=True)
class Domain:
    """One part of an index: a column of the table, or parts of its own.

    Attributes:
        name: short name, also the name of its column in the result.
        weight: multiplies its transformed value in the sum.
        column: column of the input table; the name when empty. Not used when there are parts.
        polarity: which end of the column is the worse. Ranks with 1 the worst: "lower is worse".
        parts: sub-domains, transformed and summed to the value of this domain.
    """

    name: str
    weight: float
    column: str = ""
    polarity: Polarity = "higher is worse"
    parts: tuple[Domain, ...] = ()

    @property
    def source(self) -> str:
        """The column that holds its values."""
        return self.column or self.name

    def columns(self) -> tuple[str, ...]:
        """Every column of the input table that it needs."""
        if not self.parts:
            return (self.source,)
        return tuple(column for part in self.parts for column in part.columns())


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """A declared recipe from domains to scores, ranks and deciles.

    Weights are used as they are given, and need not sum to 1: those of the English index sum to
    0.999 and its published scores are those of the weights that are not scaled.

    Attributes:
        name: short name, such as `imd-2025`.
        title: in words, for people.
        domains: at least one; the names are distinct.
        transformation: "exponential" ranks each domain and transforms the rank with the constant
            (Index of Multiple Deprivation); "rank" sums ranks counted from the least to the
            most severe; "none" sums the values as they are (lower is worse: with their sign
            turned); the others are scales of `find.building.normalise`.
        constant: of the exponential transformation.
        aggregation: how transformed domains, and parts of a domain, become the score; see
            `find.building.combine`. The means scale the weights to 1, "weighted sum" does not.
        ties: rank that equal values of a domain share before the transformation. The English
            index uses the mean. (The ranks of the result always take the lowest.)
        precision: of stored intermediate values, "double" or "single"; see `find.english`.
        power: of the aggregation "power mean".

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    name: str
    title: str
    domains: tuple[Domain, ...]
    transformation: Transformation = "exponential"
    constant: float = number("iod.transformation_constant")
    aggregation: Combination = "weighted sum"
    ties: Ties = "mean"
    precision: Precision = "double"
    power: float = 0.5

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, f"The index {self.name!r} cannot be made:")

    def columns(self) -> tuple[str, ...]:
        """Every column of the input table that the index needs."""
        return tuple(column for domain in self.domains for column in domain.columns())


def index_spec(text: str, name: str = "index.toml") -> IndexSpec:
    """Read an index from TOML.

    Fields: `name`, `title`, `transformation`, `constant`, `aggregation`, `ties`, `precision`,
    `power`, and a table `[[domains]]` for each domain with `name`, `weight`, `column`,
    `polarity` and, for sub-domains, `[[domains.parts]]` of the same form. Or `[weights]`, a table
    of weights by the name of the domain, in place of the weight in each.

    Raises:
        InputError: carries every problem with its line.
    """
    document = read_document(text, name)
    fields = Fields.of(document)
    given = _read(fields)
    return fields.build(lambda: IndexSpec(**given), f"{name} does not describe an index:")


def _read(fields: Fields) -> dict[str, Any]:
    weights = fields.table("weights")
    given: dict[str, Any] = {
        "name": fields.text("name"),
        "title": fields.text("title", ""),
        "domains": tuple(_read_domain(each, weights) for each in fields.tables("domains")),
        "transformation": fields.text("transformation", "exponential"),
        "constant": fields.number("constant", number("iod.transformation_constant")),
        "aggregation": fields.text("aggregation", "weighted sum"),
        "ties": fields.text("ties", "mean"),
        "precision": fields.text("precision", "double"),
        "power": fields.number("power", 0.5),
    }
    names = ", ".join(repr(domain.name) for domain in given["domains"])
    weights.close(f"the name of a domain ({names})")
    return given


def _read_domain(fields: Fields, weights: Fields | None = None) -> Domain:
    name = fields.text("name")
    by_name = weights is not None and weights.has(name) and not fields.has("weight")
    domain = Domain(
        name=name,
        weight=weights.number(name) if by_name and weights else fields.number("weight"),
        column=fields.text("column", ""),
        polarity=fields.text("polarity", "higher is worse"),  # type: ignore[arg-type]
        parts=tuple(_read_domain(part) for part in fields.tables("parts")),
    )
    fields.close()
    return domain


def _problems(spec: IndexSpec) -> Iterator[InputProblem]:
    if not spec.name:
        yield InputProblem("a name", "nothing", column="name")
    yield from _unknown("transformation", spec.transformation, get_args(Transformation))
    yield from _unknown("aggregation", spec.aggregation, COMBINATIONS)
    yield from _unknown("ties", spec.ties, get_args(Ties))
    yield from _unknown("precision", spec.precision, PRECISIONS)
    if not (math.isfinite(spec.constant) and spec.constant > 0):
        yield InputProblem("a number above 0", str(spec.constant), column="constant")
    yield from _domain_problems("domains", spec.domains)


def _domain_problems(path: str, domains: tuple[Domain, ...]) -> Iterator[InputProblem]:
    if not domains:
        yield InputProblem("at least one domain", "none", column=path)
    seen: set[str] = set()
    for place, domain in enumerate(domains):
        here = f"{path}.{place}"
        if domain.name in seen:
            yield InputProblem("distinct names", f"{domain.name!r} again", column=f"{here}.name")
        seen.add(domain.name)
        if not (math.isfinite(domain.weight) and domain.weight >= 0):
            yield InputProblem("a weight of 0 or more", str(domain.weight), column=f"{here}.weight")
        yield from _unknown(f"{here}.polarity", domain.polarity, get_args(Polarity))
        if domain.parts:
            yield from _domain_problems(f"{here}.parts", domain.parts)
    if domains and not any(domain.weight > 0 for domain in domains):
        yield InputProblem("a weight above 0 in some domain", "none", column=path)


def _unknown(path: str, came: str, known: tuple[str, ...]) -> Iterator[InputProblem]:
    if came not in known:
        yield InputProblem(" or ".join(map(repr, known)), repr(came), column=path)
