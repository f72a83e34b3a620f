"""Why some district summaries of 2019 differ from those published."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from commonweal.find import changes_that_explain
from commonweal.find.summaries import PRINTED_DIGITS
from commonweal.find.tables import KEY
from commonweal.report.evidence.claim import Detail, Measured
from commonweal.report.evidence.district_measures import (
    EDITIONS,
    compared,
    differing,
    in_full,
    ours,
    published,
)
from commonweal.report.evidence.held import Held

_MOST_PEOPLE = 20
"""By how many people at most a single area's count may differ, when a reason is looked for."""
_FEW_PEOPLE = 3
_INVENTED = 60
_SEED = 1

TITLES = {
    "average_rank": "average rank",
    "average_score": "average score",
    "proportion": "proportion in the worst tenth",
    "extent": "extent",
    "local_concentration": "local concentration",
}


def by_a_few_people(held: Held, edition: str) -> Measured:
    """Districts that differ and would not if one small area had a few people more or fewer.

    Beside them the same is asked of districts that agree, with differences invented: it tells how
    often such a change fits by chance.
    """
    areas, codes = in_full(held, edition), differing(held, edition)
    official = _by_code(published(held, edition))
    explained = sum(_change(areas, official[code], code, _FEW_PEOPLE) is not None for code in codes)
    agreeing = ours(held, edition).filter(~pl.col(KEY).is_in(codes)).sort(KEY)
    draw, invented = np.random.default_rng(_SEED), 0
    for code, row in _by_code(agreeing.sample(_INVENTED, seed=_SEED)).items():
        for name in ("average_rank", "local_concentration"):
            row[name] += float(draw.choice([-1, 1]) * draw.uniform(0.01, 0.1))
        invented += _change(areas, row, code, _FEW_PEOPLE) is not None
    return Measured(
        (explained,),
        f"{explained} of {len(codes)}",
        f"Of {_INVENTED} differences of that size that we invented for other districts, such a "
        f"change explains {invented}: it can fit by chance, but mostly does not.",
    )


def remaining(held: Held, edition: str) -> tuple[Detail, ...]:
    """Every district of which a measure differs, with the reason as far as one was found."""
    codes = differing(held, edition)
    if not codes:
        return ()
    names = dict(held.names(EDITIONS[edition][1]).iter_rows())
    areas, official = in_full(held, edition), _by_code(published(held, edition))
    rows = [
        {
            "district": names.get(code, code),
            "code": code,
            "published, and ours": _differences(held, edition, code),
            "why": _reason(areas, official[code], code),
        }
        for code in codes
    ]
    about = (
        "The notes of File 6 say that the counts of people were changed in places after the "
        "measures were made, to protect people's privacy. For each district we looked for one "
        "small area and the smallest change to its people that makes all five measures come out "
        "as printed. That is a likely reason, not a proof."
    )
    title = f"The {len(codes)} districts of {edition} with a measure that differs"
    return (Detail(title, about, pl.DataFrame(rows)),)


def _by_code(table: pl.DataFrame) -> dict[str, dict[str, float]]:
    return {row.pop(KEY): row for row in table.iter_rows(named=True)}


def _change(
    areas: pl.DataFrame, official: Mapping[str, float], code: str, most: int
) -> tuple[str, int] | None:
    """The smallest change to the people of one area that makes the district as published."""
    rows = areas.filter(pl.col("group_code") == code).drop("group_code")
    found = changes_that_explain(
        rows, dict(official), ranked_among=areas.height, limit=most, most=1
    )
    return (found[KEY][0], int(found["change"][0])) if found.height else None


def _reason(areas: pl.DataFrame, official: Mapping[str, float], code: str) -> str:
    change = _change(areas, official, code, _MOST_PEOPLE)
    if change is None:
        return f"Not found: no change of up to {_MOST_PEOPLE} people in one small area fits."
    area, people = change
    counted = "1 person" if abs(people) == 1 else f"{abs(people)} people"
    return f"As printed if {area} had {counted} {'more' if people > 0 else 'fewer'}."


def _differences(held: Held, edition: str, code: str) -> str:
    """`average rank 14,277.87 and 14,277.92; extent …` of the measures that differ."""
    told = []
    for name, found in compared(held, edition).items():
        digits = PRINTED_DIGITS[name]
        missed = found.misses.filter(pl.col(KEY) == code).select("published", "computed")
        told += [
            f"{TITLES[name]} {theirs:,.{digits}f} and {mine:,.{digits}f}"
            for theirs, mine in missed.iter_rows()
        ]
    return "; ".join(told)
