"""What a profile is asked of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number


@dataclass(frozen=True, slots=True)
class ProfileSpec:
    """An area by its code, or a neighbourhood by the small areas in it.

    Attributes:
        code: of an area (a small area, MSOA, ward, district or region of today); empty for a
            neighbourhood.
        name: of a neighbourhood.
        members: of a neighbourhood: (code of a small area, share of its people who live in the
            neighbourhood, above 0 and at most 1).
        id: permanent id of a neighbourhood, if it has one.
        other_districts: whether similar places must lie in other districts.
        similar: how many similar places it is held against; `profile.similar_places` if 0.

    Raises:
        InputError: carries every problem.
    """

    code: str = ""
    name: str = ""
    members: tuple[tuple[str, float], ...] = ()
    id: str = ""
    other_districts: bool = False
    similar: int = 0

    def __post_init__(self) -> None:
        problems = []
        if bool(self.code) == bool(self.members):
            came = "both" if self.code else "neither"
            problems.append(InputProblem("the code of an area, or the areas of a place", came))
        twice = sorted({code for code, _ in self.members if self._times(code) > 1})
        problems += [InputProblem("each small area once", f"{code} again") for code in twice]
        problems += [
            InputProblem("a share above 0 and at most 1", f"{share:g}", column=code)
            for code, share in self.members
            if not 0 < share <= 1
        ]
        if self.similar < 0:
            problems.append(InputProblem("a number of similar places above 0", f"{self.similar}"))
        if problems:
            raise InputError(problems, "No profile can be made:")

    def _times(self, code: str) -> int:
        return sum(code == each for each, _ in self.members)

    @property
    def count(self) -> int:
        """How many similar places it is held against."""
        return self.similar or int(number("profile.similar_places"))


def neighbourhood_spec(
    name: str, members: Iterable[str] | Mapping[str, float], neighbourhood: str = ""
) -> ProfileSpec:
    """The spec of a neighbourhood made of small areas, whole or in part.

    Args:
        name: what it is called.
        members: codes of small areas, or the share of each one's people who live there.
        neighbourhood: its permanent id, if it has one.

    Raises:
        InputError: no area, an area twice, or a share outside 0 to 1.
    """
    pairs = members.items() if isinstance(members, Mapping) else ((code, 1.0) for code in members)
    return ProfileSpec(name=name, members=tuple(sorted(pairs)), id=neighbourhood)
