"""Steps on geometry: boundaries, neighbours, postcodes, hexes and tiles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polars as pl

from commonweal.atlas.reading import find_raw, gather, write_geoparquet, write_parquet
from commonweal.atlas.schema import NEIGHBOURS, POSTCODES
from commonweal.atlas.store import RAW
from commonweal.sources.canonical import POSTCODES as READ_POSTCODES
from commonweal.sources.canonical import conform

if TYPE_CHECKING:
    import geopandas as gpd


def boundaries_step(
    folder: Path, inputs: Mapping[str, Path], settings: Mapping[str, object]
) -> None:
    """Step: the outlines of one geography, mended."""
    from commonweal.atlas.geography.boundaries import repair

    kind = str(settings["geography"])
    (path,) = find_raw(list(inputs.values()), f"outlines_{kind}.parquet")[:1]
    mended = repair(read_geoparquet(path))
    write_geoparquet(mended.areas, folder / "boundaries" / f"{kind}.parquet")
    write_parquet(mended.spurs, folder / RAW / kind / "spurs.parquet")
    write_parquet(mended.changes, folder / RAW / kind / "changes.parquet")


def dissolved_step(
    folder: Path, inputs: Mapping[str, Path], settings: Mapping[str, object]
) -> None:
    """Step: the outlines of larger areas from those of the small areas they are made of."""
    from commonweal.atlas.geography.dissolve import dissolve

    kind, members = str(settings["geography"]), str(settings["members"])
    lookups = pl.read_parquet(inputs["lookups"] / "lookups.parquet")
    areas = pl.read_parquet(inputs["areas"] / "areas.parquet").filter(geography=kind)
    membership = lookups.filter(from_geography=members, to_geography=kind).select(
        area_code="from_code", group_code="to_code"
    )
    named = membership.join(
        areas.select("area_code", group_name="area_name"),
        left_on="group_code",
        right_on="area_code",
        how="left",
    )
    outlines = read_geoparquet(
        inputs[f"boundaries:{members}"] / "boundaries" / f"{members}.parquet"
    )
    path = folder / "boundaries" / f"{kind}.parquet"
    write_geoparquet(dissolve(outlines, named), path)


def read_geoparquet(path: Path) -> gpd.GeoDataFrame:
    """Outlines that an earlier step wrote."""
    import geopandas

    return geopandas.read_parquet(path)


def neighbours_step(folder: Path, inputs: Mapping[str, Path], _: Mapping[str, object]) -> None:
    """Step: which areas adjoin, and what an island is joined to."""
    from commonweal.atlas.geography.neighbours import neighbours

    found = []
    for name, part in inputs.items():
        kind = name.removeprefix("boundaries:")
        outlines = read_geoparquet(part / "boundaries" / f"{kind}.parquet")
        spurs = pl.read_parquet(part / RAW / kind / "spurs.parquet")
        pairs = neighbours(outlines, spurs).with_columns(geography=pl.lit(kind))
        found.append(conform(pairs, NEIGHBOURS))
    write_parquet(pl.concat(found), folder / "neighbours.parquet")


def postcodes_step(folder: Path, inputs: Mapping[str, Path], _: Mapping[str, object]) -> None:
    """Step: the LSOA that each postcode lies in."""
    from commonweal.atlas.geography.postcodes import place_postcodes

    outlines = read_geoparquet(inputs["boundaries:lsoa21"] / "boundaries" / "lsoa21.parquet")
    placed = place_postcodes(gather(list(inputs.values()), "postcodes", READ_POSTCODES), outlines)
    write_parquet(conform(placed, POSTCODES), folder / "postcodes.parquet")


def hexes_step(folder: Path, inputs: Mapping[str, Path], _: Mapping[str, object]) -> None:
    """Step: the hexes of the cartogram and the outlines and labels drawn around them."""
    for path in find_raw(list(inputs.values()), "hexes_*.parquet"):
        name = path.stem.removeprefix("hexes_")
        write_geoparquet(read_geoparquet(path), folder / "boundaries" / f"hex_{name}.parquet")


def tiles_step(folder: Path, inputs: Mapping[str, Path], settings: Mapping[str, object]) -> None:
    """Step: one file of vector tiles, and the order of codes that its features are numbered by."""
    from commonweal.atlas.geography.places import place_names
    from commonweal.atlas.geography.tiles import make_tiles, tile_index

    drawn = {
        name.removeprefix("boundaries:"): read_geoparquet(next((part / "boundaries").iterdir()))
        for name, part in inputs.items()
        if name.startswith("boundaries:")
    }
    layers = {kind: drawn[kind] for kind in cast("tuple[str, ...]", settings["layers"])}
    areas = pl.read_parquet(inputs["areas"] / "areas.parquet")
    make_tiles(layers, place_names(drawn, areas), folder / "tiles" / "areas.pmtiles")
    order = json.dumps(tile_index(layers), separators=(",", ":"))
    (folder / "tiles" / "areas.json").write_text(order, encoding="utf-8")
