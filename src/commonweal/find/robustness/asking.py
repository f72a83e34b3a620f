"""Ask a finding how sure it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import geography
from commonweal.find.robustness.inputs import index_model
from commonweal.find.robustness.result import RobustnessResult
from commonweal.find.robustness.simulate import ListModel, simulate
from commonweal.find.robustness.spec import RobustnessSpec
from commonweal.find.typology import DOUBLY_DISADVANTAGED

if TYPE_CHECKING:
    from commonweal.find.request import Finding


def list_model(finding: Finding, atlas: Atlas) -> ListModel:
    """The list of a finding, ready to be simulated (the whole country, whatever was asked for).

    Raises:
        MethodNotApplicable: no error is known or declared for one of its measures.
    """
    request, kind = finding.request, geography(finding.request.geography).id
    infrastructure = finding.infrastructure
    return ListModel(
        deprivation=index_model(atlas, "imd", finding.deprivation, kind),
        infrastructure=index_model(atlas, "cni", infrastructure, kind) if infrastructure else None,
        rule=request.rule,
        cut=request.cut,
    )


def how_sure(finding: Finding, atlas: Atlas, spec: RobustnessSpec) -> Finding:
    """The finding with `probability`, `rank_low`, `rank_high` and `certainty` of every area.

    `rank_low` and `rank_high` bound the rank of deprivation; intervals of social infrastructure
    ranks are not given, because those ranks may not be passed on.
    """
    result = simulate(spec, list_model(finding, atlas))
    return with_certainty(finding, result)


def with_certainty(finding: Finding, result: RobustnessResult) -> Finding:
    """A finding beside the simulation of its list."""
    if finding.result is None:
        listed = pl.col("deprived").fill_null(False)
    else:
        listed = (pl.col("typology") == DOUBLY_DISADVANTAGED).fill_null(False)
    table = result.on(finding.table.with_columns(listed=listed)).drop("listed")
    run = finding.provenance.run
    told = {**run.spec, "robustness": result.spec.as_dict()}
    return replace(
        finding,
        table=table,
        robustness=result,
        provenance=replace(finding.provenance, run=replace(run, spec=told)),
    )
