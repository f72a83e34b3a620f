"""What a neighbourhood must be, as data: how many people, and what counts as adjoining."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number
from commonweal.parameters.document import Fields, read_document

MINIMUM = int(number("neighbourhoods.minimum"))
MAXIMUM = int(number("neighbourhoods.maximum"))
TARGET = int(number("neighbourhoods.target"))
LEAST_EDGE = number("neighbourhoods.least_edge")
FURTHEST_STEP = number("neighbourhoods.furthest_step")


@dataclass(frozen=True, slots=True)
class NeighbourhoodSpec:
    """How to make neighbourhoods.

    Attributes:
        minimum: fewest people of a neighbourhood.
        maximum: most people of a neighbourhood.
        least_edge: metres of shared edge below which two areas join only where the areas cut off
            by that would be too few people to stand alone.
        furthest_step: metres between where the people of two adjoining areas live, up to which
            areas are added one beyond the other. Further ones are added only where a
            neighbourhood could not reach the minimum otherwise.
        one_district: whether a neighbourhood must keep to one district.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    minimum: int = MINIMUM
    maximum: int = MAXIMUM
    least_edge: float = LEAST_EDGE
    furthest_step: float = FURTHEST_STEP
    one_district: bool = False

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, "Neighbourhoods cannot be made so:")

    @property
    def target(self) -> float:
        """People that parts of larger pieces are cut towards.

        The usual 10,000 where the range holds it, else the middle of the range.
        """
        if self.minimum <= TARGET <= self.maximum:
            return float(TARGET)
        return (self.minimum + self.maximum) / 2


def neighbourhood_spec(text: str, name: str = "neighbourhoods.toml") -> NeighbourhoodSpec:
    """Read a spec from TOML: `minimum`, `maximum`, `least_edge`, `furthest_step`, `one_district`.

    Raises:
        InputError: carries every problem with its line.
    """
    fields = Fields.of(read_document(text, name))
    least, most = fields.whole("minimum"), fields.whole("maximum")
    given: dict[str, Any] = {
        "minimum": MINIMUM if least is None else least,
        "maximum": MAXIMUM if most is None else most,
        "least_edge": fields.number("least_edge", LEAST_EDGE),
        "furthest_step": fields.number("furthest_step", FURTHEST_STEP),
        "one_district": fields.flag("one_district", default=False),
    }
    return fields.build(
        lambda: NeighbourhoodSpec(**given), f"{name} does not describe neighbourhoods:"
    )


def _problems(spec: NeighbourhoodSpec) -> Iterator[InputProblem]:
    if spec.minimum < 1:
        yield InputProblem("a number of people above 0", f"{spec.minimum:,}", column="minimum")
    if spec.maximum <= spec.minimum:
        expected = f"more people than the minimum of {spec.minimum:,}"
        yield InputProblem(expected, f"{spec.maximum:,}", column="maximum")
    for name in ("least_edge", "furthest_step"):
        metres = getattr(spec, name)
        if not metres >= 0:
            yield InputProblem("a length of 0 metres or more", f"{metres:g}", column=name)
