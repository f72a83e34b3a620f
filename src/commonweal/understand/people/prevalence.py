"""From the counts of an engine to figures that may leave: a pure function of small tables."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number
from commonweal.understand.people.check import unusable, value_problems
from commonweal.understand.people.figures import (
    Figures,
    gap_to_all,
    level,
    standardised,
    standardised_gap,
)
from commonweal.understand.people.hidden import Hidden, hidden_figures
from commonweal.understand.people.result import RecordsResult
from commonweal.understand.people.spec import ALL, ALL_AGES, PERSONS, RecordsSpec
from commonweal.understand.people.strata import Counted, Strata, strata_of

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

NOT_SHOWN = "not shown: a small count"
NO_AREAS = pl.DataFrame(schema={"area_code": pl.String, "geography": pl.String})


def prevalence_of_records(
    spec: RecordsSpec,
    counts: pl.DataFrame,
    groups: pl.DataFrame,
    elsewhere: pl.DataFrame = NO_AREAS,
) -> RecordsResult:
    """Level of each group of areas, comparable by sex and age, its gap to all, and what hides.

    Args:
        spec: what was counted.
        counts: of `steps.count_by_area`.
        groups: `area_code, group`, one row for every area there is.
        elsewhere: `area_code, geography` of codes that are of other areas, to name their vintage.

    Returns:
        Tables in which no count below `spec.fewest` can be read or worked out.

    Raises:
        InputError: records with something that is not possible or not known, where they are more
            than the share that the spec allows; carries every problem.
    """
    records, left_out = int(counts["records"].sum()), unusable(counts, groups)
    if records == left_out or left_out > spec.most_left_out * records:
        _refuse(spec, counts, groups, elsewhere, left_out)
    strata = strata_of(spec, counts, groups)
    hidden = hidden_figures(spec, strata)
    made = _groups(spec, strata, hidden), _cells(spec, strata, hidden), _areas(spec, strata, hidden)
    missing = [int((table["method"] == NOT_SHOWN).sum()) for table in made]
    return RecordsResult(
        spec, *made, records=records, left_out=left_out, hidden=(missing[0], missing[1], missing[2])
    )


def _refuse(
    spec: RecordsSpec,
    counts: pl.DataFrame,
    groups: pl.DataFrame,
    elsewhere: pl.DataFrame,
    left_out: int,
) -> None:
    problems = value_problems(spec, counts, groups, elsewhere)
    records = int(counts["records"].sum())
    if not records:
        problems = [InputProblem("records", "none")]
    share = f"{left_out / max(records, 1):.2%}".replace("0.00%", "less than 0.01%")
    hint = f"{left_out:,} of {records:,} records ({share}) cannot be counted."
    if problems and left_out < records:
        problems[-1] = replace(
            problems[-1], hint=f"{hint} To leave such records out, set most_left_out to a share."
        )
    raise InputError(problems, "These records cannot be counted:")


def _groups(spec: RecordsSpec, strata: Strata, hidden: Hidden) -> pl.DataFrame:
    flat = Counted(
        *(
            each.reshape(len(strata.groups), -1)
            for each in (strata.cells.people, strata.cells.events, strata.cells.usable)
        )
    )
    totals = flat.summed(1)
    shown = ~hidden.cells[:, -1, -1]
    areas = strata.areas["group"].value_counts()
    number_of = dict(areas.iter_rows())
    sizes = [number_of.get(name, 0) for name in strata.groups]
    columns = {
        "group": [*strata.groups, ALL],
        "areas": [*sizes, sum(sizes)],
        **_counts(spec, _with_all(totals), shown),
        **_columns("", level(spec, _with_all(totals)), shown),
        **_columns("gap", _then_none(gap_to_all(spec, totals)), shown & shown[-1]),
    }
    if spec.standardised:
        rough: Flags = np.asarray(hidden.cells[:, :-1, :].any(axis=(1, 2)))
        made = standardised(spec, _with_all(flat))
        gap = _then_none(standardised_gap(spec, flat))
        columns |= _columns("standardised", _rounded(made, rough), shown)
        columns |= _columns("standardised_gap", _rounded(gap, rough), shown & shown[-1])
    return _frame(columns)


def _cells(spec: RecordsSpec, strata: Strata, hidden: Hidden) -> pl.DataFrame:
    """Rows for each group and for all: each sex by band, each sex, and everyone."""
    cells = _with_all(strata.cells)
    by_sex, whole = cells.summed(2), cells.summed(1, 2)
    rows: list[tuple[str, ...]] = []
    parts: list[Counted] = []
    shown: list[Flags] = []
    for g, group in enumerate([*strata.groups, ALL]):
        for s, sex in enumerate(spec.sex_labels):
            rows += [(group, sex, band) for band in spec.band_labels]
            parts.append(cells.at(g, s))
            shown.append(~hidden.cells[g, s, :-1])
            if len(spec.band_labels) > 1:
                rows.append((group, sex, ALL_AGES))
                parts.append(by_sex.at(g, slice(s, s + 1)))
                shown.append(~hidden.cells[g, s, -1:])
        if len(spec.sex_labels) > 1:
            rows.append((group, PERSONS, ALL_AGES))
            parts.append(whole.at(slice(g, g + 1)))
            shown.append(~hidden.cells[g, -1, -1:])
    return _rows(spec, rows, ("group", "sex", "age"), _joined(parts), np.concatenate(shown))


def _areas(spec: RecordsSpec, strata: Strata, hidden: Hidden) -> pl.DataFrame:
    rows = strata.areas.rows()
    return _rows(spec, rows, ("area_code", "group"), strata.area_counts, ~hidden.areas).sort(
        "area_code"
    )


def _rows(
    spec: RecordsSpec,
    rows: list[tuple[str, ...]],
    names: tuple[str, ...],
    counted: Counted,
    shown: Flags,
) -> pl.DataFrame:
    keys = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    figures = _columns("", level(spec, counted), shown)
    return _frame({**keys, **_counts(spec, counted, shown), **figures})


def _counts(spec: RecordsSpec, counted: Counted, shown: Flags) -> dict[str, object]:
    people = np.where(shown, counted.people, np.nan)
    whole = pl.Float64 if spec.measure == "rate" and spec.people else pl.Int64
    return {
        "people": pl.Series(people).fill_nan(None).cast(whole),
        "events": pl.Series(np.where(shown, counted.events, np.nan)).fill_nan(None).cast(pl.Int64),
    }


def _columns(name: str, made: Figures, shown: Flags) -> dict[str, object]:
    """Columns of figures; without a name they are the plain value and its limits."""
    ends = [f"{name}_{end}" if name else end for end in ("lower", "upper", "method")]
    method = np.where(shown, made.method.astype(object), NOT_SHOWN)
    numbers = (made.value, made.lower, made.upper)
    filled = [pl.Series(np.where(shown, each, np.nan)).fill_nan(None) for each in numbers]
    return dict(zip([name or "value", *ends], [*filled, list(method)], strict=True))


def _frame(columns: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(columns)


def _with_all(counted: Counted) -> Counted:
    """With a last entry of all groups together."""
    return _joined([counted, Counted(*(each[np.newaxis] for each in _each(counted.summed(0))))])


def _joined(parts: list[Counted]) -> Counted:
    return Counted(*(np.concatenate(each) for each in zip(*map(_each, parts), strict=True)))


def _each(counted: Counted) -> tuple[Floats, ...]:
    return counted.people, counted.events, counted.usable


def _then_none(made: Figures) -> Figures:
    """With a last entry for all together, who have no gap to themselves."""
    value, lower, upper = (np.append(each, np.nan) for each in (made.value, made.lower, made.upper))
    return Figures(
        value, lower, upper, np.append(made.method.astype(object), "all areas").astype(np.str_)
    )


def _rounded(made: Figures, rough: Flags) -> Figures:
    """Where strata are hidden, to few figures: an exact one could be solved for what is hidden."""
    digits = int(number("records.figures_beside_hidden"))
    value, lower, upper = (
        np.where(rough, _to_figures(each, digits), each)
        for each in (made.value, made.lower, made.upper)
    )
    return Figures(value, lower, upper, made.method)


def _to_figures(values: Floats, digits: int) -> Floats:
    """Numbers rounded to so many significant figures."""
    size = np.where(np.isfinite(values) & (values != 0), np.abs(values), 1.0)
    step = 10.0 ** (np.floor(np.log10(size)) - digits + 1)
    return np.asarray(np.round(values / step) * step)
