"""What people ask of `find`: which editions, which areas, which cut; and the whole answer.

This is the way in for the command line, the web and notebooks: it takes the tables from an
atlas, applies the rule of `double_disadvantage` and keeps the provenance with the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES, geography
from commonweal.errors import InputError, InputProblem, UnknownArea, UnknownIndicator
from commonweal.find.building.held import Built
from commonweal.find.double_disadvantage import (
    DoubleDisadvantageResult,
    find_double_disadvantage,
)
from commonweal.find.double_disadvantage_spec import Condition, DoubleDisadvantageSpec, Rule
from commonweal.find.open_index.held import is_held
from commonweal.find.open_index.ranks import OPEN, OPEN_LABEL, open_index_ranks
from commonweal.find.ranks_in import IndexRanks, index_ranks
from commonweal.find.robustness.result import RobustnessResult, in_words
from commonweal.find.tables import KEY
from commonweal.find.typology import TYPOLOGY_TYPE
from commonweal.parameters import fingerprint, number
from commonweal.provenance import Provenance, Run
from commonweal.stats import cut_rank

HOW_TO_SUPPLY_CNI = (
    "The Community Needs Index is not in this atlas, so this shows deprivation alone: put the "
    "file you were licensed in your mirror folder (see commonweal sources cni2023) and build the "
    "atlas again."
)
OR_USE_THE_OPEN_INDEX = (
    "Or ask for the open social infrastructure index in its place, which is made from open data: "
    "infrastructure open (commonweal find --infrastructure open)."
)


@dataclass(frozen=True, slots=True)
class FindRequest:
    """What is asked: `IMD 2025 and CNI 2023, worst tenth on both, LSOA 2021` unless said.

    Attributes:
        deprivation: edition of the Index of Multiple Deprivation.
        infrastructure: edition of the Community Needs Index, or `open` for the open social
            infrastructure index.
        geography: the areas to list.
        cut: share of areas, from the worst, that counts as severe on each.
        rule: `intersection` (both) or `combined score`.
        within: keep areas inside this district, region or other area, by code. The ranks are
            still those of the whole country.
    """

    deprivation: str = "2025"
    infrastructure: str = "2023"
    geography: str = "lsoa21"
    cut: float = number("double_disadvantage.cut")
    rule: Rule = "intersection"
    within: str | None = None
    own_deprivation: str = ""
    own_infrastructure: str = ""

    def __post_init__(self) -> None:
        problems = []
        if not 0 < self.cut <= 1:
            problems.append(
                InputProblem(
                    "a share of areas above 0 and at most 1", f"{self.cut:g}", column="cut"
                )
            )
        try:
            geography(self.geography)
        except UnknownArea as error:
            problems.append(InputProblem("a geography", str(error), column="geography"))
        if problems:
            raise InputError(problems, "This cannot be asked:")

    @property
    def deprivation_label(self) -> str:
        """What people call the measure of deprivation."""
        return self.own_deprivation or f"IMD {self.deprivation}"

    @property
    def infrastructure_label(self) -> str:
        """What people call the measure of social infrastructure."""
        if self.own_infrastructure:
            return self.own_infrastructure
        return OPEN_LABEL if self.infrastructure == OPEN else f"CNI {self.infrastructure}"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a request.

    Attributes:
        request: what was asked.
        table: one row an area, by code. It begins `area_code, area_name, typology`; ranks of
            a measure that may not leave this machine are in it: `report.export` and the web
            take them out.
        result: the rule as it was applied, or None where social infrastructure is not held.
        deprivation: the ranks of deprivation and how they came about.
        infrastructure: the same of social infrastructure, or None.
        provenance: sources and run.
        note: one sentence for people where something is missing, else empty.
        robustness: the simulation that says how sure the list is, where one was asked for.
    """

    request: FindRequest
    table: pl.DataFrame
    result: DoubleDisadvantageResult | None
    deprivation: IndexRanks
    infrastructure: IndexRanks | None
    provenance: Provenance
    note: str = ""
    robustness: RobustnessResult | None = None

    @property
    def summary(self) -> pl.DataFrame:
        """Areas and people of each type (within the place asked for)."""
        column = "typology" if self.result is not None else "deprived"
        return (
            self.table.group_by(column)
            .agg(areas=pl.len(), people=pl.col("people").sum())
            .sort(column, nulls_last=True, descending=self.result is None)
        )

    @property
    def chosen(self) -> pl.DataFrame:
        """The areas found: doubly disadvantaged, or deprived where that is all that is known."""
        if self.result is None:
            return self.table.filter(pl.col("deprived"))
        return self.table.filter(pl.col("typology") == "doubly disadvantaged")

    def columns_of_release(self, release: str) -> tuple[str, ...]:
        """Columns of the table that hold ranks of a release."""
        shown = []
        if self.deprivation.series.release == release:
            shown.append("deprivation_rank")
            if self.robustness is not None:
                shown += ["rank_low", "rank_high"]
        if self.infrastructure and self.infrastructure.series.release == release:
            shown.append("infrastructure_rank")
        if "combined_rank" in self.table.columns and shown:
            shown.append("combined_rank")
        return tuple(shown)

    def explain(self) -> str:
        """The finding in plain words, and how sure it is where that was asked for."""
        if self.robustness is None:
            return self._found()
        return f"{self._found()} {in_words(self.table['certainty'], self.robustness)}"

    def _found(self) -> str:
        if self.result is None:
            chosen = self.chosen
            return (
                f"{chosen.height:,} of {self.table.height:,} areas are in the most deprived "
                f"{self.request.cut:.0%} ({self.request.deprivation_label}). {self.note}"
            )
        if self.request.within is None:
            return self.result.explain()
        people = int(self.chosen["people"].sum() or 0)
        return (
            f"{self.chosen.height:,} of the {self.table.height:,} areas here are doubly "
            f"disadvantaged; {people:,} people live there. {self.result.explain()}"
        )


def find_neighbourhoods(
    request: FindRequest, atlas: Atlas, own: Mapping[str, Built] | None = None
) -> Finding:
    """Find doubly disadvantaged areas in an atlas.

    Where the Community Needs Index is not held, deprivation is shown alone and nothing is
    called double disadvantage.

    Args:
        request: what is asked.
        atlas: where it is looked for.
        own: indices of one's own (`find.building.held`) by what they measure, `deprivation` or
            `infrastructure`; they are used in place of the published ones.

    Raises:
        InputError: an index of one's own ranks other areas than those asked for.
        UnknownIndicator: the edition of deprivation is not held, or the edition of community
            needs is not while another is.
        MethodNotApplicable: what is held cannot be carried to the areas asked for.
        UnknownArea: `within` is not held.
    """
    kind = geography(request.geography).id
    made = own or {}
    request = _with_titles(request, made)
    if "deprivation" in made:
        deprivation = made["deprivation"].ranks()
    else:
        deprivation = index_ranks(atlas, "imd", request.deprivation, kind)
    if "infrastructure" in made:
        infrastructure: IndexRanks | None = made["infrastructure"].ranks()
    else:
        infrastructure = _infrastructure(atlas, request.infrastructure, kind)
    areas = _areas(atlas, kind, deprivation, infrastructure)
    table = areas.join(deprivation.table.rename({"rank": "deprivation_rank"}), on=KEY, how="left")
    if infrastructure is None:
        result, answer = None, _deprivation_alone(request, table, deprivation)
    else:
        ranks = infrastructure.table.rename({"rank": "infrastructure_rank"})
        result = find_double_disadvantage(
            _spec(request, deprivation, infrastructure, kind),
            table.join(ranks, on=KEY, how="left"),
        )
        answer = result.table
    return Finding(
        request=request,
        table=_within(atlas, request, _ordered(answer, areas)),
        result=result,
        deprivation=deprivation,
        infrastructure=infrastructure,
        provenance=_provenance(atlas, request, made, deprivation, infrastructure),
        note="" if infrastructure is not None else _how_to_supply(atlas),
    )


def _with_titles(request: FindRequest, own: Mapping[str, Built]) -> FindRequest:
    """The request with the titles of the indices that are used in place of the published ones."""
    kind = geography(request.geography).id
    problems = [
        InputProblem(f"an index of {kind}", each.series().geography, column=f"{name}.geography")
        for name, each in own.items()
        if each.series().geography != kind
    ]
    if problems:
        raise InputError(problems, "These areas cannot be listed by this index:")
    titles = {f"own_{name}": each.label for name, each in own.items()}
    return replace(request, **titles)  # type: ignore[arg-type]


def _infrastructure(atlas: Atlas, period: str, kind: str) -> IndexRanks | None:
    if period == OPEN:
        return open_index_ranks(atlas, kind)
    held = atlas.query("select 1 from {series} where indicator = 'cni.rank' limit 1")
    return index_ranks(atlas, "cni", period, kind) if held.height else None


def _how_to_supply(atlas: Atlas) -> str:
    return f"{HOW_TO_SUPPLY_CNI} {OR_USE_THE_OPEN_INDEX}" if is_held(atlas) else HOW_TO_SUPPLY_CNI


def _areas(
    atlas: Atlas, kind: str, deprivation: IndexRanks, infrastructure: IndexRanks | None
) -> pl.DataFrame:
    """The areas that either measure ranks, with names and people."""
    ranked = deprivation.table.select(KEY)
    if infrastructure is not None:
        ranked = pl.concat([ranked, infrastructure.table.select(KEY)]).unique()
    areas = atlas.areas(kind).join(ranked, on=KEY, how="semi")
    return areas.select(KEY, "area_name", "local_name", "people")


def _spec(
    request: FindRequest, deprivation: IndexRanks, infrastructure: IndexRanks, kind: str
) -> DoubleDisadvantageSpec:
    return DoubleDisadvantageSpec(
        deprivation=Condition(
            column="deprivation_rank",
            label=request.deprivation_label,
            cut=request.cut,
            ranked_among=deprivation.ranked,
        ),
        infrastructure=Condition(
            column="infrastructure_rank",
            label=request.infrastructure_label,
            cut=request.cut,
            ranked_among=infrastructure.ranked,
        ),
        rule=request.rule,
        geography=GEOGRAPHIES[kind].title,
        combined_cut=request.cut,
    )


def _deprivation_alone(
    request: FindRequest, table: pl.DataFrame, deprivation: IndexRanks
) -> pl.DataFrame:
    limit = cut_rank(request.cut, deprivation.ranked)
    return table.with_columns(
        typology=pl.lit(None, dtype=TYPOLOGY_TYPE),
        unknown_because=pl.lit("social infrastructure is not held"),
        deprived=pl.col("deprivation_rank") <= limit,
    )


def _ordered(answer: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """`area_code, area_name, typology` first; the local name beside the official one."""
    if "local_name" not in answer.columns:
        answer = answer.join(areas.select(KEY, "local_name"), on=KEY, how="left")
    first = [KEY, "area_name", "typology"]
    rest = [name for name in answer.columns if name not in first]
    return answer.select(*first, *rest).sort(KEY)


def _within(atlas: Atlas, request: FindRequest, table: pl.DataFrame) -> pl.DataFrame:
    if request.within is None:
        return table
    inside = atlas.areas(request.geography, within=request.within).select(KEY)
    if not inside.height:
        raise UnknownIndicator(
            f"no {GEOGRAPHIES[geography(request.geography).id].plural} are known to lie in "
            f"{request.within}"
        )
    return table.join(inside, on=KEY, how="semi")


def _provenance(
    atlas: Atlas,
    request: FindRequest,
    own: Mapping[str, Built],
    deprivation: IndexRanks,
    infrastructure: IndexRanks | None,
) -> Provenance:
    used = [deprivation, *([infrastructure] if infrastructure else [])]
    releases = list(
        dict.fromkeys(name for item in used for name in item.releases or (item.series.release,))
    )
    run = Run(
        commonweal=version("commonweal"),
        atlas=atlas.id,
        parameters=fingerprint(),
        spec=asdict(request) | {f"recipe_{name}": each.fingerprint for name, each in own.items()},
    )
    return Provenance(tuple(atlas.source(name) for name in releases), run, atlas.demonstration)
