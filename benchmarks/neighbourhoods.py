"""Neighbourhoods of the areas found, and of the whole country, from an open atlas."""

from __future__ import annotations

import time

from benchmarks.results import Figure, Place, Result
from commonweal.atlas import Atlas
from commonweal.find.neighbourhoods import NeighbourhoodSpec, make_neighbourhoods
from commonweal.find.neighbourhoods.from_atlas import SMALL, tables_of
from commonweal.find.neighbourhoods.request import neighbourhoods_of_finding
from commonweal.find.request import FindRequest, find_neighbourhoods

_RUNS = 3


def run(place: Place) -> Result:
    """Best of three runs of the usual rule; one of the country with every area chosen."""
    spec, seconds = NeighbourhoodSpec(), []
    for _ in range(_RUNS):
        atlas = Atlas.open(place.atlas())
        start = time.perf_counter()
        finding = find_neighbourhoods(FindRequest(), atlas)
        made = neighbourhoods_of_finding(spec, atlas, finding)
        seconds.append(time.perf_counter() - start)
    codes = atlas.areas(SMALL)["area_code"].to_list()
    start = time.perf_counter()
    country = make_neighbourhoods(spec, tables_of(atlas, codes))
    whole = time.perf_counter() - start
    note = (
        f"Finding included; best of {_RUNS}. {made.result.table.height:,} neighbourhoods. Every "
        f"area of the country put into {country.table.height:,} neighbourhoods: {whole:.1f} s."
    )
    return Result({"found": Figure(min(seconds), note), "country": Figure(whole)})
