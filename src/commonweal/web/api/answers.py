"""The forms of the answers, which are also the schema that others program against."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from ninja import Schema

Item = TypeVar("Item")


class AtlasAnswer(Schema):
    """Which build an answer is from. A demonstration is an invented country."""

    id: str
    label: str
    demonstration: bool


class SourceAnswer(Schema):
    """What stands under a figure."""

    release: str
    title: str
    publisher: str
    published: str
    licence: str
    attribution: str
    landing_page: str
    sha256: str


class Listing(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    total: int
    page: int
    page_size: int
    pages: int
    atlas: AtlasAnswer


class Sourced(Listing[Item], Generic[Item]):
    """One page of a list of figures, with where they come from."""

    sources: list[SourceAnswer]


class AreaAnswer(Schema):
    """An area, with its centre in metres of the British National Grid."""

    area_code: str
    geography: str
    area_name: str | None
    local_name: str | None
    easting: float | None
    northing: float | None
    people: int | None
    people_period: str | None


class SuccessorAnswer(Schema):
    """What an older area became, and the share of its people."""

    area_code: str
    geography: str
    weight: float
    approximate: bool


class OneAreaAnswer(AreaAnswer):
    """An area with its successors, if it is of an older vintage."""

    successors: list[SuccessorAnswer]
    atlas: AtlasAnswer


class NeighbourAnswer(Schema):
    """An area next to another. Metres: of shared edge or, for an island, of water between."""

    area_code: str
    area_name: str | None
    rule: str
    metres: float


class IndicatorAnswer(Schema):
    """What is measured, and for which editions and kinds of area."""

    indicator: str
    title: str
    topic: str
    unit: str
    polarity: str
    kind: str
    apportion: str
    description: str
    periods: list[str]
    geographies: list[str]


class SeriesAnswer(Schema):
    """One edition of an indicator for one kind of area; `open` if its values may be passed on."""

    period: str
    geography: str
    release: str
    areas: int
    file: str
    sheet: str
    column: str
    open: bool


class OneIndicatorAnswer(Schema):
    """An indicator's definition and series."""

    indicator: str
    title: str
    topic: str
    unit: str
    polarity: str
    kind: str
    apportion: str
    numerator: str
    denominator: str
    description: str
    series: list[SeriesAnswer]
    sources: list[SourceAnswer]
    atlas: AtlasAnswer


class ObservationAnswer(Schema):
    """One figure of one area; `row` is the row of the published file it was read from."""

    area_code: str
    value: float | None
    numerator: float | None
    denominator: float | None
    lower: float | None
    upper: float | None
    approximate: bool
    row: int | None


class AreaObservationAnswer(ObservationAnswer):
    """One figure of one area, with what it measures."""

    indicator: str
    period: str
    geography: str
    release: str


class GroupAnswer(Schema):
    """Areas and people of one type."""

    typology: str
    areas: int
    people: int


class FindAnswer(Sourced[dict[str, Any]]):
    """A finding: in words, by type, and area by area."""

    finding: str
    double_disadvantage: bool
    summary: list[GroupAnswer]
    notes: list[str]


class IssueAnswer(Schema):
    """A key issue of the field and the measures that answer it."""

    id: str
    title: str
    question: str
    measures: list[str]
    caution: str


class PrevalenceAnswer(Sourced[dict[str, Any]]):
    """Levels and gaps of measures between groups of areas, and what was found in words."""

    finding: str
    notes: list[str]


class HitAnswer(Schema):
    """A place found, and why it matched."""

    area_code: str
    geography: str
    name: str
    local_name: str | None
    within: str
    matched: str


class HitsAnswer(Schema):
    """Places found, the best match first."""

    items: list[HitAnswer]
    atlas: AtlasAnswer


class Problem(Schema):
    """What went wrong, in plain words (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
