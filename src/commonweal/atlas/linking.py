"""The step that gives every lookup its weights, and derives the lookups that follow from others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from commonweal.atlas.describing import PEOPLE, latest_people
from commonweal.atlas.geography.lookups import compose, nest, reverse, weigh
from commonweal.atlas.geography.overrides import apply_overrides, declared_overrides
from commonweal.atlas.reading import gather, write_parquet
from commonweal.atlas.schema import LOOKUPS
from commonweal.catalogue import GEOGRAPHIES
from commonweal.sources.canonical import PAIRS, conform

Way = tuple[str, str]

# From one geography, over another, to a third.
COMPOSED = (
    ("lsoa01", "lsoa11", "lsoa21"),
    ("lsoa21", "district24", "region24"),
    ("lsoa11", "lsoa21", "msoa21"),
    ("lsoa11", "lsoa21", "district24"),
    ("lsoa11", "lsoa21", "region24"),
)
# Back from newer areas to older ones.
REVERSED = (("lsoa11", "lsoa21"), ("lsoa01", "lsoa11"))
# Between two larger geographies, by the small areas that both are made of.
BETWEEN = (
    ("lsoa21", "msoa21", "district24"),
    ("lsoa21", "msoa21", "region24"),
    ("lsoa21", "ward24", "district24"),
    ("lsoa21", "ward24", "region24"),
    ("lsoa11", "ward17", "district17"),
    ("lsoa11", "msoa11", "district19"),
)


@dataclass(slots=True)
class Links:
    """Weighted lookups by their two geographies, and the people of each geography so far."""

    people: dict[str, pl.DataFrame]
    lookups: dict[Way, pl.DataFrame] = field(default_factory=dict)
    releases: dict[Way, str] = field(default_factory=dict)

    def add(self, way: Way, lookup: pl.DataFrame, release: str) -> None:
        """Keep a lookup; areas made of smaller ones get the people of those."""
        self.lookups[way] = lookup
        self.releases[way] = release
        if way[1] not in self.people and not lookup["people"].has_nulls():
            self.people[way[1]] = lookup.group_by(area_code="to_code", maintain_order=True).agg(
                pl.col("people").sum()
            )

    def table(self) -> pl.DataFrame:
        """All lookups, one below the other."""
        frames = [
            conform(
                lookup.with_columns(
                    from_geography=pl.lit(origin),
                    to_geography=pl.lit(target),
                    release=pl.lit(self.releases[origin, target]),
                ),
                LOOKUPS,
            )
            for (origin, target), lookup in sorted(self.lookups.items())
        ]
        return pl.concat(frames) if frames else conform(pl.DataFrame(), LOOKUPS)


def lookups_step(folder: Path, inputs: Mapping[str, Path], _: Mapping[str, object]) -> None:
    """Step: every pair of areas with the share of people that goes with it."""
    parts = list(inputs.values())
    people = latest_people(gather(parts, "people", PEOPLE))
    table = weighted_lookups(gather(parts, "pairs", PAIRS), people)
    write_parquet(table, folder / "lookups.parquet")


def weighted_lookups(pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """All lookups with weights: those published, and those that follow from them.

    Args:
        pairs: `sources.canonical.PAIRS` of every release; where two give a lookup between the
            same geographies, the first counts.
        people: geography, area_code, people.

    Raises:
        InputError: a lookup names an area whose people are not known, or a pair twice.
    """
    known = {
        str(kind): frame.select("area_code", "people")
        for (kind,), frame in people.group_by("geography", maintain_order=True)
    }
    links = Links(known)
    for way, frame in _published(pairs):
        release = str(frame["release"][0])
        links.add(way, _weighted(links, way, frame.filter(pl.col("release") == release)), release)
    _derive(links)
    return links.table()


def _published(pairs: pl.DataFrame) -> list[tuple[Way, pl.DataFrame]]:
    """Pairs by their geographies; from small areas first, whose people are published."""
    groups = [
        ((str(origin), str(target)), frame)
        for (origin, target), frame in pairs.group_by(
            "from_geography", "to_geography", maintain_order=True
        )
    ]
    return sorted(groups, key=lambda item: _order(*item[0]))


def _order(origin: str, target: str) -> tuple[bool, bool]:
    """Small areas before large ones, and what adds up before what only changed its code."""
    first, second = GEOGRAPHIES[origin].level, GEOGRAPHIES[target].level
    return first != "lsoa", first == second


def _weighted(links: Links, way: Way, frame: pl.DataFrame) -> pl.DataFrame:
    """A change of vintage is weighed by successors' people; smaller areas lie in larger ones."""
    origin, target = way
    pairs = frame.select("from_code", "to_code", "change")
    if any(item.from_code in set(pairs["from_code"]) for item in declared_overrides()):
        pairs = apply_overrides(pairs, origin, target)
    same_level = GEOGRAPHIES[origin].level == GEOGRAPHIES[target].level
    if (target if same_level else origin) not in links.people:
        return _without_people(pairs)
    if same_level:
        return weigh(pairs, links.people[target], links.people.get(origin))
    change = "best_fit" if GEOGRAPHIES[target].level == "ward" else "exact"
    return nest(pairs, links.people[origin], change)


def _without_people(pairs: pl.DataFrame) -> pl.DataFrame:
    """Equal weights, approximate where there are several, for areas whose people are not held."""
    several = pl.len().over("from_code")
    return pairs.sort("from_code", "to_code").with_columns(
        weight=1.0 / several,
        people=pl.lit(None, dtype=pl.Float64),
        approximate=several > 1,
    )


def _derive(links: Links) -> None:
    for start, middle, end in COMPOSED:
        _add_if_held(links, (start, end), (start, middle), (middle, end), turned=False)
    for origin, target in REVERSED:
        if (origin, target) in links.lookups and (target, origin) not in links.lookups:
            turned = reverse(links.lookups[origin, target])
            links.add((target, origin), turned, links.releases[origin, target])
    for base, first, second in BETWEEN:
        _add_if_held(links, (first, second), (base, first), (base, second), turned=True)


def _add_if_held(links: Links, way: Way, first: Way, second: Way, *, turned: bool) -> None:
    """A lookup made of two others, unless it is published or one of them is not held."""
    if way in links.lookups or first not in links.lookups or second not in links.lookups:
        return
    start = reverse(links.lookups[first]) if turned else links.lookups[first]
    release = " + ".join(dict.fromkeys((links.releases[first], links.releases[second])))
    links.add(way, compose(start, links.lookups[second]), release)
