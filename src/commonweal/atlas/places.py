"""Find an area by its code, a postcode or a name, of any vintage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

import polars as pl

from commonweal.atlas.records import Area, Found, Postcode, Successor
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import UnknownArea

Query = Callable[..., pl.DataFrame]

_POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$")
_CODE = re.compile(r"^[A-Z]\d{8}$")
# The newest vintage of a level first; then from large areas to small.
_LEVELS = ("region", "district", "ward", "msoa", "lsoa")
_COLUMNS = "area_code, geography, area_name, local_name"


class Places:
    """Areas by code, postcode and name, over the tables of one build."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def area(self, code: str) -> Area:
        """One area by its code, of the newest vintage that has the code.

        Raises:
            UnknownArea: no area held has it.
        """
        found = self._query("select * from {areas} where area_code = ?", [code.strip().upper()])
        if not found.height:
            raise UnknownArea(
                f"there is no area {code!r} in this atlas. A code looks like E01026129; "
                "a postcode or a name can be searched for."
            )
        row = max(found.iter_rows(named=True), key=lambda item: _vintage(item["geography"]))
        return Area(
            code=row["area_code"],
            geography=row["geography"],
            name=row["area_name"] or row["area_code"],
            local_name=row["local_name"],
            easting=row["easting"],
            northing=row["northing"],
            people=row["people"],
            people_period=row["people_period"],
        )

    def successors(self, code: str) -> tuple[Successor, ...]:
        """Areas of newer vintages of the same level that an area became; none if it is current."""
        found = self._query(
            "select from_geography, to_geography, to_code, weight, approximate from {lookups} "
            "where from_code = ? order by to_geography, weight desc, to_code",
            [code.strip().upper()],
        )
        return tuple(
            Successor(row["to_code"], row["to_geography"], row["weight"], row["approximate"])
            for row in found.iter_rows(named=True)
            if _newer(row["from_geography"], row["to_geography"])
        )

    def postcode(self, text: str) -> Postcode:
        """A postcode, written with or without its space, in either case.

        Raises:
            UnknownArea: it is not held.
        """
        key = re.sub(r"\s+", "", text).upper()
        found = self._query("select * from {postcodes} where postcode = ?", [key])
        if not found.height:
            raise UnknownArea(
                f"the postcode {spaced(key)} is not held. It may be new, closed, or outside the "
                "country."
            )
        row = found.row(0, named=True)
        return Postcode(**{**row, "postcode": spaced(row["postcode"])})

    def find(self, text: str) -> Area:
        """The one area that a person means by a code, a postcode or a name.

        Of areas of the same name the largest is meant: Lincoln is the city, not the ward
        elsewhere.

        Raises:
            UnknownArea: nothing, or more than one thing, goes by this; the message lists them.
        """
        asked = text.strip()
        if _CODE.match(asked.upper()):
            return self.area(asked)
        if _POSTCODE.match(re.sub(r"\s+", "", asked).upper()):
            return self.area(self.postcode(asked).area_code)
        found = self.search(asked, limit=8)
        exact = [item for item in found if item.matched == "name"]
        largest = [item for item in exact if _level(item.geography) == _level(exact[0].geography)]
        if len(largest) == 1 or len(found) == 1:
            return self.area((largest or list(found))[0].code)
        if not found:
            raise UnknownArea(
                f"nothing is called {asked!r} here. Search for a postcode, a code, or the name "
                "of a neighbourhood (MSOA), ward, district or region."
            )
        meant = largest or found
        listed = "; ".join(f"{item.name} ({item.code}, {item.within})" for item in meant)
        raise UnknownArea(f"{asked!r} may mean several places: {listed}. Use a code.")

    def search(self, text: str, limit: int = 20) -> tuple[Found, ...]:
        """Areas by postcode, code or name: neighbourhoods, wards, districts and regions.

        LSOAs are found by code and by official name; names match from the start of any word.
        The best match comes first.
        """
        asked = " ".join(text.split())
        key = asked.replace(" ", "").upper()
        if not asked or len(asked) > 100:
            return ()
        if _POSTCODE.match(key):
            found = self._query("select area_code from {postcodes} where postcode = ?", [key])
            return self._found_codes(found["area_code"].to_list(), "postcode")
        if _CODE.match(key):
            return self._found_codes([key], "code")
        return self._by_name(asked, limit)

    def _found_codes(self, codes: Sequence[str], matched: str) -> tuple[Found, ...]:
        rows = self._current.filter(pl.col("area_code").is_in(list(codes)))
        older = self._query(
            f"select {_COLUMNS} from {{areas}} where area_code in (select unnest(?))",  # noqa: S608
            [list(codes)],
        )
        return self._as_found(rows if rows.height else older.head(1), matched)

    def _by_name(self, asked: str, limit: int) -> tuple[Found, ...]:
        pattern = r"(?i)\b" + re.escape(asked)
        names = pl.col("name")
        rows = self._current.filter(names.str.contains(pattern)).with_columns(
            order=pl.when(names.str.to_lowercase() == asked.lower())
            .then(0)
            .when(names.str.to_lowercase().str.starts_with(asked.lower()))
            .then(1)
            .otherwise(2)
        )
        rows = rows.sort("order", "level_order", "name", "area_code").head(limit)
        exact = self._as_found(rows.filter(pl.col("order") == 0), "name")
        return exact + self._as_found(rows.filter(pl.col("order") > 0), "part of the name")

    def _as_found(self, rows: pl.DataFrame, matched: str) -> tuple[Found, ...]:
        within = self._within(rows["area_code"].to_list())
        return tuple(
            Found(
                code=row["area_code"],
                geography=row["geography"],
                name=row["local_name"] or row["area_name"] or row["area_code"],
                local_name=row["local_name"],
                within=within.get(row["area_code"], ""),
                matched=matched,
            )
            for row in rows.iter_rows(named=True)
        )

    def _within(self, codes: list[str]) -> dict[str, str]:
        """The district (or else region) that each area lies in, by name."""
        found = self._query(
            "select l.from_code, l.to_geography, a.area_name from {lookups} l join {areas} a "
            "on a.geography = l.to_geography and a.area_code = l.to_code "
            "where l.from_code in (select unnest(?)) and l.weight > 0.5 "
            "and (l.to_geography like 'district%' or l.to_geography like 'region%') "
            "order by l.to_geography like 'district%' desc, l.to_geography desc",
            [codes],
        )
        within: dict[str, str] = {}
        for row in found.iter_rows(named=True):
            within.setdefault(row["from_code"], row["area_name"])
        return within

    @cached_property
    def _current(self) -> pl.DataFrame:
        """Areas of the newest vintage of each level, with the name that people search by."""
        held = self._query("select distinct geography from {areas}")["geography"].to_list()
        newest = {
            level: max((g for g in held if _level(g) == level), key=_vintage, default="")
            for level in _LEVELS
        }
        order = {kind: position for position, kind in enumerate(newest.values()) if kind}
        rows = self._query(
            f"select {_COLUMNS} from {{areas}} where geography in (select unnest(?))",  # noqa: S608
            [list(order)],
        )
        return rows.with_columns(
            name=pl.coalesce("local_name", "area_name", "area_code"),
            level_order=pl.col("geography").replace_strict(order, return_dtype=pl.Int8),
        ).sort("area_code")


def spaced(postcode: str) -> str:
    """A postcode as people write it: a space before the last three characters."""
    return f"{postcode[:-3]} {postcode[-3:]}" if len(postcode) > 3 else postcode


def _level(geography: str) -> str:
    return GEOGRAPHIES[geography].level if geography in GEOGRAPHIES else ""


def _vintage(geography: str) -> int:
    return GEOGRAPHIES[geography].vintage if geography in GEOGRAPHIES else 0


def _newer(old: str, new: str) -> bool:
    return _level(old) == _level(new) and _vintage(new) > _vintage(old)
