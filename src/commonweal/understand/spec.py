"""What is asked of a comparison of groups, as data that can be read from TOML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from commonweal.errors import InputError, InputProblem
from commonweal.find.request import FindRequest
from commonweal.parameters import number
from commonweal.parameters.document import Fields, read_document
from commonweal.understand.groups import Split


@dataclass(frozen=True, slots=True)
class PrevalenceSpec:
    """Which groups are compared on which measures, and how sure to be.

    Attributes:
        find: the rule that gives areas their type, and the geography.
        measures: ids of the measures; all that can be had if empty.
        periods: the period wanted of a measure, by id; the latest for the rest.
        split: whether the groups are compared in each `region`, in each `rural_urban` class or in
            the country as a whole (`none`).
        against: what groups are held against; everything if empty.
        confidence: share of intervals that hold the true figure.
        false_discoveries: share of false discoveries borne among the gaps said to stand out.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    find: FindRequest = field(default_factory=FindRequest)
    measures: tuple[str, ...] = ()
    periods: Mapping[str, str] = field(default_factory=dict)
    split: Split = "none"
    against: tuple[str, ...] = ()
    confidence: float = number("understand.confidence")
    false_discoveries: float = number("understand.false_discoveries")

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, "Groups cannot be compared so:")


def prevalence_spec(text: str, name: str = "prevalence.toml") -> PrevalenceSpec:
    """Read a spec from TOML.

    Fields: `deprivation`, `infrastructure`, `geography`, `cut`, `within`, `split`, `against`
    (names with semicolons between), `confidence`, `false_discoveries`, and for each measure a
    table `[[measures]]` with `id` and maybe `period`.

    Raises:
        InputError: carries every problem with its line.
    """
    fields = Fields.of(read_document(text, name))
    usual = FindRequest()
    found = {
        "deprivation": fields.text("deprivation", usual.deprivation),
        "infrastructure": fields.text("infrastructure", usual.infrastructure),
        "geography": fields.text("geography", usual.geography),
        "cut": fields.number("cut", usual.cut),
        "within": fields.text("within", "") or None,
    }
    against = fields.text("against", "")
    given: dict[str, Any] = {
        **_measures(fields.tables("measures")),
        "split": fields.text("split", "none"),
        "against": tuple(part.strip() for part in against.split(";") if part.strip()),
        "confidence": fields.number("confidence", number("understand.confidence")),
        "false_discoveries": fields.number(
            "false_discoveries", number("understand.false_discoveries")
        ),
    }
    return fields.build(
        lambda: PrevalenceSpec(find=FindRequest(**found), **given),  # type: ignore[arg-type]
        f"{name} does not describe a comparison of groups:",
    )


def _measures(tables: list[Fields]) -> dict[str, Any]:
    ids, periods = [], {}
    for each in tables:
        name, period = each.text("id"), each.text("period", "")
        each.close()
        ids.append(name)
        if period:
            periods[name] = period
    return {"measures": tuple(ids), "periods": periods}


def _problems(spec: PrevalenceSpec) -> Iterator[InputProblem]:
    if spec.split not in get_args(Split):
        yield InputProblem(" or ".join(get_args(Split)), repr(spec.split), column="split")
    for name in ("confidence", "false_discoveries"):
        value = getattr(spec, name)
        if not 0 < value < 1:
            yield InputProblem("a share between 0 and 1", f"{value:g}", column=name)
    twice = sorted({name for name in spec.measures if spec.measures.count(name) > 1})
    for name in twice:
        yield InputProblem("each measure once", f"{name} more than once", column="measures")
