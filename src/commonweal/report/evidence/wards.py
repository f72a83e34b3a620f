"""The 225 left-behind wards of 2019, found again."""

from __future__ import annotations

import polars as pl

from commonweal.find import Condition, DoubleDisadvantageSpec, find_double_disadvantage
from commonweal.find.ranks_in import IndexRanks, index_ranks
from commonweal.find.tables import KEY
from commonweal.report.evidence.claim import Claim, Detail, Expectation, Group, Measured
from commonweal.report.evidence.community_needs import LEFT_BEHIND
from commonweal.report.evidence.held import Held, remembered

_AREAS = "ward17"


@remembered
def _deprivation(held: Held) -> IndexRanks:
    return index_ranks(held.atlas, "imd", "2019", _AREAS)


@remembered
def wards(held: Held) -> pl.DataFrame:
    """Every ward: name, both ranks, `found` by the rule, `official` on the list.

    Both measures are cut at a tenth of the wards that the Community Needs Index ranks, as many
    on the one as on the other.
    """
    needs = held.atlas.observations("cni.rank", "2019", _AREAS)
    flags = held.atlas.observations("cni.flagged", "2019", _AREAS)
    table = (
        held.names(_AREAS)
        .join(_deprivation(held).table.rename({"rank": "deprivation"}), on=KEY, how="left")
        .join(needs.select(KEY, infrastructure="value"), on=KEY, how="left")
    )
    spec = DoubleDisadvantageSpec(
        Condition("deprivation", "IMD 2019", ranked_among=needs.height),
        Condition("infrastructure", "CNI 2019", ranked_among=needs.height),
        geography="ward 2017",
    )
    result = find_double_disadvantage(spec, table)
    last_in = result.cut("deprivation").rank
    chosen = result.doubly_disadvantaged.select(KEY, found=pl.lit(value=True))
    return (
        result.table.join(chosen, on=KEY, how="left")
        .join(flags.select(KEY, official=pl.col("value") == 1), on=KEY, how="left")
        .with_columns(pl.col("found", "official").fill_null(value=False), last_in=last_in)
    )


def official_found(held: Held) -> Measured:
    """Wards on the official list that the rule finds, and the others with the reason."""
    table = wards(held)
    official = table.filter("official")
    both = official.filter("found").height
    missed, extra = (
        official.filter(~pl.col("found")),
        table.filter(pl.col("found") & ~pl.col("official")),
    )
    last_in = table["last_in"][0]
    note = (
        f"The rule finds {table['found'].sum():,} wards; the last rank in is {last_in:,} on both "
        f"measures. {missed.height} of the official wards are missed and {extra.height} are found "
        "that are not official: all are named below."
    )
    details = (
        Detail(
            f"The {missed.height} official wards that the rule misses",
            "On community needs all are inside the worst tenth; on deprivation each lies a little "
            "outside. The averages of deprivation that the official list was made from are not "
            "held. We count each LSOA wholly in the ward that it fits best, though some lie in "
            "two wards: a likely reason for differences near the line.",
            _reasons(missed),
        ),
        Detail(
            f"The {extra.height} wards that the rule finds and the official list does not have",
            "By our averages they are inside the worst tenth on both measures.",
            _reasons(extra),
        ),
    )
    return Measured((both,), f"{both:,} of {official.height:,}", note, details)


def _reasons(rows: pl.DataFrame) -> pl.DataFrame:
    """Name, code, place on deprivation and how far that is from the line.

    The ranks of community needs belong to their owner: only the side of the line is told.
    """
    beyond = pl.col("deprivation_rank") - pl.col("last_in")
    inside = pl.col("infrastructure_rank") <= pl.col("last_in")
    side = (
        pl.when(beyond > 0)
        .then(pl.format("{} places outside", beyond))
        .when(beyond == 0)
        .then(pl.lit("the last one inside"))
        .otherwise(pl.format("{} places inside", -beyond))
    )
    columns = {
        "ward": pl.col("area_name"),
        "code": pl.col(KEY),
        "rank on deprivation": pl.col("deprivation_rank"),
        "from the line": side,
        "community needs": pl.when(inside).then(pl.lit("inside")).otherwise(pl.lit("outside")),
    }
    return rows.sort(KEY).select(**columns)


WARDS = Group(
    id="wards",
    title="The left-behind wards of 2019",
    about=(
        "In 2019 Local Trust and OCSI named 225 wards as left behind: in the worst tenth on both "
        "community needs and deprivation. We average the scores of IMD 2019 over each ward's "
        "people and apply the same rule."
    ),
    claims=(
        Claim(
            id="wards-2019",
            what="Official left-behind wards that the rule finds",
            expected=Expectation("at least", (219,), of=225),
            measure=official_found,
            releases=("cni2019", "iod2019", "lookup_lsoa11_ward17"),
            references=(LEFT_BEHIND,),
        ),
    ),
)
