"""The Scottish index of 2016, made from its indicators by a recipe that ships with the package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import polars as pl

from commonweal.errors import MethodNotApplicable
from commonweal.find import build_index, build_spec
from commonweal.find.tables import KEY, column_values
from commonweal.parameters import Reference, recipe
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.held import Held
from commonweal.report.evidence.words import largest, share_of
from commonweal.stats import quantile_of_rank

RECIPE = "scottish_index_2016"
ZONES = 6976
FROM_RANKS = {
    "income_rank": "Income_domain_2016_rank",
    "employment_rank": "Employment_domain_2016_rank",
    "crime_rank": "Crime_domain_2016_rank",
}
"""Columns that the recipe takes from the published ranks, by the publisher's name."""
WEIGHTS_OF = {"education": "edu", "health": "hea", "drive": "drv", "public_transport": "pt"}
"""Parts of the recipe that are weighted by factor analysis, and the names of their stored sets."""

_BENCHMARK = "scottish"
_PUBLISHED = Reference(
    "Scottish Government, Scottish Index of Multiple Deprivation 2016: technical notes",
    "https://www.gov.scot/collections/scottish-index-of-multiple-deprivation-2020/",
)
_PROGRAM = Reference(
    "The Data Lab and Scottish Government, openSIMD: the index of 2016 in R",
    "https://github.com/TheDataLabScotland/openSIMD",
)


def compared(
    indicators: pl.DataFrame,
    published: pl.DataFrame,
    program: pl.DataFrame,
    weights: Mapping[str, Mapping[str, float]],
) -> dict[str, float]:
    """The index made here beside what others made of the same indicators.

    Args:
        indicators: `area_code` and every column of the recipe.
        published: `area_code, Overall_SIMD16_rank`.
        program: `area_code, simd_rank`: what the publisher's own open program makes.
        weights: stored weights of maximum-likelihood factor analysis, by part of the recipe.

    Returns:
        `weights` (largest difference of a weight), `same` (ranks equal to the program's),
        `apart` (largest difference from them), `published` (from the published ranks), `deciles`
        (equal to the published ones).
    """
    made = build_index(build_spec(recipe(RECIPE), RECIPE), indicators)
    table = made.table.join(published, on=KEY).join(program, on=KEY)
    ranks = column_values(table, "rank")
    theirs, overall = (column_values(table, each) for each in ("simd_rank", "Overall_SIMD16_rank"))
    own = {(domain, name): weight for domain, name, weight, _ in made.weights.iter_rows()}
    deciles = quantile_of_rank(overall, ZONES) == table["decile"].to_numpy()
    return {
        "weights": max(
            abs(own[part, name] - weight)
            for part, held in weights.items()
            for name, weight in held.items()
        ),
        "same": float((ranks == theirs).sum()),
        "apart": float(np.abs(ranks - theirs).max()),
        "published": float(np.abs(ranks - overall).max()),
        "deciles": float(deciles.sum()),
    }


def last(held: Held, figure: str) -> float:
    """A figure of the last comparison.

    Raises:
        MethodNotApplicable: it has not been run here.
    """
    run = held.benchmarks.get(_BENCHMARK)
    if run is None:
        raise MethodNotApplicable("the comparison with the stored results has not been run here")
    return float(run["figures"][figure]["value"])


def difference(held: Held, figure: str) -> Measured:
    """A largest difference."""
    return largest(last(held, figure))


def zones(held: Held, figure: str) -> Measured:
    """So many data zones of all."""
    return share_of(last(held, figure), ZONES)


def _claim(name: str, what: str, expected: Expectation, figure: str, reference: Reference) -> Claim:
    return Claim(
        id=f"scottish-{name}",
        what=what,
        expected=expected,
        measure=partial(difference if expected.of is None else zones, figure=figure),
        references=(reference,),
        command=f"python -m benchmarks {_BENCHMARK}",
        alone=True,
    )


SCOTTISH = Group(
    id="scottish-index",
    title="An index from its indicators: Scotland 2016",
    about=(
        "The whole way from indicators to ranks, shown where every indicator is published: normal "
        "scores, weights by factor analysis, domain scores, the exponential transformation and "
        "their sum, by a recipe that anyone can read and change."
    ),
    claims=(
        _claim(
            "weights",
            "Weights by factor analysis, beside those of R's psych: largest difference",
            Expectation("at most", (0.000005,), digits=6),
            "weights",
            _PROGRAM,
        ),
        _claim(
            "ranks",
            "Ranks equal to those of the publisher's open program",
            Expectation("at least", (6958,), "target", of=ZONES),
            "same",
            _PROGRAM,
        ),
        _claim(
            "apart",
            "Largest difference from a rank of that program",
            Expectation("at most", (1,)),
            "apart",
            _PROGRAM,
        ),
        _claim(
            "published",
            "Largest difference from a published rank; that program's own is 18",
            Expectation("at most", (18,)),
            "published",
            _PUBLISHED,
        ),
        _claim(
            "deciles",
            "Deciles equal to those published",
            Expectation("at least", (6960,), "target", of=ZONES),
            "deciles",
            _PUBLISHED,
        ),
    ),
    gaps=(
        "Income, employment and crime start from their published ranks: their indicators are "
        "published with too few decimals to rank by.",
        "Published ranks cannot come out exactly: they were made from indicators that are not "
        "rounded, and with weights that differ in the third decimal.",
    ),
)
