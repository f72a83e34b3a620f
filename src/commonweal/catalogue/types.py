"""The records of the catalogue: geography, licence, indicator, file, table, release.

A release is one published data set at one date. It names its files, and for each file the
tables in it. A table says what is expected of it (sheet, heading row, number of rows, columns,
types, ranges) and what becomes of it; the readers in `sources` hold the file to that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from commonweal.catalogue.contents import (
    AgeTable,
    BoundaryFile,
    Content,
    Field,
    JsonRecords,
    Label,
    Link,
    LongTable,
    LookupTable,
    Measure,
    Part,
    PointTable,
    PostcodeTable,
    RecordTable,
    Table,
    Type,
)

__all__ = [
    "AgeTable",
    "Apportion",
    "BoundaryFile",
    "Content",
    "Field",
    "Form",
    "Geography",
    "Indicator",
    "JsonRecords",
    "Kind",
    "Label",
    "Licence",
    "Link",
    "LongTable",
    "LookupTable",
    "Measure",
    "Part",
    "PointTable",
    "Polarity",
    "PostcodeTable",
    "RecordTable",
    "Redistribute",
    "Release",
    "SourceFile",
    "Table",
    "Type",
]

Redistribute = Literal["yes", "no", "ask"]
Polarity = Literal["higher_is_worse", "higher_is_better", "neutral"]
Kind = Literal["score", "rank", "decile", "count", "rate", "proportion", "mean", "median"]
Apportion = Literal["people", "area", "never"]
Form = Literal["official", "extract", "derived"]


@dataclass(frozen=True, slots=True)
class Geography:
    """A kind of area at one vintage: `lsoa21` is LSOA 2021.

    `areas` is the number of them in England, or 0 where that is not fixed.
    """

    id: str
    level: str
    vintage: int
    title: str
    plural: str
    areas: int
    code_pattern: str


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms of a release, the words of attribution it demands, and whether we may pass it on."""

    id: str
    title: str
    redistribute: Redistribute
    attribution: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A defined measure.

    `apportion` says how a value may cross a boundary change: counts are shared and rates
    averaged by `people` or by `area`; `never` for ranks, deciles and medians.
    """

    id: str
    title: str
    topic: str
    unit: str
    polarity: Polarity
    kind: Kind
    apportion: Apportion
    description: str = ""
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a release: where it stands in a mirror, where it is published, its checksum.

    `address` is empty where the publisher's file address is not confirmed: the message then
    sends people to the landing page. `companions` are files that must stand beside it (the
    parts of a shapefile). A file with `instead_of` is optional: the official form of what the
    named paths hold as extracts, taken in their place where it is found. Its `sha256` is empty
    where no copy was at hand to test with; then its form alone is checked.
    """

    path: str
    sha256: str
    contents: tuple[Content, ...] = ()
    form: Form = "official"
    address: str = ""
    note: str = ""
    companions: tuple[str, ...] = ()
    companion_sha256: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """One published data set at one date.

    A release without contents is listed and not yet read. `official_form` matters where the
    files are extracts: how the form of the official file was confirmed, or that it was not.
    """

    id: str
    title: str
    publisher: str
    published: str
    landing_page: str
    licence: Licence
    files: tuple[SourceFile, ...]
    period: str = ""
    note: str = ""
    official_form: str = ""
    supersedes: str = ""
    indicators: tuple[Indicator, ...] = field(default=())

    @property
    def is_read(self) -> bool:
        """Whether any table of the release becomes part of the atlas."""
        return any(file.contents for file in self.files)

    @property
    def redistribute(self) -> Redistribute:
        """Whether values of the release may be passed on: yes, no, or ask the owner."""
        return self.licence.redistribute
