"""Read every file that a build reads, with pandas and geopandas as they come, and drop it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import geopandas
import pandas as pd

from commonweal.catalogue import RELEASES
from commonweal.catalogue.types import SourceFile


def read(path: Path, file: SourceFile) -> None:
    """One file by the reader that its ending asks for; of a workbook, the sheets that are used."""
    name = path.name.removesuffix(".gz")
    if name.endswith((".xlsx", ".ods", ".xls")):
        for sheet in dict.fromkeys(getattr(item, "sheet", "") for item in file.contents):
            pd.read_excel(path, sheet_name=sheet or 0, engine="calamine")
    elif name.endswith((".geojson", ".gpkg", ".shp")):
        layers = [getattr(item, "layer", "") for item in file.contents]
        source = f"/vsigzip/{path}" if path.name.endswith(".gz") else path
        for layer in dict.fromkeys(layers):
            geopandas.read_file(source, **({"layer": layer} if layer else {}))
    elif name.endswith(".json"):
        pd.read_json(path)
    else:
        pd.read_csv(path, low_memory=False, encoding_errors="replace", on_bad_lines="skip")


def main(mirror: Path) -> None:
    """Read them all, one after the other, and say how many."""
    seen = 0
    for release in RELEASES:
        for file in release.files:
            path = mirror / file.path
            if file.contents and path.is_file():
                read(path, file)
                seen += 1
    print(json.dumps({"files": seen}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
