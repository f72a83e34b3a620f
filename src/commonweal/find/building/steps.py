"""Takes indicators through the steps of a recipe, to a common scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem
from commonweal.find.building.denominate import rates
from commonweal.find.building.impute import imputed, neutral
from commonweal.find.building.normalise import normalised
from commonweal.find.building.parts import GROUP, OUT_OF, Indicator
from commonweal.find.building.screen import screened
from commonweal.find.building.shrink import shrink
from commonweal.find.building.spec import BuildSpec
from commonweal.find.building.treat import Done, Treated, treated
from commonweal.find.tables import KEY, column_values
from commonweal.parameters import number

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Indicators on a common scale, and what was done to them.

    Attributes:
        codes: the areas that were kept, in order.
        values: each indicator before it was scaled, by name: a rate, shrunk, filled and treated.
        scaled: each on the common scale, higher is worse, NaN where unknown.
        record: one row an indicator: `name, known` (areas of which it was known), `of`, `capped`
            (areas that count more than they are counted among), `shrunk` (mean weight of an
            area's own figure, null where it was not), `filled` (gaps), `treatment`, `drawn_in`.
        left_out: codes that the screening left out.
    """

    codes: pl.Series
    values: dict[str, Floats]
    scaled: dict[str, Floats]
    record: pl.DataFrame
    left_out: tuple[str, ...]


def prepare(spec: BuildSpec, table: pl.DataFrame) -> Prepared:
    """Denominate, screen, shrink, impute, treat and normalise.

    Args:
        spec: the recipe.
        table: `area_code`, the columns of `spec.columns()` and, if `spec.needs_groups`,
            `group_code`. Sorted by code.

    Raises:
        InputError: an indicator is the same everywhere, known of too few areas, or not a rate
            where a rate is needed; every such indicator at once.
    """
    raw = {each.name: _denominated(each, table) for each in spec.indicators()}
    kept = screened(np.column_stack(list(raw.values())), spec.screen)
    left_out = tuple(table.filter(~kept)[KEY])
    rows = table.filter(kept)
    raw = {name: values[kept] for name, values in raw.items()}
    _check(spec, raw, rows)
    group = groups_of(rows)
    values, scaled, record = {}, {}, []
    for each in spec.indicators():
        made, told = _one(spec, each, raw[each.name], rows, group)
        values[each.name] = made
        scaled[each.name] = _scaled(spec, each, made, rows[KEY])
        record.append(told)
    return Prepared(rows[KEY], values, scaled, pl.DataFrame(record, schema=_RECORD), left_out)


_RECORD = {
    "name": pl.String,
    "known": pl.Int64,
    "of": pl.Int64,
    "capped": pl.Int64,
    "shrunk": pl.Float64,
    "filled": pl.Int64,
    "treatment": pl.String,
    "drawn_in": pl.Int64,
}


def groups_of(rows: pl.DataFrame) -> Ints | None:
    """A number for the group of each area, -1 where it is not known; None without groups."""
    if GROUP not in rows.columns:
        return None
    names = rows[GROUP].unique().drop_nulls().sort()
    numbers = rows[GROUP].replace_strict(names, np.arange(names.len()), default=-1)
    return numbers.cast(pl.Int64).to_numpy()


def _denominated(each: Indicator, table: pl.DataFrame) -> Floats:
    values = column_values(table, each.name)
    if not each.count:
        return values
    return rates(values, column_values(table, OUT_OF.format(each.name)), each.per)


def _one(
    spec: BuildSpec, each: Indicator, raw: Floats, rows: pl.DataFrame, group: Ints | None
) -> tuple[Floats, dict[str, object]]:
    values, shrunk = raw, None
    if each.shrink and group is not None:
        people = column_values(rows, OUT_OF.format(each.name))
        found = shrink(np.minimum(raw / each.per, 1.0) * people, people, group)
        values = found.rate * each.per
        shrunk = float(np.nanmean(found.own_share))
    filled = imputed(values, spec.imputation_of(each), group)
    treatment: Treated | None = None
    if spec.outliers_of(each) != "keep":
        treatment = treated(filled)
        filled = treatment.values
    done: Done = treatment.done if treatment else "kept"
    return filled, {
        "name": each.name,
        "known": int((~np.isnan(raw)).sum()),
        "of": raw.size,
        "capped": int((raw > each.per).sum()) if each.shrink else 0,
        "shrunk": shrunk,
        "filled": int(np.isnan(values).sum() - np.isnan(filled).sum()),
        "treatment": done,
        "drawn_in": treatment.drawn_in if treatment else 0,
    }


def _scaled(spec: BuildSpec, each: Indicator, values: Floats, codes: pl.Series) -> Floats:
    mark = each.target
    if each.reference:
        mark = float(values[(codes == each.reference).to_numpy()][0])
    worse_is_high = each.polarity == "higher is worse"
    scaled = normalised(values, spec.scale_of(each), worse_is_high=worse_is_high, mark=mark)
    return neutral(scaled) if spec.imputation_of(each) == "neutral" else scaled


def _check(spec: BuildSpec, raw: dict[str, Floats], rows: pl.DataFrame) -> None:
    paths, problems = spec.paths(), []
    for each in spec.indicators():
        found = _problem(spec, each, raw[each.name], rows)
        if found:
            expected, came, hint = found
            problems.append(InputProblem(expected, came, column=paths[each.name], hint=hint))
    if problems:
        raise InputError(spec.placed(problems), f"The index {spec.name!r} cannot be made:")


def _problem(
    spec: BuildSpec, each: Indicator, values: Floats, rows: pl.DataFrame
) -> tuple[str, str, str] | None:
    known = values[~np.isnan(values)]
    share = known.size / values.size if values.size else 0.0
    if not known.size or share < spec.least_held:
        came = f"{known.size:,} of {values.size:,} ({share:.0%})"
        hint = "Leave it out, or lower least_held if you know why the rest is missing."
        return f"{each.name} known of at least {spec.least_held:.0%} of areas", came, hint
    if known.min() == known.max():
        hint = "It tells no area apart: leave it out."
        return f"{each.name} to differ between areas", f"{known[0]:g} everywhere", hint
    above = float((known > each.per).mean())
    if each.shrink and (known.min() < 0 or above > number("building.capped_at_most")):
        came = f"values from {known.min():g} to {known.max():g}"
        hint = "Only shares of people or households can be shrunk; set per for rates per so many."
        return f"{each.name} between 0 and {each.per:g}, to be shrunk", came, hint
    return _mark_problem(spec, each, known, rows[KEY])


def _mark_problem(
    spec: BuildSpec, each: Indicator, known: Floats, codes: pl.Series
) -> tuple[str, str, str] | None:
    scale = spec.scale_of(each)
    if scale == "distance to target" and each.target is not None:
        worse_is_high = each.polarity == "higher is worse"
        reached = each.target <= known.min() if worse_is_high else each.target >= known.max()
        if reached:
            came = f"{each.target:g}; {each.name} runs from {known.min():g} to {known.max():g}"
            return "a target beyond the best value", came, "The target stands at the worse end."
    if scale == "distance to reference" and each.reference not in set(codes):
        return "a reference that is one of the areas", repr(each.reference), ""
    if scale == "share of maximum" and known.min() < 0:
        return f"{each.name} of 0 or more for a share of the maximum", f"{known.min():g}", ""
    return None
