"""A finding as people read it: who is in it, where most are, and the whole table to take away."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from commonweal.atlas import Atlas, Series
from commonweal.catalogue import GEOGRAPHIES, geography
from commonweal.find.request import Finding
from commonweal.find.robustness import MEANING
from commonweal.report.licensing import Shareable, shareable
from commonweal.report.table import ReportTable

_COLUMNS = {
    "area_name": "Official name of the area",
    "typology": (
        "doubly disadvantaged, deprived only, infrastructure-poor only or neither; empty where a "
        "measure is not known"
    ),
    "local_name": "Name that people know it by, where there is one",
    "district_name": "District that holds the area, or most of its people",
    "deprived": "Whether the area is within the cut on deprivation",
    "unknown_because": "Why the type is not known, where it is not",
    "people": "People who live there, at the latest date held",
    "deprivation_class": "Third of the country on deprivation: 3 is the most deprived",
    "infrastructure_class": (
        "Third of the country on social infrastructure: 3 has the least of it"
    ),
    "bivariate": "The two thirds together, as on the two-way map: 3-3 is the worst on both",
    "combined_rank": "Rank on both measures combined, 1 the worst",
    "probability": "Share of the simulated lists that the area is on",
    "rank_low": "Lower end of the interval of its rank of deprivation (nearer to the worst)",
    "rank_high": "Upper end of the interval of its rank of deprivation",
    "certainty": "; ".join(f"{name}: {meaning}" for name, meaning in MEANING.items()),
}


def finding_origins(finding: Finding) -> dict[str, tuple[Series, ...]]:
    """For each column of a finding that shows ranks, the series whose values it gives away."""
    used = [finding.deprivation, *([finding.infrastructure] if finding.infrastructure else [])]
    origins: dict[str, tuple[Series, ...]] = {}
    for item in used:
        for column in finding.columns_of_release(item.series.release):
            origins[column] = (*origins.get(column, ()), item.series)
    return origins


def shareable_finding(finding: Finding, licensed: Iterable[str]) -> Shareable:
    """The table of a finding without the ranks that may not leave."""
    return shareable(finding.table, finding_origins(finding), licensed)


def finding_report(
    finding: Finding, licensed: Iterable[str], districts: pl.DataFrame | None = None
) -> ReportTable:
    """The whole table of a finding, ready to hand out.

    Args:
        finding: the answer.
        licensed: releases that the operator declares a licence for.
        districts: `area_code, district_name`, to stand beside each area.
    """
    shared = shareable_finding(finding, licensed)
    table = shared.table
    if districts is not None:
        names = districts.select("area_code", "district_name")
        table = table.join(names, on="area_code", how="left", maintain_order="left")
    first = [
        name
        for name in ("area_code", "area_name", "typology", "local_name", "district_name", "people")
        if name in table.columns
    ]
    rest = [name for name in table.columns if name not in first]
    notes = [note for note in (shared.note, finding.note, *how_made(finding)) if note]
    return ReportTable(
        title=_title(finding),
        about=finding.explain(),
        table=table.select(*first, *rest),
        columns=_described(finding, [*first, *rest]),
        provenance=finding.provenance,
        notes=tuple(notes),
    )


def _title(finding: Finding) -> str:
    kind = GEOGRAPHIES[geography(finding.request.geography).id]
    if finding.result is None:
        return f"Deprivation of {kind.plural}, {finding.request.deprivation_label}"
    return (
        f"Double disadvantage in {kind.plural}: {finding.request.deprivation_label} and "
        f"{finding.request.infrastructure_label}"
    )


def _described(finding: Finding, names: Iterable[str]) -> dict[str, str]:
    kind = GEOGRAPHIES[geography(finding.request.geography).id]
    known = {**_COLUMNS, "area_code": f"Code of the {kind.title} area"}
    known["deprivation_rank"] = (
        f"Rank on {finding.request.deprivation_label}, 1 the most deprived. "
        f"{finding.deprivation.explain()}"
    )
    if finding.infrastructure is not None:
        known["infrastructure_rank"] = (
            f"Rank on {finding.request.infrastructure_label}, 1 the greatest need. "
            f"{finding.infrastructure.explain()}"
        )
    return {name: known.get(name, name.replace("_", " ")) for name in names}


def how_made(finding: Finding) -> list[str]:
    """How the ranks came about, where they are not those published for these very areas."""
    used = {
        finding.request.deprivation_label: finding.deprivation,
        finding.request.infrastructure_label: finding.infrastructure,
    }
    return [
        f"{name[:1].upper()}{name[1:]}: {item.explain()}"
        for name, item in used.items()
        if item is not None and item.way != "published"
    ]


def summary_rows(finding: Finding) -> pl.DataFrame:
    """Areas and people of each type: `typology, areas, people, share_of_areas, share_of_people`.

    Where social infrastructure is not held the types are `deprived` and `not deprived`.
    """
    summary = finding.summary
    if finding.result is None:
        names = {True: "deprived", False: "not deprived"}
        kinds = pl.col("deprived").replace_strict(
            names, default="not known", return_dtype=pl.String
        )
        summary = summary.select(typology=kinds, areas="areas", people="people")
    else:
        summary = summary.with_columns(pl.col("typology").cast(pl.String).fill_null("not known"))
    return summary.filter(pl.col("areas") > 0).with_columns(
        share_of_areas=pl.col("areas") / pl.col("areas").sum(),
        share_of_people=pl.col("people") / pl.col("people").sum(),
    )


def districts_of(atlas: Atlas, geography_id: str) -> pl.DataFrame:
    """The district of each area: `area_code, district_code, district_name`.

    The newest vintage of districts that a lookup leads to; an area across several counts where
    most of its people live. Without a lookup there are no rows.
    """
    held = [
        GEOGRAPHIES[name]
        for name in atlas.geographies()
        if name in GEOGRAPHIES and GEOGRAPHIES[name].level == "district"
    ]
    for kind in sorted(held, key=lambda item: -item.vintage):
        lookup = atlas.lookup(geography_id, kind.id)
        if lookup.height:
            most = lookup.sort("from_code", "weight", "to_code", descending=[False, True, False])
            pairs = most.unique("from_code", keep="first", maintain_order=True).select(
                area_code="from_code", district_code="to_code"
            )
            names = atlas.areas(kind.id).select(
                district_code="area_code", district_name="area_name"
            )
            return pairs.join(names, on="district_code", how="left")
    return pl.DataFrame(schema=dict.fromkeys(_DISTRICT, pl.String))


_DISTRICT = ("area_code", "district_code", "district_name")


def districts_with_most(finding: Finding, districts: pl.DataFrame, most: int = 10) -> pl.DataFrame:
    """The districts with most of the areas found.

    Returns:
        `district_code, district_name, areas, people, share_of_areas` (of the district's own that
        the finding covers), the most first.
    """
    keys = ["district_code", "district_name"]
    covered = finding.table.join(districts, on="area_code").group_by(keys).agg(all=pl.len())
    found = (
        finding.chosen.join(districts, on="area_code")
        .group_by(keys)
        .agg(areas=pl.len(), people=pl.col("people").sum())
    )
    joined = found.join(covered, on=keys).with_columns(
        share_of_areas=pl.col("areas") / pl.col("all")
    )
    ordered = joined.sort("areas", "people", "district_code", descending=[True, True, False])
    return ordered.drop("all").head(most)


def plain_rows(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Rows for JSON, with the names of the columns."""
    return frame.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String)).to_dicts()
