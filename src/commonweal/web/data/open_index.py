"""The open index for the site: made once for each build, and corrections tried on it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from commonweal.find.open_index import (
    Base,
    CorrectedIndex,
    OpenIndexResult,
    base_of,
    is_held,
    open_index_of,
    open_index_with_assets,
)
from commonweal.web.data.opened import Held

ASKED = ("kind", "name", "postcode", "action")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction that a person tries: the fields as they were sent, each trimmed."""

    kind: str = ""
    name: str = ""
    postcode: str = ""
    action: str = ""

    @property
    def asked(self) -> bool:
        """Whether anything was sent."""
        return bool(self.name or self.postcode)

    def table(self) -> pl.DataFrame:
        """The correction as a table of one row."""
        return pl.DataFrame({name: [getattr(self, name)] for name in ASKED})


def read_correction(given: dict[str, str]) -> Correction:
    """The correction that an address describes; what is too long to be meant is cut."""
    return Correction(**{name: given.get(name, "").strip()[:_LONGEST] for name in ASKED})


def open_index_held(held: Held) -> bool:
    """Whether the atlas has what the open index is made of."""
    return held.keep("open-index-held", lambda: is_held(held.atlas))


def open_index(held: Held) -> OpenIndexResult:
    """The index of every small area; kept."""
    return held.keep("open-index", lambda: open_index_of(held.atlas))


def corrected(held: Held, correction: Correction) -> CorrectedIndex:
    """The index with one correction; nothing is stored.

    Raises:
        InputError: says what is wrong with the correction.
    """
    base: Base = held.keep("open-index-base", lambda: base_of(held.atlas))
    return open_index_with_assets(base, correction.table(), "your correction")
