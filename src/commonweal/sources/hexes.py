"""What stands beside the hexes of a House of Commons Library cartogram: outlines and labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd

_HEX_LAYERS = {
    "labels": "1 Group labels",
    "districts": "2 Local authority outlines",
    "groups": "4 Group outlines",
}
HEX_COLUMNS = {
    "Group": "group",
    "Group-labe": "group_label",
    "group_labe": "group_label",
    "RegionNati": "region",
    "LabelPosit": "position",
    "lad22cd": "district_code",
    "lad22nm": "district_name",
    "msoa21nm": "msoa21_name",
    "utla22cd": "county_code",
    "utla22nm": "county_name",
    "X": "x",
    "Y": "y",
}
"""Our names for the columns of its layers."""


def hex_layers(path: Path, geography: str) -> dict[str, gpd.GeoDataFrame]:
    """The layers beside the hexes, each as `<geography>_<layer>`; those that are there."""
    import pyogrio

    layers = set(pyogrio.list_layers(path)[:, 0])
    found = {}
    for name, layer in _HEX_LAYERS.items():
        if layer in layers:
            frame = pyogrio.read_dataframe(path, layer=layer).set_crs(None, allow_override=True)
            found[f"{geography}_{name}"] = frame.rename(columns=HEX_COLUMNS)
    return found
