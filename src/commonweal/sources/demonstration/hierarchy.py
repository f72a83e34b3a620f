"""Districts, regions, MSOAs and wards: contiguous groups of small areas, one inside another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.sources.demonstration.arrays import (
    Flags,
    Floats,
    Ints,
    group_mean,
    group_sum,
    nearest,
)
from commonweal.sources.demonstration.draws import stream
from commonweal.sources.demonstration.grouping import bisect, bisect_members, components, parts_of
from commonweal.sources.demonstration.settlements import Seeds, Towns
from commonweal.sources.demonstration.spec import CountrySpec

_FEWEST_IN_DISTRICT = 0.35
_CITY = 0.6
_WARD_TURN = 0.9
_OLD_WARD_TURN = -0.5
_OLD_WARD_SIZE = 0.94  # wards of 2017 over those of 2024, where they were drawn anew


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Group of each small area (2021), whole numbers from 0, each in use.

    Attributes:
        msoa, ward24, ward17, district, region: MSOAs, wards and so on; MSOAs and wards lie
            within districts, districts within regions. `ward17` is a first draft: the wards
            of 2017 are made of areas of 2011.
        reviewed: districts whose wards differ between 2017 and 2024.
        city: town that the district is, -1 for a district of towns and country.
        ferries: pairs of areas joined over water, so that every group hangs together.
    """

    msoa: Ints
    ward24: Ints
    ward17: Ints
    district: Ints
    region: Ints
    reviewed: Flags
    city: Ints
    ferries: Ints


def make_hierarchy(
    spec: CountrySpec, towns: Towns, seeds: Seeds, borders: Ints, people: Floats
) -> Hierarchy:
    """Group the small areas, larger groups first, so that smaller ones lie within them."""
    ferries = _ferries(seeds.xy, borders)
    ground = _Ground(seeds.xy, people, np.vstack([borders, ferries]))
    district, city = _districts(spec, towns, seeds, ground)
    settlement = spec.settlement
    ward24 = _within(district, ground, settlement.areas_per_ward, _WARD_TURN)
    size = settlement.areas_per_ward * _OLD_WARD_SIZE
    other = _within(district, ground, size, _OLD_WARD_TURN)
    rng = stream(spec.seed, "wards")
    reviewed = rng.random(district.max() + 1) < settlement.reviewed_share
    return Hierarchy(
        msoa=_within(district, ground, settlement.areas_per_msoa, 0.0),
        ward24=ward24,
        ward17=np.where(reviewed[district], ward24.max() + 1 + other, ward24),
        district=district,
        region=_regions(spec, ground, district),
        reviewed=reviewed,
        city=city,
        ferries=ferries,
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """Places and people of all areas, and which are neighbours."""

    xy: Floats
    people: Floats
    pairs: Ints

    def cut(self, members: Ints, parts: int, turn: float = 0.0) -> Ints:
        return bisect_members(self.xy, self.people, self.pairs, members, parts, turn=turn)

    def parts_of(self, members: Ints) -> list[Ints]:
        return parts_of(self.pairs, members, len(self.xy))


def _ferries(xy: Floats, borders: Ints) -> Ints:
    """Join each island to the nearest area of what is joined already, the nearest island first."""
    part = components(borders, len(xy))
    mainland = int(np.bincount(part).argmax())
    joined = np.flatnonzero(part == mainland)
    left = set(range(int(part.max()) + 1)) - {mainland}
    pairs = []
    while left:
        ways = []
        for number in sorted(left):
            members = np.flatnonzero(part == number)
            distance, there = nearest(xy[joined], xy[members])
            best = int(np.argmin(distance))
            ways.append((float(distance[best]), number, members[best], joined[there[best]]))
        _, number, here, other = min(ways)
        pairs.append(sorted((int(here), int(other))))
        joined = np.concatenate([joined, np.flatnonzero(part == number)])
        left.remove(number)
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def district_size(spec: CountrySpec) -> float:
    """Usual number of areas in a district: fewer in a small country, so that it has several."""
    return float(np.clip(spec.areas / 8, 12, spec.settlement.areas_per_district))


def _districts(spec: CountrySpec, towns: Towns, seeds: Seeds, ground: _Ground) -> tuple[Ints, Ints]:
    """Large towns are districts of their own; so are the islands; the rest is cut up evenly."""
    size = district_size(spec)
    district = np.full(len(seeds.xy), -1, dtype=np.int64)
    city: list[int] = []
    for town in np.flatnonzero(towns.areas >= _CITY * size):
        together = ground.parts_of(np.flatnonzero(seeds.town == town))
        district[max(together, key=len)] = len(city)
        city.append(int(town))
    district[seeds.piece > 0] = len(city)
    city.append(-1)
    for members in ground.parts_of(np.flatnonzero(district < 0)):
        if len(members) < _FEWEST_IN_DISTRICT * size:
            district[members] = _most_bordered(ground.pairs, members, district)
            continue
        parts = max(1, round(len(members) / size))
        district[members] = len(city) + ground.cut(members, parts)
        city += [-1] * parts
    return district, np.array(city)


def _most_bordered(pairs: Ints, members: Ints, district: Ints) -> int:
    """The district that has most neighbours of these areas."""
    inside = np.isin(pairs, members)
    around = district[pairs[~inside & inside[:, ::-1]]]
    return int(np.bincount(around[around >= 0]).argmax())


def _regions(spec: CountrySpec, ground: _Ground, district: Ints) -> Ints:
    """Region of each area: districts in contiguous groups of about equal people."""
    number = int(district.max()) + 1
    weight = group_sum(district, ground.people)
    middle = group_mean(district, ground.xy, ground.people)
    between = np.unique(np.sort(district[ground.pairs], axis=1), axis=0)
    between = between[between[:, 0] != between[:, 1]]
    parts = int(np.clip(round(number / spec.settlement.districts_per_region), 2, 9))
    return bisect(middle, weight, between, parts)[district]


def _within(district: Ints, ground: _Ground, size: float, turn: float) -> Ints:
    """Contiguous groups of about `size` areas inside each district, numbered through."""
    labels = np.zeros(len(district), dtype=np.int64)
    first = 0
    for number in range(int(district.max()) + 1):
        for members in ground.parts_of(np.flatnonzero(district == number)):
            parts = max(1, round(len(members) / size))
            labels[members] = first + ground.cut(members, parts, turn)
            first += parts
    return labels
