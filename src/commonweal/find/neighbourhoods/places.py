"""Read a list of codes or postcodes, and find the small areas that are meant."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import InputError, InputProblem
from commonweal.find.tables import KEY

_CODE = re.compile(r"^[A-Z]\d{8}$")
_POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$")
_HEADINGS = (KEY, "code", "postcode", "lsoa21", "lsoa", "msoa", "ward")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: what was written (capitals, no spaces) and in which row."""

    text: str
    row: int


@dataclass(frozen=True, slots=True)
class Places:
    """The areas that a list means.

    Attributes:
        small: codes of small areas, each once.
        larger: codes of larger areas by their geography; their small areas are in `small` too.
        near_edge: postcodes on the list that lie so near an edge that the area is uncertain.
    """

    small: tuple[str, ...]
    larger: dict[str, tuple[str, ...]]
    near_edge: int

    @property
    def one_kind(self) -> str:
        """The geography of the list where it is all larger areas of one kind, else empty."""
        count = sum(map(len, self.larger.values()))
        return next(iter(self.larger)) if len(self.larger) == 1 and count == self.listed else ""

    listed: int = 0


def read_listed(text: str, name: str = "") -> tuple[Listed, ...]:
    """The codes and postcodes of a file: one a line, or a csv with a column of them.

    In a csv the column is the one headed `area_code`, `code` or `postcode`, else the first.

    Raises:
        InputError: there is none.
    """
    lines = list(csv.reader(text.lstrip("\ufeff").splitlines()))
    first = [cell.strip().lower() for cell in lines[0]] if lines else []
    headed = next((first.index(word) for word in _HEADINGS if word in first), None)
    column, start = (0, 0) if headed is None else (headed, 1)
    found = []
    for row, cells in enumerate(lines[start:], start=start + 1):
        cell = cells[column] if column < len(cells) else ""
        written = re.sub(r"\s+", "", cell).upper()
        if written:
            found.append(Listed(written, row))
    if not found:
        came = "an empty file" if not text.strip() else "none in it"
        raise InputError(InputProblem("codes or postcodes, one a line", came, file=name))
    return tuple(found)


def small_areas(atlas: Atlas, listed: tuple[Listed, ...], small: str, name: str = "") -> Places:
    """The small areas that are meant by a list of codes of any current kind and postcodes.

    Raises:
        InputError: carries every entry that is neither, is not held, or is a code of an older
            vintage (with what the area became).
    """
    frame = pl.DataFrame(
        {"text": [each.text for each in listed], "row": [each.row for each in listed]}
    )
    codes = atlas.query(
        "select area_code as text, geography from {areas} where area_code in (select unnest(?))",
        [frame["text"].to_list()],
    )
    posts = atlas.query(
        "select postcode as text, area_code as code, approximate from {postcodes} "
        "where postcode in (select unnest(?))",
        [frame["text"].to_list()],
    )
    reach = _reaching(atlas, small)
    kinds = _kinds(codes, [small, *reach])
    post_of = {text: (code, approximate) for text, code, approximate in posts.iter_rows()}
    known_codes = set(codes["text"])
    found: set[str] = set()
    larger: dict[str, set[str]] = {}
    near_edge, problems = 0, []
    for text, row in frame.iter_rows():
        if text in post_of:
            found.add(post_of[text][0])
            near_edge += post_of[text][1]
        elif text in kinds:
            if kinds[text] == small:
                found.add(text)
            else:
                larger.setdefault(kinds[text], set()).add(text)
        else:
            problems.append(_problem(atlas, text, row, name, held=text in known_codes))
    if problems:
        raise InputError(problems, "Not everything on the list is known:")
    for kind, wanted in larger.items():
        found.update(_members(atlas, small, kind, wanted))
    return Places(
        tuple(sorted(found)),
        {kind: tuple(sorted(wanted)) for kind, wanted in sorted(larger.items())},
        near_edge,
        frame["text"].n_unique(),
    )


def _reaching(atlas: Atlas, small: str) -> list[str]:
    """The larger geographies that a lookup leads to from the small areas, newest first."""
    found = atlas.query(
        "select distinct to_geography from {lookups} where from_geography = ?", [small]
    )["to_geography"]
    larger = [kind for kind in found if GEOGRAPHIES[kind].level != GEOGRAPHIES[small].level]
    return sorted(larger, key=lambda kind: (-GEOGRAPHIES[kind].vintage, kind))


def _kinds(codes: pl.DataFrame, usable: list[str]) -> dict[str, str]:
    """The geography that each code is taken for: the first usable one that has it."""
    order = {kind: place for place, kind in enumerate(usable)}
    held = codes.filter(pl.col("geography").is_in(usable))
    ordered = held.sort(pl.col("geography").replace_strict(order, default=None), descending=True)
    return dict(ordered.select("text", "geography").iter_rows())


def _members(atlas: Atlas, small: str, kind: str, wanted: set[str]) -> Iterator[str]:
    lookup = atlas.lookup(small, kind)
    most = lookup.sort("from_code", "weight", "to_code", descending=[False, True, False]).unique(
        "from_code", keep="first", maintain_order=True
    )
    yield from most.filter(pl.col("to_code").is_in(list(wanted)))["from_code"]


def _problem(atlas: Atlas, text: str, row: int, name: str, *, held: bool) -> InputProblem:
    """Why an entry cannot be used, and what to use instead."""
    if not held:
        kind = "a code" if _CODE.match(text) else "a postcode" if _POSTCODE.match(text) else ""
        came = f"{text}, {kind} that is not held" if kind else repr(text)
        return InputProblem("a code or a postcode", came, file=name, row=row)
    became = atlas.successors(text)
    newest = max((GEOGRAPHIES[each.geography].vintage for each in became), default=0)
    codes = [each.code for each in became if GEOGRAPHIES[each.geography].vintage == newest]
    vintage = GEOGRAPHIES[atlas.area(text).geography].title
    hint = f"It became {' and '.join(codes)}: use {'that' if len(codes) == 1 else 'those'}."
    return InputProblem(
        "a code of today",
        f"{text}, of {vintage}",
        file=name,
        row=row,
        hint=hint if codes else "No lookup leads from small areas to it.",
    )
