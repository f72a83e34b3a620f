"""The atlas: what we hold of a country, answered in plain terms."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import polars as pl

from commonweal.atlas.places import Places
from commonweal.atlas.query import Engine, parquet
from commonweal.atlas.records import (
    Area,
    Found,
    IndicatorRecord,
    Postcode,
    Series,
    Successor,
)
from commonweal.atlas.schema import TABLES
from commonweal.atlas.store import Store
from commonweal.catalogue import geography as geography_record
from commonweal.errors import AtlasDamaged, UnknownIndicator
from commonweal.provenance import Source

if TYPE_CHECKING:
    import geopandas as gpd

_SERIES_KEY = ("indicator", "period", "geography")
_FACTS = ("value", "numerator", "denominator", "lower", "upper", "approximate", "row")


def atlas_folder(path: str | Path | None = None) -> Path:
    """The folder of the atlas: `path`, else `COMMONWEAL_ATLAS`, else the user's data folder."""
    chosen = path or os.environ.get("COMMONWEAL_ATLAS")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("commonweal")) / "atlas"


class Atlas:
    """One build of an atlas, open for reading. It may be used from several threads."""

    def __init__(self, build: Path) -> None:
        self.folder = build
        self.manifest: dict[str, Any] = json.loads(
            (build / "manifest.json").read_text(encoding="utf-8")
        )
        self._engine = Engine()

    @classmethod
    def open(cls, path: str | Path | None = None) -> Atlas:
        """Open the build in use.

        Raises:
            AtlasMissing: there is none; the message says how to build one.
        """
        return cls(Store(atlas_folder(path)).current())

    @property
    def id(self) -> str:
        """The build's id: a digest of everything in it."""
        return str(self.manifest["id"])

    @property
    def demonstration(self) -> bool:
        """Whether this is the invented demonstration country."""
        return bool(self.manifest["demonstration"])

    @property
    def label(self) -> str:
        """The country's name."""
        return str(self.manifest["label"])

    def query(self, sql: str, values: Sequence[object] = ()) -> pl.DataFrame:
        """A query over the build's files: name them by `{table}` as `read_parquet` would.

        `sql` may hold the names `{areas}`, `{lookups}`, `{neighbours}`, `{postcodes}`,
        `{indicators}`, `{series}`, `{classes}`, `{provenance}` and `{observations}`.
        """
        return self._engine.frame(sql.format_map(self._tables), values)

    @cached_property
    def _tables(self) -> dict[str, str]:
        tables = {
            name: f"read_parquet('{self._quoted(f'{name}.parquet')}')"
            for name in TABLES
            if name != "observations"
        }
        files = ", ".join(f"'{_sql_text(name)}'" for name in parquet(self.folder, "observations/*"))
        return {**tables, "observations": f"read_parquet([{files}])"}

    def _quoted(self, name: str) -> str:
        return _sql_text(str(self.folder / name))

    def file(self, name: str) -> Path:
        """A file of the build.

        Raises:
            AtlasDamaged: it is not there.
        """
        path = self.folder / name
        if not path.is_file():
            raise AtlasDamaged(
                f"{path} is not there. Build the atlas again: commonweal atlas build"
            )
        return path

    def geographies(self) -> tuple[str, ...]:
        """The kinds of area held."""
        return tuple(self.query("select distinct geography from {areas} order by 1")["geography"])

    def areas(self, geography: str, within: str | None = None) -> pl.DataFrame:
        """The areas of a geography, by code; `within` keeps those inside one larger area.

        Returns:
            `area_code, area_name, local_name, easting, northing, people, people_period`.

        Raises:
            UnknownArea: there is no such geography, or `within` is not held.
        """
        kind = geography_record(geography).id
        columns = "area_code, area_name, local_name, easting, northing, people, people_period"
        if within is None:
            return self.query(
                f"select {columns} from {{areas}} where geography = ? order by area_code",  # noqa: S608
                [kind],
            )
        outer = self.area(within)
        inside = (
            "select from_code from {lookups} where to_geography = ? and to_code = ? "
            "and from_geography = ? and weight > 0"
        )
        return self.query(
            f"select {columns} from {{areas}} where geography = ? "  # noqa: S608
            f"and area_code in ({inside}) order by area_code",
            [kind, outer.geography, outer.code, kind],
        )

    @cached_property
    def places(self) -> Places:
        """Finding areas by code, postcode or name."""
        return Places(self.query)

    def area(self, code: str) -> Area:
        """One area by its code; see `Places.area`."""
        return self.places.area(code)

    def successors(self, code: str) -> tuple[Successor, ...]:
        """The areas of newer vintages that an area became, with the share of its people."""
        return self.places.successors(code)

    def postcode(self, text: str) -> Postcode:
        """A postcode; see `Places.postcode`."""
        return self.places.postcode(text)

    def search(self, text: str, limit: int = 20) -> tuple[Found, ...]:
        """Areas by postcode, code or name; see `Places.search`."""
        return self.places.search(text, limit)

    def indicators(self) -> pl.DataFrame:
        """Every indicator held, with the periods and geographies it is held for."""
        return self.query(
            "select i.*, list(distinct s.period order by s.period) as periods, "
            "list(distinct s.geography order by s.geography) as geographies "
            "from {indicators} i join {series} s using (indicator) group by all order by indicator"
        )

    def indicator(self, indicator_id: str) -> IndicatorRecord:
        """One indicator's definition and series.

        Raises:
            UnknownIndicator: it is not held; the message names the nearest that are.
        """
        found = self.query("select * from {indicators} where indicator = ?", [indicator_id])
        if not found.height:
            raise UnknownIndicator(self._unknown_indicator(indicator_id))
        row = found.row(0, named=True)
        series = self.query(
            "select * from {series} where indicator = ? order by period, geography", [indicator_id]
        )
        return IndicatorRecord(
            id=row.pop("indicator"),
            **row,
            series=tuple(Series(**item) for item in series.iter_rows(named=True)),
        )

    def _unknown_indicator(self, indicator_id: str) -> str:
        from difflib import get_close_matches

        held = list(self.query("select indicator from {indicators}")["indicator"])
        near = get_close_matches(indicator_id, held, n=3, cutoff=0.4)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return f"there is no indicator {indicator_id!r} in this atlas.{hint}"

    def series(
        self, indicator_id: str, period: str | None = None, geography: str | None = None
    ) -> Series:
        """The series of an indicator: at a period (the latest if none) and for a geography.

        Raises:
            UnknownIndicator: the indicator, the period or the geography is not held.
        """
        record = self.indicator(indicator_id)
        kind = geography_record(geography).id if geography else None
        fitting = [
            item
            for item in record.series
            if (period is None or item.period == period)
            and (kind is None or item.geography == kind)
        ]
        if not fitting:
            held = "; ".join(f"{item.period} ({item.geography})" for item in record.series)
            asked = " ".join(part for part in (period, kind) if part)
            raise UnknownIndicator(f"{indicator_id} is not held for {asked}; it is for: {held}")
        return max(fitting, key=lambda item: (item.period, item.areas))

    def observations(
        self, indicator_id: str, period: str | None = None, geography: str | None = None
    ) -> pl.DataFrame:
        """One indicator's observations at one period, one row an area.

        Returns:
            `area_code, value, numerator, denominator, lower, upper, approximate, row`, by code.

        Raises:
            UnknownIndicator: it is not held so.
        """
        series = self.series(indicator_id, period, geography)
        return self._engine.frame(
            f"select area_code, {', '.join(_FACTS)} from read_parquet(?) "  # noqa: S608
            "where indicator = ? and period = ? and geography = ? order by area_code",
            [
                str(self.file(f"observations/{series.release}.parquet")),
                series.indicator,
                series.period,
                series.geography,
            ],
        )

    def table(
        self,
        columns: Mapping[str, tuple[str, str]],
        geography: str,
        areas: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Several indicators side by side, one row for every area of the geography.

        Args:
            columns: column name to (indicator, period).
            geography: all of them must be held for it; to carry a value from another
                geography see `atlas.geography.lookups.carry`.
            areas: keep these codes only.

        Returns:
            `area_code` and the named columns; null where a value is not known.

        Raises:
            UnknownIndicator: one is not held for the geography at the period.
        """
        frame = self.areas(geography).select("area_code")
        if areas is not None:
            frame = frame.filter(pl.col("area_code").is_in(list(areas)))
        for name, (indicator_id, period) in columns.items():
            values = self.observations(indicator_id, period, geography)
            frame = frame.join(
                values.select("area_code", pl.col("value").alias(name)), on="area_code", how="left"
            )
        return frame

    def values(self, wanted: Sequence[tuple[str, str, str]]) -> pl.DataFrame:
        """Values of several indicators in one reading, each for its period and geography.

        Args:
            wanted: (indicator, period, geography); what is not held is passed over.

        Returns:
            `indicator, period, geography, release, area_code, value`, in no settled order.
        """
        keys = pl.DataFrame(wanted, schema=list(_SERIES_KEY), orient="row")
        held = self.query("select indicator, period, geography, release from {series}").join(
            keys, on=_SERIES_KEY, how="semi"
        )
        if not held.height:
            return held.with_columns(area_code=pl.lit(None, pl.String), value=pl.lit(0.0))
        files = [str(self.file(f"observations/{name}.parquet")) for name in set(held["release"])]
        found = self._engine.frame(
            "select indicator, period, geography, area_code, value from read_parquet(?) "
            "where indicator in (select unnest(?))",
            [sorted(files), held["indicator"].unique().sort().to_list()],
        )
        joined = found.join(held, on=_SERIES_KEY)
        return joined.select(*_SERIES_KEY, "release", "area_code", "value")

    def profile(self, code: str) -> pl.DataFrame:
        """Every observation held of one area, with the series it belongs to."""
        return self.query(
            "select o.*, s.release, s.redistribute from {observations} o "
            "join {series} s using (indicator, period, geography) "
            "where o.area_code = ? order by indicator, period",
            [code],
        )

    def lookup(self, origin: str, target: str) -> pl.DataFrame:
        """How the areas of one geography lie in another: codes, weights, people.

        Raises:
            UnknownArea: one of the geographies does not exist.
        """
        return self.query(
            "select * exclude (from_geography, to_geography) from {lookups} "
            "where from_geography = ? and to_geography = ? order by from_code, to_code",
            [geography_record(origin).id, geography_record(target).id],
        )

    def neighbours(self, geography: str) -> pl.DataFrame:
        """Pairs of adjoining areas, in both directions, and the rule that made them neighbours."""
        return self.query(
            "select area_code, neighbour_code, rule, metres from {neighbours} "
            "where geography = ? order by area_code, neighbour_code",
            [geography_record(geography).id],
        )

    def boundaries(self, geography: str) -> gpd.GeoDataFrame:
        """Outlines of a geography (`hex_msoa21` for the cartogram), in EPSG:27700."""
        import geopandas

        return geopandas.read_parquet(self.file(f"boundaries/{geography}.parquet"))

    def classes(self, scheme: str, geography: str) -> pl.DataFrame:
        """The class of every area in a scheme, such as rural or urban."""
        return self.query(
            "select area_code, period, class_code, class_name from {classes} "
            "where scheme = ? and geography = ? order by area_code",
            [scheme, geography_record(geography).id],
        )

    def records(self, name: str) -> pl.DataFrame:
        """A table of things that are not area by indicator, by its release."""
        return pl.read_parquet(self.file(f"records/{name}.parquet"))

    def sources(self) -> pl.DataFrame:
        """Every file that was read: release, checksum, publisher, licence, attribution."""
        return self.query("select * from {provenance} order by release, file")

    def source(self, release: str) -> Source:
        """What stands under a figure of a release.

        Raises:
            UnknownIndicator: the release is not in this atlas.
        """
        found = self.query("select * from {provenance} where release = ? order by file", [release])
        if not found.height:
            raise UnknownIndicator(f"there is no release {release!r} in this atlas")
        row = found.row(0, named=True)
        return Source(
            release=release,
            title=row["title"],
            publisher=row["publisher"],
            published=row["published"],
            licence=row["licence"],
            attribution=row["attribution"],
            landing_page=row["landing_page"],
            sha256=row["sha256"] or "",
        )


def _sql_text(text: str) -> str:
    return text.replace("'", "''")
