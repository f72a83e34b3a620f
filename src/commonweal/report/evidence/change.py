"""Change over time: what was published of it, and that carrying loses nobody and no place."""

from __future__ import annotations

import polars as pl

from commonweal.find.change import (
    Change,
    ChangeRequest,
    find_change,
    find_typology_change,
)
from commonweal.find.tables import KEY
from commonweal.parameters import Reference
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.held import Held, remembered
from commonweal.report.evidence.words import share_of
from commonweal.stats import quantile_of_rank

_AREAS = "lsoa21"
_LOOKUPS = ("lookup_lsoa01_lsoa11", "lookup_lsoa11_lsoa21")
_RELEASE = {
    "2015": Reference(
        "The English Indices of Deprivation 2015: statistical release, key results",
        "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2015",
    ),
    "2019": Reference(
        "The English Indices of Deprivation 2019: statistical release, key findings",
        "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2019",
    ),
    "2025": Reference(
        "English indices of deprivation 2025: statistical release, main findings",
        "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025/"
        "english-indices-of-deprivation-2025-statistical-release",
    ),
}


@remembered
def _change(held: Held, start: str, end: str, geography: str) -> Change:
    return find_change(ChangeRequest("imd", start, end, geography), held.atlas)


def still_there(held: Held, start: str, end: str, geography: str) -> Measured:
    """Share of the worst tenth at the end that was in it at the start, in per cent."""
    result = _change(held, start, end, geography).result
    areas, _ = result.stayed
    note = f"{areas:,} of {result.worst_after:,} areas."
    share = 100 * areas / result.worst_after
    return Measured((share,), f"{share:.0f}%", note)


def places_kept(held: Held) -> Measured:
    """Unchanged areas whose tenth is not the one published for them, over all older editions."""
    result, checked, other = _change(held, "", "", _AREAS), 0, 0
    for period, ranks in result.ranks.items():
        if ranks.way != "carried":
            continue
        origin = ranks.series.geography
        published = held.atlas.observations("imd.rank", period, origin)
        place = published["value"].cast(pl.Int64).to_numpy()
        tenths = published.select(
            KEY, published=pl.Series(quantile_of_rank(place, published.height))
        )
        same = (
            held.atlas.lookup(origin, _AREAS)
            .filter(pl.col("change") == "U")
            .join(tenths, left_on="from_code", right_on=KEY)
            .join(result.result.table, left_on="to_code", right_on=KEY)
        )
        checked += same.height
        other += same.filter(pl.col(f"decile_{period}") != pl.col("published")).height
    return share_of(other, checked, "Areas with the same boundary then and now, at each edition.")


def people_kept(held: Held) -> Measured:
    """People of all areas less those counted in the moves and those of areas without a place."""
    result = _change(held, "", "", _AREAS).result
    everyone = int(held.atlas.areas(_AREAS)["people"].sum())
    ends = [f"decile_{result.spec.start}", f"decile_{result.spec.end}"]
    nowhere = result.table.filter(pl.any_horizontal(pl.col(ends).is_null()))
    counted = int(result.transitions["people"].sum()) + int(nowhere["people"].sum())
    note = f"{everyone:,} people; {nowhere.height} areas have no place at one end."
    return Measured((everyone - counted,), f"{everyone - counted:,}", note)


def worst_throughout(held: Held) -> Measured:
    """Areas of the worst tenth in 2004 that are in it in 2025, and those always in it."""
    result = _change(held, "", "", _AREAS).result
    stayed, always = result.stayed[0], result.always[0]
    note = (
        f"Of {result.worst_before:,} in it in {result.spec.start}; the second figure is areas in "
        f"it at every one of the {len(result.editions)} editions."
    )
    return Measured((stayed, always), f"{stayed:,} / {always:,}", note)


def types_held_fixed(held: Held) -> Measured:
    """Areas that change sides on social infrastructure, which is the same at both editions."""
    flows = find_typology_change(held.atlas, _AREAS).flows
    short = ["doubly disadvantaged", "infrastructure-poor only"]
    crossed = flows.filter(pl.col("before").is_in(short) != pl.col("after").is_in(short))
    return share_of(int(crossed["areas"].sum()), int(flows["areas"].sum()))


def _published(start: str, end: str, geography: str, share: int) -> Claim:
    def measure(held: Held) -> Measured:
        return still_there(held, start, end, geography)

    return Claim(
        id=f"change-{start}-{end}",
        what=f"Share of the worst tenth of {end} that was in the worst tenth of {start}",
        expected=Expectation("exactly", (share,), basis="published", unit="%"),
        measure=measure,
        releases=(f"iod{start}", f"iod{end}", *_LOOKUPS),
        references=(_RELEASE[end],),
        command=f"commonweal change --from {start} --to {end} --geography {geography}",
    )


CHANGE = Group(
    id="change",
    title="Change over time",
    about=(
        "Every edition of the index since 2004 is put on the same areas. The ministry published "
        "how much of the worst tenth was already in it at the edition before; we count the same, "
        "on the areas of the later edition."
    ),
    claims=(
        _published("2010", "2015", "lsoa11", 83),
        _published("2015", "2019", "lsoa11", 88),
        _published("2019", "2025", "lsoa21", 82),
        Claim(
            id="change-places-kept",
            what="Unchanged areas whose tenth differs from the published one, 2004 to 2019",
            expected=Expectation("exactly", (0,)),
            measure=places_kept,
            releases=("iod2004", "iod2007", "iod2010", "iod2015", "iod2019", *_LOOKUPS),
        ),
        Claim(
            id="change-people-kept",
            what="People lost or counted twice between 2004 and 2025",
            expected=Expectation("exactly", (0,)),
            measure=people_kept,
            releases=("iod2004", "iod2025", *_LOOKUPS),
        ),
        Claim(
            id="change-types-fixed",
            what="Areas that change sides on social infrastructure while it is held fixed",
            expected=Expectation("exactly", (0,)),
            measure=types_held_fixed,
            releases=("cni2023", "iod2019", "iod2025"),
            command="commonweal change --types",
        ),
        Claim(
            id="change-worst-throughout",
            what="Areas of the worst tenth of 2004 still in it in 2025; areas in it throughout",
            expected=Expectation("open"),
            measure=worst_throughout,
            releases=("iod2004", "iod2007", "iod2010", "iod2015", "iod2019", "iod2025", *_LOOKUPS),
            command="commonweal change",
        ),
    ),
    gaps=(
        "Editions differ in indicators and methods; a change of place is not proof of a change "
        "in a neighbourhood.",
        "Five areas of 2021 have no place before 2015, because no area of 2001 is known that they "
        "came from.",
    ),
)
