"""Which areas make up each group and each comparison: cells that share no area, and sets of them.

A comparison with a whole that holds the group itself (England, the group's own region) is made
with the rest of that whole, and then scaled: level - level of the whole = (1 - s) x (level - level
of the rest), where s is the group's share of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem
from commonweal.understand.groups import Grouping, Split
from commonweal.understand.measures import Floats

SAME: dict[str, str] = {
    "region": "all of the same region",
    "rural_urban": "all of the same class",
}
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Comparison:
    """A set held against another; `whole` where the other holds the set itself."""

    first: int
    second: int
    against: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells, sets and comparisons of a grouping and a split.

    Attributes:
        cells: the cell of each area.
        members: sets x cells, 1 where the cell is in the set.
        names: (split, group) of each set; the first set is the whole.
        comparisons: which sets are held against which.
    """

    cells: NDArray[np.int64]
    members: Floats
    names: tuple[tuple[str, str], ...]
    comparisons: tuple[Comparison, ...]

    @property
    def others(self) -> Floats:
        """Comparisons x cells: what each comparison is made with, the set itself taken out."""
        rows = [
            self.members[item.second] - (self.members[item.first] if item.whole else 0)
            for item in self.comparisons
        ]
        return np.array(rows).reshape(len(rows), self.members.shape[1])


def lay_out(
    area_codes: pl.Series,
    grouping: Grouping,
    parts: pl.DataFrame | None,
    split: Split,
    against: tuple[str, ...],
) -> Layout:
    """Lay out the cells, sets and comparisons.

    Args:
        area_codes: every area of the geography.
        grouping: the groups.
        parts: `area_code, split`, or None for no split.
        split: what the parts are.
        against: names of what groups are held against; everything if empty.

    Raises:
        InputError: groups of codes that are not among the areas (another vintage, say), or a name
            in `against` that is none of theirs.
    """
    frame = _numbered(area_codes, grouping, parts)
    names = [(grouping.whole, grouping.whole)]
    rows = [np.ones(frame["cell"].n_unique())]
    cells, order = _dense(frame)
    comparisons: list[Comparison] = []
    for part in _parts(frame, grouping, parts):
        inside = order["split"] == part
        whole = 0
        if parts is not None:
            whole = len(rows)
            names.append((part, SAME[split]))
            rows.append(inside.to_numpy().astype(np.float64))
        found = []
        for group in grouping.order:
            row = (inside & (order["group"] == group)).to_numpy().astype(np.float64)
            if row.any():
                found.append(len(rows))
                names.append((part, group))
                rows.append(row)
        comparisons += _compared(found, names, grouping.whole, whole, SAME.get(split, ""))
    held = {item.against for item in comparisons}
    _must_know(against, held | set(grouping.order) | {grouping.whole})
    kept = tuple(item for item in comparisons if not against or item.against in against)
    return Layout(cells, np.array(rows), tuple(names), kept)


def _compared(
    found: list[int], names: list[tuple[str, str]], all_areas: str, whole: int, same: str
) -> list[Comparison]:
    made = []
    for place, first in enumerate(found):
        made += [
            Comparison(first, second, names[second][1], whole=False)
            for second in found[place + 1 :]
        ]
        if whole:
            made.append(Comparison(first, whole, same, whole=True))
        made.append(Comparison(first, 0, all_areas, whole=True))
    return made


def _numbered(
    area_codes: pl.Series, grouping: Grouping, parts: pl.DataFrame | None
) -> pl.DataFrame:
    areas = pl.DataFrame({"area_code": area_codes})
    strange = grouping.table.join(areas, on="area_code", how="anti")["area_code"].sort()
    if len(strange):
        raise InputError(_strange(strange, grouping), "The groups do not fit the measures:")
    frame = areas.join(grouping.table, on="area_code", how="left", maintain_order="left")
    if parts is None:
        frame = frame.with_columns(split=pl.lit(grouping.whole))
    else:
        frame = frame.join(parts, on="area_code", how="left", maintain_order="left")
    return frame.with_columns(
        pl.col("group", "split").fill_null(""), cell=pl.struct("split", "group").rank("dense")
    )


def _dense(frame: pl.DataFrame) -> tuple[NDArray[np.int64], pl.DataFrame]:
    """The cell of each area from 0, and what each cell is, in the order of its number."""
    order = frame.select("split", "group").unique().sort("split", "group").with_row_index("cell")
    joined = frame.drop("cell").join(
        order, on=["split", "group"], how="left", maintain_order="left"
    )
    return joined["cell"].to_numpy().astype(np.int64), order


def _parts(frame: pl.DataFrame, grouping: Grouping, parts: pl.DataFrame | None) -> list[str]:
    if parts is None:
        return [grouping.whole]
    return sorted(name for name in frame["split"].unique() if name)


def _strange(codes: pl.Series, grouping: Grouping) -> list[InputProblem]:
    expected = f"a code of {grouping.geography}"
    found = [InputProblem(expected, code, column="area_code") for code in codes.head(_SHOWN)]
    if len(codes) > _SHOWN:
        more = f"{len(codes) - _SHOWN:,} more"
        found.append(InputProblem(expected, more, column="area_code"))
    return found


def _must_know(against: tuple[str, ...], held: set[str]) -> None:
    problems = [
        InputProblem(f"one of {', '.join(sorted(held))}", name, column="against")
        for name in against
        if name not in held
    ]
    if problems:
        raise InputError(problems, "The groups cannot be held against these:")
