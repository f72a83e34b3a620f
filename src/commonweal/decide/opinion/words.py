"""Opinion groups told in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commonweal.parameters import number

if TYPE_CHECKING:
    from commonweal.decide.opinion.result import Group, Mark, Opinions


def explain(found: Opinions) -> str:
    """What people agree and differ on, a line for each finding."""
    return "\n".join((*_head(found), *_common(found), *_differences(found), *_marks(found)))


def _head(found: Opinions) -> Iterator[str]:
    told = "All" if found.placed == found.people else f"{found.placed:,}"
    needed = min(found.spec.min_responses, len(found.statements))
    yield (
        f"{_people(found.people)} answered {_many(len(found.statements), 'statement')}. {told} of "
        f"them answered {needed} or more, enough to be placed."
    )
    if not found.groups:
        yield (
            f"That is too few to look for groups: {2 * found.spec.smallest_group} are needed, so "
            "that nobody is picked out."
        )
    elif len(found.groups) == 1:
        yield "No separate groups stand out: people answered too much alike, or too mixed."
    else:
        sizes = ", ".join(f"{group.name} ({_people(group.size)})" for group in found.groups)
        yield f"There are {len(found.groups)} opinion groups: {sizes}. {_apart(found)}"


def _apart(found: Opinions) -> str:
    if (found.silhouette or 0) > number("opinion.clear_silhouette"):
        return "They stand clearly apart."
    return "They overlap, so take them as a rough picture."


def _common(found: Opinions) -> Iterator[str]:
    everyone = "people in every group" if len(found.groups) > 1 else "people"
    for ids, verb in ((found.agreed, "agree"), (found.rejected, "disagree")):
        for each in ids:
            told = _told(found, each, verb)
            yield f"Most {everyone} {verb} that: {_text(found, each)}{told}"
    if len(found.groups) > 1 and not found.agreed and not found.rejected:
        yield "There is no statement on which most people in every group say the same."


def _differences(found: Opinions) -> Iterator[str]:
    for each in found.divided:
        yield f"Groups are divided on: {_text(found, each)}"


def _marks(found: Opinions) -> Iterator[str]:
    for group in found.groups:
        for mark in group.marks:
            yield _mark(found, group, mark)


def _mark(found: Opinions, group: Group, mark: Mark) -> str:
    text = _text(found, mark.statement)
    return f"Group {group.name}, more than others, {mark.answer}s that: {text}"


def _told(found: Opinions, statement: str, verb: str) -> str:
    split = next(each.overall for each in found.statements if each.id == statement)
    count = split.agree if verb == "agree" else split.disagree
    if count is None or split.seen is None:
        return ""
    return f" ({count:,} of {split.seen:,} who answered)"


def _text(found: Opinions, statement: str) -> str:
    text = next(each.text for each in found.statements if each.id == statement)
    return f"“{text}”"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
