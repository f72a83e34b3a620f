"""The key issues of the field: which question each asks and which measures answer it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from commonweal.errors import InputError, InputProblem, UnknownIndicator
from commonweal.parameters import recipe
from commonweal.parameters.document import read_document

_TEXTS = ("id", "title", "question", "caution")
_FILE = "key_issues.toml"


@dataclass(frozen=True, slots=True)
class Issue:
    """A key issue.

    Attributes:
        id: as in addresses and on the command line.
        title: what it is called.
        question: what people ask, in plain words.
        measures: ids of the measures that answer it, the most telling first.
        caution: what the figures do not say.
    """

    id: str
    title: str
    question: str
    measures: tuple[str, ...]
    caution: str


@cache
def issues() -> tuple[Issue, ...]:
    """The key issues, in the order they are shown."""
    return issues_of(recipe("key_issues"), _FILE)


def issues_of(text: str, name: str = _FILE) -> tuple[Issue, ...]:
    """Read issues from TOML: tables `[[issues]]` with the fields of `Issue`.

    Raises:
        InputError: carries every problem; `column` names the field.
    """
    found = read_document(text, name).data.get("issues", [])
    problems = [problem for place, item in enumerate(found) for problem in _problems(place, item)]
    names = [item.get("id") for item in found]
    problems += [
        InputProblem("each issue once", f"{each} more than once", file=name, column="id")
        for each in sorted({str(each) for each in names if names.count(each) > 1})
    ]
    if not found:
        problems.append(InputProblem("tables [[issues]]", "none", file=name))
    if problems:
        raise InputError(problems, f"{name} does not describe issues:")
    return tuple(
        Issue(**{key: item[key] for key in _TEXTS}, measures=tuple(item["measures"]))
        for item in found
    )


def issue(issue_id: str) -> Issue:
    """One issue by its id.

    Raises:
        UnknownIndicator: there is no such issue; names those there are.
    """
    for item in issues():
        if item.id == issue_id.strip().lower():
            return item
    held = ", ".join(item.id for item in issues())
    raise UnknownIndicator(f"there is no issue {issue_id!r}; there are: {held}")


def _problems(place: int, item: dict[str, Any]) -> list[InputProblem]:
    where = f"issues.{place}"
    problems = [
        InputProblem("text", repr(item.get(key)), column=f"{where}.{key}")
        for key in _TEXTS
        if not isinstance(item.get(key), str) or not item[key]
    ]
    measures = item.get("measures")
    listed = isinstance(measures, list) and all(isinstance(each, str) for each in measures)
    if not listed or not measures:
        problems.append(
            InputProblem("a list of measures", repr(measures), column=f"{where}.measures")
        )
    elif len(set(measures)) < len(measures):
        problems.append(
            InputProblem("each measure once", repr(measures), column=f"{where}.measures")
        )
    strange = sorted(set(item) - {*_TEXTS, "measures"})
    problems += [InputProblem(f"no field {key!r}", "one", column=where) for key in strange]
    return problems
