"""What to count in records, read from TOML."""

from __future__ import annotations

from typing import Any

from commonweal.parameters import number
from commonweal.parameters.document import Fields, read_document
from commonweal.understand.people.spec import (
    FEWEST,
    SEXES,
    STANDARD_STARTS,
    RecordsSource,
    RecordsSpec,
)


def records_spec(text: str, name: str = "records.toml") -> RecordsSpec:
    """Read a spec from TOML.

    Fields: `title`, `measure`, `geography`, `groups`, `bands` (their first ages, `"0, 16, 65"`),
    `standard`, `per`, `confidence`, `fewest`, `most_left_out`; the table `[columns]` with `area`,
    `outcome`, `sex`, `age` and `people`; `[sexes]` with a name for each value; `[source]` with
    `title`, `publisher`, `published` and `licence`.

    Raises:
        InputError: carries every problem with its line.
    """
    fields = Fields.of(read_document(text, name))
    fewest = fields.whole("fewest")
    given: dict[str, Any] = {
        "title": fields.text("title"),
        "measure": fields.text("measure", "proportion"),
        "geography": fields.text("geography", "lsoa21"),
        "groups": fields.text("groups", "typology"),
        "standard": fields.text("standard", "2013"),
        "per": fields.number("per", 0.0),
        "confidence": fields.number("confidence", 0.95),
        "fewest": int(number(FEWEST)) if fewest is None else fewest,
        "most_left_out": fields.number("most_left_out", 0.0),
        "bands": _bands(fields.text("bands", "")),
        "sexes": _sexes(fields),
        "source": _source(fields.table("source")),
        **_columns(fields.table("columns")),
    }
    return fields.build(
        lambda: RecordsSpec(**given), f"{name} does not say what to count in records:"
    )


def _columns(fields: Fields) -> dict[str, str]:
    read = {name: fields.text(name) for name in ("area", "outcome")}
    read |= {name: fields.text(name, "") for name in ("sex", "age", "people")}
    fields.close()
    return read


def _source(fields: Fields) -> RecordsSource:
    read = {name: fields.text(name) for name in ("title", "publisher", "published", "licence")}
    fields.close()
    return RecordsSource(**read)


def _sexes(fields: Fields) -> tuple[tuple[str, str], ...]:
    if not fields.has("sexes"):
        fields.table("sexes")
        return SEXES
    named = fields.table("sexes")
    read = tuple((value, named.text(value)) for value in named.data)
    named.close()
    return read


def _bands(text: str) -> tuple[int, ...]:
    """Whole numbers with commas between; none where it is something else, which the spec tells."""
    if not text:
        return STANDARD_STARTS
    parts = [part.strip() for part in text.split(",")]
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()
