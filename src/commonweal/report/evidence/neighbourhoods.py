"""Neighbourhoods made from the doubly disadvantaged areas, and from all of England."""

from __future__ import annotations

import polars as pl

from commonweal.atlas.geography.neighbours import components
from commonweal.find.neighbourhoods import (
    NeighbourhoodSpec,
    NeighbourhoodsResult,
    gather_neighbourhoods,
    make_neighbourhoods,
)
from commonweal.find.neighbourhoods.from_atlas import SMALL, tables_of
from commonweal.find.neighbourhoods.request import neighbourhoods_of_finding
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.find.tables import KEY
from commonweal.report.evidence.claim import Claim, Detail, Expectation, Group, Measured
from commonweal.report.evidence.held import Held, remembered
from commonweal.report.evidence.words import count, share_of

_RELEASES = ("iod2025", "cni2023", "boundaries_lsoa21", "hexes_msoa21")
_SPEC = NeighbourhoodSpec()


@remembered
def _finding(held: Held) -> Finding:
    return find_neighbourhoods(FindRequest(), held.atlas)


@remembered
def usual(held: Held) -> NeighbourhoodsResult:
    """The neighbourhoods of the usual rule."""
    return neighbourhoods_of_finding(_SPEC, held.atlas, _finding(held)).result


@remembered
def country(held: Held) -> NeighbourhoodsResult:
    """All of England in neighbourhoods: every small area counts as chosen."""
    codes = held.atlas.areas(SMALL)[KEY].to_list()
    return make_neighbourhoods(_SPEC, tables_of(held.atlas, codes))


def pieces(held: Held) -> Measured:
    """Contiguous pieces of the areas found, over edges and corners, by the atlas's own route."""
    chosen = _finding(held).chosen.select(KEY, "people")
    labelled = components(chosen[KEY], _pairs_within(held, chosen))
    sizes = (
        labelled.join(chosen, on=KEY).group_by("component").agg(pl.len(), pl.col("people").sum())
    )
    single = int((sizes["len"] == 1).sum())
    large = int((sizes["people"] > _SPEC.maximum).sum())
    shown = f"{sizes.height:,}, {single:,} of them single areas, {large:,} too large"
    return Measured((float(sizes.height), float(single), float(large)), shown)


def placed(held: Held) -> Measured:
    """Areas found that are in exactly one neighbourhood."""
    members = usual(held).members.group_by(KEY).len().filter(pl.col("len") == 1)
    wanted = _finding(held).chosen
    return share_of(wanted.join(members, on=KEY, how="semi").height, wanted.height)


def in_one_piece(held: Held) -> Measured:
    """Neighbourhoods that hang together over shared edges, by the atlas's own route."""
    members = usual(held).members.select(KEY, "neighbourhood")
    edges = held.atlas.neighbours(SMALL).filter(pl.col("rule") == "edge")
    other = members.rename({KEY: "neighbour_code", "neighbourhood": "beside"})
    inner = edges.join(members, on=KEY).join(other, on="neighbour_code")
    inner = inner.filter(pl.col("neighbourhood") == pl.col("beside"))
    labelled = components(members[KEY], inner.select(KEY, "neighbour_code", "rule", "metres"))
    parts = (
        labelled.join(members, on=KEY).group_by("neighbourhood").agg(pl.col("component").n_unique())
    )
    whole = int((parts["component"] == 1).sum())
    return Measured((float(parts.height - whole),), f"{parts.height - whole:,} of {parts.height:,}")


def within_range(held: Held) -> Measured:
    """Neighbourhoods within the range of people."""
    people = usual(held).members.group_by("neighbourhood").agg(pl.col("population").sum())
    fits = people["population"].is_between(_SPEC.minimum, _SPEC.maximum)
    sizes = people["population"].sort()
    note = f"From {sizes[0]:,} to {sizes[-1]:,} people."
    inside = int(fits.sum())
    return Measured(
        (float(people.height - inside),), f"{people.height - inside:,} of {people.height:,}", note
    )


def names(held: Held) -> Measured:
    """Names that more than one neighbourhood has."""
    return count(int(usual(held).table["name"].is_duplicated().sum()))


def chosen_share(held: Held) -> Measured:
    """Share of the neighbourhoods' people who live in the areas found, and other ways beside."""
    result = usual(held)
    told = Detail(
        "Other ways to make neighbourhoods of the same areas",
        "The share of people is of those in the neighbourhoods who live in areas that were found.",
        _other_ways(held),
    )
    note = f"{result.chosen_people:,} of {result.people:,} people in {result.table.height:,}."
    share = 100 * result.chosen_share
    return Measured((share,), f"{share:.1f}%", note, (told,))


def not_fitting(held: Held) -> Measured:
    """Neighbourhoods of the whole of England that do not fit the range or hang together."""
    result = country(held)
    odd = result.table.filter(~pl.col("fits")).select("name", "people", "because")
    told = Detail(
        "Places that cannot be a neighbourhood of 5,000 people",
        "Nothing in England adjoins them: water or the border is all round, and bridges are not in "
        "the data held.",
        odd.rename({"because": "why"}),
    )
    note = f"{result.table.height:,} neighbourhoods hold all {result.members.height:,} areas."
    return Measured((float(odd.height),), f"{odd.height:,}", note, (told,))


def _pairs_within(held: Held, chosen: pl.DataFrame) -> pl.DataFrame:
    pairs = held.atlas.neighbours(SMALL)
    other = chosen.select(neighbour_code=KEY)
    return pairs.join(chosen, on=KEY, how="semi").join(other, on="neighbour_code", how="semi")


def _other_ways(held: Held) -> pl.DataFrame:
    ways = {
        "as we do": _SPEC,
        "each piece filled on its own": NeighbourhoodSpec(furthest_step=0),
        "joined over steps of up to 1.5 km": NeighbourhoodSpec(furthest_step=1500),
        "joined over steps of any length": NeighbourhoodSpec(furthest_step=1e9),
        "kept to one district": NeighbourhoodSpec(one_district=True),
    }
    found = _finding(held)
    results = {
        name: neighbourhoods_of_finding(spec, held.atlas, found).result
        for name, spec in ways.items()
    }
    results["every MSOA with such an area, as it is"] = _whole_msoas(held)
    return pl.DataFrame(
        {
            "way": list(results),
            "neighbourhoods": [each.table.height for each in results.values()],
            "people": [each.people for each in results.values()],
            "share of people": [f"{each.chosen_share:.1%}" for each in results.values()],
        }
    )


def _whole_msoas(held: Held) -> NeighbourhoodsResult:
    chosen = _finding(held).chosen[KEY]
    lookup = held.atlas.lookup(SMALL, "msoa21").select(from_code="from_code", group="to_code")
    hit = lookup.filter(pl.col("from_code").is_in(chosen.implode()))["group"].unique()
    groups = lookup.filter(pl.col("group").is_in(hit.implode())).rename({"from_code": KEY})
    tables = tables_of(held.atlas, chosen.to_list())
    return gather_neighbourhoods(_SPEC, tables, groups, all_chosen=False)


NEIGHBOURHOODS = Group(
    id="neighbourhoods",
    title="Neighbourhoods",
    about=(
        "The doubly disadvantaged areas put together into contiguous neighbourhoods of 5,000 to "
        "15,000 people. Whether they hang together is checked by another route than they were "
        "made by."
    ),
    claims=(
        Claim(
            id="neighbourhoods-pieces",
            what="Pieces that the areas form over edges and corners, single ones, over 15,000",
            expected=Expectation("exactly", (621, 380, 14)),
            measure=pieces,
            releases=_RELEASES,
        ),
        Claim(
            id="neighbourhoods-placed",
            what="Doubly disadvantaged areas that are in exactly one neighbourhood",
            expected=Expectation("exactly", (1262,), of=1262),
            measure=placed,
            releases=_RELEASES,
            command="commonweal neighbourhoods make",
        ),
        Claim(
            id="neighbourhoods-one-piece",
            what="Neighbourhoods that are not in one piece over shared edges",
            expected=Expectation("exactly", (0,)),
            measure=in_one_piece,
            releases=_RELEASES,
        ),
        Claim(
            id="neighbourhoods-range",
            what="Neighbourhoods of fewer than 5,000 or more than 15,000 people",
            expected=Expectation("exactly", (0,)),
            measure=within_range,
            releases=_RELEASES,
        ),
        Claim(
            id="neighbourhoods-names",
            what="Neighbourhoods that share their name with another",
            expected=Expectation("exactly", (0,)),
            measure=names,
            releases=_RELEASES,
        ),
        Claim(
            id="neighbourhoods-share",
            what="Share of the neighbourhoods' people who live in areas found",
            expected=Expectation("open"),
            measure=chosen_share,
            releases=_RELEASES,
            command="commonweal neighbourhoods make",
        ),
        Claim(
            id="neighbourhoods-country",
            what="All of England in neighbourhoods: those that cannot fit",
            expected=Expectation("exactly", (2,)),
            measure=not_fitting,
            releases=_RELEASES,
        ),
    ),
    gaps=(
        "Neighbourhoods: rivers above the tide, railways and motorways are not held, so a "
        "neighbourhood may lie on both sides of one.",
    ),
)
