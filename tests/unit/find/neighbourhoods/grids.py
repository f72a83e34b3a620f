"""Small countries on squared paper for the tests of neighbourhoods."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import polars as pl

from commonweal.find.neighbourhoods import NeighbourhoodTables

Square = tuple[int, int]


def code(at: Square) -> str:
    """`(3, 12)` as `A0312`."""
    return f"A{at[0]:02}{at[1]:02}"


def squares(wide: int, high: int) -> list[Square]:
    """All squares of a sheet."""
    return [(x, y) for x in range(wide) for y in range(high)]


def sheet(
    chosen: Collection[Square],
    *,
    wide: int = 8,
    high: int = 8,
    people: Mapping[Square, int] | int = 1600,
    need: Mapping[Square, float] | None = None,
    without: Collection[Square] = (),
    place: Mapping[Square, str] | None = None,
    district: Mapping[Square, str] | None = None,
    links: Iterable[tuple[Square, Square, str, float]] | None = None,
    side: float = 500.0,
) -> NeighbourhoodTables:
    """A sheet of squares that adjoin by whole edges and by corners; `without` are water."""
    land = [at for at in squares(wide, high) if at not in set(without)]
    counts = people if isinstance(people, Mapping) else dict.fromkeys(land, people)
    rows = {
        "area_code": [code(at) for at in land],
        "people": [counts.get(at, 1600) for at in land],
        "chosen": [at in set(chosen) for at in land],
        "need": [(need or {}).get(at, 0.0) for at in land],
        "easting": [at[0] * side for at in land],
        "northing": [at[1] * side for at in land],
        "place_name": [(place or {}).get(at) for at in land],
        "district_name": [(district or {}).get(at) for at in land],
    }
    pairs = adjoining(land, side) if links is None else list(links)
    both = [(code(a), code(b), rule, metres) for a, b, rule, metres in pairs]
    names = ["area_code", "neighbour_code", "rule", "metres"]
    frame = pl.DataFrame(both, schema=dict(zip(names, _KINDS, strict=True)), orient="row")
    text = dict.fromkeys(("place_name", "district_name"), pl.String)
    return NeighbourhoodTables(pl.DataFrame(rows, schema_overrides=text), frame)


_KINDS = (pl.String, pl.String, pl.String, pl.Float64)


def adjoining(land: Collection[Square], side: float) -> list[tuple[Square, Square, str, float]]:
    """Pairs of squares that share an edge or a corner."""
    held = set(land)
    found = []
    for x, y in land:
        for other, rule in (
            ((x + 1, y), "edge"),
            ((x, y + 1), "edge"),
            ((x + 1, y + 1), "corner"),
            ((x + 1, y - 1), "corner"),
        ):
            if other in held:
                found.append(((x, y), other, rule, side if rule == "edge" else 0.0))
    return found
