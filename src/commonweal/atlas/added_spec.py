"""The spec of an analyst's own release: TOML to the same records that the catalogue is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args

from commonweal.catalogue import INDICATORS, RELEASES, geography
from commonweal.catalogue.types import (
    Apportion,
    Indicator,
    Kind,
    Licence,
    Measure,
    Part,
    Polarity,
    Redistribute,
    Release,
    SourceFile,
    Table,
)
from commonweal.errors import InputError, InputProblem, UnknownArea
from commonweal.parameters.document import Document, Fields, read_document

ADDED = "added"
_RELEASE_ID = re.compile(r"[a-z0-9][a-z0-9_-]{1,60}")
_INDICATOR_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
_CHOICES: dict[str, tuple[str, ...]] = {
    "polarity": get_args(Polarity),
    "kind": get_args(Kind),
    "apportion": get_args(Apportion),
}
_PARTS: tuple[Part, ...] = ("numerator", "denominator", "lower", "upper")
_DEFINED = ("title", "topic", "unit", *_CHOICES, "description")
_NEVER = ("rank", "decile", "median")


@dataclass(frozen=True, slots=True)
class AddedSpec:
    """What a spec says, checked against itself and the catalogue.

    Attributes:
        release: the record; its table expects `rows` areas (0 where the spec does not say).
        document: the spec, which knows the line of each field.
        columns: heading in the file to the field of the spec that names it.
    """

    release: Release
    document: Document
    columns: Mapping[str, str]

    @property
    def table(self) -> Table:
        """What is expected of the one table of the file."""
        return cast(Table, self.release.files[0].contents[0])


@dataclass(frozen=True, slots=True)
class _Said:
    """One indicator as the spec has it."""

    path: str
    id: str
    measures: tuple[Measure, ...]
    words: Mapping[str, str]

    def definition(self) -> Indicator:
        """The record: the catalogue's own, or one made of the spec's words."""
        known = INDICATORS.get(self.id)
        if known is not None:
            return known
        words: dict[str, Any] = {"topic": "added", **self.words}
        return Indicator(id=self.id, **words)


def read_spec(text: str, name: str, data: str) -> AddedSpec:
    """Read the spec of a release to add.

    Args:
        text: the TOML.
        name: what to call it in messages.
        data: name of the data file in the folder of the release, such as `data.csv`.

    Raises:
        InputError: every problem, with its line.
    """
    document = read_document(text, name)
    fields = Fields.of(document)
    top = {
        key: fields.text(key, default)
        for key, default in {
            "id": None,
            "title": None,
            "publisher": None,
            "published": None,
            "licence": None,
            "redistribute": None,
            "attribution": "",
            "landing_page": "",
            "note": "",
            "supersedes": "",
            "geography": None,
            "code_column": None,
            "period": None,
            "sheet": "",
        }.items()
    }
    numbers = {key: fields.whole(key) or 0 for key in ("rows", "skip")}
    said = [_indicator(item, top["period"]) for item in fields.tables("indicators")]

    def make() -> Release:
        problems = [*_problems(top), *_wrong_indicators(said)]
        if problems:
            raise InputError(problems)
        return _release(top, numbers, said, f"{ADDED}/{top['id']}/{data}")

    release = fields.build(make, f"{name} does not describe a release that can be added:")
    columns = {top["code_column"]: "code_column"}
    for item in said:
        for measure in item.measures:
            field = "column" if measure.part == "value" else f"{measure.part}_column"
            columns[measure.column] = f"{item.path}.{field}"
    return AddedSpec(release, document, columns)


def _indicator(fields: Fields, period: str) -> _Said:
    name = fields.text("id")
    shared: dict[str, Any] = {
        "indicator": name,
        "period": fields.text("period", period),
        "missing": fields.whole("missing") or 0,
    }
    # Bounds of uncertainty are in the unit of the value; counts above and below the line are not.
    own: dict[str, Any] = {
        "scale": fields.number("scale", 1.0),
        "low": fields.number("low") if fields.has("low") else None,
        "high": fields.number("high") if fields.has("high") else None,
    }
    measures = [Measure(fields.text("column"), **shared, **own)]
    for part in _PARTS:
        if fields.has(key := f"{part}_column"):
            alike = own if part in ("lower", "upper") else {}
            measures.append(Measure(fields.text(key), part=part, **shared, **alike))
    words: dict[str, str] = {}
    for key in _DEFINED:
        required = name not in INDICATORS and key not in ("topic", "description")
        value = fields.text(key, None if required else "")
        if fields.has(key):
            words[key] = value
    fields.close()
    return _Said(fields.path, name, tuple(measures), words)


def _problems(top: Mapping[str, str]) -> Iterator[InputProblem]:
    if not _RELEASE_ID.fullmatch(top["id"]):
        expected = "an id of small letters, digits, - and _, such as gardens2026"
        yield InputProblem(expected, repr(top["id"]), column="id")
    known = {release.id for release in RELEASES}
    if top["id"] in known:
        hint = f'Take another id, and say supersedes = "{top["id"]}" if it takes its place.'
        yield InputProblem("an id of your own", f"{top['id']!r}", column="id", hint=hint)
    if top["redistribute"] not in get_args(Redistribute):
        came = repr(top["redistribute"])
        yield InputProblem(_either(get_args(Redistribute)), came, column="redistribute")
    if top["supersedes"] and top["supersedes"] not in known:
        expected = "the id of a release (see commonweal sources)"
        yield InputProblem(expected, repr(top["supersedes"]), column="supersedes")
    for key in ("title", "publisher", "published", "licence", "code_column", "period"):
        if not top[key].strip():
            yield InputProblem("text", "nothing", column=key)
    try:
        geography(top["geography"])
    except UnknownArea as error:
        yield InputProblem("a geography", str(error), column="geography")


def _wrong_indicators(said: list[_Said]) -> Iterator[InputProblem]:
    if not said:
        expected = "at least one table [[indicators]]"
        yield InputProblem(expected, "none", column="indicators")
    seen: set[tuple[str, str]] = set()
    for item in said:
        if not _INDICATOR_ID.fullmatch(item.id):
            expected = "an id of a topic and a name, such as gardens.share"
            yield InputProblem(expected, repr(item.id), column=f"{item.path}.id")
        key = (item.id, item.measures[0].period)
        if key in seen:
            came = f"{item.id} of {key[1]} twice"
            yield InputProblem("each indicator once a period", came, column=f"{item.path}.id")
        seen.add(key)
        yield from _wrong_words(item)
        yield from _wrong_numbers(item)


def _wrong_words(item: _Said) -> Iterator[InputProblem]:
    known = INDICATORS.get(item.id)
    for key, value in item.words.items():
        path = f"{item.path}.{key}"
        if known is not None and value != getattr(known, key):
            hint = "The catalogue defines this indicator. Take an id of your own to differ."
            yield InputProblem(repr(getattr(known, key)), repr(value), column=path, hint=hint)
        elif key in _CHOICES and value not in _CHOICES[key]:
            yield InputProblem(_either(_CHOICES[key]), repr(value), column=path)
        elif key in ("title", "unit") and not value.strip():
            yield InputProblem("text", "nothing", column=path)
    if item.words.get("kind") in _NEVER and item.words.get("apportion") != "never":
        expected = f"'never', because a {item.words['kind']} cannot be shared out"
        came = repr(item.words.get("apportion"))
        yield InputProblem(expected, came, column=f"{item.path}.apportion")


def _wrong_numbers(item: _Said) -> Iterator[InputProblem]:
    first = item.measures[0]
    if first.missing < -1:
        expected = "a number of blanks, or -1 for any number"
        yield InputProblem(expected, str(first.missing), column=f"{item.path}.missing")
    if first.low is not None and first.high is not None and first.low > first.high:
        came = f"{first.low:g} above {first.high:g}"
        yield InputProblem("low to be at most high", came, column=f"{item.path}.low")


def _either(choices: tuple[str, ...]) -> str:
    return "one of " + ", ".join(map(repr, choices))


def _release(
    top: Mapping[str, str], numbers: Mapping[str, int], said: list[_Said], file: str
) -> Release:
    table = Table(
        geography=geography(top["geography"]).id,
        code_column=top["code_column"],
        rows=numbers["rows"],
        sheet=top["sheet"],
        skip=numbers["skip"],
        measures=tuple(measure for item in said for measure in item.measures),
        keep=(),
        # Which codes there are is for the atlas to say: see `added_checks`.
        code_pattern=r"\S+",
    )
    licence = Licence(
        id=f"{top['id']}-licence",
        title=top["licence"],
        redistribute=cast(Redistribute, top["redistribute"]),
        attribution=top["attribution"] or f"{top['title']}, {top['publisher']}.",
    )
    definitions = {item.id: item.definition() for item in said}
    return Release(
        id=top["id"],
        title=top["title"],
        publisher=top["publisher"],
        published=top["published"],
        landing_page=top["landing_page"],
        licence=licence,
        files=(SourceFile(path=file, sha256="", contents=(table,), form="official"),),
        period=top["period"],
        note=top["note"] or "Added to this atlas by its user.",
        supersedes=top["supersedes"],
        indicators=tuple(definitions.values()),
    )
