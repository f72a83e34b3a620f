"""The people who put themselves forward: a table checked at the door.

What is wrong is told by row and column only, never with what stands there: it is about people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonweal.decide.sortition.spec import PanelSpec
from commonweal.errors import InputError, InputProblem

if TYPE_CHECKING:
    import polars as pl

_FIRST = 2  # The heading is row 1.


@dataclass(frozen=True, slots=True)
class Volunteers:
    """Volunteers, in the order of their ids, so that the order of the table never counts.

    Attributes:
        ids: one a volunteer.
        rows: of the table each stands in, counted as a person counts; the heading is row 1.
        values: one a volunteer, the value of each feature in the order of the spec.
        households: one a volunteer; whoever gives none is a household alone.
    """

    ids: tuple[str, ...]
    rows: tuple[int, ...]
    values: tuple[tuple[str, ...], ...]
    households: tuple[str, ...]


def read_volunteers(table: pl.DataFrame, spec: PanelSpec, name: str = "") -> Volunteers:
    """Check a table of volunteers against what the panel is balanced on.

    Args:
        table: one row a volunteer: `id`, a column for each feature, and `household` where the
            spec limits households. Other columns are not read.
        spec: names the features and their values.
        name: of the file, for messages.

    Raises:
        InputError: carries every problem, by row and column.
    """
    needed = ["id", *(feature.name for feature in spec.features)]
    if spec.household_limit is not None:
        needed.append("household")
    absent = [column for column in needed if column not in table.columns]
    if absent or not table.height:
        problems = [InputProblem(f"a column {each!r}", "none", file=name) for each in absent]
        if not table.height:
            problems.append(InputProblem("at least one volunteer", "none", file=name))
        raise InputError(problems, _TITLE)
    columns = {column: _texts(table, column) for column in dict.fromkeys(needed)}
    found = [*_id_problems(columns["id"], spec, name), *_value_problems(columns, spec, name)]
    if found:
        raise InputError(found, _TITLE)
    return _sorted(columns, spec)


_TITLE = "The volunteers cannot be used:"


def _texts(table: pl.DataFrame, column: str) -> list[str]:
    return ["" if each is None else str(each).strip() for each in table[column].to_list()]


def _id_problems(ids: Sequence[str], spec: PanelSpec, name: str) -> Iterator[InputProblem]:
    first: dict[str, int] = {}
    for row, each in enumerate(ids, start=_FIRST):
        if not each:
            yield InputProblem("an id", "nothing", name, column="id", row=row)
        elif each in first:
            came = f"that of row {first[each]} again"
            yield InputProblem("an id of its own", came, name, column="id", row=row)
        else:
            first[each] = row
    for place, seat in enumerate(spec.seats, start=1):
        if seat not in first:
            came = f"another for fixed seat {place}"
            yield InputProblem("the id of a volunteer", came, name, column="id")


def _value_problems(
    columns: Mapping[str, Sequence[str]], spec: PanelSpec, name: str
) -> Iterator[InputProblem]:
    for feature in spec.features:
        known = {quota.value for quota in feature.quotas}
        expected = f"one of {', '.join(quota.value for quota in feature.quotas)}"
        for row, each in enumerate(columns[feature.name], start=_FIRST):
            if each not in known:
                came = "something else" if each else "nothing"
                yield InputProblem(expected, came, name, column=feature.name, row=row)


def _sorted(columns: Mapping[str, Sequence[str]], spec: PanelSpec) -> Volunteers:
    ids = columns["id"]
    order = sorted(range(len(ids)), key=lambda place: ids[place])
    homes = columns.get("household", [""] * len(ids))
    values = [tuple(columns[feature.name][place] for feature in spec.features) for place in order]
    return Volunteers(
        tuple(ids[place] for place in order),
        tuple(place + _FIRST for place in order),
        tuple(values),
        tuple(homes[place] for place in order),
    )
