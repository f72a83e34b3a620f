"""The way in from an atlas: the tables that neighbourhoods are made from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import MethodNotApplicable
from commonweal.find.neighbourhoods.make import gather_neighbourhoods, make_neighbourhoods
from commonweal.find.neighbourhoods.result import NeighbourhoodsResult
from commonweal.find.neighbourhoods.spec import NeighbourhoodSpec
from commonweal.find.neighbourhoods.tables import NeighbourhoodTables
from commonweal.find.request import Finding
from commonweal.find.tables import KEY

SMALL = "lsoa21"
"""The areas that neighbourhoods are made of: those that the atlas holds neighbours for."""


@dataclass(frozen=True, slots=True)
class Around:
    """What each small area lies in: `area_code` and the code and name of the larger area."""

    places: pl.DataFrame
    districts: pl.DataFrame


def neighbourhoods_of_finding(
    spec: NeighbourhoodSpec, atlas: Atlas, finding: Finding
) -> NeighbourhoodsResult:
    """Neighbourhoods from the areas that `find` found.

    Small areas are put together; larger ones (MSOAs, wards) are neighbourhoods as they are.

    Raises:
        InputError: nothing was found.
        MethodNotApplicable: no lookup leads from the small areas to the larger ones.
    """
    kind = finding.request.geography
    chosen = finding.chosen[KEY].to_list()
    need = _need(finding)
    if kind == SMALL:
        return make_neighbourhoods(spec, tables_of(atlas, chosen, need))
    return whole_areas(spec, atlas, kind, chosen)


def whole_areas(
    spec: NeighbourhoodSpec, atlas: Atlas, geography: str, codes: Collection[str]
) -> NeighbourhoodsResult:
    """MSOAs, wards or other larger areas, each a neighbourhood as it is.

    A small area belongs to the larger one that holds most of its people.

    Raises:
        MethodNotApplicable: no lookup leads from the small areas to these.
    """
    members = _most(atlas, geography)
    names = atlas.areas(geography).select(
        group=KEY, name=pl.coalesce("local_name", "area_name", KEY)
    )
    wanted = members.filter(pl.col("group").is_in(list(codes)))
    tables = tables_of(atlas, wanted[KEY].to_list())
    return gather_neighbourhoods(spec, tables, wanted.join(names, on="group", how="left"))


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


def _need(finding: Finding) -> pl.DataFrame:
    """How great need is: the mean of the ranks held, the worst highest."""
    ranks = [name for name in ("deprivation_rank", "infrastructure_rank") if name in finding.table]
    return finding.table.select(KEY, need=-pl.mean_horizontal(ranks))


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
            joined = _most(atlas, kind.id).join(names, on="group", how="left")
            return joined.select(KEY, pl.col("name").alias(column))
    return None


def _most(atlas: Atlas, geography: str) -> pl.DataFrame:
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
