"""What is wrong with records: their columns before they are counted, their values afterwards.

No message holds anything of a single record: it names the column, says how many records it is
about, and of area codes (which are no secret) shows an example. Values of other columns are never
shown, for a column named by mistake may hold names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from commonweal.catalogue import GEOGRAPHIES, geography
from commonweal.errors import InputProblem
from commonweal.parameters import number
from commonweal.understand.people.spec import RecordsSpec

_GSS = r"^[EWSNKJLM]\d{8}$"
_SOME = 3


def column_problems(spec: RecordsSpec, types: Mapping[str, Any]) -> list[InputProblem]:
    """Problems of the columns that a spec names.

    Args:
        spec: which columns hold what.
        types: Narwhals types of the columns of the records.
    """
    return list(_column_problems(spec, types))


def _column_problems(spec: RecordsSpec, types: Mapping[str, Any]) -> Iterator[InputProblem]:
    for role, column in spec.columns.items():
        if column not in types:
            held = ", ".join(types)
            yield InputProblem(f"a column for {role}", f"the columns {held}", column=column)
            continue
        kind = types[column]
        numeric = kind.is_numeric() and not kind.is_decimal()
        if role == "area" and not _is_text(kind):
            yield InputProblem("area codes as text", f"values of type {kind}", column=column)
        if role in ("age", "people") and not numeric:
            yield InputProblem("numbers", f"values of type {kind}", column=column)
        if role == "outcome" and not (numeric or str(kind) == "Boolean"):
            came = f"values of type {kind}"
            yield InputProblem("0 and 1, counts, or true and false", came, column=column)
        if role == "sex":
            yield from _sex_problems(spec, kind)


def _sex_problems(spec: RecordsSpec, kind: Any) -> Iterator[InputProblem]:
    if kind.is_integer():
        wrong = [value for value, _ in spec.sexes if not value.removeprefix("-").isdecimal()]
        if wrong:
            expected = "whole numbers in [sexes], as the column holds them"
            yield InputProblem(expected, ", ".join(map(repr, wrong)), column=spec.sex)
    elif not _is_text(kind):
        came = f"values of type {kind}"
        yield InputProblem("text or whole numbers for sex", came, column=spec.sex)


def _is_text(kind: Any) -> bool:
    return str(kind).partition("(")[0] in ("String", "Categorical", "Enum")


def value_problems(
    spec: RecordsSpec, counts: pl.DataFrame, areas: pl.DataFrame, elsewhere: pl.DataFrame
) -> list[InputProblem]:
    """Problems of the values, as the counts tell them.

    Args:
        spec: what was counted.
        counts: of `steps.count_by_area`.
        areas: `area_code` of all areas there are.
        elsewhere: `area_code, geography` of codes that are not among them but known otherwise.
    """
    return list(_value_problems(spec, counts, areas, elsewhere))


def _value_problems(
    spec: RecordsSpec, counts: pl.DataFrame, areas: pl.DataFrame, elsewhere: pl.DataFrame
) -> Iterator[InputProblem]:
    kind = GEOGRAPHIES[geography(spec.geography).id].title
    yield from _of(counts, pl.col("area_code").is_null(), "an area code", "none", spec.area)
    unknown = counts.join(areas, on="area_code", how="anti").drop_nulls("area_code")
    if unknown.height:
        yield InputProblem(
            f"codes of {kind}",
            f"{_records(unknown)} with {_codes(unknown['area_code'].unique().sort(), elsewhere)}",
            column=spec.area,
        )
    named = " or ".join(value for value, _ in spec.sexes)
    sexless = pl.col("sex").is_null()
    yield from _of(counts, sexless, named, "something else or nothing", spec.sex)
    oldest = int(number("records.oldest_age"))
    ageless = pl.col("band").is_null()
    yield from _of(counts, ageless, f"an age from 0 to {oldest}", "another or none", spec.age)
    for name, expected, column in (
        ("wrong_people", _expected_people(spec), spec.people),
        ("wrong_outcome", _expected_outcome(spec), spec.outcome),
    ):
        wrong = int(counts[name].sum())
        if wrong:
            yield InputProblem(expected, f"something else in {_number(wrong)}", column=column)


def unusable(counts: pl.DataFrame, areas: pl.DataFrame) -> int:
    """Records that cannot be counted for one reason or another."""
    usable = counts.join(areas, on="area_code", how="semi").drop_nulls(["sex", "band"])
    return int(counts["records"].sum()) - int(usable["usable"].sum())


def _of(
    counts: pl.DataFrame, where: pl.Expr, expected: str, came: str, column: str
) -> Iterator[InputProblem]:
    found = counts.filter(where)
    if found.height:
        yield InputProblem(expected, f"{came} in {_records(found)}", column=column)


def _records(counts: pl.DataFrame) -> str:
    return _number(int(counts["records"].sum()))


def _number(records: int) -> str:
    return "1 record" if records == 1 else f"{records:,} records"


def _codes(codes: pl.Series, elsewhere: pl.DataFrame) -> str:
    """Codes in words: how many of which vintage, with the first of them; others only counted."""
    said = []
    known = elsewhere.filter(pl.col("area_code").is_in(codes.implode()))
    for name, group in known.sort("geography", "area_code").group_by(
        "geography", maintain_order=True
    ):
        title = GEOGRAPHIES[str(name[0])].title
        said.append(f"{group.height:,} codes of {title} (first: {_first(group['area_code'])})")
    rest = codes.filter(~codes.is_in(known["area_code"].implode()))
    written = rest.filter(rest.str.contains(_GSS))
    if written.len():
        said.append(f"{written.len():,} unknown codes (first: {_first(written)})")
    if odd := rest.len() - written.len():
        said.append(f"{odd:,} values that are no codes of areas")
    return ", ".join(said)


def _first(codes: pl.Series) -> str:
    return ", ".join(codes.head(_SOME))


def _expected_people(spec: RecordsSpec) -> str:
    return "whole numbers of 0 or more" if spec.measure == "proportion" else "numbers of 0 or more"


def _expected_outcome(spec: RecordsSpec) -> str:
    if spec.measure == "rate":
        return "whole numbers of events, 0 or more"
    return "whole numbers from 0 to the people of the record" if spec.people else "0 or 1"
