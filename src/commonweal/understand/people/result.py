"""The answer: figures of groups, of their sexes and ages, and of areas, with nothing small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from commonweal.understand.people.spec import ALL, RecordsSpec


@dataclass(frozen=True, slots=True)
class RecordsResult:
    """What records say of groups of areas; every table is safe to leave.

    Attributes:
        spec: what was counted.
        groups: one row a group and a last one, `all`: `group, areas, people, events, value, lower,
            upper, method`, the gap to all (`gap, gap_lower, gap_upper`), and with a standard
            population the same by `standardised…` and `standardised_gap…`. Values are for each
            `spec.multiplier` people.
        cells: one row for each group, sex and band of ages, and their sums: `group, sex, age,
            people, events, value, lower, upper, method`.
        areas: one row an area with records: `area_code, group, people, events, value, lower,
            upper, method`.
        records: records that were read.
        left_out: of them, those that could not be counted.
        hidden: how many rows of groups, cells and areas are not shown.
    """

    spec: RecordsSpec
    groups: pl.DataFrame
    cells: pl.DataFrame
    areas: pl.DataFrame
    records: int
    left_out: int
    hidden: tuple[int, int, int]

    def explain(self) -> str:
        """What was found, how sure it is, and what is not shown, in plain words."""
        return " ".join(_sentences(self))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know beside the figures."""
        return tuple(_notes(self))


def per_words(spec: RecordsSpec) -> str:
    """What a value is stated for, as people say it: `in 100`."""
    if spec.measure == "proportion":
        return f"in {spec.multiplier:,.0f}"
    return f"for every {spec.multiplier:,.0f} people"


def _sentences(result: RecordsResult) -> Iterator[str]:
    spec = result.spec
    yield f"{_capital(spec.title)}, by {spec.groups}."
    rows = {row["group"]: row for row in result.groups.to_dicts()}
    whole = rows.pop(ALL)
    if whole["value"] is not None:
        yield f"In all areas of the records: {_level(spec, whole)}."
    sure = f"{spec.confidence * 100:g}%"
    for name, row in rows.items():
        if row["value"] is None:
            yield f"{_capital(name)}: {row['method']}."
            continue
        told = f"{_capital(name)}: {_level(spec, row)} (between {_digits(row['lower'])} and "
        yield f"{told}{_digits(row['upper'])} with {sure} confidence){_gap(row)}."
    yield from result.notes


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _level(spec: RecordsSpec, row: dict[str, Any]) -> str:
    return f"{_digits(row['value'])} {per_words(spec)}"


def _gap(row: dict[str, Any]) -> str:
    if row["gap"] is None:
        return ""
    if row["gap_lower"] <= 0 <= row["gap_upper"]:
        return ", not clearly other than in all areas"
    side = "above" if row["gap"] > 0 else "below"
    return f", {_digits(abs(row['gap']))} {side} all areas"


def _digits(value: float) -> str:
    """Three figures, as far as they help."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _notes(result: RecordsResult) -> Iterator[str]:
    spec = result.spec
    if result.left_out:
        few = result.left_out < spec.fewest
        share = f"fewer than {spec.fewest}" if few else f"{result.left_out:,}"
        yield (
            f"{_capital(share)} of {result.records:,} records are left out, because "
            "something in them is not known or not possible."
        )
    kinds = ("groups", "sexes and ages of groups", "areas")
    hidden = [f"{n:,} {kind}" for n, kind in zip(result.hidden, kinds, strict=True) if n]
    if hidden:
        yield (
            f"Not shown: the figures of {' and '.join(hidden)}, because a count of 1 to "
            f"{spec.fewest - 1} stands behind them or could be worked out from them."
        )
