"""Reads the package's own parameter files, and answers by name, edition and date."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from commonweal.errors import MethodNotApplicable

Number = int | float
Value = Number | tuple[Number, ...] | Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Reference:
    """The document that a value was read in."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of a policy number.

    Attributes:
        name: dotted name, such as `iod.domain_weights`.
        title: what it is, in words.
        unit: unit of the value.
        value: a number, a row of numbers, or numbers by name.
        edition: the edition the value belongs to, such as `2025`; empty when it has none.
        since: the day from which the value holds.
        reference: where it was read.
    """

    name: str
    title: str
    unit: str
    value: Value
    edition: str
    since: dt.date
    reference: Reference


def parameter(name: str, *, edition: str | None = None, on: dt.date | None = None) -> Parameter:
    """The value of a parameter for an edition, on a day, or else the latest.

    Raises:
        MethodNotApplicable: no such parameter, edition or day; names those that exist.
    """
    held = _held().get(name)
    if held is None:
        raise MethodNotApplicable(f"There is no parameter {name!r}: {', '.join(_held())}.")
    fitting = [
        value
        for value in held
        if (edition is None or value.edition == edition) and (on is None or value.since <= on)
    ]
    if not fitting:
        asked = f"edition {edition}" if edition is not None else f"{on}"
        known = ", ".join(value.edition or str(value.since) for value in held)
        raise MethodNotApplicable(
            f"The parameter {name!r} has no value for {asked}; it has {known}."
        )
    return fitting[-1]


def number(name: str, *, edition: str | None = None, on: dt.date | None = None) -> float:
    """The value of a parameter that is a single number."""
    value = parameter(name, edition=edition, on=on).value
    if not isinstance(value, int | float):
        raise MethodNotApplicable(f"The parameter {name!r} is not a single number.")
    return float(value)


def numbers(
    name: str, *, edition: str | None = None, on: dt.date | None = None
) -> tuple[float, ...]:
    """The value of a parameter that is a row of numbers."""
    value = parameter(name, edition=edition, on=on).value
    if not isinstance(value, tuple):
        raise MethodNotApplicable(f"The parameter {name!r} is not a row of numbers.")
    return tuple(float(item) for item in value)


def table(
    name: str, *, edition: str | None = None, on: dt.date | None = None
) -> Mapping[str, float]:
    """The value of a parameter that holds numbers by name."""
    value = parameter(name, edition=edition, on=on).value
    if not isinstance(value, Mapping):
        raise MethodNotApplicable(f"The parameter {name!r} does not hold numbers by name.")
    return MappingProxyType({key: float(item) for key, item in value.items()})


def parameter_names() -> tuple[str, ...]:
    """Names of all parameters, sorted."""
    return tuple(sorted(_held()))


def parameter_editions(name: str) -> tuple[str, ...]:
    """Editions (or, without editions, days) of a parameter, oldest first."""
    parameter(name)
    return tuple(value.edition or value.since.isoformat() for value in _held()[name])


def recipe(name: str) -> str:
    """The TOML text of a recipe that ships with the package, such as the open index.

    Raises:
        MethodNotApplicable: no such recipe; names those there are.
    """
    held = dict(_files("recipes"))
    if f"{name}.toml" not in held:
        known = ", ".join(item.removesuffix(".toml") for item in held)
        raise MethodNotApplicable(f"There is no recipe {name!r}: {known}.")
    return held[f"{name}.toml"]


def fingerprint() -> str:
    """sha256 over all parameter and recipe files: changes when any policy number does."""
    digest = hashlib.sha256()
    for name, text in (*_files(), *_files("recipes")):
        digest.update(f"{name}\n{text}\n".encode())
    return digest.hexdigest()


def _files(kind: str = "data") -> list[tuple[str, str]]:
    folder = files("commonweal.parameters").joinpath(kind)
    found = [item for item in folder.iterdir() if item.name.endswith(".toml")]
    return sorted((item.name, item.read_text(encoding="utf-8")) for item in found)


@cache
def _held() -> Mapping[str, tuple[Parameter, ...]]:
    held: dict[str, tuple[Parameter, ...]] = {}
    for _, text in _files():
        for name, entry in tomllib.loads(text).items():
            values = [_parameter(name, entry, value) for value in entry["values"]]
            held[name] = tuple(sorted(values, key=lambda value: value.since))
    return MappingProxyType(held)


def _parameter(name: str, entry: Mapping[str, Any], value: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=name,
        title=entry["title"],
        unit=entry["unit"],
        value=_frozen(value["value"]),
        edition=value.get("edition", ""),
        since=value["since"],
        reference=Reference(**(value.get("reference") or entry["reference"])),
    )


def _frozen(value: Any) -> Value:
    if isinstance(value, dict):
        return MappingProxyType(value)
    return tuple(value) if isinstance(value, list) else value
