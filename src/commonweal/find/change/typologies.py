"""Types of double disadvantage at two editions of deprivation, social infrastructure held fixed.

Only where an index of social infrastructure exists beside the editions of deprivation: the
parameter `change.typology_editions` says which may stand together.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES, geography
from commonweal.errors import MethodNotApplicable
from commonweal.find.change.editions import editions_in
from commonweal.find.change.transitions import moves
from commonweal.find.request import Finding, FindRequest, find_neighbourhoods
from commonweal.find.tables import KEY
from commonweal.find.typology import TYPOLOGY
from commonweal.parameters import numbers, parameter_editions
from commonweal.provenance import Provenance


@dataclass(frozen=True, slots=True)
class TypologyChange:
    """Types of areas at each edition of deprivation, with one edition of social infrastructure.

    Attributes:
        infrastructure: the edition of the Community Needs Index, the same throughout.
        editions: the editions of deprivation, oldest first; one alone shows types but no change.
        geography: the kind of area.
        table: `area_code`, `area_name`, `people`, `typology_<edition>` for each.
        counts: `edition`, `typology`, `areas`, `people`.
        flows: `before`, `after` (types at the first and last edition), `areas`, `people`,
            `share`; no rows where there is one edition only.
        provenance: sources and run.
    """

    infrastructure: str
    editions: tuple[str, ...]
    geography: str
    table: pl.DataFrame
    counts: pl.DataFrame
    flows: pl.DataFrame
    provenance: Provenance

    def doubly(self, edition: str) -> int:
        """Doubly disadvantaged areas at an edition of deprivation."""
        own = (pl.col("edition") == edition) & (pl.col("typology") == TYPOLOGY[0])
        return int(self.counts.filter(own)["areas"].sum())

    @property
    def stayed(self) -> int:
        """Areas that are doubly disadvantaged at the first and at the last edition."""
        both = (pl.col("before") == TYPOLOGY[0]) & (pl.col("after") == TYPOLOGY[0])
        return int(self.flows.filter(both)["areas"].sum())

    @property
    def caution(self) -> str:
        """What is held fixed, in one sentence."""
        if len(self.editions) == 1:
            return (
                f"Social infrastructure on {GEOGRAPHIES[self.geography].plural} is measured once, "
                f"by the Community Needs Index {self.infrastructure}, so no change of type can be "
                "shown."
            )
        return (
            f"Social infrastructure is that of the Community Needs Index {self.infrastructure} "
            f"throughout: what changes between {self.editions[0]} and {self.editions[-1]} is the "
            "measure of deprivation alone."
        )

    def explain(self) -> str:
        """The finding in plain words, with what is held fixed."""
        first, last = self.editions[0], self.editions[-1]
        began = self.doubly(first)
        if first == last:
            return (
                f"{began:,} of {self.table.height:,} areas are doubly disadvantaged with IMD "
                f"{first} and CNI {self.infrastructure}. {self.caution}"
            )
        joined = self.doubly(last) - self.stayed
        return (
            f"{self.stayed:,} of the {began:,} areas that were doubly disadvantaged with IMD "
            f"{first} still are with IMD {last}; {began - self.stayed:,} leave and {joined:,} "
            f"join. {self.caution}"
        )


def find_typology_change(
    atlas: Atlas, geography_id: str = "lsoa21", within: str | None = None
) -> TypologyChange:
    """Types of areas at the editions of deprivation that an index of social infrastructure fits.

    Raises:
        MethodNotApplicable: no index of social infrastructure is held for these very areas, or
            no edition of deprivation that may stand beside it; says where there is one.
        UnknownArea: no such geography or place.
    """
    kind = geography(geography_id).id
    infrastructure, editions = _held_together(atlas, kind)
    asked = FindRequest(infrastructure=infrastructure, geography=kind, within=within)
    found = {
        period: find_neighbourhoods(replace(asked, deprivation=period), atlas)
        for period in editions
    }
    return _result(infrastructure, kind, found)


def _held_together(atlas: Atlas, kind: str) -> tuple[str, tuple[str, ...]]:
    """The latest edition of social infrastructure on these areas, and those of deprivation."""
    rows = atlas.query(
        "select distinct geography, period from {series} where indicator = 'cni.rank' "
        "order by geography, period"
    )
    fitting = rows.filter(
        (pl.col("geography") == kind)
        & pl.col("period").is_in(list(parameter_editions("change.typology_editions")))
    )
    if not fitting.height:
        known = ", ".join(
            f"{GEOGRAPHIES[name].title} ({period})"
            for name, period in rows.iter_rows()
            if name in GEOGRAPHIES and period in parameter_editions("change.typology_editions")
        )
        where = f"It is for: {known}." if known else "It is not in this atlas at all."
        raise MethodNotApplicable(
            f"There is no Community Needs Index for {GEOGRAPHIES[kind].title}, so areas have no "
            f"type here. {where}"
        )
    latest = str(fitting["period"][-1])
    allowed = {str(int(year)) for year in numbers("change.typology_editions", edition=latest)}
    editions = tuple(item for item in editions_in(atlas, "imd", kind) if item in allowed)
    if not editions:
        raise MethodNotApplicable(
            f"The Community Needs Index {latest} stands beside IMD {' and '.join(sorted(allowed))} "
            f"only, and neither is held for {GEOGRAPHIES[kind].title}."
        )
    return latest, editions


def _result(infrastructure: str, kind: str, found: dict[str, Finding]) -> TypologyChange:
    editions = tuple(found)
    last = found[editions[-1]]
    table = last.table.select(KEY, "area_name", "people")
    for period, finding in found.items():
        own = finding.table.select(KEY, pl.col("typology").alias(f"typology_{period}"))
        table = table.join(own, on=KEY, how="left", maintain_order="left")
    return TypologyChange(
        infrastructure=infrastructure,
        editions=editions,
        geography=kind,
        table=table,
        counts=pl.concat([_counts(table, period) for period in editions]),
        flows=_flows(table, editions),
        provenance=_provenance(found),
    )


def _counts(table: pl.DataFrame, period: str) -> pl.DataFrame:
    """Areas and people of every type at an edition, none left out."""
    counted = table.group_by(pl.col(f"typology_{period}").alias("typology")).agg(
        areas=pl.len().cast(pl.Int64), people=pl.col("people").cast(pl.Int64).sum()
    )
    kinds = pl.DataFrame({"edition": period, "typology": TYPOLOGY})
    return kinds.join(
        counted.with_columns(pl.col("typology").cast(pl.String)),
        on="typology",
        how="left",
        maintain_order="left",
    ).with_columns(pl.col("areas", "people").fill_null(0))


def _flows(table: pl.DataFrame, editions: tuple[str, ...]) -> pl.DataFrame:
    order = {name: position for position, name in enumerate(TYPOLOGY, start=1)}
    numbered = table.select(
        "people",
        *(
            pl.col(f"typology_{period}")
            .cast(pl.String)
            .replace_strict(order, default=None, return_dtype=pl.Int64)
            .alias(period)
            for period in editions
        ),
    )
    flows = moves(numbered, editions[0], editions[-1], TYPOLOGY)
    return flows if len(editions) > 1 else flows.head(0)


def _provenance(found: dict[str, Finding]) -> Provenance:
    """The sources of all findings, and the run of the last with every request in it."""
    last = list(found.values())[-1].provenance
    sources = [source for item in found.values() for source in item.provenance.sources]
    spec: dict[str, object] = {period: asdict(item.request) for period, item in found.items()}
    return replace(last, sources=tuple(dict.fromkeys(sources)), run=replace(last.run, spec=spec))
