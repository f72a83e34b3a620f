"""Reads recipes that people write in TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from commonweal.errors import InputError
from commonweal.find.building.parts import Indicator, Part
from commonweal.find.building.spec import BuildSpec
from commonweal.parameters import number
from commonweal.parameters.document import Document, Fields, read_document


def build_spec(text: str, name: str = "index.toml") -> BuildSpec:
    """Read a recipe from TOML.

    Its fields are those of `BuildSpec`; a table `[[domains]]` for each domain with those of `Part`
    and `[[domains.indicators]]` with those of `Indicator`, or `[[domains.parts]]` of the same form
    as a domain. Domains of which none has a weight weigh the same.

    Raises:
        InputError: carries every problem with its line.
    """
    document = read_document(text, name)
    return build_spec_of(Fields.of(document), document)


def build_spec_of(fields: Fields, document: Document) -> BuildSpec:
    """The recipe in a table of a document.

    Raises:
        InputError: carries every problem with its line.
    """
    given, inside = _read(fields), f"{fields.path}." if fields.path else ""

    def make() -> BuildSpec:
        try:
            return BuildSpec(**given, document=document, inside=inside)
        except InputError as error:
            problems = [replace(each, column=inside + each.column) for each in error.problems]
            raise InputError(problems) from None

    return fields.build(make, f"{document.name} does not describe an index:")


def _read(fields: Fields) -> dict[str, Any]:
    return {
        "name": fields.text("name"),
        "title": fields.text("title", ""),
        "geography": fields.text("geography", "lsoa21"),
        "groups": fields.text("groups", "district24"),
        "measures": fields.text("measures", ""),
        "scale": fields.text("scale", "normal score"),
        "impute": fields.text("impute", "none"),
        "outliers": fields.text("outliers", "keep"),
        "screen": fields.number("screen", 0.0),
        "least_held": fields.number("least_held", number("building.least_held")),
        "least_known": fields.number("least_known", 1.0),
        "transformation": fields.text("transformation", "exponential"),
        "constant": fields.number("constant", number("iod.transformation_constant")),
        "aggregation": fields.text("aggregation", "weighted sum"),
        "power": fields.number("power", 0.5),
        "scale_weights": fields.flag("scale_weights", False),
        "domains": _parts(fields.tables("domains")),
    }


def _parts(tables: list[Fields]) -> tuple[Part, ...]:
    alike = 1 / len(tables) if tables and not any(each.has("weight") for each in tables) else None
    return tuple(_part(each, alike) for each in tables)


def _part(fields: Fields, weight: float | None) -> Part:
    read: Mapping[str, Any] = {
        "name": fields.text("name"),
        "title": fields.text("title", ""),
        "weight": fields.number("weight", weight),
        "weights": fields.text("weights", "equal"),
        "combine": fields.text("combine", "arithmetic"),
        "indicators": tuple(_indicator(each) for each in fields.tables("indicators")),
        "parts": _parts(fields.tables("parts")),
    }
    fields.close()
    return Part(**read)


def _indicator(fields: Fields) -> Indicator:
    read: Mapping[str, Any] = {
        "name": fields.text("name"),
        "indicator": fields.text("indicator", ""),
        "period": fields.text("period", ""),
        "weight": _number(fields, "weight"),
        "polarity": fields.text("polarity", "higher is worse"),
        "scale": _optional(fields, "scale"),
        "count": fields.flag("count", False),
        "out_of": fields.text("out_of", ""),
        "out_of_period": fields.text("out_of_period", ""),
        "per": fields.number("per", 1.0),
        "shrink": fields.flag("shrink", False),
        "impute": _optional(fields, "impute"),
        "outliers": _optional(fields, "outliers"),
        "target": _number(fields, "target"),
        "reference": fields.text("reference", ""),
    }
    fields.close()
    return Indicator(**read)


def _number(fields: Fields, key: str) -> float | None:
    value = fields.number(key, float("nan"))
    return value if fields.has(key) else None


def _optional(fields: Fields, key: str) -> str | None:
    return fields.text(key, "") or None
