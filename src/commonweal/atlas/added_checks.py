"""What can be wrong with a file that is to be added: its form, its codes, what is held already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from commonweal.atlas.added_spec import AddedSpec
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import InputError, InputProblem
from commonweal.parameters.document import FieldProblem
from commonweal.sources.frames import ROW, read_text_frame
from commonweal.sources.read import read_content

if TYPE_CHECKING:
    from commonweal.atlas.atlas import Atlas

_SHOWN = 3
_DEFINING = ("title", "unit", "polarity", "kind", "apportion")


def problems_of(spec: AddedSpec, file: Path, atlas: Atlas) -> list[InputProblem]:
    """Everything wrong with a file and its spec, so that all of it is reported once."""
    of_file = _problems_of_file(spec, file)
    vintage = _wrong_vintage(spec, file, atlas)
    if vintage:
        # They say the same of the codes, and more.
        of_file = [item for item in of_file if item.column != spec.table.code_column]
    return [*vintage, *of_file, *_held_already(spec, atlas)]


def _problems_of_file(spec: AddedSpec, file: Path) -> list[InputProblem]:
    """What the strict reader finds wrong, each with the line of the spec that asks for it."""
    source = spec.release.files[0]
    try:
        read_content(spec.release, source, spec.table, file)
    except InputError as error:
        return [_with_line(spec, problem) for problem in error.problems]
    return []


def _with_line(spec: AddedSpec, problem: InputProblem) -> InputProblem:
    line = spec.document.line(spec.columns.get(problem.column, ""))
    if line is None:
        return problem
    asked = f"Line {line} of {spec.document.name} asks for this column."
    return replace(problem, hint=f"{problem.hint} {asked}".strip())


def _wrong_vintage(spec: AddedSpec, file: Path, atlas: Atlas) -> list[InputProblem]:
    """Codes that are not of the geography that the spec names, and what they are."""
    table, kind = spec.table, GEOGRAPHIES[spec.table.geography]
    frame = read_text_frame(file, table.sheet, table.skip)
    if table.code_column not in frame.columns:
        return []
    codes = pl.col(table.code_column).str.strip_chars()
    frame = frame.select(ROW, area_code=codes).drop_nulls()
    held = atlas.areas(kind.id)
    if not held.height:
        there = ", ".join(atlas.geographies())
        problem = InputProblem(f"one of {there}", repr(kind.id), column="geography")
        return [spec.document.place(problem)]
    unknown = frame.join(held, on="area_code", how="anti")
    if not unknown.height:
        return []
    shown = [
        InputProblem(
            f"a code of {kind.title}",
            repr(code),
            file.name,
            column=table.code_column,
            row=row,
            hint=_what_it_is(code, atlas),
        )
        for row, code in unknown.head(_SHOWN).iter_rows()
    ]
    came = f"{unknown.height:,} codes of {frame.height:,} that are not"
    problem = InputProblem(
        f"codes of {kind.title}", came, column="geography", hint=_vintage(frame, atlas)
    )
    return [spec.document.place(problem), *shown]


def _vintage(frame: pl.DataFrame, atlas: Atlas) -> str:
    """Which vintage holds the most of the codes, in words."""
    found = atlas.query(
        "select geography, count(*) as codes from {areas} where area_code in (select unnest(?)) "
        "group by geography order by codes desc, geography desc limit 1",
        [frame["area_code"].unique().to_list()],
    )
    if not found.height:
        return "No area of this atlas has any of these codes."
    name, codes = found.row(0)
    title = GEOGRAPHIES[name].title if name in GEOGRAPHIES else name
    return (
        f"{codes:,} of them are codes of {title}: if that is what they are, say "
        f'geography = "{name}".'
    )


def _what_it_is(code: str, atlas: Atlas) -> str:
    found = atlas.query(
        "select geography from {areas} where area_code = ? order by geography desc", [code]
    )
    if not found.height:
        return "No area of this atlas has it."
    title = GEOGRAPHIES[found.item(0, 0)].title
    parts = [f"{item.code} ({item.weight:.0%})" for item in atlas.successors(code)[:_SHOWN]]
    became = f" It became {', '.join(parts)}." if parts else ""
    return f"It is a code of {title}.{became}"


def _held_already(spec: AddedSpec, atlas: Atlas) -> Iterator[FieldProblem]:
    """Series or definitions that another release of the atlas already has."""
    indicators = {row["indicator"]: row for row in atlas.indicators().iter_rows(named=True)}
    for definition in spec.release.indicators:
        held = indicators.get(definition.id)
        if held is None:
            continue
        path = _field(spec, definition.id)
        series = atlas.indicator(definition.id).series
        if all(item.release == spec.release.id for item in series):
            continue
        for key in _DEFINING:
            if held[key] != getattr(definition, key):
                came = f"{getattr(definition, key)!r}"
                hint = "This atlas holds it so. Take an id of your own to differ."
                problem = InputProblem(repr(held[key]), came, column=f"{path}.{key}", hint=hint)
                yield spec.document.place(problem)
        periods = {m.period for m in spec.table.measures if m.indicator == definition.id}
        for item in series:
            same = item.period in periods and item.geography == spec.table.geography
            if same and item.release not in (spec.release.id, spec.release.supersedes):
                came = f"{definition.id} of {item.period}, which {item.release} has"
                hint = f'Give another period, or say supersedes = "{item.release}".'
                problem = InputProblem("a series not held yet", came, column=path, hint=hint)
                yield spec.document.place(problem)


def _field(spec: AddedSpec, indicator_id: str) -> str:
    measure = next(m for m in spec.table.measures if m.indicator == indicator_id)
    return spec.columns[measure.column].rpartition(".")[0]


def notes_on(spec: AddedSpec, held: int, atlas: Atlas) -> Iterator[str]:
    """What a person should know who adds this: areas it leaves out, what it replaces."""
    if spec.table.rows < held:
        kind = GEOGRAPHIES[spec.table.geography]
        yield (
            f"The file has {spec.table.rows:,} of the {held:,} {kind.plural}; of the others "
            "nothing is known."
        )
    if not spec.release.supersedes:
        return
    lost = atlas.query(
        "select distinct indicator from {series} where release = ? order by 1",
        [spec.release.supersedes],
    )["indicator"].to_list()
    own = {definition.id for definition in spec.release.indicators}
    gone = [name for name in lost if name not in own]
    if gone:
        more = f" and {len(gone) - _SHOWN} more" if len(gone) > _SHOWN else ""
        yield (
            f"It takes the place of {spec.release.supersedes}, and has nothing for "
            f"{', '.join(gone[:_SHOWN])}{more}: these leave the atlas."
        )
