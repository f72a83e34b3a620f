"""What gathering measures needs of an atlas: areas, people, lookups and figures, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES, geography
from commonweal.errors import MethodNotApplicable
from commonweal.understand.measures import Flags, Floats, Places
from commonweal.understand.routes import Carrier, Route, carrier, lookups_held, route

_FACTS = ("value", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A series that was chosen, and its way to the areas asked for."""

    indicator: str
    period: str
    geography: str
    release: str
    redistribute: str
    route: Route


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures of n areas for the series chosen, columns in their order."""

    value: Floats
    numerator: Floats
    denominator: Floats
    approximate: Flags

    @classmethod
    def empty(cls, areas: int, series: int) -> Facts:
        """Nothing known yet."""
        value, numerator, denominator = (np.full((areas, series), np.nan) for _ in _FACTS)
        return cls(value, numerator, denominator, np.zeros((areas, series), dtype=np.bool_))

    def put(self, columns: Sequence[int], found: Facts) -> None:
        """Fill in these columns."""
        self.value[:, columns] = found.value
        self.numerator[:, columns] = found.numerator
        self.denominator[:, columns] = found.denominator
        self.approximate[:, columns] = found.approximate

    def beside(self, other: Facts) -> Facts:
        """These columns and then the others, of the same areas."""
        return Facts(
            np.hstack([self.value, other.value]),
            np.hstack([self.numerator, other.numerator]),
            np.hstack([self.denominator, other.denominator]),
            np.hstack([self.approximate, other.approximate]),
        )


class Ground:
    """What gathering needs of an atlas for one target geography, read once."""

    def __init__(self, atlas: Atlas, target: str) -> None:
        self.atlas = atlas
        self.target = geography(target).id
        self.areas = atlas.areas(self.target).select(
            "area_code", "area_name", "local_name", "people"
        )
        if not self.areas.height or self.areas["people"].is_null().any():
            raise MethodNotApplicable(
                f"Measures of {GEOGRAPHIES[self.target].plural} cannot be weighed: the people of "
                "these areas are not held. Ask for LSOA 2021, MSOA 2021 or ward 2024."
            )
        self.pairs = lookups_held(atlas)
        self._codes: dict[str, pl.Series] = {self.target: self.areas["area_code"]}
        self._carriers: dict[tuple[str, ...], Carrier] = {}

    def codes(self, kind: str) -> pl.Series:
        """Codes of a geography, in the order of every array here."""
        if kind not in self._codes:
            self._codes[kind] = self.atlas.areas(kind)["area_code"]
        return self._codes[kind]

    def carrier(self, way: Route) -> Carrier:
        """The carrier of a route, made once."""
        if way.stops not in self._carriers:
            self._carriers[way.stops] = carrier(self.atlas, way, self.codes)
        return self._carriers[way.stops]

    def larger(self) -> dict[str, Places]:
        """For each geography that stood in, the number of the area that each area here is in."""
        return {stops[0]: by.nearest() for stops, by in self._carriers.items() if by.shares is None}

    def series(self) -> dict[str, list[Chosen]]:
        """Every series that has a way to the target, by indicator; the best last."""
        held = self.atlas.query("select * from {series}").sort("indicator", "period", "geography")
        found: dict[str, list[Chosen]] = {}
        for row in held.iter_rows(named=True):
            way = route(self.pairs, row["geography"], self.target)
            if way is not None:
                chosen = Chosen(
                    row["indicator"],
                    row["period"],
                    row["geography"],
                    row["release"],
                    row["redistribute"],
                    way,
                )
                found.setdefault(chosen.indicator, []).append(chosen)
        for each in found.values():
            each.sort(key=lambda item: (item.period, *(-cost for cost in item.route.cost)))
        return found

    def read(self, chosen: Sequence[Chosen]) -> Facts:
        """The figures of series of one geography, one column each, as published."""
        kind = chosen[0].geography
        files = sorted(
            {str(self.atlas.file(f"observations/{item.release}.parquet")) for item in chosen}
        )
        found = self.atlas.query(
            "with wanted as (select unnest(?) as indicator, unnest(?) as period, "
            "unnest(?) as number), numbered as (select area_code, "
            "row_number() over (order by area_code) - 1 as place from {areas} where geography = ?) "
            "select number, place, value, numerator, denominator, approximate "
            "from read_parquet(?) o join wanted using (indicator, period) "
            "join numbered using (area_code) where o.geography = ?",
            [
                [item.indicator for item in chosen],
                [item.period for item in chosen],
                list(range(len(chosen))),
                kind,
                files,
                kind,
            ],
        )
        at = (found["place"].to_numpy(), found["number"].to_numpy())
        facts = Facts.empty(len(self.codes(kind)), len(chosen))
        facts.value[at] = found["value"].to_numpy()
        facts.numerator[at] = found["numerator"].to_numpy()
        facts.denominator[at] = found["denominator"].to_numpy()
        facts.approximate[at] = found["approximate"].fill_null(False).to_numpy()
        return facts

    def bring(self, facts: Facts, way: Route) -> Facts:
        """Averages, with their parts where those are known, brought along a route."""
        if way.way == "held":
            return facts
        by = self.carrier(way)
        approximate = by.spread(facts.approximate)
        value = by.means(facts.value)
        if way.inherited:
            none = np.full(value.shape, np.nan)
            return Facts(value, none, none, approximate)
        return Facts(value, by.counts(facts.numerator), by.counts(facts.denominator), approximate)
