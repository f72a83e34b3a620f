"""What the atlas answers with: records of an area, an indicator, a postcode, a search result."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """One area: what it is, its names, its centre (metres, British National Grid) and people."""

    code: str
    geography: str
    name: str
    local_name: str | None
    easting: float | None
    northing: float | None
    people: int | None
    people_period: str | None


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator at one period for one geography, and where it came from."""

    indicator: str
    period: str
    geography: str
    release: str
    areas: int
    file: str
    sheet: str
    column: str
    redistribute: str


@dataclass(frozen=True, slots=True)
class IndicatorRecord:
    """An indicator's definition and the series held of it."""

    id: str
    title: str
    topic: str
    unit: str
    polarity: str
    kind: str
    apportion: str
    numerator: str
    denominator: str
    description: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode's place and the LSOA it lies in.

    `approximate` marks one within 10 metres of an edge, or outside every area; `metres` is the
    distance to that edge or to the nearest area, where it is known.
    """

    postcode: str
    easting: float
    northing: float
    area_code: str
    approximate: bool
    metres: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """A search result: an area, what kind it is, and why it matched."""

    code: str
    geography: str
    name: str
    local_name: str | None
    within: str
    matched: str


@dataclass(frozen=True, slots=True)
class Successor:
    """An area of another vintage that this one became (or came from), and the share of people."""

    code: str
    geography: str
    weight: float
    approximate: bool
