"""When an area is doubly disadvantaged, as data: two conditions and the rule that joins them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number
from commonweal.parameters.document import Fields, read_document

Rule = Literal["intersection", "combined score"]
Holds = Literal["ranks", "scores, higher is worse", "scores, lower is worse"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the two measures and how severe it must be.

    Attributes:
        column: column of the table that holds it.
        label: what people call it, such as `IMD 2025`.
        cut: share of areas, from the worst, that counts as severe. An area is inside when its
            rank is at most floor(cut x number of areas ranked).
        holds: what the column holds: ranks with 1 the worst, or scores to be ranked here (ties
            take the lowest rank).
        ranked_among: number of areas that the ranks were made among, when that is not the number
            of areas known in the table (a part of the country, or ranks of an older geography).
    """

    column: str
    label: str
    cut: float = number("double_disadvantage.cut")
    holds: Holds = "ranks"
    ranked_among: int | None = None


@dataclass(frozen=True, slots=True)
class DoubleDisadvantageSpec:
    """A rule for double disadvantage.

    Attributes:
        deprivation: the measure of deprivation.
        infrastructure: the measure of social infrastructure; its worst end is the lack of it.
        rule: "intersection" asks that both conditions hold. "combined score" ranks the areas on
            the weighted mean of their two ranks, each as a share of the areas ranked, and takes
            those inside `combined_cut`.
        geography: what the areas are, such as `LSOA 2021`.
        combined_cut: share of areas that the combined score takes.
        deprivation_weight: weight of deprivation in the combined score; the rest is the other's.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    deprivation: Condition
    infrastructure: Condition
    rule: Rule = "intersection"
    geography: str = "LSOA 2021"
    combined_cut: float = number("double_disadvantage.cut")
    deprivation_weight: float = 0.5

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, "The rule for double disadvantage cannot be used:")


def double_disadvantage_spec(text: str, name: str = "rule.toml") -> DoubleDisadvantageSpec:
    """Read a rule from TOML.

    Fields: `rule`, `geography`, `cut` (for both conditions), `combined_cut`,
    `deprivation_weight`, and the tables `[deprivation]` and `[infrastructure]` with `column`,
    `label`, `cut`, `holds` and `ranked_among`.

    Raises:
        InputError: carries every problem with its line.
    """
    document = read_document(text, name)
    fields = Fields.of(document)
    cut = fields.number("cut", number("double_disadvantage.cut"))
    given: dict[str, Any] = {
        "deprivation": _read_condition(fields.table("deprivation"), cut),
        "infrastructure": _read_condition(fields.table("infrastructure"), cut),
        "rule": fields.text("rule", "intersection"),
        "geography": fields.text("geography", "LSOA 2021"),
        "combined_cut": fields.number("combined_cut", cut),
        "deprivation_weight": fields.number("deprivation_weight", 0.5),
    }
    return fields.build(
        lambda: DoubleDisadvantageSpec(**given),
        f"{name} does not describe a rule for double disadvantage:",
    )


def _read_condition(fields: Fields, cut: float) -> Condition:
    column = fields.text("column")
    condition = Condition(
        column=column,
        label=fields.text("label", column),
        cut=fields.number("cut", cut),
        holds=fields.text("holds", "ranks"),  # type: ignore[arg-type]
        ranked_among=fields.whole("ranked_among"),
    )
    fields.close()
    return condition


def _problems(spec: DoubleDisadvantageSpec) -> Iterator[InputProblem]:
    yield from _condition_problems("deprivation", spec.deprivation)
    yield from _condition_problems("infrastructure", spec.infrastructure)
    if spec.deprivation.column and spec.deprivation.column == spec.infrastructure.column:
        came = f"{spec.deprivation.column!r} twice"
        yield InputProblem("two different columns", came, column="infrastructure.column")
    if spec.rule not in get_args(Rule):
        yield InputProblem(" or ".join(map(repr, get_args(Rule))), repr(spec.rule), column="rule")
    yield from _share("combined_cut", spec.combined_cut)
    if not 0 <= spec.deprivation_weight <= 1:
        came = f"{spec.deprivation_weight:g}"
        yield InputProblem("a share from 0 to 1, such as 0.5", came, column="deprivation_weight")


def _condition_problems(path: str, condition: Condition) -> Iterator[InputProblem]:
    if not condition.column:
        yield InputProblem("the name of a column", "nothing", column=f"{path}.column")
    yield from _share(f"{path}.cut", condition.cut)
    if condition.holds not in get_args(Holds):
        known = " or ".join(map(repr, get_args(Holds)))
        yield InputProblem(known, repr(condition.holds), column=f"{path}.holds")
    if condition.ranked_among is not None and condition.ranked_among < 1:
        came = str(condition.ranked_among)
        yield InputProblem("a number of areas above 0", came, column=f"{path}.ranked_among")


def _share(path: str, value: float) -> Iterator[InputProblem]:
    if not 0 < value <= 1:
        yield InputProblem("a share above 0 and at most 1, such as 0.1", f"{value:g}", column=path)
