"""Carry values from one geography to another by a weighted lookup, as far as that is defined."""

from __future__ import annotations

from typing import Literal

import polars as pl

from commonweal.errors import InputError, InputProblem, MethodNotApplicable

Kind = Literal["count", "score", "rate", "proportion", "mean", "rank", "decile", "median", "class"]
Apportion = Literal["people", "area", "never"]

_AVERAGED = ("score", "rate", "proportion", "mean")
_WHOLE = 1.0 - 1e-9


def carry(
    values: pl.DataFrame,
    lookup: pl.DataFrame,
    *,
    kind: Kind,
    apportion: Apportion,
    least_cover: float = 1.0,
) -> pl.DataFrame:
    """The values of the areas that a lookup leads to.

    Counts are split by the lookup's weights and added. Scores, rates, proportions and means
    become the mean of the areas people come from, weighted by those people. A value that is
    missing stays missing: it never counts as nought, and what depends on it is missing too
    unless enough of the people are covered.

    Args:
        values: area_code (of the lookup's `from` areas) and value; areas may be missing.
        lookup: as `lookups.weigh` gives it.
        kind: what the value is.
        apportion: how the measure may cross a boundary change. By `area`, it may where whole
            areas move; a split would need the areas' extents, which a lookup by people has not.
        least_cover: the smallest share of an area's people whose values must be known for an
            averaged value to be given. A count always needs them all.

    Returns:
        area_code (every area the lookup leads to, sorted), value, people, covered (the share of
        its people whose value is known), approximate.

    Raises:
        MethodNotApplicable: the measure may not be carried so.
        InputError: an area twice, or areas that the lookup does not know.
    """
    _must_be_defined(lookup, kind, apportion)
    _must_fit(values, lookup)
    parts = lookup.join(
        values.select(pl.col("area_code").alias("from_code"), pl.col("value").cast(pl.Float64)),
        on="from_code",
        how="left",
    )
    # The order of a sum shows in its last digit.
    parts = parts.sort("to_code", "from_code").with_columns(value=pl.col("value").fill_nan(None))
    known = pl.col("value").is_not_null()
    people, weighs = pl.col("people"), _weighs()
    carried = parts.group_by("to_code").agg(
        total=(pl.col("value") * pl.col("weight")).sum(),
        mean=(pl.col("value") * weighs).sum() / weighs.filter(known).sum(),
        people=people.sum(),
        covered=weighs.filter(known).sum() / weighs.sum(),
        whole=known.all(),
        any_known=known.any(),
        approximate=pl.col("approximate").any(),
    )
    enough = pl.col("covered") >= min(least_cover, _WHOLE)
    value = (
        pl.when("whole").then("total")
        if kind == "count"
        else pl.when(pl.col("any_known") & enough).then("mean")
    )
    return carried.select(
        pl.col("to_code").alias("area_code"),
        value.alias("value"),
        "people",
        "covered",
        "approximate",
    ).sort("area_code")


def _weighs() -> pl.Expr:
    """What each part counts for: its people, or equally where nobody lives in any."""
    nobody = pl.col("people").sum() == 0
    return pl.when(nobody).then(1.0).otherwise(pl.col("people"))


def _must_be_defined(lookup: pl.DataFrame, kind: Kind, apportion: Apportion) -> None:
    if apportion == "never":
        raise MethodNotApplicable(
            "This measure may not be carried to other areas: it holds only for the areas it was "
            "made for. Work it out anew from values that can be carried."
        )
    if kind != "count" and kind not in _AVERAGED:
        raise MethodNotApplicable(
            f"A {kind} cannot be carried to other areas: {kind}s neither add nor average. Carry "
            "the score or the count it was made from."
        )
    if apportion == "area" and lookup.filter(pl.col("weight") < _WHOLE).height:
        raise MethodNotApplicable(
            "This measure goes by land, and this lookup splits areas by people. It can be "
            "carried only where whole areas move."
        )
    if apportion not in ("people", "area"):
        raise MethodNotApplicable(f"expected people, area or never, got {apportion!r}")


def _must_fit(values: pl.DataFrame, lookup: pl.DataFrame) -> None:
    codes = values["area_code"]
    known = lookup["from_code"].unique()
    strange = codes.filter(~codes.is_in(known.implode())).unique().sort()
    twice = codes.filter(codes.is_duplicated()).unique().sort()
    problems = [
        InputProblem("an area that the lookup knows", code, column="area_code")
        for code in strange.head(5)
    ]
    if len(strange) > 5:
        problems.append(InputProblem("areas that the lookup knows", f"{len(strange)} others"))
    problems += [
        InputProblem("each area once", f"{code} more than once", column="area_code")
        for code in twice.head(5)
    ]
    if problems:
        raise InputError(problems, "The values do not fit the lookup.")
