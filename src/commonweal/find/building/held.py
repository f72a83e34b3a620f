"""An index of one's own from an atlas: its indicators, the index, and its ranks for `find`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from commonweal.atlas import Atlas
from commonweal.atlas.records import Series
from commonweal.catalogue import GEOGRAPHIES
from commonweal.catalogue import geography as geography_record
from commonweal.errors import InputError, InputProblem, UnknownArea, UnknownIndicator
from commonweal.find.building.parts import GROUP, OUT_OF, Indicator
from commonweal.find.building.run import BuildResult, build_index
from commonweal.find.building.spec import BuildSpec
from commonweal.find.ranks_in import IndexRanks
from commonweal.find.tables import KEY

OWN = "own"
"""Release of an index of one's own, all of whose indicators may be passed on."""


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """What a recipe needs of an atlas.

    Attributes:
        table: as `build_index` takes it: every area of the recipe's geography.
        series: the series that its values are of.
    """

    table: pl.DataFrame
    series: tuple[Series, ...]

    @property
    def releases(self) -> tuple[str, ...]:
        """The releases that the values are of, each once."""
        return tuple(dict.fromkeys(each.release for each in self.series))


@dataclass(frozen=True, slots=True)
class Built:
    """An index made from an atlas.

    Attributes:
        result: the index.
        inputs: what it was made from.
    """

    result: BuildResult
    inputs: BuildInputs

    @property
    def spec(self) -> BuildSpec:
        """The recipe."""
        return self.result.spec

    @property
    def label(self) -> str:
        """What people call it."""
        return self.spec.title or self.spec.name

    @property
    def fingerprint(self) -> str:
        """sha256 of the recipe, for the record of a run."""
        return hashlib.sha256(repr(self.spec).encode()).hexdigest()

    def series(self) -> Series:
        """A record for the index, which is made here and not held.

        It may be passed on as far as all of its indicators may: where one may not, the index has
        the release of that one; where those of several may not, a release that nobody licenses.
        """
        closed = sorted({each.release for each in self.inputs.series if each.redistribute != "yes"})
        return Series(
            indicator=f"{OWN}.{self.spec.name}.rank",
            period="",
            geography=geography_record(self.spec.geography).id,
            release="+".join(closed) or OWN,
            areas=self.result.ranked,
            file="",
            sheet="",
            column="",
            redistribute="no" if closed else "yes",
        )

    def ranks(self) -> IndexRanks:
        """Its ranks, as `find` uses them."""
        table = self.result.table.select(KEY, pl.col("rank").cast(pl.Float64))
        ranked, releases = self.result.ranked, self.inputs.releases
        return IndexRanks(table, ranked, "built", self.series(), releases)


def build_from_atlas(spec: BuildSpec, atlas: Atlas) -> Built:
    """Make an index from the indicators of an atlas.

    Raises:
        InputError: an indicator or a geography is not held, constant or mostly missing; every
            problem at once, with the line of the recipe.
        MethodNotApplicable: a step is not defined for these indicators.
    """
    inputs = build_inputs(spec, atlas)
    return Built(build_index(spec, inputs.table), inputs)


def build_inputs(spec: BuildSpec, atlas: Atlas) -> BuildInputs:
    """The table that a recipe needs.

    Raises:
        InputError: an indicator or a geography is not held; says what is near.
    """
    _check_geographies(spec, atlas)
    paths, problems, used = spec.paths(), [], []
    table = atlas.areas(spec.geography).select(KEY)
    for each in spec.indicators():
        for column, indicator, period, field in _wanted(each):
            try:
                series = atlas.series(indicator, period or None, spec.geography)
            except UnknownIndicator as error:
                expected = f"an indicator held for {spec.geography}"
                place = f"{paths[each.name]}.{field}"
                problems.append(InputProblem(expected, f"{indicator!r}: {error}", column=place))
                continue
            used.append(series)
            table = table.join(_values(atlas, series, column, each), on=KEY, how="left")
        if each.divided and not each.out_of:
            problems += _no_denominator(each, table, paths[each.name])
    if problems:
        raise InputError(spec.placed(problems), f"The index {spec.name!r} cannot be made:")
    return BuildInputs(_with_groups(spec, atlas, table), tuple(dict.fromkeys(used)))


def _wanted(each: Indicator) -> Iterator[tuple[str, str, str, str]]:
    """Column, indicator, period and field of what an indicator needs."""
    yield each.name, each.id, each.period, "indicator"
    if each.divided and each.out_of:
        yield OUT_OF.format(each.name), each.out_of, each.out_of_period, "out_of"


def _values(atlas: Atlas, series: Series, column: str, each: Indicator) -> pl.DataFrame:
    found = atlas.observations(series.indicator, series.period, series.geography)
    columns = {column: pl.col("value")}
    if column == each.name and each.divided and not each.out_of:
        columns[OUT_OF.format(each.name)] = pl.col("denominator")
    return found.select(KEY, **columns)


def _no_denominator(each: Indicator, table: pl.DataFrame, path: str) -> list[InputProblem]:
    column = OUT_OF.format(each.name)
    if column not in table.columns or table[column].null_count() < table.height:
        return []
    hint = "Write out_of = 'people.total', or whatever it is a share of."
    expected = "what the rate is a share of, held with it, to shrink it"
    return [InputProblem(expected, "rates alone", column=f"{path}.shrink", hint=hint)]


def _with_groups(spec: BuildSpec, atlas: Atlas, table: pl.DataFrame) -> pl.DataFrame:
    """The larger area around each area; where it lies across several, the one with most people."""
    if not spec.needs_groups:
        return table
    lookup = atlas.lookup(spec.geography, spec.groups)
    most = lookup.sort("from_code", "weight", "to_code", descending=[False, True, False])
    pairs = most.unique("from_code", keep="first", maintain_order=True)
    groups = pairs.select(pl.col("from_code").alias(KEY), pl.col("to_code").alias(GROUP))
    return table.join(groups, on=KEY, how="left")


def _check_geographies(spec: BuildSpec, atlas: Atlas) -> None:
    problems = []
    for field in ("geography", "groups") if spec.needs_groups else ("geography",):
        name = getattr(spec, field)
        try:
            held = atlas.areas(name).height > 0
        except UnknownArea:
            held = False
        if not held:
            known = ", ".join(each for each in atlas.geographies() if each in GEOGRAPHIES)
            expected = f"a kind of area that is held: {known}"
            problems.append(InputProblem(expected, repr(name), column=field))
    if not problems and spec.needs_groups and not atlas.lookup(spec.geography, spec.groups).height:
        expected = f"larger areas that a lookup leads to from {spec.geography}"
        problems.append(InputProblem(expected, repr(spec.groups), column="groups"))
    if problems:
        raise InputError(spec.placed(problems), f"The index {spec.name!r} cannot be made:")
