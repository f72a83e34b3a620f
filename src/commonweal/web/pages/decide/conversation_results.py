"""The kept result of a conversation, laid out for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.web.data.opinion_picture import Picture, picture

WIDTH = 100.0
ANSWERS = (("agree", "agree"), ("disagree", "disagree"), ("pass", "passed"))


@dataclass(frozen=True, slots=True)
class Part:
    """One answer in a bar: how many people, in 100, and where it is drawn (percent of the bar).

    `share` and `start` are None where a count that they rest on is held back.
    """

    word: str
    kind: str
    people: int
    share: float | None
    start: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """How some people answered a statement.

    Attributes:
        who: everyone, or a group.
        parts: the answers whose counts may be shown.
        whole: whether that is all of them.
        leaning: what most of them said; told where the bar is not whole.
    """

    who: str
    parts: tuple[Part, ...]
    whole: bool
    leaning: str

    @property
    def drawn(self) -> tuple[Part, ...]:
        """The parts that can be drawn."""
        return tuple(part for part in self.parts if part.people and part.start is not None)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the bar of everybody and one for each group."""

    number: int
    text: str
    overall: Bar
    by_group: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """What a group says more often than others."""

    text: str
    answer: str
    share: float | None
    elsewhere: float | None


@dataclass(frozen=True, slots=True)
class GroupShown:
    """An opinion group: its letter, its size, what marks it."""

    name: str
    size: int
    marks: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What the page tells, in its order."""

    people: int
    placed: int
    needed: int
    smallest_group: int
    least_count: int
    groups: tuple[GroupShown, ...]
    picture: Picture | None
    agreed: tuple[Said, ...]
    rejected: tuple[Said, ...]
    divided: tuple[Said, ...]
    everything: tuple[Said, ...]


def results_of(result: Mapping[str, Any]) -> Results:
    """Lay out a result as `opinions.result_of` makes it."""
    names = [group["name"] for group in result["groups"]]
    said = {
        one["id"]: _said(one, result["leanings"][one["id"]], names) for one in result["statements"]
    }
    texts = {each: one.text for each, one in said.items()}
    spec, several = result["spec"], len(names) > 1
    return Results(
        people=result["people"],
        placed=result["placed"],
        needed=min(spec["min_responses"], len(said)),
        smallest_group=spec["smallest_group"],
        least_count=spec["least_count"],
        groups=tuple(_group(group, texts) for group in result["groups"]) if several else (),
        picture=picture(result["groups"]) if several else None,
        **{
            name: tuple(said[each] for each in result[name])
            for name in ("agreed", "rejected", "divided")
        },
        everything=tuple(said.values()),
    )


def _said(statement: Mapping[str, Any], leanings: Sequence[str], names: list[str]) -> Said:
    everyone, *by_group = leanings
    # With one group alone its bar would be the same again.
    splits = zip(names, statement["by_group"], by_group, strict=True) if len(names) > 1 else ()
    return Said(
        number=int(statement["id"]),
        text=statement["text"],
        overall=bar("Everyone", statement["overall"], everyone),
        by_group=tuple(bar(f"Group {name}", split, leaning) for name, split, leaning in splits),
    )


def bar(who: str, split: Mapping[str, int | None], leaning: str = "") -> Bar:
    """The bar of a split: agreeing from the left, disagreeing from the right, passing between."""
    shares = {kind: _share(split[kind], split["seen"]) for _, kind in ANSWERS}
    agree, disagree, passed = shares["agree"], shares["disagree"], shares["passed"]
    starts = {
        "agree": 0.0 if agree is not None else None,
        "disagree": None if disagree is None else WIDTH - disagree,
        "passed": agree if passed is not None else None,
    }
    parts = tuple(
        Part(word, kind, people, shares[kind], starts[kind])
        for word, kind in ANSWERS
        if (people := split[kind]) is not None
    )
    return Bar(who, parts, len(parts) == len(ANSWERS), leaning)


def _share(people: int | None, seen: int | None) -> float | None:
    return None if people is None or not seen else WIDTH * people / seen


def _group(group: Mapping[str, Any], texts: Mapping[str, str]) -> GroupShown:
    marks = tuple(
        Marked(texts[mark["statement"]], mark["answer"], mark["share"], mark["elsewhere"])
        for mark in group["marks"]
    )
    return GroupShown(group["name"], group["size"], marks)
