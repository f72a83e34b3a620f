"""Lists of what an atlas holds, ready to hand out."""

from __future__ import annotations

import polars as pl

from commonweal.atlas import Atlas
from commonweal.report.sourced import provenance_of
from commonweal.report.table import ReportTable

_INDICATOR_COLUMNS = {
    "indicator": "Id of the indicator",
    "title": "What it measures",
    "topic": "Topic it belongs to",
    "unit": "Unit of its values",
    "polarity": "Whether higher is worse, better or neither",
    "kind": "Score, rank, decile, count, rate and so on",
    "apportion": "How a value may cross a boundary change: by people, by area, never",
    "numerator": "What is counted",
    "denominator": "Out of what",
    "description": "More about it",
    "periods": "Dates or editions held",
    "geographies": "Kinds of area that it is held for",
}


def indicators_report(atlas: Atlas, found: pl.DataFrame) -> ReportTable:
    """The definitions of indicators, with the dates and areas that they are held for."""
    ids = found["indicator"].to_list()
    releases = atlas.query(
        "select distinct release from {series} where indicator in (select unnest(?)) order by 1",
        [ids],
    )["release"]
    return ReportTable(
        title=f"Indicators of the atlas of {atlas.label}",
        about=f"{found.height:,} indicators: definitions only, without values.",
        table=found.select(list(_INDICATOR_COLUMNS)),
        columns=_INDICATOR_COLUMNS,
        provenance=provenance_of(atlas, releases),
    )
