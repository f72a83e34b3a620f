"""Places that people meet in, taken from the registers and put on the map.

Each register has a rule for what counts. A place is located by the position it gives, else by
its postcode. One that cannot be located is kept in the table with the reason, and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from commonweal.sources.canonical import Schema, conform, empty
from commonweal.stats.access import nearest_distances

ASSETS: Schema = {
    "kind": pl.String,
    "name": pl.String,
    "postcode": pl.String,
    "easting": pl.Float64,
    "northing": pl.Float64,
    "located": pl.Boolean,
    "unlocated_because": pl.String,
    "release": pl.String,
    "period": pl.String,
    "row": pl.Int32,
}
NOWHERE = "neither postcode nor position"
NOT_HELD = "postcode not held: outside the country, closed or new"
TOO_FAR = "outside the country: farther from every postcode than anyone counts as reach"

_RUN_BY = ("LA", "LAU", "C", "CR", "ICL")
_STATE_SCHOOLS = ("Local authority maintained schools", "Academies", "Free Schools")
_SPECIAL = ("special", "alternative provision", "pupil referral", "16-19", "16 to 19")


@dataclass(frozen=True, slots=True)
class Register:
    """A table of records in which places of one kind are listed.

    `counts` keeps the rows that count as places and gives them the columns of `ASSETS`.
    """

    records: str
    kind: str
    period: str
    counts: Callable[[pl.DataFrame], pl.DataFrame]


def _libraries(records: pl.DataFrame) -> pl.DataFrame:
    fixed = pl.col("type").str.to_lowercase() == "static library"
    return records.filter(fixed & pl.col("operation_2023").str.to_uppercase().is_in(_RUN_BY))


def _sports_clubs(records: pl.DataFrame) -> pl.DataFrame:
    return records.filter(pl.col("active"))


def _schools(records: pl.DataFrame) -> pl.DataFrame:
    special = pl.col("type").str.to_lowercase().str.contains_any(list(_SPECIAL))
    return records.filter(pl.col("type_group").is_in(_STATE_SCHOOLS) & ~special)


def _warm_spaces(records: pl.DataFrame) -> pl.DataFrame:
    from commonweal.sources.projection import project

    degrees = records.select(pl.col("longitude", "latitude").fill_null(float("nan"))).to_numpy()
    metres = np.full(degrees.shape, np.nan)
    known = np.isfinite(degrees).all(axis=1)
    metres[known] = project(degrees[known])
    # The register covers four nations; far places project to infinity.
    metres[~np.isfinite(metres).all(axis=1)] = np.nan
    return records.with_columns(
        easting=pl.Series(metres[:, 0]), northing=pl.Series(metres[:, 1])
    ).with_columns(pl.col("easting", "northing").fill_nan(None))


def _open(records: pl.DataFrame) -> pl.DataFrame:
    return records.filter(pl.col("open"))


def _all(records: pl.DataFrame) -> pl.DataFrame:
    return records


REGISTERS: tuple[Register, ...] = (
    Register("libraries_2023", "library", "2023", _libraries),
    Register("sports_clubs", "sports_club", "2023", _sports_clubs),
    Register("schools_2025", "school", "2025", _schools),
    Register("warm_spaces", "warm_space", "2022", _warm_spaces),
    Register("demonstration_libraries", "library", "2023", _open),
    Register("demonstration_clubs", "sports_club", "2023", _all),
    Register("demonstration_schools", "school", "2025", _all),
)


def gather_assets(
    records: Mapping[str, pl.DataFrame], postcodes: pl.DataFrame, reach: float
) -> pl.DataFrame:
    """Every place of the registers at hand, located where that can be done.

    Args:
        records: tables of records by name; registers that are not there are passed over.
        postcodes: postcode, easting, northing.
        reach: metres beyond which a place serves nobody.

    Returns:
        `ASSETS`: kind, name, postcode, easting, northing, located, unlocated_because (null where
        located), release, period and the row of the register.
    """
    found = [
        conform(
            register.counts(records[register.records]).with_columns(
                kind=pl.lit(register.kind),
                release=pl.lit(register.records),
                period=pl.lit(register.period),
            ),
            ASSETS,
        )
        for register in REGISTERS
        if register.records in records
    ]
    return locate(pl.concat(found) if found else empty(ASSETS), postcodes, reach)


def locate(assets: pl.DataFrame, postcodes: pl.DataFrame, reach: float) -> pl.DataFrame:
    """Places with their position, or the reason why there is none.

    Args:
        assets: `ASSETS`; the position is taken where it is given, else that of the postcode.
        postcodes: postcode (capitals, no space), easting, northing.
        reach: metres; a place farther from every postcode lies outside the country.
    """
    key = pl.col("postcode").str.replace_all(r"\s", "").str.to_uppercase()
    points = postcodes.select(_key="postcode", _east="easting", _north="northing")
    placed = (
        assets.with_columns(_key=key)
        .join(points, on="_key", how="left", maintain_order="left")
        .with_columns(
            easting=pl.coalesce("easting", "_east"), northing=pl.coalesce("northing", "_north")
        )
    )
    known = pl.col("easting").is_not_null() & pl.col("northing").is_not_null()
    blank = pl.col("_key").is_null() | (pl.col("_key") == "")
    reasons = (
        pl.when(known).then(None).when(blank).then(pl.lit(NOWHERE)).otherwise(pl.lit(NOT_HELD))
    )
    placed = placed.with_columns(unlocated_because=reasons.cast(pl.String))
    far = _far(placed, postcodes, reach)
    placed = placed.with_columns(
        unlocated_because=pl.when(far).then(pl.lit(TOO_FAR)).otherwise("unlocated_because")
    )
    return conform(placed.with_columns(located=pl.col("unlocated_because").is_null()), ASSETS)


def _far(placed: pl.DataFrame, postcodes: pl.DataFrame, reach: float) -> pl.Series:
    """Places with a position that no postcode has in reach."""
    at = placed.select(pl.col("easting", "northing").fill_null(float("nan"))).to_numpy()
    known = np.isfinite(at).all(axis=1)
    far = np.zeros(len(at), dtype=bool)
    homes = postcodes.select("easting", "northing").to_numpy()
    distance = nearest_distances(at[known], homes, 1)[:, 0]
    far[known] = ~(distance <= reach)
    return pl.Series(far)


def unlocated(assets: pl.DataFrame) -> pl.DataFrame:
    """How many places of each kind count, are located, and are not, with the reasons.

    Returns:
        `kind, release, outcome, places`, where the outcome is `located` or the reason.
    """
    outcome = pl.col("unlocated_because").fill_null("located").alias("outcome")
    return (
        assets.group_by("kind", "release", outcome)
        .agg(places=pl.len())
        .sort("kind", "release", "outcome")
    )
