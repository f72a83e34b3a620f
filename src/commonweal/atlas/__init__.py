"""What we hold: areas, geography, indicators, observations and boundaries, with provenance."""

from commonweal.atlas.atlas import Atlas, atlas_folder
from commonweal.atlas.records import Area, Found, IndicatorRecord, Postcode, Series, Successor

__all__ = [
    "Area",
    "Atlas",
    "Found",
    "IndicatorRecord",
    "Postcode",
    "Series",
    "Successor",
    "atlas_folder",
]
