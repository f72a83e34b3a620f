"""How larger areas are summarised, as data: the five measures of the Indices of Deprivation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from commonweal.errors import InputError, InputProblem
from commonweal.find.index_spec import Ties
from commonweal.parameters import number, numbers
from commonweal.parameters.document import Fields, read_document
from commonweal.stats import PRECISIONS, Precision


@dataclass(frozen=True, slots=True)
class SummarySpec:
    """The summary measures of larger areas.

    Attributes:
        worst_share: share of areas that counts as the most deprived, in the proportion.
        concentration_share: share of a group's people that its local concentration rests on.
        extent_full_percentile: last percentile of areas whose people count in full.
        extent_last_percentile: last percentile whose people count at all.
        extent_taper: weights of the first and of the last percentile that count in part.
        ties: rank that equal areas share. The official measures use the mean.
        precision: of stored intermediate values. The official measures are those of single
            precision: with it all 296 districts of 2025 come out as printed on every measure,
            with double precision three average ranks and six local concentrations differ by 1 in
            the last digit.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    worst_share: float = number("summaries.worst_share")
    concentration_share: float = number("summaries.concentration_share")
    extent_full_percentile: int = int(number("summaries.extent_full_percentile"))
    extent_last_percentile: int = int(number("summaries.extent_last_percentile"))
    extent_taper: tuple[float, float] = numbers("summaries.extent_taper")  # type: ignore[assignment]
    ties: Ties = "mean"
    precision: Precision = "single"

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, "The summary measures cannot be made:")


def summary_spec(text: str, name: str = "summary.toml") -> SummarySpec:
    """Read the summary measures from TOML; every field of `SummarySpec` may be given.

    Raises:
        InputError: carries every problem with its line.
    """
    fields = Fields.of(read_document(text, name))
    default = SummarySpec()
    given: dict[str, Any] = {
        "worst_share": fields.number("worst_share", default.worst_share),
        "concentration_share": fields.number("concentration_share", default.concentration_share),
        "extent_full_percentile": fields.whole("extent_full_percentile"),
        "extent_last_percentile": fields.whole("extent_last_percentile"),
        "ties": fields.text("ties", default.ties),
        "precision": fields.text("precision", default.precision),
    }
    given = {key: value for key, value in given.items() if value is not None}
    return fields.build(
        lambda: SummarySpec(**given), f"{name} does not describe the summary measures:"
    )


def _problems(spec: SummarySpec) -> Iterator[InputProblem]:
    for name in ("worst_share", "concentration_share"):
        share = getattr(spec, name)
        if not 0 < share <= 1:
            yield InputProblem("a share above 0 and at most 1", f"{share:g}", column=name)
    full, last = spec.extent_full_percentile, spec.extent_last_percentile
    if not 0 <= full < last <= 100:
        came = f"{full} and {last}"
        yield InputProblem(
            "two percentiles, the second the higher", came, column="extent_full_percentile"
        )
    if not all(0 <= weight <= 1 for weight in spec.extent_taper):
        came = str(spec.extent_taper)
        yield InputProblem("two weights between 0 and 1", came, column="extent_taper")
    for name, known in (("ties", get_args(Ties)), ("precision", PRECISIONS)):
        if getattr(spec, name) not in known:
            expected = " or ".join(map(repr, known))
            yield InputProblem(expected, repr(getattr(spec, name)), column=name)
