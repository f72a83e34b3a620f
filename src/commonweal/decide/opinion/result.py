"""Opinion groups and the figures of statements, as far as they may be shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from commonweal.decide.opinion.spec import OpinionSpec
from commonweal.decide.opinion.words import explain

if TYPE_CHECKING:
    import polars as pl


# To its last digit the middle of a few people would tell which of all possible answers theirs are.
_PLACES = 2


@dataclass(frozen=True, slots=True)
class Split:
    """How some people answered a statement. None where a count could reveal a person.

    Attributes:
        agree: people who agree.
        disagree: people who disagree.
        passed: people who passed.
        seen: people who answered at all.
    """

    agree: int | None
    disagree: int | None
    passed: int | None
    seen: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with the answers to it.

    Attributes:
        id: the statement.
        text: its words.
        overall: answers of everybody, whether in a group or not.
        by_group: answers of each group, in the order of the groups.
        consensus: group-informed consensus on agreeing, 0 to 1; None without groups, or where it
            would tell a count that is held back.
        difference: highest less lowest share of a group that agrees; None as `consensus`.
    """

    id: str
    text: str
    overall: Split
    by_group: tuple[Split, ...] = ()
    consensus: float | None = None
    difference: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A statement whose answer marks a group off from the others.

    Attributes:
        statement: its id.
        answer: what the group says.
        share: share of the group with the answer, one person of each kind added; None where it
            would tell a count that is held back.
        elsewhere: the same of all other groups together.
    """

    statement: str
    answer: Literal["agree", "disagree"]
    share: float | None
    elsewhere: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """People who answer alike.

    Attributes:
        name: A for the largest, then B, and so on.
        size: how many people.
        x: middle of their positions, across.
        y: middle of their positions, up.
        radius: root mean square distance of its people from the middle.
        marks: statements that mark it, most telling first.
    """

    name: str
    size: int
    x: float
    y: float
    radius: float
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinions:
    """Opinion groups of a conversation, and what they agree and differ on.

    Attributes:
        spec: what was asked.
        people: who answered anything.
        placed: of those, how many answered enough to be placed.
        groups: largest first; none where too few people were placed.
        statements: in the order of their ids.
        agreed: ids of statements with which most in every group agree, strongest first.
        rejected: ids of statements with which most in every group disagree, strongest first.
        divided: ids of statements with which most of one group agree and most of another
            disagree, furthest apart first.
        silhouette: how far groups stand apart, -1 to 1; None without at least two.
        places: one row a person placed, `person`, `group`, `x` and `y`. It is about people: show
            each their own, and publish the groups' middles and radii instead.
    """

    spec: OpinionSpec
    people: int
    placed: int
    groups: tuple[Group, ...]
    statements: tuple[Statement, ...]
    agreed: tuple[str, ...]
    rejected: tuple[str, ...]
    divided: tuple[str, ...]
    silhouette: float | None
    places: pl.DataFrame

    def explain(self) -> str:
        """What people agree and differ on, in plain words, a line for each finding."""
        return explain(self)

    def as_dict(self) -> dict[str, Any]:
        """For JSON, without anything of single people."""
        return {
            "explanation": self.explain(),
            "people": self.people,
            "placed": self.placed,
            "groups": [_group(group) for group in self.groups],
            "statements": [asdict(statement) for statement in self.statements],
            "agreed": list(self.agreed),
            "rejected": list(self.rejected),
            "divided": list(self.divided),
            "silhouette": None if self.silhouette is None else round(self.silhouette, _PLACES),
            "spec": asdict(self.spec),
        }


def _group(group: Group) -> dict[str, Any]:
    coarse = {name: round(getattr(group, name), _PLACES) for name in ("x", "y", "radius")}
    return {**asdict(group), **coarse}
