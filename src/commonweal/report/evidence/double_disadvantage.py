"""How many neighbourhoods are doubly disadvantaged, and how many people live there."""

from __future__ import annotations

from functools import partial

import polars as pl

from commonweal.find import DOUBLY_DISADVANTAGED, compare_lists
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.find.tables import KEY
from commonweal.parameters import parameter
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.held import Held, remembered
from commonweal.report.evidence.words import count, share_of

_RULE = parameter("double_disadvantage.cut").reference


@remembered
def found(held: Held, deprivation: str = "2025", cut: float = 0.1) -> Finding:
    """LSOA 2021 in the worst share on both the edition of the IMD and CNI 2023."""
    return find_neighbourhoods(FindRequest(deprivation=deprivation, cut=cut), held.atlas)


def neighbourhoods(held: Held, deprivation: str = "2025", cut: float = 0.1) -> Measured:
    """How many are doubly disadvantaged."""
    return count(found(held, deprivation, cut).chosen.height)


def people(held: Held) -> Measured:
    """People who live in those of 2025 at a tenth."""
    chosen = found(held).chosen
    periods = held.atlas.areas("lsoa21").join(chosen, on=KEY, how="semi")["people_period"]
    dates = " and ".join(sorted(periods.drop_nulls().unique()))
    return Measured(
        (float(chosen["people"].sum()),), f"{chosen['people'].sum():,}", f"People at mid-{dates}."
    )


def same_as_flag(held: Held) -> Measured:
    """Areas for which our answer with IMD 2019 is the flag in the index's own file."""
    table = found(held, "2019").table.select(
        KEY, ours=(pl.col("typology") == DOUBLY_DISADVANTAGED).fill_null(value=False)
    )
    flags = held.atlas.observations("cni.flagged", "2023", "lsoa21")
    both = table.join(flags.select(KEY, flag=pl.col("value") == 1), on=KEY)
    equal = both.filter(pl.col("ours") == pl.col("flag")).height
    return share_of(equal, both.height, f"{both['flag'].sum():,} are flagged.")


def in_both(held: Held) -> Measured:
    """Areas on the list with IMD 2019 and on the one with IMD 2025."""
    before, after = found(held, "2019").result, found(held).result
    if before is None or after is None:
        return count(0)
    compared = compare_lists(before, after)
    changes = {row["change"]: row["areas"] for row in compared.summary.iter_rows(named=True)}
    note = f"{changes['joins']:,} join the list with IMD 2025, {changes['leaves']:,} leave it."
    return Measured((changes["stays"],), f"{changes['stays']:,}", note)


def same_by_query(held: Held) -> Measured:
    """The list of 2025 taken by SQL from the files alone, area by area against ours.

    A second route to the same answer: it shares no code with `find`.
    """
    files = held.atlas.query(
        "with ranks as (select indicator, area_code, value, count(*) over (partition by indicator)"
        " as n from {observations} where geography = 'lsoa21' and "
        "((indicator = 'imd.rank' and period = '2025') or "
        "(indicator = 'cni.rank' and period = '2023'))) "
        "select area_code from ranks where value <= floor(n / 10) "
        "group by area_code having count(*) = 2"
    )
    ours = set(found(held).chosen[KEY])
    theirs = set(files[KEY])
    return share_of(len(ours & theirs), len(ours | theirs))


def _list(id: str, what: str, figure: int, **asked: str | float) -> Claim:
    options = [
        f"--cut {100 * value:g}" if isinstance(value, float) else f"--{name} {value}"
        for name, value in asked.items()
    ]
    return Claim(
        id=id,
        what=what,
        expected=Expectation("exactly", (figure,)),
        measure=partial(neighbourhoods, **asked),  # type: ignore[arg-type]
        releases=("iod2019" if asked.get("deprivation") == "2019" else "iod2025", "cni2023"),
        references=(_RULE,),
        command=" ".join(["commonweal find", *options]),
    )


DOUBLE_DISADVANTAGE = Group(
    id="double-disadvantage",
    title="Double disadvantage",
    about=(
        "A neighbourhood (LSOA 2021) is doubly disadvantaged when it is in the worst tenth of "
        "England both on the Index of Multiple Deprivation and on the Community Needs Index 2023. "
        "A tenth is every rank up to the whole part of a tenth of the number of areas ranked."
    ),
    claims=(
        _list("dd-2019", "With IMD 2019, worst tenth on both", 1305, deprivation="2019"),
        Claim(
            id="dd-2019-flag",
            what="With IMD 2019: areas for which our answer is the flag in the file of CNI 2023",
            expected=Expectation("exactly", (33_755,), "published", of=33_755),
            measure=same_as_flag,
            releases=("cni2023", "iod2019"),
            note=(
                "IMD 2019 was made for the areas of 2011: its scores are carried to those of 2021 "
                "and placed among the areas of 2011. The flag is a calculation by a third party, "
                "not an official list."
            ),
        ),
        _list("dd-2025", "With IMD 2025, worst tenth on both", 1262),
        _list("dd-2025-twentieth", "With IMD 2025, worst twentieth on both", 499, cut=0.05),
        _list("dd-2025-fifth", "With IMD 2025, worst fifth on both", 3025, cut=0.2),
        Claim(
            id="dd-both",
            what="On the list with IMD 2019 and on the list with IMD 2025",
            expected=Expectation("exactly", (1156,)),
            measure=in_both,
            releases=("iod2019", "iod2025", "cni2023"),
            command="commonweal compare deprivation=2019 deprivation=2025",
        ),
        Claim(
            id="dd-people",
            what="People in the areas on the list with IMD 2025",
            expected=Expectation("exactly", (2_010_468,)),
            measure=people,
            releases=("iod2025", "cni2023"),
            command="commonweal find",
        ),
        Claim(
            id="dd-two-routes",
            what="Areas on that list that a plain SQL query over the files finds too",
            expected=Expectation("exactly", (1262,), of=1262),
            measure=same_by_query,
            releases=("iod2025", "cni2023"),
            note="The query shares no code with the rest: a check on ourselves.",
        ),
    ),
)
