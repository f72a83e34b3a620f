"""Verify an atlas: every file is whole, and the tables agree with each other."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from commonweal.atlas.atlas import Atlas
from commonweal.atlas.schema import TABLES
from commonweal.atlas.store import Store
from commonweal.sources.cache import file_sha256

_TOLERANCE = 1e-9


def check_atlas(root: Path) -> list[str]:
    """Everything that is wrong with the build in use; an empty list when nothing is.

    Checked: every file against its checksum; columns and types of every table; each area once;
    weights of each area's lookup sum to one; every observation has a series and an indicator;
    no release without its provenance.

    Raises:
        AtlasMissing: there is no atlas.
    """
    build = Store(root).current()
    problems = damaged_files(build)
    if problems:
        return problems
    atlas = Atlas(build)
    return [
        *_wrong_columns(build),
        *_repeated_areas(atlas),
        *_unbalanced_lookups(atlas),
        *_orphans(atlas),
    ]


def damaged_files(build: Path) -> list[str]:
    """Files of a build that are missing or differ from its manifest."""
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    problems = []
    for file in manifest["files"]:
        path = build / file["path"]
        if not path.is_file():
            problems.append(f"{file['path']} is missing")
        elif file_sha256(path) != file["sha256"]:
            problems.append(f"{file['path']} has changed since it was built")
    return problems


def _wrong_columns(build: Path) -> list[str]:
    problems = []
    for name, schema in TABLES.items():
        paths = [build / f"{name}.parquet"] if name != "observations" else []
        paths = paths or sorted((build / "observations").glob("*.parquet"))
        for path in paths:
            if not path.is_file():
                continue
            found = pl.read_parquet_schema(path)
            if dict(found) != dict(schema):
                problems.append(f"{path.name}: its columns are not those of the table {name}")
    return problems


def _repeated_areas(atlas: Atlas) -> list[str]:
    found = atlas.query(
        "select geography, area_code from {areas} group by all having count(*) > 1 limit 5"
    )
    return [f"{row[1]} stands twice among the areas of {row[0]}" for row in found.iter_rows()]


def _unbalanced_lookups(atlas: Atlas) -> list[str]:
    found = atlas.query(
        "select from_geography, from_code, to_geography, sum(weight) as total from {lookups} "
        "group by all having abs(total - 1) > ? order by 1, 2 limit 5",
        [_TOLERANCE],
    )
    return [
        f"the weights of {code} ({origin}) to {target} sum to {total:g}, not 1"
        for origin, code, target, total in found.iter_rows()
    ]


def _orphans(atlas: Atlas) -> list[str]:
    unknown = atlas.query(
        "select distinct indicator, period, geography from {observations} o "
        "where not exists (select 1 from {series} s where s.indicator = o.indicator "
        "and s.period = o.period and s.geography = o.geography) order by all limit 5"
    )
    problems = [f"{row[0]} {row[1]} ({row[2]}) has no series" for row in unknown.iter_rows()]
    unsourced = atlas.query(
        "select distinct release from {series} where release not in "
        "(select release from {provenance}) order by 1 limit 5"
    )
    return problems + [f"the release {row[0]} has no provenance" for row in unsourced.iter_rows()]
