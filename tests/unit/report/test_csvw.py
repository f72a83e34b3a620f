"""The description beside a csv, by the rules of the web standard.

W3C, Metadata Vocabulary for Tabular Data, https://www.w3.org/TR/tabular-metadata/: sections 5.2
(top level), 5.3 (tables), 5.5 (schemas), 5.6 (columns), 5.11.1 (datatypes), 5.9 (dialects).
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from commonweal.errors import InputError
from commonweal.provenance import Provenance
from commonweal.report.csvw import ENDING, MEDIA_TYPE, csv_metadata, write_csv_metadata
from commonweal.report.export import export
from commonweal.report.table import INVENTED, ReportTable
from tests.unit.report.conftest import RUN, SOURCE

# Section 5.11.1: the built-in datatypes of the standard.
KNOWN = {
    *("any", "anyAtomicType", "anyURI", "base64Binary", "binary", "boolean", "byte", "date"),
    *("dateTime", "dateTimeStamp", "datetime", "dayTimeDuration", "decimal", "double", "duration"),
    *("float", "gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth", "hexBinary", "html", "int"),
    *("integer", "json", "language", "long", "Name", "negativeInteger", "NMTOKEN", "number"),
    *("nonNegativeInteger", "nonPositiveInteger", "normalizedString", "positiveInteger", "QName"),
    *("short", "string", "time", "token", "unsignedByte", "unsignedInt", "unsignedLong"),
    *("unsignedShort", "xml", "yearMonthDuration"),
}
# Sections 5.3, 5.5 and 5.6: what may stand there; else a prefixed name of another vocabulary.
TABLE = {
    "@context",
    "@id",
    "@type",
    "url",
    "dialect",
    "notes",
    "suppressOutput",
    "tableDirection",
    "tableSchema",
    "transformations",
    "null",
    "lang",
}
SCHEMA = {"columns", "foreignKeys", "primaryKey", "rowTitles", "@id", "@type"}
COLUMN = {"name", "titles", "datatype", "required", "suppressOutput", "virtual", "null"}
PREFIXES = {"dc", "rdfs", "prov", "schema", "dcat", "xsd"}
TRUTH = {"true": True, "false": False}


def all_types() -> ReportTable:
    """One column of each type that a table may have."""
    table = pl.DataFrame(
        {
            "code": ["a", "b", "c"],
            "whole": [1, None, -3],
            "small": pl.Series([1, 2, None], dtype=pl.UInt8),
            "share": [0.5, 1e-9, None],
            "exact": pl.Series([Decimal("1.20"), None, Decimal("3.00")], dtype=pl.Decimal(10, 2)),
            "found": [True, False, None],
            "day": [date(2025, 10, 30), None, date(1999, 1, 1)],
            "moment": [datetime(2025, 10, 30, 12, 1), None, datetime(1999, 1, 1)],  # noqa: DTZ001
            "words": [' "quoted", and\nbroken ', None, "=1"],
        }
    )
    columns = {name: f"What {name} holds" for name in table.columns}
    return ReportTable("All", "All types.", table, columns, Provenance((SOURCE,), RUN))


def read(content: bytes, told: dict[str, Any]) -> list[dict[str, Any]]:
    """A csv read by its description alone, as the standard has it."""
    schema = told["tableSchema"]["columns"]
    rows = list(csv.reader(io.StringIO(content.decode(told["dialect"]["encoding"]), newline="")))
    heading, *cells = rows
    assert heading == [column["titles"] for column in schema]
    return [
        {
            column["name"]: _value(cell, column["datatype"], told["null"])
            for column, cell in zip(schema, row, strict=True)
        }
        for row in cells
    ]


def _value(cell: str, datatype: str, null: str) -> object:
    if cell == null:
        return None
    convert: dict[str, Any] = {
        "integer": int,
        "double": float,
        "decimal": Decimal,
        "boolean": TRUTH.__getitem__,
        "date": date.fromisoformat,
        "dateTime": datetime.fromisoformat,
    }
    return convert.get(datatype, str)(cell)


def as_csv(report: ReportTable) -> bytes:
    stream = io.BytesIO()
    export(report, stream, "csv")
    return stream.getvalue()


def test_reading_by_it_gives_the_table_back() -> None:
    report = all_types()
    assert read(as_csv(report), csv_metadata(report, "all.csv")) == report.table.to_dicts()  # type: ignore[arg-type]


def test_blank_words_and_unknown_words_are_one_in_a_csv(report: ReportTable) -> None:
    rows = read(as_csv(report), csv_metadata(report, "list.csv"))  # type: ignore[arg-type]
    expected = report.ready().table.with_columns(pl.col("periods").replace("", None))
    assert rows == expected.to_dicts()


@pytest.mark.parametrize("make", [all_types, None])
def test_it_keeps_to_the_standard(make: Any, report: ReportTable) -> None:
    told: dict[str, Any] = csv_metadata(make() if make else report, "list.csv")
    assert told["@context"][0] == "http://www.w3.org/ns/csvw"
    assert told["url"] == "list.csv"
    assert all(name in TABLE or name.partition(":")[0] in PREFIXES for name in told)
    schema = told["tableSchema"]
    assert set(schema) <= SCHEMA
    names = [column["name"] for column in schema["columns"]]
    assert len(set(names)) == len(names)
    assert schema["primaryKey"] == names[0]
    for column in schema["columns"]:
        assert all(key in COLUMN or key.partition(":")[0] in PREFIXES for key in column)
        assert column["datatype"] in KNOWN
        assert re.fullmatch(r"[A-Za-z0-9.%][A-Za-z0-9._%]*", column["name"])


def test_it_says_what_each_column_holds_and_where_it_comes_from(report: ReportTable) -> None:
    told: dict[str, Any] = csv_metadata(report, "list.csv")
    assert told["dc:title"] == "A table"
    assert told["dc:description"] == "Three areas."
    assert told["rdfs:comment"] == ["One note."]
    assert told["dc:license"][0]["@id"].endswith("open-government-licence/version/3/")
    (source,) = told["dc:source"]
    assert source["@id"] == "https://example.org/iod"
    assert source["dc:issued"] == "2025-10-30"
    assert "abc123" in told["dc:provenance"]["dc:identifier"]
    rank = next(one for one in told["tableSchema"]["columns"] if one["name"] == "rank")
    assert rank["dc:description"] == "What rank holds"


def test_a_licence_without_a_known_link_is_named(report: ReportTable) -> None:
    source = replace(report.provenance.sources[0], licence="Ours alone", landing_page="")
    other = replace(report, provenance=replace(report.provenance, sources=(source,)))
    told: dict[str, Any] = csv_metadata(other, "list.csv")
    assert told["dc:license"] == ["Ours alone"]
    assert "@id" not in told["dc:source"][0]


@pytest.mark.parametrize("codes", [["a", "a", "b"], ["a", None, "b"]])
def test_what_does_not_tell_rows_apart_is_no_key(
    report: ReportTable, codes: list[str | None]
) -> None:
    table = report.table.with_columns(area_code=pl.Series(codes))
    schema: Any = csv_metadata(replace(report, table=table), "list.csv")["tableSchema"]
    assert "primaryKey" not in schema
    assert not [column for column in schema["columns"] if column.get("required")]


def test_invented_data_says_so(invented: ReportTable) -> None:
    told: dict[str, Any] = csv_metadata(invented, "list.csv")
    assert INVENTED in told["dc:title"]
    assert told["tableSchema"]["columns"][-1]["name"] == "demonstration"
    assert read(as_csv(invented), told)[0]["demonstration"] == INVENTED


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("_rank", "%5Frank"),
        ("per cent", "per%20cent"),
        ("café-no", "caf%C3%A9%2Dno"),
        ("a_1", "a_1"),
    ],
)
def test_names_that_the_standard_forbids_are_encoded(
    report: ReportTable, column: str, expected: str
) -> None:
    odd = report.table.rename({"area_code": column})
    named = replace(report, table=odd, columns={**report.columns, column: "The key"})
    told: Any = csv_metadata(named, "list.csv")
    first = told["tableSchema"]["columns"][0]
    assert (first["name"], first["titles"]) == (expected, column)
    assert told["tableSchema"]["primaryKey"] == expected
    assert read(as_csv(named), told)[0][expected] == "E01000001"


def test_a_csv_without_a_name_cannot_be_described(report: ReportTable) -> None:
    with pytest.raises(InputError, match="the name of the csv"):
        csv_metadata(report, "")


def test_it_is_written_as_json_in_utf8(report: ReportTable) -> None:
    stream = io.BytesIO()
    write_csv_metadata(replace(report, about="Ampère."), "list.csv", stream)
    assert json.loads(stream.getvalue().decode("utf-8"))["dc:description"] == "Ampère."
    assert ENDING == "-metadata.json"
    assert MEDIA_TYPE == "application/csvm+json"
