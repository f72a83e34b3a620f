"""The first steps of a build: read a release, or the demonstration country, into parts.

What later steps alone need goes under `raw/<release>/`; observations and records are written
as they will stand in the atlas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polars as pl

from commonweal.atlas.schema import INDICATORS, PROVENANCE
from commonweal.atlas.store import RAW
from commonweal.catalogue import indicator
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


def write_release(
    release: Release,
    tables: ReleaseTables,
    folder: Path,
    checksums: Mapping[str, tuple[str, int]] | None = None,
    *,
    form: str = "invented",
) -> None:
    """Write everything read from one release into a step's folder.

    Args:
        release: the release.
        tables: what was read of it.
        folder: where to write.
        checksums: sha256 and bytes of each file that was read; none if no file was.
        form: what a release without files is: `invented`, or `derived` from others.
    """
    raw = folder / RAW / release.id
    write_parquet(indicator_rows(release, tables.series), raw / "indicators.parquet")
    write_parquet(provenance_rows(release, checksums or {}, form), raw / "provenance.parquet")
    for name in _FRAMES:
        frame: pl.DataFrame = getattr(tables, name)
        if frame.height:
            write_parquet(frame, raw / f"{name}.parquet")
    if tables.observations.height:
        ordered = tables.observations.sort(
            "indicator", "period", "geography", "row", "area_code", maintain_order=True
        )
        write_parquet(ordered, folder / "observations" / f"{release.id}.parquet")
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


def indicator_rows(release: Release, series: pl.DataFrame) -> pl.DataFrame:
    """Definitions of the indicators that a release has observations of."""
    own = {item.id: item for item in release.indicators}
    ids = sorted(set(series["indicator"]))
    rows = [asdict(own.get(name) or indicator(name)) for name in ids]
    return pl.DataFrame(
        [{"indicator": row.pop("id"), **row} for row in rows], schema=dict(INDICATORS)
    )


def provenance_rows(
    release: Release, checksums: Mapping[str, tuple[str, int]], form: str = "invented"
) -> pl.DataFrame:
    """One row for each file that was read; one without a file, of this form, where none was."""
    common: dict[str, object] = {
        "release": release.id,
        "title": release.title,
        "publisher": release.publisher,
        "published": release.published,
        "landing_page": release.landing_page,
        "licence": release.licence.title,
        "redistribute": release.redistribute,
        "attribution": release.licence.attribution,
    }
    rows = [
        {
            **common,
            "file": file.path,
            "sha256": checksums[file.path][0],
            "bytes": checksums[file.path][1],
            "form": file.form,
            "address": file.address,
            "note": file.note,
        }
        for file in release.files
        if file.path in checksums
    ]
    without = [{**common, "file": "", "form": form, "note": release.note}]
    return conform(pl.DataFrame(rows or without), PROVENANCE)


def read_step(folder: Path, _: Mapping[str, Path], settings: Mapping[str, object]) -> None:
    """Step: read the files of one release of the catalogue (or one that was added)."""
    from commonweal.sources.read import read_release

    release = cast(Release, settings["release"])
    paths = {path: Path(found) for path, found in cast("dict[str, str]", settings["paths"]).items()}
    checksums = cast("dict[str, tuple[str, int]]", settings["checksums"])
    write_release(release, read_release(release, paths), folder, checksums)


def demonstration_step(folder: Path, _: Mapping[str, Path], settings: Mapping[str, object]) -> None:
    """Step: invent the demonstration country."""
    from commonweal.sources.demonstration import demonstration

    country = demonstration(
        seed=int(cast(int, settings["seed"])), areas=int(cast(int, settings["areas"]))
    )
    for release, tables in country.releases:
        write_release(release, tables, folder)


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
