"""Declared exceptions to the published lookups, each with its source and reason."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import polars as pl

from commonweal.errors import InputError, InputProblem

_FILE = "overrides.toml"


@dataclass(frozen=True, slots=True)
class Override:
    """One area that is counted elsewhere than the lookup says.

    Attributes:
        from_geography: the geography of the area.
        from_code: the area.
        to_geography: the geography it is counted in.
        instead_of: the code that the lookup gives.
        to_code: the code it is counted in.
        source: the document, and the place in it, that shows it.
        href: where the document is.
        reason: why the two differ.
    """

    from_geography: str
    from_code: str
    to_geography: str
    instead_of: str
    to_code: str
    source: str
    href: str
    reason: str


@cache
def declared_overrides() -> tuple[Override, ...]:
    """All declared exceptions.

    Raises:
        InputError: one of them lacks a field, or has one that is not known.
    """
    table = tomllib.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
    return tuple(_read(number, entry) for number, entry in enumerate(table["override"], start=1))


def _read(number: int, entry: dict[str, str]) -> Override:
    names = {field.name for field in fields(Override)}
    if set(entry) != names or not all(entry.values()):
        given = ", ".join(sorted(name for name, value in entry.items() if value))
        raise InputError(
            InputProblem(", ".join(sorted(names)), given or "nothing", f"{_FILE}, entry {number}")
        )
    return Override(**entry)


def apply_overrides(
    pairs: pl.DataFrame,
    from_geography: str,
    to_geography: str,
    overrides: Sequence[Override] | None = None,
) -> pl.DataFrame:
    """The pairs (from_code, to_code and others) with the declared exceptions between the two.

    Args:
        pairs: from_code, to_code and whatever else; comes back in the same order.
        from_geography: the geography of from_code.
        to_geography: the geography of to_code.
        overrides: what to apply; those declared in the package if None.

    Raises:
        InputError: a pair that an exception replaces is not there.
    """
    held = declared_overrides() if overrides is None else overrides
    problems = []
    for override in held:
        if (override.from_geography, override.to_geography) != (from_geography, to_geography):
            continue
        replaced = (pl.col("from_code") == override.from_code) & (
            pl.col("to_code") == override.instead_of
        )
        if pairs.filter(replaced).height != 1:
            problems.append(
                InputProblem(
                    f"{override.from_code} in {override.instead_of} once",
                    ", ".join(pairs.filter(from_code=override.from_code)["to_code"]) or "nothing",
                    f"lookup from {from_geography} to {to_geography}",
                    hint="If the lookup has changed, take the entry out of overrides.toml.",
                )
            )
        new = pl.when(replaced).then(pl.lit(override.to_code)).otherwise(pl.col("to_code"))
        pairs = pairs.with_columns(to_code=new)
    if problems:
        raise InputError(problems, "A declared exception does not fit the lookup.")
    return pairs
