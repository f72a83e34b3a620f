"""How sure the list is: simulated when a map first asks for it, and kept with the build."""

from __future__ import annotations

from collections.abc import Hashable

import polars as pl

from commonweal.find.robustness import RobustnessSpec
from commonweal.find.robustness.asking import how_sure
from commonweal.find.robustness.result import (
    BORDERLINE,
    CERTAIN,
    LIKELY,
    POSSIBLE,
    UNLIKELY,
)
from commonweal.parameters import number
from commonweal.web.data.choice import Choice
from commonweal.web.data.finding import finding
from commonweal.web.data.opened import Held

SEED = 1

_SENTENCES = {
    CERTAIN: "We are fairly sure: in {times} this neighbourhood is on the list.",
    LIKELY: "It is likely, but not certain: in {times} this neighbourhood is on the list.",
    BORDERLINE: "It is borderline: only in {times} is this neighbourhood on the list.",
    POSSIBLE: "We are not sure: this neighbourhood is not on the list, but in {times} it is.",
    UNLIKELY: "We are fairly sure: only in {times} is this neighbourhood on the list.",
}


def certainty(held: Held, choice: Choice) -> pl.DataFrame:
    """`area_code`, `probability`, `certainty` of every small area under a choice; kept."""
    return held.keep(_key(choice), lambda: _simulated(held, choice))


def how_sure_of(held: Held, choice: Choice, code: str) -> str:
    """How sure an area's place is, in a sentence; empty where it has not been worked out yet."""
    table: pl.DataFrame | None = held.kept(_key(choice))
    if table is None:
        return ""
    rows = table.filter(pl.col("area_code") == code).drop_nulls("certainty")
    if not rows.height:
        return ""
    row = rows.row(0, named=True)
    return _SENTENCES[row["certainty"]].format(times=_times(row["probability"]))


def _key(choice: Choice) -> Hashable:
    rule = (choice.deprivation, choice.infrastructure, choice.cut, choice.rule)
    return ("certainty", *rule)


def _simulated(held: Held, choice: Choice) -> pl.DataFrame:
    spec = RobustnessSpec(draws=int(number("robustness.web_draws")), seed=SEED)
    answer = how_sure(finding(held, choice).answer, held.atlas, spec)
    return answer.table.select("area_code", "probability", "certainty")


def _times(probability: float) -> str:
    """`97 of 100 simulations`; never a bare 0 or 100, which would promise too much."""
    hundredths = round(100 * probability)
    if hundredths >= 100:
        return "more than 99 of 100 simulations"
    if hundredths < 1:
        return "fewer than 1 of 100 simulations"
    return f"{hundredths} of 100 simulations"
