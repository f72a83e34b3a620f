"""A recipe for an index from indicators: which, from where, and what is done to them, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from commonweal.errors import InputError, InputProblem
from commonweal.find.building.combine import Combination
from commonweal.find.building.impute import Imputation
from commonweal.find.building.normalise import Scale
from commonweal.find.building.parts import OUT_OF, Indicator, Part, indicator_paths
from commonweal.find.building.rules import domain_problems, one_of, scale_problems
from commonweal.find.building.treat import Outliers
from commonweal.find.index_spec import Domain, IndexSpec, Transformation
from commonweal.parameters import number
from commonweal.parameters.document import Document

Measures = Literal["", "deprivation", "infrastructure"]
MEASURES_OF: tuple[str, ...] = get_args(Measures)[1:]


@dataclass(frozen=True, slots=True)
class BuildSpec:
    """A recipe for an index.

    Attributes:
        name: short name.
        title: in words, for people.
        domains: what it is made of.
        geography: the areas it ranks.
        groups: the larger areas that rates are shrunk towards and group means are taken of.
        measures: what it measures, so that `find` knows what to use it for.
        scale: common scale of the indicators.
        impute: how gaps are filled.
        outliers: what is done about extreme values.
        screen: share of the indicators that must be known of an area; 0 keeps every area.
        least_held: share of the areas of which every indicator must be known.
        least_known: share of a domain's weight that must be known of an area.
        transformation: of domains (and parts) before they are joined; as in `IndexSpec`.
        constant: of the exponential transformation.
        aggregation: how domains are joined; as in `IndexSpec`.
        power: of the power mean.
        scale_weights: weights may have any sum and are scaled to 1. Else the weights of siblings
            must sum to 1: a mistake in one of them shows.
        document: where it was read, so that messages name the line.
        inside: the table of the document that holds it, with a dot, such as `deprivation.`.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    name: str
    title: str
    domains: tuple[Part, ...]
    geography: str = "lsoa21"
    groups: str = "district24"
    measures: Measures = ""
    scale: Scale = "normal score"
    impute: Imputation = "none"
    outliers: Outliers = "keep"
    screen: float = 0.0
    least_held: float = field(default_factory=lambda: number("building.least_held"))
    least_known: float = 1.0
    transformation: Transformation = "exponential"
    constant: float = field(default_factory=lambda: number("iod.transformation_constant"))
    aggregation: Combination = "weighted sum"
    power: float = 0.5
    scale_weights: bool = False
    document: Document | None = field(default=None, compare=False, repr=False)
    inside: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InputError(problems, f"The index {self.name!r} cannot be made:")

    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, in order."""
        return tuple(each for domain in self.domains for each in domain.all_indicators())

    def leaves(self) -> tuple[Part, ...]:
        """The domains and parts that are made of indicators."""
        return tuple(leaf for domain in self.domains for leaf in domain.leaves())

    def paths(self) -> dict[str, str]:
        """The field of each indicator, by its name: `domains.0.indicators.2`."""
        return {each.name: path for path, each in indicator_paths("domains", self.domains)}

    def scale_of(self, indicator: Indicator) -> Scale:
        """The scale it is put on."""
        return indicator.scale or self.scale

    def imputation_of(self, indicator: Indicator) -> Imputation:
        """How its gaps are filled."""
        return indicator.impute or self.impute

    def outliers_of(self, indicator: Indicator) -> Outliers:
        """What is done about its extreme values."""
        return indicator.outliers or self.outliers

    @property
    def needs_groups(self) -> bool:
        """Whether the larger area around each area must be known."""
        return any(
            each.shrink or self.imputation_of(each).startswith("group")
            for each in self.indicators()
        )

    def columns(self) -> tuple[str, ...]:
        """Numeric columns that the table needs."""
        names = [each.name for each in self.indicators()]
        return (*names, *(OUT_OF.format(each.name) for each in self.indicators() if each.divided))

    def index_spec(self) -> IndexSpec:
        """The last steps: domain scores to ranks, scale and sum. Columns are named as the parts."""
        return IndexSpec(
            name=self.name,
            title=self.title,
            domains=tuple(_domain(each, self._share(self.domains)) for each in self.domains),
            transformation=self.transformation,
            constant=self.constant,
            aggregation=self.aggregation,
            power=self.power,
        )

    def _share(self, siblings: tuple[Part, ...]) -> float:
        return sum(each.weight for each in siblings) if self.scale_weights else 1.0

    def placed(self, problems: list[InputProblem]) -> list[InputProblem]:
        """The same problems with the document and the line they belong to, if it was read."""
        if self.document is None:
            return problems
        named = [replace(each, column=self.inside + each.column) for each in problems]
        return [self.document.place(each) for each in named]

    def _problems(self) -> Iterator[InputProblem]:
        if not self.name:
            yield InputProblem("a name", "nothing", column="name")
        yield from one_of("measures", self.measures, get_args(Measures))
        yield from one_of("scale", self.scale, get_args(Scale))
        yield from one_of("impute", self.impute, get_args(Imputation))
        yield from one_of("outliers", self.outliers, get_args(Outliers))
        yield from one_of("transformation", self.transformation, get_args(Transformation))
        yield from one_of("aggregation", self.aggregation, get_args(Combination))
        for name in ("screen", "least_held", "least_known"):
            share = getattr(self, name)
            if not 0 <= share <= 1:
                yield InputProblem("a share from 0 to 1", f"{share:g}", column=name)
        if not self.constant > 0:
            yield InputProblem("a number above 0", f"{self.constant:g}", column="constant")
        yield from domain_problems(self.domains, scale_weights=self.scale_weights)
        for path, each in indicator_paths("domains", self.domains):
            yield from scale_problems(path, each, self.scale_of(each), self.imputation_of(each))


def _domain(part: Part, total: float) -> Domain:
    inner = sum(each.weight for each in part.parts) if total != 1.0 else 1.0
    return Domain(
        part.name,
        part.weight / total,
        parts=tuple(_domain(each, inner) for each in part.parts),
    )
