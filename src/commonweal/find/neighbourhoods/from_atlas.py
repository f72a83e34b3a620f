"""What an atlas gives to make neighbourhoods from: tables, larger areas, sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import version

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import MethodNotApplicable
from commonweal.find.neighbourhoods.spec import NeighbourhoodSpec
from commonweal.find.neighbourhoods.tables import NeighbourhoodTables
from commonweal.find.request import Finding
from commonweal.find.tables import KEY
from commonweal.parameters import fingerprint
from commonweal.provenance import Provenance, Run, Source

SMALL = "lsoa21"
"""The areas that neighbourhoods are made of: those that the atlas holds neighbours for."""


def tables_of(
    atlas: Atlas, chosen: Collection[str], need: pl.DataFrame | None = None
) -> NeighbourhoodTables:
    """The tables of an atlas with these areas chosen.

    Args:
        atlas: an atlas with neighbours of small areas.
        chosen: codes of small areas.
        need: `area_code`, `need`: the higher the greater.

    Raises:
        MethodNotApplicable: the atlas has no neighbours of small areas.
    """
    links = atlas.neighbours(SMALL)
    areas = atlas.areas(SMALL).select(KEY, "people", "easting", "northing")
    if not links.height and areas.height > 1:
        raise MethodNotApplicable(
            f"This atlas does not say which {GEOGRAPHIES[SMALL].plural} adjoin each other. Build "
            "it again with their outlines: commonweal atlas build"
        )
    areas = areas.with_columns(
        chosen=pl.col(KEY).is_in(list(chosen)), people=pl.col("people").fill_null(0)
    )
    for frame in (
        need,
        _names(atlas, "msoa", "place_name"),
        _names(atlas, "district", "district_name"),
    ):
        if frame is not None:
            areas = areas.join(frame, on=KEY, how="left")
    return NeighbourhoodTables(areas, links, SMALL)


def need_of(finding: Finding) -> pl.DataFrame:
    """How great need is: the mean of the ranks held, the worst highest."""
    ranks = [name for name in ("deprivation_rank", "infrastructure_rank") if name in finding.table]
    return finding.table.select(KEY, need=-pl.mean_horizontal(ranks))


def holding(atlas: Atlas, geography: str) -> pl.DataFrame:
    """The larger area that holds most people of each small area: `area_code, group`."""
    lookup = atlas.lookup(SMALL, geography)
    if not lookup.height:
        raise MethodNotApplicable(
            f"No lookup leads from {GEOGRAPHIES[SMALL].plural} to "
            f"{GEOGRAPHIES[geography].plural}, so these cannot be made of small areas."
        )
    ordered = lookup.sort("from_code", "weight", "to_code", descending=[False, True, False])
    most = ordered.unique("from_code", keep="first", maintain_order=True)
    return most.select(pl.col("from_code").alias(KEY), group="to_code")


def provenance_of(
    atlas: Atlas,
    spec: NeighbourhoodSpec,
    asked: Mapping[str, object],
    first: Iterable[Source] = (),
) -> Provenance:
    """The sources: those of what was asked first, then people, neighbours, lookups and names."""
    sources = {source.release: source for source in first}
    for release in _releases(atlas):
        if release not in sources:
            sources[release] = atlas.source(release)
    run = Run(
        commonweal=version("commonweal"),
        atlas=atlas.id,
        parameters=fingerprint(),
        spec={"neighbourhoods": asdict(spec), **asked},
    )
    return Provenance(tuple(sources.values()), run, atlas.demonstration)


def _names(atlas: Atlas, level: str, column: str) -> pl.DataFrame | None:
    """The name of the larger area of a level that each small area lies in, newest vintage."""
    kinds = [
        GEOGRAPHIES[name]
        for name in atlas.geographies()
        if name in GEOGRAPHIES and GEOGRAPHIES[name].level == level
    ]
    for kind in sorted(kinds, key=lambda each: -each.vintage):
        if atlas.lookup(SMALL, kind.id).height:
            names = atlas.areas(kind.id).select(
                group=KEY, name=pl.coalesce("local_name", "area_name")
            )
            joined = holding(atlas, kind.id).join(names, on="group", how="left")
            return joined.select(KEY, pl.col("name").alias(column))
    return None


def _releases(atlas: Atlas) -> list[str]:
    """Releases that neighbourhoods rest on, of those that the atlas holds."""
    people = atlas.query(
        "select release from {series} where indicator = 'people.total' and geography = ? "
        "and period = (select max(people_period) from {areas} where geography = ?) limit 1",
        [SMALL, SMALL],
    )["release"]
    lookups = atlas.query(
        "select distinct release from {lookups} where from_geography = ? "
        "and (to_geography like 'msoa%' or to_geography like 'district%') order by release",
        [SMALL],
    )["release"]
    shapes = atlas.query(
        "select distinct release from {provenance} where release in (?, ?) order by release",
        [f"boundaries_{SMALL}", "hexes_msoa21"],
    )["release"]
    held = set(atlas.query("select distinct release from {provenance}")["release"])
    named = [*people, *(each for text in lookups for each in text.split("+")), *shapes]
    return [name for name in dict.fromkeys(named) if name in held]
