"""Makes an index from indicators: scores, ranks and deciles, with every step kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.find.building.combine import combined
from commonweal.find.building.parts import GROUP, Part
from commonweal.find.building.spec import BuildSpec
from commonweal.find.building.steps import Prepared, prepare
from commonweal.find.building.weight import weights_of
from commonweal.find.index import IndexResult, make_index
from commonweal.find.normalise import ranks_of_known
from commonweal.find.tables import KEY, check_columns

Floats = NDArray[np.float64]
DOMAIN_RANK = "{}_rank"
SCREENED = "too little is known"


@dataclass(frozen=True, slots=True)
class BuildResult:
    """An index made from indicators.

    Attributes:
        spec: the recipe.
        table: one row an area, by code: `area_code`, `score` (higher is worse), `rank` (1 the
            worst, ties take the lowest), `decile`, a rank for each domain (`income_rank`),
            `unknown_because`.
        indicators: `area_code` and each indicator on the common scale, null where unknown.
        values: the same before they were scaled.
        scores: `area_code` and the score of every domain and part that is made of indicators.
        weights: one row an indicator: `domain, name, weight` (in its domain), `effective` (in the
            index, of 1).
        record: what was done to each indicator; see `steps.Prepared`.
        index: how the domains were joined.
        left_out: areas of which too little is known.
    """

    spec: BuildSpec
    table: pl.DataFrame
    indicators: pl.DataFrame
    values: pl.DataFrame
    scores: pl.DataFrame
    weights: pl.DataFrame
    record: pl.DataFrame
    index: IndexResult
    left_out: tuple[str, ...] = ()

    @property
    def ranked(self) -> int:
        """Number of areas with a score."""
        return self.index.ranked

    def explain(self) -> str:
        """What was done, in the order it was done, in plain words."""
        return " ".join(_sentences(self))


def build_index(spec: BuildSpec, table: pl.DataFrame) -> BuildResult:
    """Make an index from indicators.

    Args:
        spec: the recipe.
        table: `area_code`, one row for every area to be ranked; the columns of `spec.columns()`;
            and `group_code` where rates are shrunk or gaps filled by group.

    Raises:
        InputError: a column is missing or not of numbers, a code is repeated, or an indicator is
            constant or mostly missing; all at once, with the line of the recipe.
        MethodNotApplicable: a step is not defined for these indicators, or no area has every
            domain.
    """
    check_columns(table, spec.columns(), table=spec.name)
    if spec.needs_groups and GROUP not in table.columns:
        problem = InputProblem("a column of the area around each", "none", column=GROUP)
        raise InputError(problem, f"The index {spec.name!r} cannot be made:")
    prepared = prepare(spec, table.sort(KEY))
    weights, scores = {}, {}
    for part in spec.leaves():
        weights[part.name], scores[part.name] = _score(spec, part, prepared)
    joined = _frame(prepared.codes, scores)
    index = make_index(spec.index_spec(), joined)
    return BuildResult(
        spec=spec,
        table=_table(index, prepared.left_out),
        indicators=_frame(prepared.codes, prepared.scaled),
        values=_frame(prepared.codes, prepared.values),
        scores=joined,
        weights=_weights(spec, weights),
        record=prepared.record,
        index=index,
        left_out=prepared.left_out,
    )


def _score(spec: BuildSpec, part: Part, prepared: Prepared) -> tuple[Floats, Floats]:
    """Weights of the indicators of a part, and its score."""
    values = np.column_stack([prepared.scaled[each.name] for each in part.indicators])
    given = np.array([1.0 if each.weight is None else each.weight for each in part.indicators])
    try:
        weights = weights_of(values, part.weights, given)
        against = [each.name for each, w in zip(part.indicators, weights, strict=True) if not w > 0]
        if against:
            raise MethodNotApplicable(
                f"{', '.join(against)} would get a weight of 0 or less, running against the "
                "others: check its polarity, leave it out, or use equal weights."
            )
        used = weights if spec.scale_weights or part.weights != "given" else given
        score = combined(values, used, part.combine, power=spec.power, least_known=spec.least_known)
    except MethodNotApplicable as error:
        raise MethodNotApplicable(f"{part.title or part.name}: {error}") from None
    return weights, score


def _frame(codes: pl.Series, columns: dict[str, Floats]) -> pl.DataFrame:
    return pl.DataFrame({KEY: codes, **columns}).with_columns(pl.exclude(KEY).fill_nan(None))


def _table(index: IndexResult, left_out: tuple[str, ...]) -> pl.DataFrame:
    """The index with the rank of each area on each domain, and the areas left out at the end."""
    ranks = {}
    for domain in index.spec.domains:
        values = index.domains[domain.name].fill_null(float("nan")).to_numpy()
        found, _ = ranks_of_known(values, highest_first=True)
        ranks[DOMAIN_RANK.format(domain.name)] = pl.Series(found).fill_nan(None).cast(pl.Int64)
    table = index.table.with_columns(**ranks).select(
        pl.exclude("unknown_because"), "unknown_because"
    )
    missing = pl.DataFrame({KEY: pl.Series(left_out, dtype=pl.String)}).with_columns(
        unknown_because=pl.lit(SCREENED)
    )
    return pl.concat([table, missing], how="diagonal").sort(KEY)


def _weights(spec: BuildSpec, weights: dict[str, Floats]) -> pl.DataFrame:
    rows = [
        {"domain": part.name, "name": each.name, "weight": weight, "effective": weight * share}
        for part, share in _shares(spec.domains, 1.0)
        for each, weight in zip(part.indicators, weights[part.name].tolist(), strict=True)
    ]
    return pl.DataFrame(rows)


def _shares(parts: tuple[Part, ...], of: float) -> Iterator[tuple[Part, float]]:
    """Each part made of indicators, with its share of the weight of the whole."""
    total = sum(part.weight for part in parts)
    for part in parts:
        share = of * part.weight / total
        if part.parts:
            yield from _shares(part.parts, share)
        else:
            yield part, share


def _sentences(result: BuildResult) -> Iterator[str]:
    spec, record = result.spec, result.record
    yield (
        f"{spec.title or spec.name}: {result.ranked:,} areas, from {record.height} indicators in "
        f"{len(spec.domains)} domain{'s' if len(spec.domains) > 1 else ''}."
    )
    if result.left_out:
        yield (
            f"{len(result.left_out):,} areas are left out: less than {spec.screen:.0%} of the "
            "indicators is known of them."
        )
    shrunk = record.filter(pl.col("shrunk").is_not_null())
    if shrunk.height:
        yield (
            f"{_and(shrunk['name'])}: rates of small areas are drawn towards the rate of their "
            "district, the more the fewer people they rest on."
        )
    capped = record.filter(pl.col("capped") > 0)
    if capped.height:
        said = [f"{name} ({areas:,})" for name, areas in capped.select("name", "capped").rows()]
        yield f"Areas that count more than they have, taken as all of it: {_and(said)}."
    filled = record.filter(pl.col("filled") > 0)
    if filled.height:
        said = [f"{name} ({gaps:,})" for name, gaps in filled.select("name", "filled").rows()]
        yield f"Gaps that were filled: {_and(said)}."
    uneven = record.filter(pl.col("treatment") != "kept")
    if uneven.height:
        said = [f"{name} ({how})" for name, how in uneven.select("name", "treatment").rows()]
        yield f"Extreme values were treated: {_and(said)}."
    yield f"Indicators are put on a common scale ({spec.scale})."
    for part in spec.leaves():
        name = part.title or part.name.replace("_", " ")
        yield f"{name[:1].upper()}{name[1:]}: {_how_joined(part, result.weights)}."
    yield result.index.explain().partition(" areas. ")[2]


def _how_joined(part: Part, weights: pl.DataFrame) -> str:
    if len(part.indicators) == 1:
        return part.indicators[0].name
    own = weights.filter(domain=part.name)
    said = _and([f"{name} {weight:.3g}" for name, weight in own.select("name", "weight").rows()])
    how = {"given": "weights as given", "equal": "equal weights"}
    joined = (
        part.combine if part.combine in ("weighted sum", "copeland") else f"{part.combine} mean"
    )
    return f"{joined} of {said} ({how.get(part.weights, f'weights by {part.weights}')})"


def _and(names: pl.Series | list[str]) -> str:
    return ", ".join(names)
