"""Neighbourhoods that people would recognise, from any set of areas.

Contiguous, within a range of people, each with a permanent id, a name from the places inside and
an outline. `make_neighbourhoods` makes them from chosen areas; `gather_neighbourhoods` takes them
as they are given. `request` asks an atlas.
"""

from commonweal.find.neighbourhoods.make import gather_neighbourhoods, make_neighbourhoods
from commonweal.find.neighbourhoods.result import NeighbourhoodsResult, neighbourhood_id
from commonweal.find.neighbourhoods.spec import NeighbourhoodSpec, neighbourhood_spec
from commonweal.find.neighbourhoods.tables import NeighbourhoodTables

__all__ = [
    "NeighbourhoodSpec",
    "NeighbourhoodTables",
    "NeighbourhoodsResult",
    "gather_neighbourhoods",
    "make_neighbourhoods",
    "neighbourhood_id",
    "neighbourhood_spec",
]
