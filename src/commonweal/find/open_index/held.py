"""The open index from an atlas: the table its recipe needs, and the sources beneath it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.atlas import Atlas
from commonweal.errors import UnknownIndicator
from commonweal.find.open_index.index import OpenIndexResult, open_infrastructure_index
from commonweal.find.open_index.spec import OpenIndexSpec, OpenIndicator, open_index_spec
from commonweal.find.tables import KEY

GEOGRAPHY = "lsoa21"
RELEASE = "open_access"
HOW_TO_HAVE_IT = (
    "The measures of the open social infrastructure index are not in this atlas. They are worked "
    "out when an atlas is built from postcodes and registers of places: build it again with "
    "commonweal atlas build."
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an atlas holds of a recipe.

    Attributes:
        table: `area_code` (LSOA 2021) and a column for each indicator that is held.
        releases: the releases that the values are of, each once.
    """

    table: pl.DataFrame
    releases: tuple[str, ...]


def open_index_inputs(atlas: Atlas, spec: OpenIndexSpec | None = None) -> Inputs:
    """The table that the recipe needs. Indicators that are not held have no column.

    Raises:
        UnknownIndicator: none is held.
    """
    chosen = spec or open_index_spec()
    wanted = {each.name: _series(each) for each in chosen.indicators()}
    values = atlas.values(list(wanted.values()))
    if not values.height:
        raise UnknownIndicator(HOW_TO_HAVE_IT)
    by_series = values.partition_by("indicator", "period", "geography", as_dict=True)
    frame = atlas.areas(GEOGRAPHY).select(KEY)
    for each in chosen.indicators():
        own = by_series.get(wanted[each.name])
        if own is not None:
            column = own.select(KEY, pl.col("value").alias(each.name))
            frame = frame.join(column, on=KEY, how="left", maintain_order="left")
    return Inputs(frame, tuple(values["release"].unique().sort()))


def open_index_of(atlas: Atlas, spec: OpenIndexSpec | None = None) -> OpenIndexResult:
    """The index of every LSOA 2021 of an atlas; see `open_infrastructure_index`."""
    return open_infrastructure_index(open_index_inputs(atlas, spec).table, spec)


def is_held(atlas: Atlas) -> bool:
    """Whether the atlas has the measures that the index cannot do without."""
    found = atlas.query("select 1 from {series} where release = ? limit 1", [RELEASE])
    return bool(found.height)


def _series(each: OpenIndicator) -> tuple[str, str, str]:
    return each.indicator, each.period, GEOGRAPHY
