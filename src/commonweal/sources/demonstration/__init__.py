"""The demonstration country: invented, seeded, in the same frames as the real releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from commonweal.catalogue.types import Release
from commonweal.sources.canonical import ReleaseTables
from commonweal.sources.demonstration.country import Country, make_country
from commonweal.sources.demonstration.name_parts import COUNTRY
from commonweal.sources.demonstration.publish import publish
from commonweal.sources.demonstration.releases import INVENTED, PUBLISHER, release_id
from commonweal.sources.demonstration.spec import CountrySpec

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = [
    "COUNTRY",
    "INVENTED",
    "PUBLISHER",
    "Country",
    "CountrySpec",
    "Demonstration",
    "demonstration",
    "make_country",
    "publish",
    "release_id",
]


@dataclass(frozen=True)
class Demonstration:
    """A demonstration country as it is published.

    Attributes:
        spec: what it was drawn from.
        name: what it is called.
        releases: every release with its canonical frames (`sources.canonical`).
    """

    spec: CountrySpec
    name: str
    releases: tuple[tuple[Release, ReleaseTables], ...]

    @cached_property
    def tables(self) -> ReleaseTables:
        """The frames of all releases as one."""
        from commonweal.sources.read import join

        return join([tables for _, tables in self.releases])

    @property
    def areas(self) -> pl.DataFrame:
        """Areas of every geography (`AREAS`); an MSOA stands once with and once for its hexagon."""
        return self.tables.areas.unique(["geography", "area_code"], maintain_order=True)

    @property
    def pairs(self) -> pl.DataFrame:
        """Lookups between geographies (`PAIRS`)."""
        return self.tables.pairs

    @property
    def points(self) -> pl.DataFrame:
        """People-weighted centres of small areas (`POINTS`)."""
        return self.tables.points

    @property
    def observations(self) -> pl.DataFrame:
        """Values of every indicator (`OBSERVATIONS`)."""
        return self.tables.observations

    @property
    def classes(self) -> pl.DataFrame:
        """Rural-urban classes (`CLASSES`)."""
        return self.tables.classes

    @property
    def postcodes(self) -> pl.DataFrame:
        """Postcodes and where they are (`POSTCODES`)."""
        return self.tables.postcodes

    @property
    def boundaries(self) -> Mapping[str, gpd.GeoDataFrame]:
        """Outlines by geography, EPSG:27700."""
        return self.tables.outlines

    @property
    def hexes(self) -> gpd.GeoDataFrame:
        """The hex cartogram of the MSOAs."""
        return self.tables.hexes["msoa21"]

    @property
    def truth(self) -> pl.DataFrame:
        """The truth of every small area (2021); see `truth_records`."""
        return self.tables.records[release_id("truth")]

    def places(self, kind: str) -> pl.DataFrame:
        """Libraries, schools, clubs or towns, one row each."""
        return self.tables.records[release_id(kind)]

    def values(self, indicator: str, period: str) -> pl.DataFrame:
        """`area_code` and `value` of one indicator in one period, by code."""
        chosen = (pl.col("indicator") == indicator) & (pl.col("period") == period)
        return self.observations.filter(chosen).select("area_code", "value").sort("area_code")


def demonstration(
    seed: int = 1, areas: int = 3200, spec: CountrySpec | None = None
) -> Demonstration:
    """Invent a country. The same seed, size and spec give the same frames.

    Args:
        seed: 0 or above.
        areas: number of small areas (LSOA 2021), from 60 to 50,000.
        spec: the whole model, in place of the seed and size.

    Raises:
        InputError: the seed or the size is outside its range.
    """
    chosen = spec or CountrySpec(seed=seed, areas=areas)
    return Demonstration(chosen, COUNTRY, publish(make_country(chosen)))
