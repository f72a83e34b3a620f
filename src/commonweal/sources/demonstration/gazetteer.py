"""Codes and names of all areas. Codes begin with D, which no official code of an area does."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from commonweal.sources.demonstration.arrays import Floats, Ints, distances, firsts, group_mean
from commonweal.sources.demonstration.draws import Generator, stream
from commonweal.sources.demonstration.hierarchy import Hierarchy
from commonweal.sources.demonstration.name_parts import COUNTRY
from commonweal.sources.demonstration.names import Namer, compass_names
from commonweal.sources.demonstration.settlements import Seeds, Towns
from commonweal.sources.demonstration.spec import CountrySpec
from commonweal.sources.demonstration.vintages import Vintages

Texts = NDArray[np.object_]
PREFIXES: dict[str, str] = {
    "lsoa": "D01",
    "msoa": "D02",
    "ward": "D05",
    "district": "D07",
    "region": "D12",
}
_TOWN_WITH_CENTRE = 12
_COUNTRY_DISTRICTS = ("{}", "{}", "Vale of {}", "{} Forest", "{} and {}")


@dataclass(frozen=True, slots=True)
class Named:
    """Code and name of each of a kind of area, in the order of their numbers."""

    code: Texts
    name: Texts


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Codes and names.

    Attributes:
        lsoa21, lsoa11: small areas. One that did not change has the same code in both.
        msoa, district, region: groups of small areas (2021).
        ward: wards of 2024 and of 2017 in one numbering; a ward that stayed is there once.
        local_names: what people call the neighbourhood that each MSOA is.
        towns: names of the towns.
    """

    lsoa21: Named
    lsoa11: Named
    msoa: Named
    ward: Named
    district: Named
    region: Named
    local_names: Texts
    towns: Texts


def make_gazetteer(
    spec: CountrySpec, towns: Towns, seeds: Seeds, groups: Hierarchy, vintages: Vintages
) -> Gazetteer:
    """Name and number everything, districts by name and what lies in them from north to south."""
    rng = stream(spec.seed, "names")
    namer = Namer(rng)
    town_names = _texts(namer.plain(len(towns.areas)))
    district = _districts(namer, rng, seeds, groups, town_names)
    msoa, msoa_rank = _msoas(seeds.xy, groups, district)
    lsoa21, lsoa11 = _lsoas(msoa, msoa_rank, groups.msoa, vintages)
    region = _texts(compass_names(_middles(groups.region, seeds.xy), COUNTRY))
    wards = int(max(groups.ward24.max(), groups.ward17.max())) + 1
    return Gazetteer(
        lsoa21=lsoa21,
        lsoa11=lsoa11,
        msoa=msoa,
        ward=Named(_codes("ward", np.arange(wards)), _texts(namer.local(wards))),
        district=district,
        region=Named(_codes("region", np.arange(len(region))), region),
        local_names=_local_names(namer, towns, seeds, groups.msoa, town_names),
        towns=town_names,
    )


def _texts(values: list[str]) -> Texts:
    return np.array(values, dtype=object)


def _codes(level: str, number: Ints) -> Texts:
    return _texts([f"{PREFIXES[level]}{value + 1:06d}" for value in number.tolist()])


def _rank(order: Ints) -> Ints:
    """Place of each item in an order."""
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return rank


def _middles(labels: Ints, xy: Floats) -> Floats:
    return group_mean(labels, xy, np.ones(len(xy)))


def _districts(
    namer: Namer, rng: Generator, seeds: Seeds, groups: Hierarchy, town_names: Texts
) -> Named:
    """Cities are named as the town, the islands as such, others by patterns of the country."""
    names: list[str] = []
    offshore = groups.district[np.flatnonzero(seeds.piece > 0)[0]]
    for number, town in enumerate(groups.city.tolist()):
        if town >= 0:
            names.append(str(town_names[town]))
        elif number == offshore:
            names.append(f"Isles of {namer.plain(1)[0]}")
        else:
            pattern = _COUNTRY_DISTRICTS[int(rng.integers(len(_COUNTRY_DISTRICTS)))]
            names.append(pattern.format(*namer.plain(pattern.count("{}"))))
    rank = _rank(np.argsort(np.array(names), kind="stable"))
    return Named(_codes("district", rank), _texts(names))


def _msoas(xy: Floats, groups: Hierarchy, district: Named) -> tuple[Named, Ints]:
    """`<District> 001` from north to south; and the order of all MSOAs by code."""
    own = groups.district[firsts(groups.msoa)]
    north = _middles(groups.msoa, xy)[:, 1]
    by_code = np.array([str(code) for code in district.code[own]])
    order = np.lexsort((-north, by_code))
    rank = _rank(order)
    start = np.searchsorted(by_code[order], by_code)
    names = [
        f"{district.name[of]} {number:03d}"
        for of, number in zip(own.tolist(), (rank - start + 1).tolist(), strict=True)
    ]
    return Named(_codes("msoa", rank), _texts(names)), rank


def _lsoas(msoa: Named, msoa_rank: Ints, group: Ints, vintages: Vintages) -> tuple[Named, Named]:
    """`<MSOA>A`, `<MSOA>B`, ...: areas of 2011 first, then those that are new in 2021."""
    unchanged = vintages.change == "U"
    old_group = group[vintages.parent]
    old_rank = _rank(np.lexsort((np.arange(vintages.size), msoa_rank[old_group])))
    fresh = np.setdiff1d(np.arange(len(group)), vintages.new[unchanged])
    fresh = fresh[np.lexsort((fresh, msoa_rank[group[fresh]]))]
    number = np.empty(len(group), dtype=np.int64)
    number[vintages.new[unchanged]] = old_rank[vintages.old[unchanged]]
    number[fresh] = vintages.size + np.arange(fresh.size)
    of = np.empty(vintages.size + fresh.size, dtype=np.int64)
    of[old_rank] = old_group
    of[vintages.size :] = group[fresh]
    names = _lettered(of, msoa)
    codes = _codes("lsoa", np.arange(of.size))
    return Named(codes[number], names[number]), Named(codes[old_rank], names[old_rank])


def _lettered(group: Ints, msoa: Named) -> Texts:
    """Names of small areas, by letter within their MSOA, in the order given."""
    seen = dict.fromkeys(range(len(msoa.name)), 0)
    names = []
    for of in group.tolist():
        turn, letter = divmod(seen[of], len(ascii_uppercase))
        seen[of] += 1
        before = ascii_uppercase[turn - 1] if turn else ""
        names.append(f"{msoa.name[of]}{before}{ascii_uppercase[letter]}")
    return _texts(names)


def _local_names(namer: Namer, towns: Towns, seeds: Seeds, msoa: Ints, town_names: Texts) -> Texts:
    """Local names of MSOAs; the one at the heart of a town is named after it."""
    names = _texts(namer.local(int(msoa.max()) + 1))
    # From small towns to large, so that the larger has the name where two share an MSOA.
    for town in range(len(towns.areas) - 1, -1, -1):
        members = np.flatnonzero(seeds.town == town)
        away = distances(seeds.xy[members], towns.xy[town])
        heart = msoa[members[np.argmin(away)]]
        large = towns.areas[town] >= _TOWN_WITH_CENTRE
        names[heart] = f"{town_names[town]} Town Centre" if large else town_names[town]
    return names
