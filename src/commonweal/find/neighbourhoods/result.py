"""Neighbourhoods as they were made: what is in each, its name, whether it fits the range."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import UnknownArea
from commonweal.find.neighbourhoods.ground import Ground, pieces
from commonweal.find.neighbourhoods.names import Named, names_of
from commonweal.find.neighbourhoods.spec import NeighbourhoodSpec
from commonweal.find.neighbourhoods.tables import NeighbourhoodTables
from commonweal.find.tables import KEY

_DIGITS = 12


def neighbourhood_id(codes: Iterable[str], geography: str) -> str:
    """The permanent id of a neighbourhood: a digest of its areas' codes and their vintage.

    The same areas have the same id, whoever put them together, with whatever rule and name.
    """
    text = "\n".join([geography, *sorted(codes)])
    return f"n{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


@dataclass(frozen=True, slots=True)
class NeighbourhoodsResult:
    """Neighbourhoods made from chosen areas.

    Attributes:
        spec: how they were made.
        geography: what the areas are, such as `lsoa21`.
        table: one row a neighbourhood, by name: `neighbourhood` (its id), `name`,
            `district_name` (where most of its people live; null where not known), `areas`,
            `people`, `chosen_areas`, `chosen_people`, `chosen_share` (of its people), `easting`,
            `northing` (its middle, weighted by people), `fits` (whether it hangs together within
            the range) and `because` (why not, else empty).
        members: one row an area, in the order of `table`, then by code: `neighbourhood`, `name`,
            `area_code`, `population`, `chosen`.
        pieces: contiguous pieces that the chosen areas form.
    """

    spec: NeighbourhoodSpec
    geography: str
    table: pl.DataFrame
    members: pl.DataFrame
    pieces: int

    @property
    def people(self) -> int:
        """Everyone who lives in the neighbourhoods."""
        return int(self.table["people"].sum())

    @property
    def chosen_people(self) -> int:
        """People who live in chosen areas."""
        return int(self.table["chosen_people"].sum())

    @property
    def chosen_share(self) -> float:
        """Share of the neighbourhoods' people who live in chosen areas."""
        return self.chosen_people / self.people if self.people else 0.0

    def one(self, neighbourhood: str) -> NeighbourhoodsResult:
        """One of the neighbourhoods alone.

        Raises:
            UnknownArea: it is not among these.
        """
        wanted = neighbourhood.strip().lower()
        table = self.table.filter(pl.col("neighbourhood") == wanted)
        if not table.height:
            raise UnknownArea(
                f"there is no neighbourhood {neighbourhood!r} among the {self.table.height:,} "
                "made so. Its id belongs to its areas: with another rule, or other data, the "
                "neighbourhoods are others. Make them with the rule it came from."
            )
        members = self.members.filter(pl.col("neighbourhood") == wanted)
        return NeighbourhoodsResult(self.spec, self.geography, table, members, 1)

    def explain(self) -> str:
        """What was made, in plain words."""
        kind = GEOGRAPHIES[self.geography].title if self.geography in GEOGRAPHIES else "areas"
        chosen = int(self.table["chosen_areas"].sum())
        added = int(self.table["areas"].sum()) - chosen
        count = self.table.height
        whole = "neighbourhood" if count == 1 else "neighbourhoods"
        text = (
            f"{chosen:,} chosen areas ({kind}) are in {count:,} {whole} with {self.people:,} "
            f"people. {self.chosen_share:.0%} of them, {self.chosen_people:,}, live in chosen "
            f"areas; {added:,} adjoining areas were added. "
        )
        return text + self._fit()

    def _fit(self) -> str:
        low, high = f"{self.spec.minimum:,}", f"{self.spec.maximum:,}"
        odd = self.table.filter(~pl.col("fits"))
        if not odd.height:
            each = "It has" if self.table.height == 1 else "Each has"
            return f"{each} {low} to {high} people and is in one piece."
        told = " ".join(f"{row['name']}: {row['because']}." for row in odd.head(5).to_dicts())
        rest = f" And {odd.height - 5:,} more." if odd.height > 5 else ""
        fitting = self.table.height - odd.height
        return f"{fitting:,} have {low} to {high} people and are in one piece. {told}{rest}"


def result_of(
    spec: NeighbourhoodSpec,
    tables: NeighbourhoodTables,
    ground: Ground,
    groups: Sequence[Sequence[int]],
    *,
    pieces: int,
    names: Sequence[str] | None = None,
) -> NeighbourhoodsResult:
    """The result for groups of areas by number."""
    flat = pl.DataFrame(
        {
            "group": [place for place, group in enumerate(groups) for _ in group],
            "number": [area for group in groups for area in group],
        },
        schema={"group": pl.Int64, "number": pl.UInt32},
    )
    rows = flat.join(tables.areas.with_row_index("number"), on="number", maintain_order="left")
    codes = rows.group_by("group", maintain_order=True).agg(KEY)[KEY].to_list()
    ids = [neighbourhood_id(each, tables.geography) for each in codes]
    given = list(names) if names is not None else [""] * len(groups)
    because = [_because(spec, ground, group) for group in groups]
    table = _totals(rows).with_columns(
        neighbourhood=pl.Series(ids, dtype=pl.String),
        name=pl.Series(names_of(_named(rows, given)), dtype=pl.String),
        because=pl.Series(because, dtype=pl.String),
    )
    table = table.with_columns(fits=pl.col("because") == "").sort("name", "neighbourhood")
    ordered = table.select("group", "neighbourhood", "name").with_row_index("order")
    members = rows.join(ordered, on="group").sort("order", KEY)
    return NeighbourhoodsResult(
        spec,
        tables.geography,
        table.select(_TABLE),
        members.select("neighbourhood", "name", KEY, population="people", chosen="chosen"),
        pieces,
    )


_TABLE = (
    "neighbourhood",
    "name",
    "district_name",
    "areas",
    "people",
    "chosen_areas",
    "chosen_people",
    "chosen_share",
    "easting",
    "northing",
    "fits",
    "because",
)


def _totals(rows: pl.DataFrame) -> pl.DataFrame:
    """Figures of each group, in the order of their numbers."""
    people, chosen = pl.col("people"), pl.col("chosen")
    # An area of which nobody is counted still says where it is.
    weight = pl.when(people.sum() > 0).then(people).otherwise(1)
    middle = {
        axis: (pl.col(axis) * weight).sum() / weight.sum() for axis in ("easting", "northing")
    }
    main = (
        rows.drop_nulls("district_name")
        .group_by("group", "district_name")
        .agg(people.sum())
        .sort("people", "district_name", descending=[True, False])
        .unique("group", keep="first", maintain_order=True)
        .select("group", "district_name")
    )
    totals = rows.group_by("group").agg(
        areas=pl.len().cast(pl.Int64),
        people=people.sum(),
        chosen_areas=chosen.sum().cast(pl.Int64),
        chosen_people=(people * chosen).sum(),
        located=pl.col("easting").is_not_null().all(),
        **middle,
    )
    return (
        totals.with_columns(
            chosen_share=pl.col("chosen_people") / pl.col("people"),
            easting=pl.when("located").then("easting"),
            northing=pl.when("located").then("northing"),
        )
        .join(main, on="group", how="left")
        .sort("group")
    )


def _named(rows: pl.DataFrame, given: Sequence[str]) -> list[Named]:
    totals = _totals(rows)
    places: list[dict[str, int]] = [{} for _ in given]
    counted = rows.drop_nulls("place_name").group_by("group", "place_name").agg(pl.sum("people"))
    for group, place, people in counted.iter_rows():
        places[group][place] = people
    return [
        Named(
            places[row["group"]],
            row["district_name"] or "",
            None if row["easting"] is None else (row["easting"], row["northing"]),
            given[row["group"]],
        )
        for row in totals.iter_rows(named=True)
    ]


def _because(spec: NeighbourhoodSpec, ground: Ground, group: Sequence[int]) -> str:
    """Why a neighbourhood misses the range or does not hang together; empty where it fits."""
    people = sum(ground.people[area] for area in group)
    parts = len(pieces(ground.near, group))
    told = []
    if parts > 1:
        told.append(f"it is in {parts} pieces that do not adjoin")
    if people > spec.maximum:
        alone = ", which a single area alone has" if len(group) == 1 else ""
        told.append(f"it has {people:,} people, more than {spec.maximum:,}{alone}")
    if people < spec.minimum:
        why = _why_small(spec, ground, group)
        told.append(f"it has {people:,} people, fewer than {spec.minimum:,}{why}")
    return " and ".join(told)


def _why_small(spec: NeighbourhoodSpec, ground: Ground, group: Sequence[int]) -> str:
    found, waiting = set(group), list(group)
    people = sum(ground.people[area] for area in found)
    while waiting and people < spec.minimum:
        for area in ground.near[waiting.pop()]:
            if area not in found:
                found.add(area)
                waiting.append(area)
                people += ground.people[area]
    if people >= spec.minimum:
        return ", and what adjoins it is in other neighbourhoods or too large"
    if len(found) == len(set(group)):
        return ", and nothing else adjoins it: water or the border is all round"
    return f", and with all that adjoins it there are only {people:,}: water or the border is round"
