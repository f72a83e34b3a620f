"""The one rule of what may be passed on: by download, export, API, tile or value file.

Values of a release whose terms are `no` or `ask` stay on the machine that was given them, unless
the operator declares a licence by naming the release. What we work out from them (the type of an
area, its class on the two-way map, a probability) may be shown, with attribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from commonweal.errors import NotLicensed

if TYPE_CHECKING:
    import polars as pl

VARIABLE = "COMMONWEAL_LICENSED"


class Terms(Protocol):
    """Anything that says which release its values are of, and whether they may be passed on."""

    @property
    def release(self) -> str:
        """Id of the release."""

    @property
    def redistribute(self) -> str:
        """`yes`, `no` or `ask`."""


@dataclass(frozen=True, slots=True)
class Shareable:
    """A table that may leave, and what was taken out of it.

    Attributes:
        table: the table without the columns that may not leave.
        withheld: those columns.
        note: one sentence for people that says so, or empty.
    """

    table: pl.DataFrame
    withheld: tuple[str, ...] = ()
    note: str = ""


def licensed_releases(named: str) -> frozenset[str]:
    """The releases that an operator named, with commas or spaces between them."""
    return frozenset(named.replace(",", " ").split())


def may_leave(terms: Terms, licensed: Iterable[str]) -> bool:
    """Whether values of a release may be passed on."""
    return terms.redistribute == "yes" or terms.release in licensed


def shareable(
    table: pl.DataFrame, origins: Mapping[str, Iterable[Terms]], licensed: Iterable[str]
) -> Shareable:
    """A table without the columns that may not leave.

    Args:
        table: what is about to leave.
        origins: for each column that gives away values of releases, their terms. A column made
            of several (a combined rank beside one of its parts) names them all.
        licensed: ids of the releases that the operator declares a licence for.
    """
    known = frozenset(licensed)
    closed = {
        column: sorted({item.release for item in terms if not may_leave(item, known)})
        for column, terms in origins.items()
        if column in table.columns
    }
    closed = {column: releases for column, releases in closed.items() if releases}
    if not closed:
        return Shareable(table)
    return Shareable(table.drop(list(closed)), tuple(closed), _note(closed))


def _note(closed: Mapping[str, list[str]]) -> str:
    columns = " and ".join(closed)
    releases = sorted({release for named in closed.values() for release in named})
    verb = "is" if len(closed) == 1 else "are"
    return (
        f"{columns} {verb} left out: values of {' and '.join(releases)} may not be passed on "
        f"without their owner's licence. If you have it, name the release in {VARIABLE}."
    )


def leaving(rows: pl.DataFrame, licensed: Iterable[str]) -> pl.Series:
    """Whether each row may be passed on, of rows with `release` and `redistribute`."""
    return (rows["redistribute"] == "yes") | rows["release"].is_in(sorted(licensed))


def require_leave(terms: Terms, licensed: Iterable[str], title: str, owner: str) -> None:
    """Refuse values that may not be passed on.

    Raises:
        NotLicensed: says whose they are and what the operator can do.
    """
    if not may_leave(terms, licensed):
        raise NotLicensed(
            f"{title} belongs to {owner}. Its values may not be passed on from here; what is "
            "worked out from them (the type of a neighbourhood) may. An operator with a licence "
            f"names {terms.release} in {VARIABLE}."
        )
