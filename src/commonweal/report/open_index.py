"""The open index as tables to hand out: the index itself, and what corrections do to it."""

from __future__ import annotations

from dataclasses import asdict, replace
from importlib.metadata import version

import polars as pl

from commonweal.atlas import Atlas
from commonweal.find.open_index import (
    CorrectedIndex,
    IndexAgreement,
    OpenIndexResult,
    OpenIndexSpec,
    index_agreement,
    open_index_inputs,
    open_index_spec,
    open_infrastructure_index,
)
from commonweal.find.open_index.agreement import spearman
from commonweal.find.ranks_in import index_ranks
from commonweal.parameters import fingerprint
from commonweal.provenance import Provenance, Run
from commonweal.report.table import ReportTable

_DESCRIBED = {
    "area_code": "Code of the LSOA 2021",
    "area_name": "Official name of the area",
    "score": "Score; higher is less social infrastructure",
    "rank": "Rank, 1 the least social infrastructure; ties take the lowest rank",
    "decile": "Tenth of areas, 1 the least social infrastructure",
    "known_share": "Share of the recipe's weight that is known of the area",
    "unknown_because": "Why there is no score, where there is none",
    "score_before": "Score without the corrections",
    "score_after": "Score with the corrections",
    "score_change": "Change of the score; below 0 is more social infrastructure",
    "rank_before": "Rank without the corrections",
    "rank_after": "Rank with the corrections",
    "rank_change": "Change of the rank; above 0 is more social infrastructure",
}
CNI_DOMAINS = ("civic_assets", "connectedness", "active_engaged_community")


def open_index_report(atlas: Atlas) -> tuple[OpenIndexResult, ReportTable]:
    """The index of every LSOA of an atlas and the table to hand out."""
    spec = open_index_spec()
    inputs = open_index_inputs(atlas, spec)
    result = open_infrastructure_index(inputs.table, spec)
    names = atlas.areas("lsoa21").select("area_code", "area_name")
    ranks = [name for name in result.table.columns if name.endswith("_rank")]
    table = names.join(result.table, on="area_code").select(
        "area_code",
        "area_name",
        "score",
        "rank",
        "decile",
        *ranks,
        "known_share",
        "unknown_because",
    )
    titles = {f"{domain.name}_rank": domain.title.lower() for domain in spec.domains}
    columns = {
        name: _DESCRIBED.get(name) or f"Rank on {titles[name]}, 1 the least"
        for name in table.columns
    }
    report = ReportTable(
        title=f"{spec.title} {spec.edition}, LSOA 2021",
        about=result.explain(),
        table=table,
        columns=columns,
        provenance=provenance(atlas, inputs.releases, spec),
        notes=tuple(f"Left out: {name}. {why}" for name, why in spec.left_out),
    )
    return result, report


def corrected_report(atlas: Atlas, corrected: CorrectedIndex) -> ReportTable:
    """Whose score and rank corrections move, as a table to hand out."""
    return ReportTable(
        title=f"{corrected.after.spec.title} with corrected places",
        about=corrected.explain(),
        table=corrected.moved,
        columns={name: _DESCRIBED[name] for name in corrected.moved.columns},
        provenance=provenance(atlas, open_index_inputs(atlas).releases, corrected.after.spec),
        notes=("Nothing was stored: the atlas holds the places as they were.",),
    )


def provenance(atlas: Atlas, releases: tuple[str, ...], spec: OpenIndexSpec) -> Provenance:
    """The sources beneath the index, and the run."""
    run = Run(
        commonweal=version("commonweal"),
        atlas=atlas.id,
        parameters=fingerprint(),
        spec=asdict(spec),
    )
    return Provenance(tuple(atlas.source(name) for name in releases), run, atlas.demonstration)


def agreement_with_community_needs(
    atlas: Atlas,
    result: OpenIndexResult,
    *,
    edition: str = "2023",
    deprivation: str = "2025",
    cut: float = 0.1,
) -> IndexAgreement:
    """How far the open index agrees with the Community Needs Index of an atlas.

    Raises:
        UnknownIndicator: the Community Needs Index is not held.
    """
    wanted = {"rank": ("cni.rank", edition)}
    wanted |= {name: (f"cni.{name}.rank", edition) for name in CNI_DOMAINS}
    ranks = index_ranks(atlas, "imd", deprivation, "lsoa21").table
    return index_agreement(
        result,
        atlas.table(wanted, "lsoa21"),
        {name: name for name in CNI_DOMAINS},
        label=f"the Community Needs Index {edition}",
        cut=cut,
        deprivation=ranks,
    )


def agreement_with_truth(atlas: Atlas, result: OpenIndexResult) -> float:
    """Rank correlation with true need for social infrastructure, in a demonstration country."""
    truth = atlas.records("demonstration_truth").select("area_code", need="need_2023")
    both = result.table.join(truth, on="area_code").drop_nulls(["score", "need"])
    return spearman(both["score"].to_numpy(), both["need"].to_numpy())


def variants(spec: OpenIndexSpec) -> dict[str, OpenIndexSpec]:
    """The declared recipe and every other that it is compared with; no others were tried on CNI."""
    listed = {"as declared": spec}
    for domain in spec.domains:
        if len(spec.domains) > 1:
            listed[f"without {domain.title.lower()}"] = spec.without(domain.name)
    listed["without charities"] = spec.without("charities")
    listed["distances without supply"] = _without(spec, ".supply")
    listed["supply without distances"] = _without(_without(spec, ".nearest"), ".third")
    listed["z scores within domains"] = replace(spec, standardisation="z scores")
    listed["domain ranks added as they are"] = replace(spec, transformation="rank")
    listed["domain scores added as they are"] = replace(spec, transformation="none")
    return listed


def _without(spec: OpenIndexSpec, ending: str) -> OpenIndexSpec:
    """Without these measures of places; jobs and clubs in other domains stay."""
    places = next(domain for domain in spec.domains if domain.name == "places")
    for each in places.indicators:
        if each.indicator.endswith(ending):
            spec = spec.without(each.name)
    return spec


def variant_rows(
    atlas: Atlas, spec: OpenIndexSpec, table: pl.DataFrame
) -> list[tuple[str, IndexAgreement]]:
    """The agreement of every variant with the Community Needs Index."""
    return [
        (
            name,
            agreement_with_community_needs(atlas, open_infrastructure_index(table, variant)),
        )
        for name, variant in variants(spec).items()
    ]
