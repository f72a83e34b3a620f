"""What is asked of change over time, and the ranks of one edition, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import numbers

TENTHS = 10
GROUPS = tuple(int(last) for last in numbers("change.groups"))


@dataclass(frozen=True, slots=True)
class ChangeSpec:
    """Which editions are compared.

    Attributes:
        start: the earlier edition of the transition table.
        end: the later one; the same as `start` where only one edition is known.
        groups: last tenth of each group in the flows, rising; the last is 10. Tenth 1 is the
            most deprived.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    start: str
    end: str
    groups: tuple[int, ...] = field(default=GROUPS)

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, "Change over time cannot be asked so:")

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups in words: `worst tenth`, `tenths 2 to 3`."""
        firsts = (1, *(last + 1 for last in self.groups))
        pairs = zip(firsts, self.groups, strict=False)
        return tuple(_in_words(first, last) for first, last in pairs)


@dataclass(frozen=True, slots=True)
class Edition:
    """Ranks of one edition on the areas that all editions share.

    Attributes:
        period: the edition, such as `2004`.
        table: `area_code`, `rank` (1 the most deprived; null where not known), `approximate`
            (true where the area's boundary has changed since, so that its rank is worked out
            from the areas it was made from).
        ranked: number of areas that the ranks were made among. A carried rank may lie one beyond.
    """

    period: str
    table: pl.DataFrame
    ranked: int


def _problems(spec: ChangeSpec) -> Iterator[InputProblem]:
    if spec.end < spec.start:
        yield InputProblem(f"an edition not before {spec.start}", repr(spec.end), column="to")
    rising = all(a < b for a, b in zip(spec.groups, spec.groups[1:], strict=False))
    if not spec.groups or spec.groups[0] < 1 or spec.groups[-1] != TENTHS or not rising:
        expected = "the last tenth of each group, rising, from 1 or more to 10"
        yield InputProblem(expected, repr(spec.groups), column="groups")


def _in_words(first: int, last: int) -> str:
    if first == last:
        return "worst tenth" if first == 1 else f"tenth {first}"
    return f"tenths {first} to {last}"
