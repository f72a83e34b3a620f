"""The records of the catalogue: geography, licence, indicator, file, table, release.

A release is one published data set at one date. It names its files, and for each file the
tables in it. A table says what is expected of it (sheet, heading row, number of rows, columns,
types, ranges) and what becomes of it; the readers in `sources` hold the file to that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Redistribute = Literal["yes", "no", "ask"]
Polarity = Literal["higher_is_worse", "higher_is_better", "neutral"]
Kind = Literal["score", "rank", "decile", "count", "rate", "proportion", "mean", "median"]
Apportion = Literal["people", "area", "never"]
Part = Literal["value", "numerator", "denominator", "lower", "upper"]
Form = Literal["official", "extract", "derived"]
Type = Literal["text", "whole", "number", "flag"]


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
class Measure:
    """One published column that becomes part of an indicator's observations.

    `low` and `high` are the range a value may have; `missing` is how many blanks are expected
    at most (a blank stays missing, it is never read as zero).
    """

    column: str
    indicator: str
    part: Part = "value"
    period: str = ""
    type: Type = "number"
    low: float | None = None
    high: float | None = None
    missing: int = 0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """A column that puts the area in a class of a scheme (rural or urban)."""

    column: str
    scheme: str
    period: str
    code_column: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A typed column of a record table (libraries, schools, grants)."""

    column: str
    name: str
    type: Type = "text"
    low: float | None = None
    high: float | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A column pair in a lookup: the areas of `geography` by code (and name, if there is one)."""

    geography: str
    code_column: str
    name_column: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row an area, and what is expected of it.

    `rows` counts the rows kept after `keep` (codes that begin with one of these prefixes;
    others, such as Wales, are passed over). `skip` is the number of rows above the heading.
    `headings`, where given, is every heading in order: a renamed or moved column is refused.
    `footer` allows notes below the table (rows without a code). `code_length` is set where
    codes have lost zeros at the front in the file: they are put back up to this length.
    """

    geography: str
    code_column: str
    rows: int
    sheet: str = ""
    skip: int = 0
    name_column: str = ""
    local_name_column: str = ""
    measures: tuple[Measure, ...] = ()
    labels: tuple[Label, ...] = ()
    keep: tuple[str, ...] = ("E",)
    headings: tuple[str, ...] = ()
    footer: bool = False
    code_length: int = 0


@dataclass(frozen=True, slots=True)
class LookupTable:
    """A table that says which areas lie in which: one row a pair."""

    origin: Link
    targets: tuple[Link, ...]
    rows: int
    sheet: str = ""
    skip: int = 0
    change_column: str = ""
    keep: tuple[str, ...] = ("E",)


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table of things that are not area by indicator, with typed columns."""

    fields: tuple[Field, ...]
    rows: int
    sheet: str = ""
    skip: int = 0


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """Outlines or points of areas in a geographic file format."""

    geography: str
    code_property: str
    name_property: str
    areas: int
    layer: str = ""
    kind: Literal["outline", "centroid", "hex"] = "outline"


@dataclass(frozen=True, slots=True)
class PostcodeTable:
    """A table of postcodes with their National Grid references."""

    postcode_column: str
    easting_column: str
    northing_column: str
    rows: int


Content = Table | LookupTable | RecordTable | BoundaryFile | PostcodeTable


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
