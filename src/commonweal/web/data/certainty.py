"""How sure the list is: simulated when a map first asks for it, and kept with the build."""

from __future__ import annotations

from collections.abc import Hashable

import polars as pl

from commonweal.find.robustness import RobustnessSpec
from commonweal.find.robustness.asking import how_sure
from commonweal.parameters import number
from commonweal.understand.profile.standing import sure_words
from commonweal.web.data.choice import Choice
from commonweal.web.data.finding import finding
from commonweal.web.data.opened import Held

SEED = 1


def certainty(held: Held, choice: Choice) -> pl.DataFrame:
    """`area_code`, `probability`, `certainty` of every small area under a choice; kept."""
    return held.keep(_key(choice), lambda: _simulated(held, choice))


def known_certainty(held: Held, choice: Choice) -> pl.DataFrame | None:
    """The same where it has been worked out already; None else."""
    table: pl.DataFrame | None = held.kept(_key(choice))
    return table


def how_sure_of(held: Held, choice: Choice, code: str) -> str:
    """How sure an area's place is, in a sentence; empty where it has not been worked out yet."""
    table = known_certainty(held, choice)
    if table is None:
        return ""
    rows = table.filter(pl.col("area_code") == code).drop_nulls("certainty")
    if not rows.height:
        return ""
    row = rows.row(0, named=True)
    return sure_words(row["certainty"], row["probability"])


def _key(choice: Choice) -> Hashable:
    rule = (choice.deprivation, choice.infrastructure, choice.cut, choice.rule)
    return ("certainty", *rule)


def _simulated(held: Held, choice: Choice) -> pl.DataFrame:
    spec = RobustnessSpec(draws=int(number("robustness.web_draws")), seed=SEED)
    answer = how_sure(finding(held, choice).answer, held.atlas, spec)
    return answer.table.select("area_code", "probability", "certainty")
