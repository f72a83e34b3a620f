"""The Community Needs Index: how its total follows from its domains."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from commonweal.find import agreement, cni_spec, make_index
from commonweal.parameters import parameter
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.held import Held
from commonweal.report.evidence.words import count, largest, small

_INDICATORS = {
    "civic_assets": "civic_assets",
    "connectedness": "connectedness",
    "engaged_community": "active_engaged_community",
}
_AREAS = {"2019": "ward17", "2023": "lsoa21"}
LEFT_BEHIND = parameter("cni.domain_weights", edition="2019").reference
METHODOLOGY_2023 = parameter("cni.domain_weights", edition="2023").reference


def sum_of_scores(held: Held) -> Measured:
    """2019: largest difference between the total and the plain sum of the domain scores."""
    columns = {name: (f"cni.{own}.score", "2019") for name, own in _INDICATORS.items()}
    made = make_index(cni_spec("2019"), held.values(columns, _AREAS["2019"])).table
    found = agreement(made, _published(held, "2019"), "score")
    return largest(found.largest_difference, f"{found.of:,} wards.")


def flagged(held: Held) -> Measured:
    """2019: wards that the publisher flags as left behind."""
    flags = held.atlas.observations("cni.flagged", "2019", _AREAS["2019"])
    return count(float(flags["value"].sum()))


def sum_of_transformed_ranks(held: Held) -> Measured:
    """2023: largest difference between the total and the sum of transformed domain ranks."""
    columns = {name: (f"cni.{own}.rank", "2023") for name, own in _INDICATORS.items()}
    table, published = held.values(columns, _AREAS["2023"]), _published(held, "2023")
    found = agreement(make_index(cni_spec("2023"), table).table, published, "score")
    lowest = make_index(replace(cni_spec("2023"), ties="lowest"), table).table
    simple = agreement(lowest, published, "score").largest_difference
    note = (
        f"{found.of:,} LSOAs. If areas that tie took the lowest rank it would be {small(simple)}."
    )
    return largest(found.largest_difference, note)


def _published(held: Held, edition: str) -> pl.DataFrame:
    return held.values({"score": ("cni.score", edition)}, _AREAS[edition])


COMMUNITY_NEEDS = Group(
    id="community-needs",
    title="The Community Needs Index",
    about=(
        "The index of how far a place is short of civic assets, connections and an active "
        "community. Its scores and ranks belong to their owner and are not shown here; these "
        "checks say only that we read them as they were made."
    ),
    claims=(
        Claim(
            id="cni-2019-sum",
            what="CNI 2019 is the plain sum of its three domain scores: largest difference",
            expected=Expectation("at most", (0.00001,), digits=5),
            measure=sum_of_scores,
            releases=("cni2019",),
        ),
        Claim(
            id="cni-2019-flagged",
            what="Wards flagged as left behind in 2019",
            expected=Expectation("exactly", (225,), "published"),
            measure=flagged,
            releases=("cni2019",),
            references=(LEFT_BEHIND,),
        ),
        Claim(
            id="cni-2023-sum",
            what="CNI 2023 is the sum of its transformed domain ranks: largest difference",
            expected=Expectation("at most", (0.022,), digits=3),
            measure=sum_of_transformed_ranks,
            releases=("cni2023",),
            references=(METHODOLOGY_2023,),
            note="Published to two decimals: a perfect method still differs by up to 0.005.",
        ),
    ),
)
