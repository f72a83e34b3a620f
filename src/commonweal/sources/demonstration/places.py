"""Libraries, schools and clubs: fewer of them where social infrastructure is truly wanting."""

from __future__ import annotations

import numpy as np
import polars as pl

from commonweal.sources.demonstration.arrays import Floats, Ints
from commonweal.sources.demonstration.country import Country
from commonweal.sources.demonstration.draws import Generator, stream
from commonweal.sources.demonstration.gazetteer import Texts

_CLOSED_SHARE = 0.09
_SECONDARY_SHARE = 0.15
_SPORTS = ("Cricket", "Football", "Rugby", "Tennis", "Bowls", "Sailing", "Athletics", "Rowing")


def place_records(country: Country, kind: str) -> pl.DataFrame:
    """One row a place, sorted by its id.

    The number in an area is Poisson with a mean of people / people for each x exp(-effect x need),
    scaled so that the country has as many as the spec says; each stands at a postcode of the area.

    Args:
        country: the country.
        kind: `libraries`, `schools` or `clubs`.

    Returns:
        `place_id`, `name`, `postcode`, `easting`, `northing`, `area_code` (small area 2021), what
        belongs to the kind, and `row`.
    """
    spec = country.spec.places[kind]
    rng = stream(country.spec.seed, kind)
    need = country.truth.need["2023"]
    rate = country.people.area * np.exp(-spec.need_effect * need)
    rate *= country.people.area.sum() / spec.people_each / rate.sum()
    area = np.repeat(np.arange(len(rate)), rng.poisson(rate))
    postcode = _postcodes_of(country, area, rng)
    gazetteer = country.gazetteer
    shared = pl.DataFrame(
        {
            "place_id": [f"{kind[0].upper()}{number:05d}" for number in range(1, len(area) + 1)],
            "postcode": country.postcodes.code[postcode].tolist(),
            "easting": country.postcodes.xy[postcode, 0],
            "northing": country.postcodes.xy[postcode, 1],
            "area_code": gazetteer.lsoa21.code[area].tolist(),
        },
        schema_overrides={"place_id": pl.String, "postcode": pl.String, "area_code": pl.String},
    )
    where = gazetteer.local_names[country.groups.msoa[area]]
    own = {"libraries": _libraries, "schools": _schools, "clubs": _clubs}[kind]
    frame = shared.with_columns(own(where, country.truth.deprivation["2025"][area], rng))
    frame = frame.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int32).alias("row"))
    return frame.select("place_id", "name", pl.exclude("place_id", "name"))


def _postcodes_of(country: Country, area: Ints, rng: Generator) -> Ints:
    """A postcode of each area, any of them."""
    by_area = np.argsort(country.postcodes.area, kind="stable")
    held = np.bincount(country.postcodes.area, minlength=country.spec.areas)
    first = np.concatenate([[0], np.cumsum(held)])
    return np.asarray(by_area[first[area] + (rng.random(area.size) * held[area]).astype(np.int64)])


def _libraries(where: Texts, _: Floats, rng: Generator) -> list[pl.Series]:
    closed = rng.random(len(where)) < _CLOSED_SHARE
    year = rng.integers(2010, 2024, len(where))
    return [
        pl.Series("name", [f"{name} Library" for name in where], dtype=pl.String),
        pl.Series("open", ~closed),
        pl.Series("year_closed", np.where(closed, year, 0)).replace(0, None),
    ]


def _schools(where: Texts, deprived: Floats, rng: Generator) -> list[pl.Series]:
    secondary = rng.random(len(where)) < _SECONDARY_SHARE
    pupils = np.where(secondary, rng.normal(1000, 220, len(where)), rng.normal(270, 90, len(where)))
    meals = 100 / (1 + np.exp(1.2 - 0.7 * deprived - 0.3 * rng.standard_normal(len(where))))
    kinds = np.where(secondary, "Secondary", "Primary")
    names = [f"{name} {kind} School" for name, kind in zip(where, kinds, strict=True)]
    return [
        pl.Series("name", names, dtype=pl.String),
        pl.Series("phase", kinds.tolist(), dtype=pl.String),
        pl.Series("pupils", np.maximum(40, pupils).round().astype(np.int64)),
        pl.Series("free_school_meals_percent", meals.round(1)),
    ]


def _clubs(where: Texts, _: Floats, rng: Generator) -> list[pl.Series]:
    sport = [_SPORTS[number] for number in rng.integers(0, len(_SPORTS), len(where)).tolist()]
    names = [f"{name} {kind} Club" for name, kind in zip(where, sport, strict=True)]
    return [
        pl.Series("name", names, dtype=pl.String),
        pl.Series("sport", sport, dtype=pl.String),
    ]
