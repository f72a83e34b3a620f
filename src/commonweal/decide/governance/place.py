"""What is known of a neighbourhood that bears on its forms of governance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.errors import InputError, InputProblem


@dataclass(frozen=True, slots=True)
class Place:
    """A neighbourhood. None stands for what is not known.

    Attributes:
        name: as people call it.
        population: people who live there.
        electors: local government electors.
        electors_estimated: whether `electors` is an estimate rather than the register's number.
        parished: whether any part of it lies in a parish.
        in_programme: whether it is one of the Pride in Place neighbourhoods.
        has_forum: whether a neighbourhood forum is designated for it.
        has_plan: whether a neighbourhood plan is made for it.
        reviewed_lately: whether the council ended a community governance review of much the same
            area so lately that it need not hold another.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    name: str
    population: int | None = None
    electors: int | None = None
    electors_estimated: bool = False
    parished: bool | None = None
    in_programme: bool | None = None
    has_forum: bool | None = None
    has_plan: bool | None = None
    reviewed_lately: bool | None = None

    def __post_init__(self) -> None:
        if problems := list(_problems(self)):
            raise InputError(problems, "This cannot be compared:")


def _problems(place: Place) -> Iterator[InputProblem]:
    if not place.name.strip():
        yield InputProblem("the name of a neighbourhood", "nothing", column="name")
    for field in ("population", "electors"):
        given = getattr(place, field)
        if given is not None and given < 1:
            yield InputProblem("a whole number of 1 or more", str(given), column=field)
    people, electors = place.population, place.electors
    if people is not None and electors is not None and electors > people:
        expected = f"no more electors than the {people:,} people"
        yield InputProblem(expected, f"{electors:,}", column="electors")
