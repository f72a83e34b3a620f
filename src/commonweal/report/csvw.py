"""What a csv holds, as the web standard says it: its columns, their types, the sources.

W3C, Metadata Vocabulary for Tabular Data, Recommendation of 17 December 2015,
https://www.w3.org/TR/tabular-metadata/; where the file is looked for: Model for Tabular Data and
Metadata on the Web, section 5, https://www.w3.org/TR/tabular-data-model/.
"""

from __future__ import annotations

import json
import re
from typing import BinaryIO

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.provenance import Provenance, Source
from commonweal.report.table import ReportTable

ENDING = "-metadata.json"
"""Added to the name of a csv, it is the name under which the standard looks for its metadata."""
MEDIA_TYPE = "application/csvm+json"

_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
_OPEN_LICENCE = "Open Government Licence v3.0"
_OPEN_LICENCE_LINK = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_ODD = re.compile(r"[^A-Za-z0-9_]")
# Our csv as it is written; the standard's own assumption would cut spaces off the values.
_DIALECT = {"encoding": "utf-8", "delimiter": ",", "header": True, "trim": False}


def write_csv_metadata(report: ReportTable, csv_name: str, target: BinaryIO) -> None:
    """Write the description that stands beside a csv of a table.

    Args:
        report: the table; invented data is labelled as it is in the csv.
        csv_name: the csv's name, or its address seen from that of the metadata.
        target: a binary stream, open for writing.

    Raises:
        InputError: the csv has no name.
    """
    text = json.dumps(csv_metadata(report, csv_name), ensure_ascii=False, indent=1)
    target.write(f"{text}\n".encode())


def csv_metadata(report: ReportTable, csv_name: str) -> dict[str, object]:
    """The description of a table that was written as a csv, ready for JSON.

    Raises:
        InputError: the csv has no name.
    """
    if not csv_name:
        raise InputError(InputProblem("the name of the csv", "nothing"))
    ready = report.ready()
    return {
        "@context": _CONTEXT,
        "url": csv_name,
        "dialect": _DIALECT,
        "null": "",
        "dc:title": ready.title,
        "dc:description": ready.about,
        "dc:rights": list(ready.attribution),
        "dc:license": [_licence(name) for name in _licences(ready.provenance)],
        "dc:source": [_source(source) for source in ready.provenance.sources],
        "dc:provenance": _run(ready.provenance),
        "rdfs:comment": list(ready.notes),
        "tableSchema": _schema(ready),
    }


def _name(column: str) -> str:
    """A column's name as the standard allows it (section 5.6); `titles` has it as it is.

    Other characters than letters, digits and `_`, and a `_` at the start, are percent-encoded.
    """
    first, rest = column[:1], column[1:]
    allowed = _ODD.sub(_encoded, rest)
    return (_ODD.sub(_encoded, first) if first != "_" else "%5F") + allowed


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _schema(report: ReportTable) -> dict[str, object]:
    """The columns; the first is the key, as of every table, where no two rows share it."""
    table = report.table
    key = table.columns[0]
    unique = not table[key].has_nulls() and table[key].n_unique() == table.height
    columns = [
        {
            "name": _name(name),
            "titles": name,
            "dc:description": report.columns[name],
            "datatype": _datatype(kind),
            **({"required": True} if unique and name == key else {}),
        }
        for name, kind in table.schema.items()
    ]
    return {"columns": columns, **({"primaryKey": _name(key)} if unique else {})}


def _datatype(kind: pl.DataType) -> str:
    """The standard's name of a type of column."""
    if kind.is_integer():
        return "integer"
    if kind.is_decimal():
        return "decimal"
    if kind.is_numeric():
        return "double"
    if isinstance(kind, pl.Datetime):
        return "dateTime"
    return {pl.Boolean: "boolean", pl.Date: "date"}.get(kind.base_type(), "string")


def _licences(provenance: Provenance) -> list[str]:
    return list(dict.fromkeys(source.licence for source in provenance.sources))


def _licence(name: str) -> object:
    """A link where the licence has one that we know, else its name."""
    return {"@id": _OPEN_LICENCE_LINK} if name == _OPEN_LICENCE else name


def _source(source: Source) -> dict[str, object]:
    told: dict[str, object] = {
        "dc:title": source.title,
        "dc:publisher": source.publisher,
        "dc:issued": source.published,
        "dc:license": _licence(source.licence),
        "dc:identifier": source.release,
    }
    if source.landing_page:
        told = {"@id": source.landing_page, **told}
    return told


def _run(provenance: Provenance) -> dict[str, object]:
    run = provenance.run
    asked = {"spec": run.spec, "seed": run.seed}
    return {
        "dc:creator": f"commonweal {run.commonweal}",
        "dc:identifier": f"atlas {run.atlas}, parameters {run.parameters}",
        "dc:description": json.dumps(asked, ensure_ascii=False, sort_keys=True, default=str),
    }
