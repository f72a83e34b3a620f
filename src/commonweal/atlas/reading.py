"""The first steps of a build: read a release, or the demonstration country, into parts.

What later steps alone need goes under `raw/<release>/`; observations and records are written
as they will stand in the atlas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polars as pl

from commonweal.atlas.store import RAW
from commonweal.catalogue.types import Release
from commonweal.sources.canonical import ReleaseTables, Schema, conform, empty

if TYPE_CHECKING:
    import geopandas as gpd

_FRAMES = ("areas", "points", "pairs", "series", "classes", "postcodes")
_ROW_GROUP = 131_072


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write a table the same way every time, so that the same rows give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path, compression="zstd", statistics=True, row_group_size=_ROW_GROUP)


def write_geoparquet(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write outlines as GeoParquet 1.1 in their own coordinate system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(path, index=False, compression="zstd", schema_version="1.1.0")


def write_release(tables: ReleaseTables, release_id: str, folder: Path) -> None:
    """Write everything read from one release into a step's folder."""
    raw = folder / RAW / release_id
    for name in _FRAMES:
        frame: pl.DataFrame = getattr(tables, name)
        if frame.height:
            write_parquet(frame, raw / f"{name}.parquet")
    if tables.observations.height:
        ordered = tables.observations.sort(
            "indicator", "period", "geography", "row", "area_code", maintain_order=True
        )
        write_parquet(ordered, folder / "observations" / f"{release_id}.parquet")
        write_parquet(_people(ordered), raw / "people.parquet")
    for name, frame in tables.records.items():
        write_parquet(frame, folder / "records" / f"{name}.parquet")
    for geography, outlines in tables.outlines.items():
        write_geoparquet(outlines, raw / f"outlines_{geography}.parquet")
    for geography, hexes in tables.hexes.items():
        write_geoparquet(hexes, raw / f"hexes_{geography}.parquet")


def _people(observations: pl.DataFrame) -> pl.DataFrame:
    """Counts of all people, which later steps need for weights."""
    return observations.filter(pl.col("indicator") == "people.total").select(
        "geography", "area_code", "period", people="value"
    )


def read_step(folder: Path, _: Mapping[str, Path], settings: Mapping[str, object]) -> None:
    """Step: read the files of one release of the catalogue (or one that was added)."""
    from commonweal.sources.read import read_release

    release = cast(Release, settings["release"])
    paths = {path: Path(found) for path, found in cast("dict[str, str]", settings["paths"]).items()}
    write_release(read_release(release, paths), release.id, folder)


def demonstration_step(folder: Path, _: Mapping[str, Path], settings: Mapping[str, object]) -> None:
    """Step: invent the demonstration country."""
    from commonweal.sources.demonstration import demonstration

    country = demonstration(
        seed=int(cast(int, settings["seed"])), areas=int(cast(int, settings["areas"]))
    )
    for release, tables in country.releases:
        write_release(tables, release.id, folder)


def gather(inputs: Sequence[Path], name: str, schema: Schema) -> pl.DataFrame:
    """All rows of one kind of frame from the parts of several releases, in their order."""
    frames = [
        pl.read_parquet(path)
        for part in inputs
        for path in sorted((part / RAW).glob(f"*/{name}.parquet"))
    ]
    return pl.concat([conform(frame, schema) for frame in frames]) if frames else empty(schema)


def find_raw(inputs: Sequence[Path], name: str) -> list[Path]:
    """Files of this name among the raw parts of the inputs, in their order."""
    return [path for part in inputs for path in sorted((part / RAW).glob(f"*/{name}"))]
