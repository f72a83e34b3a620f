"""What surrounds each area: how near the heart of a town, the sea, old industry, an outer estate.

These are the causes that the model of true deprivation and need weighs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_array

from commonweal.sources.demonstration.arrays import (
    Floats,
    all_distances,
    distances,
    nearest,
    standardised,
)
from commonweal.sources.demonstration.draws import Generator, stream
from commonweal.sources.demonstration.land import Land
from commonweal.sources.demonstration.settlements import Seeds, Towns
from commonweal.sources.demonstration.spec import CountrySpec

_ESTATE_TOWN = 15
_ESTATE_SIZES = (3, 8)
_URBAN_AREAS = 6  # about 10,000 people, as the official classification draws the line
_MAJOR_AREAS = 45  # about 75,000 people
_NEARER_METRES = 20_000.0


@dataclass(frozen=True, slots=True)
class Setting:
    """Causes, one number each area (2021).

    Attributes:
        town: a draw of its own for each town, 0 in the country.
        core: from 1 at the heart of the largest town to 0.
        edge: from 0 to 1 in the outer parts of towns.
        industry: from 1 in the middle of a patch of former industry to 0.
        estate: 1 in an outer estate, 0 elsewhere.
        seaside: 1 in coastal towns near the water, falling to 0 inland.
        rural: 1 outside towns.
        remote: standardised logarithm of the distance to the nearest town of some size.
    """

    town: Floats
    core: Floats
    edge: Floats
    industry: Floats
    estate: Floats
    seaside: Floats
    rural: Floats
    remote: Floats

    def named(self) -> dict[str, Floats]:
        """All causes by name."""
        return {name: getattr(self, name) for name in self.__slots__}


def make_setting(
    spec: CountrySpec, land: Land, towns: Towns, seeds: Seeds, graph: csr_array
) -> Setting:
    """Measure and draw the causes of every area."""
    rng = stream(spec.seed, "setting")
    urban = seeds.town >= 0
    own = np.where(urban, seeds.town, 0)
    out = distances(seeds.xy, towns.xy[own]) / towns.radius[own]
    size = np.log(towns.areas[own]) / np.log(towns.areas.max())
    shore = shapely.MultiLineString([piece.exterior for piece in land.pieces])
    shapely.prepare(shore)
    to_sea = shapely.distance(shapely.points(seeds.xy), shore) / spec.grain_metres
    large = towns.xy[towns.areas >= min(_URBAN_AREAS, towns.areas.max())]
    away, _ = nearest(large, seeds.xy)
    remote = np.log1p(away / spec.grain_metres)
    return Setting(
        town=np.where(urban, rng.standard_normal(len(towns.areas))[own], 0.0),
        core=np.where(urban, size * np.exp(-((out / 0.5) ** 2)), 0.0),
        edge=np.where(urban, np.clip((out - 0.5) / 0.4, 0, 1), 0.0),
        industry=_industry(spec, towns, seeds, rng),
        estate=_estates(spec, towns, seeds, graph, out, rng),
        seaside=np.where(urban & towns.coastal[own], np.exp(-to_sea), 0.0),
        rural=np.where(urban, 0.0, 1.0),
        remote=standardised(remote),
    )


def _industry(spec: CountrySpec, towns: Towns, seeds: Seeds, rng: Generator) -> Floats:
    """Round patches about towns picked at random; weaker in the country between."""
    count = min(spec.truth.industry_patches, len(towns.areas))
    chosen = towns.xy[rng.choice(len(towns.areas), count, replace=False)]
    reach = spec.grain_metres * rng.uniform(4.0, 8.0, count)
    distance = all_distances(seeds.xy, chosen) / reach
    patch = np.exp(-(distance**2)).max(axis=1)
    return np.asarray(patch * np.where(seeds.town >= 0, 1.0, 0.6))


def _estates(
    spec: CountrySpec, towns: Towns, seeds: Seeds, graph: csr_array, out: Floats, rng: Generator
) -> Floats:
    """Clusters of three to eight neighbouring areas in the outer half of the larger towns."""
    estate = np.zeros(len(seeds.xy))
    large = np.isin(seeds.town, np.flatnonzero(towns.areas >= _ESTATE_TOWN))
    possible = np.flatnonzero(large & (out > 0.5))
    count = max(1, round(spec.areas / spec.truth.areas_per_estate))
    if not possible.size:
        return estate
    for middle in rng.choice(possible, min(count, possible.size), replace=False):
        near = [int(middle)]
        wanted = int(rng.integers(*_ESTATE_SIZES, endpoint=True))
        for area in near:
            around = graph[[area]].indices.tolist()
            near += [other for other in sorted(around) if other not in near and large[other]]
            if len(near) >= wanted:
                break
        estate[near[:wanted]] = 1.0
    return estate


RURAL_URBAN: dict[str, str] = {
    "UN1": "Urban: Nearer to a major town or city",
    "UF1": "Urban: Further from a major town or city",
    "RLN1": "Larger rural: Nearer to a major town or city",
    "RLF1": "Larger rural: Further from a major town or city",
    "RSN1": "Smaller rural: Nearer to a major town or city",
    "RSF1": "Smaller rural: Further from a major town or city",
}


def rural_urban(towns: Towns, seeds: Seeds) -> list[str]:
    """Code of the rural-urban class (2021) of each area: by its town's size and the next city."""
    size = np.where(seeds.town >= 0, towns.areas[np.maximum(seeds.town, 0)], 0)
    kind = np.select([size >= _URBAN_AREAS, size > 0], ["U", "RL"], "RS")
    major = towns.xy[towns.areas >= min(_MAJOR_AREAS, towns.areas.max())]
    away, _ = nearest(major, seeds.xy)
    near = np.where((away <= _NEARER_METRES) & (seeds.piece == 0), "N1", "F1")
    return [first + second for first, second in zip(kind, near, strict=True)]
