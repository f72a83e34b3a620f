"""Names of sheets and of the tables on them: short, telling, each once, as Excel allows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 31
"""Characters that Excel allows in the name of a sheet."""
ALONE = "Table"
"""The sheet of a table that has no other beside it."""

_NOT_IN_A_SHEET = re.compile(r"[\[\]:*?/\\']+")
_NOT_IN_A_TABLE = re.compile(r"[^a-z0-9]+")


def sheet_names(titles: Sequence[str]) -> list[str]:
    """A name for the sheet of each table: its number, and as much of its title as there is room.

    The number keeps the names apart where titles begin alike, and in the order of reading.
    """
    if len(titles) == 1:
        return [ALONE]
    return [_shortened(f"{number} {title}") for number, title in enumerate(titles, start=1)]


def _shortened(name: str) -> str:
    """Cut between words, so that what is left can be read aloud."""
    allowed = " ".join(_NOT_IN_A_SHEET.sub(" ", name).split())
    if len(allowed) <= LONGEST:
        return allowed
    cut = allowed[: LONGEST + 1].rpartition(" ")[0]
    return cut if " " in cut else allowed[:LONGEST]


def table_name(sheet: str) -> str:
    """A name for the table on a sheet, which screen readers say when they enter it."""
    if sheet == ALONE:
        return "figures"
    plain = unicodedata.normalize("NFKD", sheet.lower())
    return "figures_" + _NOT_IN_A_TABLE.sub("_", plain).strip("_")
