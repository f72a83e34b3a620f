"""Steps on geography: weights of lookups, boundaries, neighbours, postcodes, hexes and tiles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from commonweal.atlas.describing import latest_people
from commonweal.atlas.reading import find_raw, gather, write_geoparquet, write_parquet
from commonweal.atlas.schema import LOOKUPS, NEIGHBOURS, POSTCODES
from commonweal.atlas.store import RAW
from commonweal.sources.canonical import PAIRS, Schema, conform
from commonweal.sources.canonical import POSTCODES as READ_POSTCODES

if TYPE_CHECKING:
    import geopandas as gpd

PEOPLE: Schema = {
    "geography": pl.String,
    "area_code": pl.String,
    "period": pl.String,
    "people": pl.Float64,
}


def lookups_step(folder: Path, inputs: Mapping[str, Path], _: Mapping[str, object]) -> None:
    """Step: every pair of areas with the share of people that goes with it."""
    parts = list(inputs.values())
    people = latest_people(gather(parts, "people", PEOPLE)).select(
        "geography", "area_code", pl.col("people").cast(pl.Float64)
    )
    pairs = gather(parts, "pairs", PAIRS).unique(
        ["from_geography", "from_code", "to_geography", "to_code"],
        keep="first",
        maintain_order=True,
    )
    key = ["from_geography", "from_code", "to_geography"]
    joined = pairs.join(
        people.rename({"people": "to_people"}),
        left_on=["to_geography", "to_code"],
        right_on=["geography", "area_code"],
        how="left",
    ).join(
        people.rename({"people": "from_people"}),
        left_on=["from_geography", "from_code"],
        right_on=["geography", "area_code"],
        how="left",
    )
    share = pl.col("to_people") / pl.col("to_people").sum().over(key)
    alone = pl.len().over(key) == 1
    weighed = joined.with_columns(
        weight=pl.when(alone).then(1.0).otherwise(share),
        approximate=pl.col("change") == "X",
    ).with_columns(people=pl.col("weight") * pl.col("from_people"))
    ordered = weighed.sort("from_geography", "to_geography", "from_code", "to_code")
    write_parquet(conform(ordered, LOOKUPS), folder / "lookups.parquet")


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
