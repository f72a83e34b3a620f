"""The forms of tables that files hold, each with what is expected of it.

The readers in `sources` hold a file to its form, and say every way in which it differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["value", "numerator", "denominator", "lower", "upper"]
Type = Literal["text", "whole", "number", "flag"]


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
    """A typed column of a record table (libraries, schools, grants).

    `blanks` are words that stand in the file where there is no value.
    """

    column: str
    name: str
    type: Type = "text"
    low: float | None = None
    high: float | None = None
    required: bool = False
    blanks: tuple[str, ...] = ()


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
    `code_separator` is set where a cell holds the code and then the name (`E01 : Name`).
    `code_pattern`, where given, is the form of a code in place of the geography's own: of tables
    whose codes are checked against the areas of an atlas, which may be an invented country.
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
    code_separator: str = ""
    code_pattern: str = ""


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
    """A table of things that are not area by indicator, with typed columns.

    Rows without a value in `rows_column`, where one is named, are passed over.
    """

    fields: tuple[Field, ...]
    rows: int
    sheet: str = ""
    skip: int = 0
    rows_column: str = ""


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


@dataclass(frozen=True, slots=True)
class PointTable:
    """A text table of points of areas on the National Grid."""

    geography: str
    code_column: str
    easting_column: str
    northing_column: str
    rows: int
    keep: tuple[str, ...] = ("E",)


@dataclass(frozen=True, slots=True)
class LongTable:
    """A table with one row for each area and category: a count, and the total it is part of.

    `categories` maps each category, as it stands in the file, to an indicator; the others must
    be named in `ignored`. `areas` is the number of areas kept.
    """

    geography: str
    code_column: str
    category_column: str
    count_column: str
    total_column: str
    areas: int
    categories: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...] = ()
    keep: tuple[str, ...] = ("E",)


@dataclass(frozen=True, slots=True)
class AgeTable:
    """A table with one column for each year of age (the last one open), summed into bands.

    `bands` maps an indicator to its first and last year; the years of each must be there, and
    all years together must make the total.
    """

    geography: str
    code_column: str
    total_column: str
    oldest_column: str
    rows: int
    bands: tuple[tuple[str, int, int], ...]
    period: str
    total: str
    name_column: str = ""
    keep: tuple[str, ...] = ("E",)


@dataclass(frozen=True, slots=True)
class JsonRecords:
    """A JSON list of objects, with typed fields; `column` of a field may be a path `a.b`."""

    fields: tuple[Field, ...]
    rows: int


Content = (
    Table
    | LookupTable
    | RecordTable
    | BoundaryFile
    | PostcodeTable
    | PointTable
    | LongTable
    | AgeTable
    | JsonRecords
)
