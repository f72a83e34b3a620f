"""Corrections to the list of places that a council or a resident sends in, checked whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from commonweal.atlas.geography.assets import ASSETS
from commonweal.catalogue.open_access import ASSET_KINDS
from commonweal.errors import InputError, InputProblem
from commonweal.sources.canonical import conform

ACTIONS = ("add", "close", "move")
COLUMNS = ("kind", "name", "postcode", "easting", "northing", "action")
_NEEDED = ("kind", "name", "action")
_POSITION = "a postcode of the country, or easting and northing in metres"
_OWN = "your corrections"


@dataclass(frozen=True, slots=True)
class Corrected:
    """Places after corrections.

    Attributes:
        assets: `ASSETS`, the places as they are now.
        points: `kind, easting, northing`: where a place came or went.
        told: one sentence for each correction.
    """

    assets: pl.DataFrame
    points: pl.DataFrame
    told: tuple[str, ...]


def correct(
    assets: pl.DataFrame, changes: pl.DataFrame, postcodes: pl.DataFrame, name: str = "assets.csv"
) -> Corrected:
    """Apply corrections to the places of an atlas.

    Args:
        assets: `ASSETS`, as the atlas holds them.
        changes: text columns `kind`, `name`, `action` (add, close, move) and `postcode` or
            `easting` and `northing`. To close a place, its kind and name must fit one that is
            held; where several have the name, the postcode says which. To move one, the postcode
            or position is the new one.
        postcodes: postcode, easting, northing.
        name: what to call the table in messages.

    Raises:
        InputError: carries every problem, with its row.
    """
    missing = [column for column in _NEEDED if column not in changes.columns]
    if missing:
        came = f"the columns {', '.join(changes.columns)}"
        raise InputError(
            [InputProblem(f"a column {column!r}", came, file=name) for column in missing]
        )
    known = {row[0]: row[1:] for row in _points(changes, postcodes).iter_rows()}
    problems: list[InputProblem] = []
    held, points, told = assets.with_row_index("_id"), [], []
    gone: set[int] = set()
    added: list[dict[str, object]] = []
    for number, row in enumerate(_rows(changes), start=2):
        found = list(_wrong(row, name, number))
        at = _position(row, known)
        old = _matching(held, row, gone) if row["action"] != "add" else held.head(0)
        found += list(_unfit(row, at, old, name, number)) if not found else []
        problems += found
        if found:
            continue
        if old.height:
            gone.add(old["_id"][0])
            points.append((row["kind"], old["easting"][0], old["northing"][0]))
        if at is not None and row["action"] != "close":
            points.append((row["kind"], *at))
            added.append(_added(row, at, number))
        told.append(_told(row))
    if problems:
        raise InputError(problems, "These corrections cannot be used:")
    kept = held.filter(~pl.col("_id").is_in(list(gone))).select(list(ASSETS))
    new = conform(pl.DataFrame(added), ASSETS) if added else kept.head(0)
    schema = {"kind": pl.String, "easting": pl.Float64, "northing": pl.Float64}
    moved = pl.DataFrame(points, schema=schema, orient="row")
    return Corrected(pl.concat([kept, new]), moved.drop_nulls(), tuple(told))


def _rows(changes: pl.DataFrame) -> Iterator[dict[str, str]]:
    """Rows as trimmed text; what is not given is empty."""
    for row in changes.iter_rows(named=True):
        read = {name: str(row.get(name) or "").strip() for name in COLUMNS}
        yield {
            **read,
            "kind": read["kind"].lower().replace(" ", "_"),
            "action": read["action"].lower(),
            "postcode": _key(read["postcode"]),
        }


def _key(postcode: str) -> str:
    return "".join(postcode.split()).upper()


def _points(changes: pl.DataFrame, postcodes: pl.DataFrame) -> pl.DataFrame:
    """Positions of the postcodes that are named."""
    named = [row["postcode"] for row in _rows(changes) if row["postcode"]]
    return postcodes.filter(pl.col("postcode").is_in(named)).select(
        "postcode", "easting", "northing"
    )


def _position(
    row: dict[str, str], known: dict[str, tuple[float, float]]
) -> tuple[float, float] | None:
    if row["easting"] and row["northing"]:
        try:
            return float(row["easting"]), float(row["northing"])
        except ValueError:
            return None
    return known.get(row["postcode"])


def _wrong(row: dict[str, str], name: str, number: int) -> Iterator[InputProblem]:
    for column, choices in (("kind", tuple(ASSET_KINDS)), ("action", ACTIONS)):
        if row[column] not in choices:
            came = repr(row[column]) if row[column] else "nothing"
            yield InputProblem(
                f"one of {', '.join(choices)}", came, file=name, column=column, row=number
            )
    if not row["name"]:
        yield InputProblem("a name", "nothing", file=name, column="name", row=number)


def _unfit(
    row: dict[str, str],
    at: tuple[float, float] | None,
    old: pl.DataFrame,
    name: str,
    number: int,
) -> Iterator[InputProblem]:
    """What does not fit the places held, or has no place."""
    if row["action"] != "close" and at is None:
        given = row["postcode"] or " ".join((row["easting"], row["northing"])).strip()
        came = repr(given) if given else "nothing"
        yield InputProblem(_POSITION, came, file=name, column="postcode", row=number)
    if row["action"] != "add" and old.height != 1:
        came = f"{old.height} that fit {row['name']!r}"
        hint = (
            "Give the postcode as well, or the name as the register has it."
            if row["action"] == "close"
            else "Close the old one by its postcode and add the new one."
        )
        kind = ASSET_KINDS[row["kind"]].title
        yield InputProblem(
            f"one {kind} of this name", came, file=name, column="name", row=number, hint=hint
        )


def _matching(held: pl.DataFrame, row: dict[str, str], gone: set[int]) -> pl.DataFrame:
    """The located places that a person can mean, without regard to capitals."""
    fitting = held.filter(
        pl.col("kind") == row["kind"],
        pl.col("located"),
        pl.col("name").str.to_lowercase() == row["name"].lower(),
        ~pl.col("_id").is_in(list(gone)),
    )
    if row["action"] == "close" and row["postcode"]:
        own = pl.col("postcode").str.replace_all(r"\s", "").str.to_uppercase()
        return fitting.filter(own == row["postcode"])
    return fitting


def _added(row: dict[str, str], at: tuple[float, float], number: int) -> dict[str, object]:
    return {
        "kind": row["kind"],
        "name": row["name"],
        "postcode": row["postcode"] or None,
        "easting": at[0],
        "northing": at[1],
        "located": True,
        "release": _OWN,
        "row": number,
    }


def _told(row: dict[str, str]) -> str:
    words = {"add": "added", "close": "closed", "move": "moved"}
    return f"{row['name']} ({ASSET_KINDS[row['kind']].title}) {words[row['action']]}."
