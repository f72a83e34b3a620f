"""How opinion groups are sought, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number


@dataclass(frozen=True, slots=True)
class OpinionSpec:
    """How opinion groups are sought and what of them is shown.

    Attributes:
        min_responses: statements that a person must have answered to be placed in a group; all
            of them where there are fewer.
        max_groups: most groups that are sought.
        smallest_group: fewest people in a group that may be shown. A division with a smaller
            group is not taken.
        least_count: smallest count of people with one answer that may be shown; 0 may be too.
        seed: draws the starts of the search, so that it can be done again.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    min_responses: int = int(number("opinion.min_responses"))
    max_groups: int = int(number("opinion.max_groups"))
    smallest_group: int = int(number("opinion.smallest_group"))
    least_count: int = int(number("opinion.least_count"))
    seed: int = 1

    def __post_init__(self) -> None:
        if problems := list(_problems(self)):
            raise InputError(problems, "Opinion groups cannot be sought so:")


def _problems(spec: OpinionSpec) -> Iterator[InputProblem]:
    for name, least in (("min_responses", 1), ("max_groups", 1), ("least_count", 1), ("seed", 0)):
        if (given := getattr(spec, name)) < least:
            yield InputProblem(f"a whole number of {least} or more", f"{given}", column=name)
    if spec.max_groups > len(ascii_uppercase):
        expected = f"at most {len(ascii_uppercase)} groups, one a letter"
        yield InputProblem(expected, f"{spec.max_groups}", column="max_groups")
    if spec.smallest_group < spec.least_count:
        expected = f"at least the {spec.least_count} of least_count"
        yield InputProblem(expected, f"{spec.smallest_group}", column="smallest_group")
