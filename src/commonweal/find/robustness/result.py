"""What came of a simulation: how sure each area's place on the list is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.find.robustness.spec import RobustnessSpec
from commonweal.parameters import number

if TYPE_CHECKING:
    from commonweal.find.robustness.simulate import ListModel

CERTAIN, LIKELY, BORDERLINE, POSSIBLE, UNLIKELY = CERTAINTIES = (
    "certain",
    "likely",
    "borderline",
    "possible",
    "unlikely",
)
CERTAINTY_TYPE = pl.Enum(CERTAINTIES)
MEANING: dict[str, str] = {
    CERTAIN: "listed, and on nearly every simulated list",
    LIKELY: "listed, and on more than half of the simulated lists",
    BORDERLINE: "listed, but on half of the simulated lists or fewer",
    POSSIBLE: "not listed, but on some of the simulated lists",
    UNLIKELY: "not listed, and on hardly any simulated list",
}


def certainty(listed: pl.Expr, probability: pl.Expr) -> pl.Expr:
    """The class of an area; null where the probability is not known."""
    on_it = (
        pl.when(probability >= number("robustness.certain"))
        .then(pl.lit(CERTAIN))
        .when(probability >= number("robustness.likely"))
        .then(pl.lit(LIKELY))
        .otherwise(pl.lit(BORDERLINE))
    )
    off_it = (
        pl.when(probability >= number("robustness.possible"))
        .then(pl.lit(POSSIBLE))
        .otherwise(pl.lit(UNLIKELY))
    )
    sure = pl.when(probability.is_null()).then(None).when(listed).then(on_it).otherwise(off_it)
    return sure.cast(CERTAINTY_TYPE).alias("certainty")


@dataclass(frozen=True, slots=True)
class RobustnessResult:
    """How sure a list is.

    Attributes:
        spec: what was varied, how often, from which seed.
        model: the list.
        table: one row an area known on all measures, by code: `area_code`, `listed` (with every
            measure at its best estimate), `probability` of being on the list, `rank` of
            deprivation at the best estimates, `rank_low` and `rank_high` (the middle `spec.level`
            of the draws).
        sizes: areas on each simulated list.
    """

    spec: RobustnessSpec
    model: ListModel
    table: pl.DataFrame
    sizes: NDArray[np.int64]

    def on(self, list_: pl.DataFrame) -> pl.DataFrame:
        """A list with `probability`, `rank_low`, `rank_high` and `certainty` beside each area.

        Args:
            list_: `area_code` and `listed`, whatever else; who is listed is taken from here, not
                from the best estimates.
        """
        columns = self.table.select("area_code", "probability", "rank_low", "rank_high")
        joined = list_.join(columns, on="area_code", how="left", maintain_order="left")
        return joined.with_columns(certainty(pl.col("listed"), pl.col("probability")))

    def explain(self) -> str:
        """How sure the list at the best estimates is, in plain words."""
        return in_words(self.on(self.table.select("area_code", "listed"))["certainty"], self)


def counts(classes: pl.Series) -> dict[str, int]:
    """Areas in each class of certainty."""
    found = dict(classes.cast(pl.String).value_counts().iter_rows())
    return {name: int(found.get(name, 0)) for name in CERTAINTIES}


def in_words(classes: pl.Series, result: RobustnessResult) -> str:
    """How many of a list are certain, likely and borderline, and how that was found."""
    found, spec = counts(classes), result.spec
    listed = found[CERTAIN] + found[LIKELY] + found[BORDERLINE]
    sure, some = number("robustness.certain"), number("robustness.likely")
    least = number("robustness.possible")
    low, high = np.quantile(result.sizes, [0.05, 0.95])
    return (
        f"How sure: of the {listed:,} areas listed, {found[CERTAIN]:,} are certain (on at least "
        f"{100 * sure:.0f} of 100 simulated lists), {found[LIKELY]:,} likely ({100 * some:.0f} to "
        f"{100 * sure:.0f}) and {found[BORDERLINE]:,} borderline (fewer than {100 * some:.0f}); "
        f"{found[POSSIBLE]:,} that are not listed are possible (at least {100 * least:.0f}). "
        f"From {spec.draws:,} simulations, seed {spec.seed}, varying {varied_words(spec)}; nine in "
        f"ten simulated lists have {low:,.0f} to {high:,.0f} areas."
    )


def varied_words(spec: RobustnessSpec) -> str:
    """What a simulation varied: `measurement error and weights`."""
    names = ["measurement error" if name == "error" else name for name in spec.vary]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
