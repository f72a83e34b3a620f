"""Areas, lookups between vintages, outlines, neighbours and postcodes."""

from __future__ import annotations

from functools import partial

import polars as pl

from commonweal.atlas.geography.overrides import declared_overrides
from commonweal.find.tables import KEY
from commonweal.report.evidence.claim import Claim, Detail, Expectation, Group, Measured
from commonweal.report.evidence.held import Held
from commonweal.report.evidence.words import count, largest, share_of

_COUNTED = ("lsoa21", "lsoa11", "lsoa01", "msoa21", "district24")


def areas(held: Held) -> Measured:
    """How many areas of each kind are held."""
    counts = [float(held.atlas.areas(kind).height) for kind in _COUNTED]
    return Measured(tuple(counts), " / ".join(f"{number:,.0f}" for number in counts))


def weights(held: Held) -> Measured:
    """How far the weights of an area are from a sum of 1, at most, over every lookup."""
    sums = held.atlas.query(
        "select from_geography, to_geography, from_code, sum(weight) as total from {lookups} "
        "group by all"
    )
    furthest = float(sums.select((pl.col("total") - 1).abs().max()).item())
    pairs = sums.select("from_geography", "to_geography").unique().height
    return largest(furthest, f"{sums.height:,} areas in {pairs} lookups.")


def people_kept(held: Held) -> Measured:
    """People of LSOA 2011 carried to LSOA 2021: how far their total changes."""
    own = held.values({"people": ("people.total", "2015")}, "lsoa11")
    pairs = held.atlas.lookup("lsoa11", "lsoa21")
    carried = pairs.join(own, left_on="from_code", right_on=KEY).select(
        (pl.col("people_right") * pl.col("weight")).sum()
    )
    before = float(own["people"].sum())
    return largest(abs(float(carried.item()) - before), f"{before:,.0f} people at mid-2015.")


def people_traced(held: Held) -> Measured:
    """LSOA 2021 whose people, traced back to LSOA 2011, come to the people who live there."""
    traced = held.atlas.lookup("lsoa11", "lsoa21").group_by("to_code").agg(pl.col("people").sum())
    both = held.atlas.areas("lsoa21").join(traced, left_on=KEY, right_on="to_code", how="left")
    equal = both.filter((pl.col("people") - pl.col("people_right")).abs() < 1e-6).height
    return share_of(equal, both.height, f"{both['people'].sum():,} people.")


def irregular(held: Held) -> Measured:
    """Pairs that the publisher marks irregular, and that are marked approximate here."""
    pairs = held.atlas.lookup("lsoa11", "lsoa21").filter(pl.col("change") == "X")
    return share_of(pairs.filter("approximate").height, pairs.height)


def overrides(held: Held) -> Measured:
    """Declared exceptions that the lookups follow."""
    declared = declared_overrides()
    followed, rows = 0, []
    for each in declared:
        pairs = held.atlas.lookup(each.from_geography, each.to_geography)
        codes = pairs.filter(pl.col("from_code") == each.from_code)["to_code"].to_list()
        followed += codes == [each.to_code]
        rows.append(
            {
                "area": each.from_code,
                "counted in": each.to_code,
                "lookup says": each.instead_of,
                "why": each.reason,
                "source": each.source,
            }
        )
    detail = Detail(
        "Areas counted elsewhere than a published lookup says",
        "Each is declared with its reason and its source.",
        pl.DataFrame(rows),
    )
    return Measured((followed,), f"{followed} of {len(declared)}", details=(detail,))


def repaired(held: Held) -> Measured:
    """Outlines that crossed or touched themselves, and were mended."""
    outlines = held.atlas.boundaries("lsoa21")
    return count(float(outlines["repaired"].sum()))


def invalid(held: Held, kinds: tuple[str, ...]) -> Measured:
    """Outlines that are still not valid, or enclose nothing."""
    left, looked_at = 0, 0
    for kind in kinds:
        shapes = held.atlas.boundaries(kind).geometry
        left += int((~shapes.is_valid | shapes.is_empty).sum())
        looked_at += len(shapes)
    return Measured((left,), f"{left:,}", f"{looked_at:,} outlines.")


def islands(held: Held) -> Measured:
    """Areas that nothing touches: each is joined to the nearest one."""
    pairs = held.atlas.neighbours("lsoa21")
    touched = pairs.filter(pl.col("rule") != "island")[KEY].unique()
    alone = held.names("lsoa21").filter(~pl.col(KEY).is_in(touched.implode()))
    links = pairs.filter(pl.col("rule") == "island")
    told = [
        f"{row['area_name']} ({row[KEY]}) is joined to {row['neighbour_code']}, "
        f"{row['metres'] / 1000:.0f} km away."
        for row in alone.join(links, on=KEY).iter_rows(named=True)
    ]
    return Measured((alone.height,), f"{alone.height:,}", " ".join(told))


def without_neighbours(held: Held) -> Measured:
    """Areas that have no neighbour at all."""
    pairs = held.atlas.neighbours("lsoa21")
    codes = held.names("lsoa21")[KEY]
    left = codes.filter(~codes.is_in(pairs[KEY].unique().implode()))
    both = pairs.join(
        pairs, left_on=(KEY, "neighbour_code"), right_on=("neighbour_code", KEY), how="anti"
    )
    note = f"{pairs.height // 2:,} pairs, {both.height:,} of them told one way only."
    return Measured((len(left),), f"{len(left):,}", note)


def postcodes(held: Held) -> Measured:
    """Postcodes placed in an area."""
    found = held.atlas.query(
        "select count(*) as placed, count(area_code) as known from {postcodes}"
    )
    return share_of(found["known"][0], found["placed"][0])


def near_an_edge(held: Held) -> Measured:
    """Postcodes marked approximate: near an edge, or outside every outline."""
    found = held.atlas.query(
        "select count(*) as held, count(*) filter (approximate) as near, "
        "count(*) filter (approximate and metres > 10) as outside from {postcodes}"
    )
    near, held_here = found["near"][0], found["held"][0]
    note = (
        f"{near / held_here:.1%} of all. Of them {found['outside'][0]:,} lie outside every outline "
        "by more than 10 metres and go to the nearest area."
    )
    return Measured((near,), f"{near:,}", note)


_LOOKUP = ("lookup_lsoa11_lsoa21", "iod2025")

GEOGRAPHY = Group(
    id="geography",
    title="Areas, boundary changes, outlines and postcodes",
    about=(
        "Figures made for the areas of one year are used with those of another, so people must "
        "neither be lost nor counted twice on the way. Outlines and postcodes must lead to the "
        "right area."
    ),
    claims=(
        Claim(
            id="areas",
            what="LSOA 2021 / LSOA 2011 / LSOA 2001 / MSOA 2021 / districts 2024 in England",
            expected=Expectation("exactly", (33_755, 32_844, 32_482, 6_856, 296), "published"),
            measure=areas,
            releases=(
                "lookup_lsoa21_msoa21_district22_region22",
                "lookup_lsoa11_lsoa21",
                "lookup_lsoa01_lsoa11",
                "lookup_district24_region24",
            ),
        ),
        Claim(
            id="lookup-weights",
            what="The shares of an area in its successors sum to 1: largest difference",
            expected=Expectation("at most", (0,), digits=9),
            measure=weights,
            releases=_LOOKUP,
            note="The published lookups carry no weights: a weight is a share of people.",
        ),
        Claim(
            id="lookup-people-carried",
            what="People of LSOA 2011 carried to LSOA 2021: change of their total",
            expected=Expectation("at most", (0,), digits=3),
            measure=people_kept,
            releases=("lookup_lsoa11_lsoa21", "iod2019"),
        ),
        Claim(
            id="lookup-people-traced",
            what="LSOA 2021 whose people, traced back to LSOA 2011, are those who live there",
            expected=Expectation("exactly", (33_755,), of=33_755),
            measure=people_traced,
            releases=_LOOKUP,
        ),
        Claim(
            id="lookup-irregular",
            what="Irregular changes from LSOA 2011 to LSOA 2021 that are marked approximate",
            expected=Expectation("exactly", (10,), "published", of=10),
            measure=irregular,
            releases=("lookup_lsoa11_lsoa21",),
        ),
        Claim(
            id="lookup-overrides",
            what="Areas that the publisher counts in another district than the lookup",
            expected=Expectation("exactly", (1,), of=1),
            measure=overrides,
            releases=("iod2025", "lookup_lsoa21_ward24_district24"),
        ),
        Claim(
            id="outlines-repaired",
            what="LSOA outlines that were not valid and have been mended",
            expected=Expectation("about", (1170,)),
            measure=repaired,
            releases=("boundaries_lsoa21",),
            note=(
                "The outlines held were rounded to four decimals of a degree. The count depends a "
                "little on how they are brought to the National Grid."
            ),
        ),
        Claim(
            id="outlines-valid",
            what="Outlines of LSOA, MSOA, districts and regions that are not valid",
            expected=Expectation("exactly", (0,)),
            measure=partial(invalid, kinds=("lsoa21", "msoa21", "district24", "region24")),
            releases=("boundaries_lsoa21", "boundaries_msoa21"),
        ),
        Claim(
            id="islands",
            what="LSOAs that no other one touches",
            expected=Expectation("exactly", (1,)),
            measure=islands,
            releases=("boundaries_lsoa21",),
        ),
        Claim(
            id="neighbours",
            what="LSOAs without any neighbour, islands' links included",
            expected=Expectation("exactly", (0,)),
            measure=without_neighbours,
            releases=("boundaries_lsoa21",),
        ),
        Claim(
            id="postcodes",
            what="Postcodes of England that have an area",
            expected=Expectation("exactly", (1_491_312,), "published", of=1_491_312),
            measure=postcodes,
            releases=("code_point_open", "boundaries_lsoa21"),
        ),
        Claim(
            id="postcodes-approximate",
            what="Postcodes marked approximate: within 10 metres of an edge, or outside",
            expected=Expectation("open"),
            measure=near_an_edge,
            releases=("code_point_open", "boundaries_lsoa21"),
        ),
    ),
)
