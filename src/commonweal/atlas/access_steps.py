"""The step that measures access to places and jobs, and civic life, once for the whole country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import polars as pl

from commonweal.atlas.geography.access import (
    MEASURES,
    AccessRules,
    access_to,
    access_to_jobs,
    homes,
)
from commonweal.atlas.geography.assets import REGISTERS, gather_assets
from commonweal.atlas.geography.carry import carry
from commonweal.atlas.geography.civic import charities_by_area, grants_by_area
from commonweal.atlas.reading import write_release
from commonweal.catalogue.charities import CHARITIES_BY_WARD
from commonweal.catalogue.jobs import BRES
from commonweal.catalogue.open_access import (
    CHARITIES_RATE,
    GRANTS_RATE,
    JOBS_SUPPLY,
    OPEN_ACCESS,
    ROADS,
)
from commonweal.catalogue.places import GRANTS_BY_WARD
from commonweal.sources.canonical import OBSERVATIONS, SERIES, ReleaseTables, conform, empty
from commonweal.sources.demonstration.releases import INVENTED, PUBLISHER

_ROADS_RELEASE, _ROADS_PERIOD = "iod2019_indicators", "2019"
INPUTS = frozenset(
    {*(register.records for register in REGISTERS), BRES.id, CHARITIES_BY_WARD.id}
    | {GRANTS_BY_WARD.id, _ROADS_RELEASE}
)
"""Releases that the step takes what it measures from."""

_INVENTED = replace(
    OPEN_ACCESS,
    title="Access to places, worked out from invented ones (demonstration country)",
    publisher=PUBLISHER,
    licence=INVENTED,
)
_AREAS, _OLDER = "lsoa21", "lsoa11"
_WARDS, _DISTRICTS = "ward17", "district17"
Found = tuple[str, str, pl.DataFrame]
"""An indicator, its period, and `area_code, value` (and perhaps `approximate`)."""


def access_step(folder: Path, inputs: Mapping[str, Path], settings: Mapping[str, object]) -> None:
    """Step: distances and supply from every postcode, jobs within reach, grants and charities."""
    rules = cast(AccessRules, settings["rules"])
    least_recorded = float(cast(float, settings["charity_wards_recorded"]))
    parts = list(inputs.values())
    areas = pl.read_parquet(inputs["areas"] / "areas.parquet")
    lookups = pl.read_parquet(inputs["lookups"] / "lookups.parquet")
    postcodes = pl.read_parquet(inputs["postcodes"] / "postcodes.parquet")
    assets = gather_assets(_records(parts), postcodes, rules.reach)
    found = [
        *_places(assets, postcodes, areas.filter(geography=_AREAS), rules),
        *_jobs(parts, areas, rules),
        *_roads(parts, lookups),
        *_grants(parts, lookups),
        *_charities(parts, lookups, least_recorded),
    ]
    tables = ReleaseTables(
        observations=_observations(found), series=_series(found), records={OPEN_ACCESS.id: assets}
    )
    if settings["invented"]:
        write_release(_INVENTED, tables, folder)
    else:
        write_release(OPEN_ACCESS, tables, folder, form="derived")


def _records(parts: list[Path]) -> dict[str, pl.DataFrame]:
    names = [register.records for register in REGISTERS]
    found = {name: _file(parts, f"records/{name}.parquet") for name in names}
    return {name: pl.read_parquet(path) for name, path in found.items() if path}


def _file(parts: list[Path], name: str) -> Path | None:
    return next((part / name for part in parts if (part / name).is_file()), None)


def _places(
    assets: pl.DataFrame, postcodes: pl.DataFrame, areas: pl.DataFrame, rules: AccessRules
) -> Iterator[Found]:
    living = homes(postcodes, areas)
    kinds = assets.filter("located").group_by("kind", "period", maintain_order=True)
    for (kind, period), sites in kinds:
        measured = access_to(living, sites.select("easting", "northing").to_numpy(), rules)
        for name in MEASURES:
            values = measured.select("area_code", value=name)
            yield f"access.{kind}.{name}", str(period), values


def _jobs(parts: list[Path], areas: pl.DataFrame, rules: AccessRules) -> Iterator[Found]:
    if path := _file(parts, f"observations/{BRES.id}.parquet"):
        jobs = pl.read_parquet(path).filter(indicator="jobs.employment", geography=_OLDER)
        points = areas.filter(geography=_OLDER).select("area_code", "easting", "northing")
        where = points.join(jobs.select("area_code", jobs="value"), on="area_code")
        wanted = areas.filter(geography=_AREAS)
        values = access_to_jobs(wanted, where.select("easting", "northing", "jobs"), rules)
        yield JOBS_SUPPLY.id, BRES.period, values


def _roads(parts: list[Path], lookups: pl.DataFrame) -> Iterator[Found]:
    way = _way(lookups)
    path = _file(parts, f"observations/{_ROADS_RELEASE}.parquet")
    if path and way.height:
        held = pl.read_parquet(path).filter(geography=_OLDER)
        for name in ROADS:
            own = held.filter(indicator=f"iod.distance_{name}").select("area_code", "value")
            values = carry(own, way, kind="mean", apportion="people", least_cover=0.5)
            yield (
                f"access.road.{name}",
                _ROADS_PERIOD,
                values.select("area_code", pl.col("value").round(6), "approximate"),
            )


def _grants(parts: list[Path], lookups: pl.DataFrame) -> Iterator[Found]:
    wards = _members(lookups, "ward")
    if (path := _file(parts, f"records/{GRANTS_BY_WARD.id}.parquet")) and wards.height:
        grants = pl.read_parquet(path)
        yield GRANTS_RATE.id, GRANTS_BY_WARD.period, grants_by_area(grants, wards, _way(lookups))


def _charities(parts: list[Path], lookups: pl.DataFrame, least_recorded: float) -> Iterator[Found]:
    path = _file(parts, f"observations/{CHARITIES_BY_WARD.id}.parquet")
    districts = lookups.filter(from_geography=_WARDS, to_geography=_DISTRICTS).select(
        ward_code="from_code", district_code="to_code"
    )
    wards = _members(lookups, _WARDS)
    if path and wards.height and districts.height:
        counts = pl.read_parquet(path).select(ward_code="area_code", charities="value")
        values = charities_by_area(counts, districts, wards, _way(lookups), least_recorded)
        yield CHARITIES_RATE.id, CHARITIES_BY_WARD.period, values


def _members(lookups: pl.DataFrame, wards: str) -> pl.DataFrame:
    """Small areas of wards whose geography begins so: area_code, ward_code, people."""
    return lookups.filter(
        pl.col("from_geography") == _OLDER, pl.col("to_geography").str.starts_with(wards)
    ).select("people", area_code="from_code", ward_code="to_code")


def _way(lookups: pl.DataFrame) -> pl.DataFrame:
    """The lookup from the older small areas to the present ones."""
    return lookups.filter(from_geography=_OLDER, to_geography=_AREAS).drop(
        "from_geography", "to_geography", "release"
    )


def _observations(found: list[Found]) -> pl.DataFrame:
    frames = [
        conform(
            values.drop_nulls("value")
            .with_columns(
                indicator=pl.lit(indicator),
                period=pl.lit(period),
                geography=pl.lit(_AREAS),
            )
            .with_columns(
                pl.col("approximate")
                if "approximate" in values.columns
                else pl.lit(value=False).alias("approximate")
            ),
            OBSERVATIONS,
        )
        for indicator, period, values in found
    ]
    return pl.concat(frames) if frames else empty(OBSERVATIONS)


def _series(found: list[Found]) -> pl.DataFrame:
    rows = [
        {
            "indicator": indicator,
            "period": period,
            "geography": _AREAS,
            "release": OPEN_ACCESS.id,
            "areas": values["value"].drop_nulls().len(),
            "file": "",
            "sheet": "",
            "column": indicator,
            "redistribute": OPEN_ACCESS.redistribute,
        }
        for indicator, period, values in found
    ]
    return conform(pl.DataFrame(rows), SERIES) if rows else empty(SERIES)
