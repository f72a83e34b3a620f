"""What is asked of records in files: count them on an engine, group their areas, and answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from commonweal.catalogue import geography
from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.find.tables import check_columns
from commonweal.parameters import fingerprint
from commonweal.provenance import Provenance, Run, Source
from commonweal.understand.people.check import column_problems
from commonweal.understand.people.prevalence import NO_AREAS, prevalence_of_records
from commonweal.understand.people.result import RecordsResult
from commonweal.understand.people.spec import RecordsSpec
from commonweal.understand.people.steps import count_by_area

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.atlas.engines import RecordsEngine

NOT_KNOWN = "not known"
TYPOLOGY = "typology"


@dataclass(frozen=True, slots=True)
class Grouping:
    """How areas are grouped.

    Attributes:
        table: `area_code, group`, one row for every area there is, the groups in their order.
        sources: what the groups were made from.
        note: one sentence for people where something is missing, else empty.
    """

    table: pl.DataFrame
    sources: tuple[Source, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordsAnswer:
    """A result with what it was made from.

    Attributes:
        result: the figures.
        provenance: sources and run.
        note: one sentence for people where something is missing, else empty.
    """

    result: RecordsResult
    provenance: Provenance
    note: str = ""

    def explain(self) -> str:
        """What was found and what is missing, in plain words."""
        return " ".join(part for part in (self.result.explain(), self.note) if part)


def ask_records(
    spec: RecordsSpec,
    place: str | Path,
    engine: RecordsEngine,
    atlas: Atlas | None = None,
    groups: pl.DataFrame | None = None,
) -> RecordsAnswer:
    """Count records and say what they show of groups of areas.

    Args:
        spec: what to count.
        place: the Parquet files; see `RecordsEngine.scan`.
        engine: what counts them.
        atlas: for the groups, and for the vintage of codes that are not known.
        groups: `area_code, group` of every area, in place of the groups that the spec names.

    Raises:
        InputError: files, columns or values that cannot be counted; carries every problem.
        MethodNotApplicable: the engine cannot count so much, or there is neither an atlas nor a
            table of groups.
    """
    grouping = own_groups(groups) if groups is not None else groups_from(spec, _needed(atlas))
    counts = counted(spec, place, engine)
    elsewhere = _elsewhere(counts, grouping.table, atlas)
    result = prevalence_of_records(spec, counts, grouping.table, elsewhere)
    return RecordsAnswer(
        result,
        Provenance(
            sources=(_source(spec), *grouping.sources),
            run=Run(
                commonweal=version("commonweal"),
                atlas=atlas.id if atlas else "",
                parameters=fingerprint(),
                spec={**_told(spec), "engine": engine.name, "own_groups": groups is not None},
            ),
            demonstration=atlas is not None and atlas.demonstration and groups is None,
        ),
        grouping.note,
    )


def counted(spec: RecordsSpec, place: str | Path, engine: RecordsEngine) -> pl.DataFrame:
    """Records of each area by sex and band; see `steps.count_by_area`.

    These counts may be small: they are for further steps and must not leave.

    Raises:
        InputError: the files or their columns are not as they should be.
    """
    records = engine.scan(place)
    problems = column_problems(spec, records.collect_schema())
    if problems:
        raise InputError(problems, "The records do not have the columns that the spec names:")
    return engine.read(count_by_area(records, spec))


def own_groups(table: pl.DataFrame) -> Grouping:
    """Groups from a table of one's own: `area_code, group`.

    Raises:
        InputError: a column is missing or a code is repeated.
    """
    check_columns(table, [], table="groups")
    check_columns(table, [], keys=["area_code", "group"], table="groups")
    return Grouping(table.select(pl.col("area_code", "group").cast(pl.String)))


def groups_from(spec: RecordsSpec, atlas: Atlas) -> Grouping:
    """Groups from an atlas: the typology of double disadvantage, or a larger geography.

    Raises:
        UnknownArea: there is no such geography.
        InputError: no lookup leads to it.
    """
    return _typology(spec, atlas) if spec.groups == TYPOLOGY else _larger(spec, atlas)


def _typology(spec: RecordsSpec, atlas: Atlas) -> Grouping:
    from commonweal.find.request import FindRequest, find_neighbourhoods

    finding = find_neighbourhoods(FindRequest(geography=geography(spec.geography).id), atlas)
    if finding.result is None:
        names = {True: "deprived", False: "not deprived"}
        kind = pl.col("deprived").replace_strict(names, default=None, return_dtype=pl.String)
        order = list(names.values())
    else:
        kind = pl.col("typology").cast(pl.String)
        order = list(finding.table["typology"].dtype.categories)  # type: ignore[attr-defined]
    table = finding.table.select("area_code", group=kind)
    return Grouping(_ordered(table, order), finding.provenance.sources, finding.note)


def _larger(spec: RecordsSpec, atlas: Atlas) -> Grouping:
    own, larger = geography(spec.geography).id, geography(spec.groups).id
    lookup = atlas.lookup(own, larger)
    if not lookup.height:
        problem = InputProblem(
            f"a geography that {own} areas lie in", repr(spec.groups), column="groups"
        )
        raise InputError(problem)
    most = lookup.sort("from_code", "weight", "to_code", descending=[False, True, False])
    inside = most.unique("from_code", keep="first").select(
        area_code="from_code", larger_code="to_code"
    )
    names = atlas.areas(larger).select(larger_code="area_code", group="area_name")
    table = atlas.areas(own).select("area_code").join(inside, on="area_code", how="left")
    named = table.join(names, on="larger_code", how="left").select("area_code", "group")
    return Grouping(_ordered(named, names["group"].unique(maintain_order=True).to_list()))


def _ordered(table: pl.DataFrame, order: list[str]) -> pl.DataFrame:
    """The groups in an order, those not known last."""
    kind = pl.Enum([*order, NOT_KNOWN])
    ordered = table.with_columns(pl.col("group").fill_null(NOT_KNOWN).cast(kind))
    return ordered.sort("group", "area_code").with_columns(pl.col("group").cast(pl.String))


def _needed(atlas: Atlas | None) -> Atlas:
    if atlas is None:
        raise MethodNotApplicable(
            "Areas are grouped by an atlas or by a table of one's own: one of them is needed."
        )
    return atlas


def _elsewhere(counts: pl.DataFrame, areas: pl.DataFrame, atlas: Atlas | None) -> pl.DataFrame:
    """The newest geography of each code that is not among the areas."""
    unknown = (
        counts.select("area_code").drop_nulls().unique().join(areas, on="area_code", how="anti")
    )
    if atlas is None or not unknown.height:
        return NO_AREAS
    held = atlas.query("select area_code, geography from {areas}")
    known = held.join(unknown, on="area_code", how="semi").sort("area_code", "geography")
    return known.unique("area_code", keep="last", maintain_order=True)


def _source(spec: RecordsSpec) -> Source:
    source = spec.source
    return Source(
        release="records",
        title=source.title,
        publisher=source.publisher,
        published=source.published,
        licence=source.licence,
        attribution="",
        landing_page="",
    )


def _told(spec: RecordsSpec) -> dict[str, Any]:
    """The spec in plain form; its source stands among the sources."""
    told = asdict(spec)
    del told["source"]
    return {**told, "sexes": dict(spec.sexes), "bands": list(spec.bands)}
