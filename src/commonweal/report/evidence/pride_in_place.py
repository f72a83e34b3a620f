"""Where the neighbourhoods of Pride in Place stand when MSOAs are ordered by the two measures."""

from __future__ import annotations

from functools import partial

import polars as pl

from commonweal.find import (
    ShortlistSpec,
    aggregate_by_people,
    make_shortlist,
    neighbourhood_table,
    standing,
)
from commonweal.find.shortlist import Combining
from commonweal.find.tables import KEY
from commonweal.parameters import Reference
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.double_disadvantage import found
from commonweal.report.evidence.held import Held, remembered

_FIRST = (145, 200, 300)
_CAP = 3
_COMBINATIONS: tuple[tuple[Combining, str, str], ...] = (
    ("average of ranks", "average", "average of the two ranks"),
    ("milder of the two", "milder", "the measure on which the place stands better"),
    ("share of people", "share", "share of people in doubly disadvantaged LSOAs"),
)
_NOTE = Reference(
    "Pride in Place Programme phase 2: methodology note, Ministry of Housing, Communities and "
    "Local Government, 25 September 2025",
    "https://www.gov.uk/government/publications/pride-in-place-programme-place-selection-"
    "methodology-note/pride-in-place-programme-phase-2-methodology-note",
)


@remembered
def listed(held: Held) -> frozenset[str]:
    """Codes of the MSOAs on the list."""
    return frozenset(held.atlas.records("pride_in_place")["area_code"].drop_nulls())


@remembered
def neighbourhoods(held: Held, edition: str) -> pl.DataFrame:
    """Every MSOA with its mean scores, district, and share of people in the areas found."""
    atlas = held.atlas
    finding = found(held, edition).table.select(KEY, "people", "typology")
    needs = atlas.observations("cni.score", "2023", "lsoa21")
    areas = finding.join(_deprivation(held, edition), on=KEY, how="left").join(
        needs.select(KEY, infrastructure="value"), on=KEY, how="left"
    )
    members, districts = (
        atlas.lookup("lsoa21", larger).select(pl.col("from_code").alias(KEY), group_code="to_code")
        for larger in ("msoa21", "district24")
    )
    return neighbourhood_table(areas, members, districts)


def _deprivation(held: Held, edition: str) -> pl.DataFrame:
    """Scores of LSOA 2021; those of 2019 are carried from LSOA 2011 as means over people."""
    if edition == "2025":
        scores = held.atlas.observations("imd.score", "2025", "lsoa21")
        return scores.select(KEY, deprivation="value")
    own = {"deprivation": ("imd.score", edition), "people": ("people.total", "2015")}
    pairs = held.atlas.lookup("lsoa11", "lsoa21").select(
        pl.col("from_code").alias(KEY), group_code="to_code", share="weight"
    )
    carried = aggregate_by_people(held.values(own, "lsoa11"), pairs, ["deprivation"])
    return carried.select(KEY, "deprivation")


def standings(held: Held, edition: str, combining: Combining, cap: int | None) -> Measured:
    """How many of the list stand among the first so many."""
    result = make_shortlist(
        ShortlistSpec(combining=combining, cap=cap), neighbourhoods(held, edition)
    )
    counts = [float(count) for count in standing(result, listed(held), _FIRST)["found"]]
    note = _told_apart(held, edition) if combining == "share of people" and cap is None else ""
    return Measured(tuple(counts), " / ".join(f"{count:,.0f}" for count in counts), note)


def _told_apart(held: Held, edition: str) -> str:
    table = neighbourhoods(held, edition)
    some = table.filter(pl.col("share") > 0)
    of_list = some.filter(pl.col(KEY).is_in(list(listed(held)))).height
    return (
        f"{some.height:,} of {table.height:,} MSOAs have anybody living in a doubly disadvantaged "
        f"LSOA, and {of_list:,} of the listed ones do; this way cannot tell the others apart."
    )


def on_the_list(held: Held) -> Measured:
    """MSOAs on the list, and how they lie over the districts."""
    codes = listed(held)
    places = neighbourhoods(held, "2025").filter(pl.col(KEY).is_in(list(codes)))
    most = places.group_by("group_code").len().sort("len", descending=True)
    note = (
        f"{held.atlas.records('pride_in_place').height:,} neighbourhoods are named. They lie in "
        f"{most.height} districts; the most in one district is {most['len'][0]}."
    )
    return Measured((len(codes),), f"{len(codes):,}", note)


def _claim(edition: str, combining: Combining, name: str, words: str, cap: int | None) -> Claim:
    limit = f"at most {cap} in a district" if cap else "no limit"
    by_ranks = combining != "share of people"
    about = Expectation("about", (60, 78, 110))
    return Claim(
        id=f"pip-{edition}-{name}{'-capped' if cap else ''}",
        what=f"IMD {edition}, by {words}, {limit}",
        expected=about if by_ranks and cap is None else Expectation("open"),
        measure=partial(standings, edition=edition, combining=combining, cap=cap),
        releases=("pride_in_place", f"iod{edition}", "cni2023"),
        references=(_NOTE,),
    )


PRIDE_IN_PLACE = Group(
    id="pride-in-place",
    title="Pride in Place",
    about=(
        "The government chose the neighbourhoods of Pride in Place (MSOAs in England) by the same "
        "two measures. We order all MSOAs by need in several ways, with CNI 2023 and either "
        "edition of the IMD, and count how many of the listed places stand among the first 145, "
        "the first 200 and the first 300. The published rule also leaves out places that the "
        "first phase pays for, and limits how many places one area may have. The places of the "
        "first phase and the limit are not held here, so the list itself cannot be made again: "
        "places of the first phase may stand high in our order. We show the order without a limit "
        f"and with at most {_CAP} places in a district."
    ),
    claims=(
        Claim(
            id="pip-list",
            what="MSOAs on the list of Pride in Place in England",
            expected=Expectation("exactly", (145,), "published"),
            measure=on_the_list,
            releases=("pride_in_place",),
            references=(_NOTE,),
        ),
        *(
            _claim(edition, combining, name, words, cap)
            for edition in ("2019", "2025")
            for combining, name, words in _COMBINATIONS
            for cap in (None, _CAP)
        ),
    ),
    gaps=(
        "Pride in Place: the places of phase 1, which the rule leaves out, are not held, so the "
        "list cannot be made again exactly.",
    ),
)
