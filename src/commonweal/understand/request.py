"""What people ask of `understand`, and the whole answer: the way in for the command line and web.

It takes the tables from an atlas, compares the groups, holds like against like, and keeps the
sources of every figure with the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from typing import Any

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import geography
from commonweal.errors import MethodNotApplicable
from commonweal.find.request import Finding, find_neighbourhoods
from commonweal.parameters import fingerprint
from commonweal.provenance import Provenance, Run
from commonweal.understand.derived import DERIVED
from commonweal.understand.findings import KeyFinding, key_findings
from commonweal.understand.gathering import gather_measures
from commonweal.understand.groups import Grouping, by_areas, by_typology, splits
from commonweal.understand.issues import Issue, issue, issues
from commonweal.understand.like_for_like import LikeForLike, LikeForLikeSpec, like_for_like
from commonweal.understand.measures import LeftOut, MeasureTable
from commonweal.understand.prevalence import Prevalence, prevalence
from commonweal.understand.rule_parts import parts_of_rule
from commonweal.understand.spec import PrevalenceSpec

NOT_HELD = "It is not held in this atlas."


@dataclass(frozen=True, slots=True)
class UnderstandRequest:
    """What is asked.

    Attributes:
        spec: the rule, the geography, the measures, the split and how sure to be.
        issue: one key issue by its id, and its measures only; every issue if empty.
        areas: codes to be held against all others; the typology of the rule if empty.
        like: how like is held against like.
    """

    spec: PrevalenceSpec = field(default_factory=PrevalenceSpec)
    issue: str = ""
    areas: tuple[str, ...] = ()
    like: LikeForLikeSpec = field(default_factory=LikeForLikeSpec)


@dataclass(frozen=True, slots=True)
class IssueAnswer:
    """A key issue with its figures.

    Attributes:
        issue: the issue.
        table: rows of `Prevalence.table`, of the group asked about against the whole, in the
            issue's order, with `part_of_rule` (which part of the rule the measure is, or empty).
        missing: measures of the issue without figures here, and why.
        findings: what is found, the most telling first.
    """

    issue: Issue
    table: pl.DataFrame
    missing: tuple[LeftOut, ...]
    findings: tuple[KeyFinding, ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """The answer to a request.

    Attributes:
        request: what was asked.
        finding: the areas and their types.
        prevalence: levels and gaps in the country as a whole.
        by_part: the same in each region or class, where a split was asked for.
        like: how much is due to deprivation alone, or None where that cannot be told.
        issues: the key issues with their figures.
        findings: key findings of them all, the most telling first.
        provenance: sources and run.
        notes: what a reader must know, in sentences.
    """

    request: UnderstandRequest
    finding: Finding
    prevalence: Prevalence
    by_part: Prevalence | None
    like: LikeForLike | None
    issues: tuple[IssueAnswer, ...]
    findings: tuple[KeyFinding, ...]
    provenance: Provenance
    notes: tuple[str, ...] = ()

    @property
    def grouping(self) -> Grouping:
        """The groups compared."""
        return self.prevalence.grouping

    def provenance_of(self, measure_id: str) -> Provenance:
        """The sources of one measure alone, for what shows nothing else."""
        used = {
            name
            for item in self.prevalence.measures
            if item.id == measure_id
            for name in item.releases
        }
        kept = tuple(source for source in self.provenance.sources if source.release in used)
        return replace(self.provenance, sources=kept)

    def explain(self) -> str:
        """What was done and found, in plain words."""
        first = self.findings[0].text if self.findings else "No key issue has figures here."
        parts = [first, self.prevalence.explain()]
        if self.like is not None:
            parts.append(self.like.explain())
        return " ".join([*parts, *self.notes])


def understand(
    request: UnderstandRequest, atlas: Atlas, gathered: MeasureTable | None = None
) -> Understanding:
    """Say what is more prevalent in a group of areas, how sure we are, and why it may be so.

    Args:
        request: what is asked.
        atlas: where it is looked for.
        gathered: every measure of the geography as `gather_measures` gives it, where it is at
            hand from before; periods that the request names are not looked up in it.

    Raises:
        InputError: measures, periods, areas or names that there are not; names all.
        UnknownIndicator: an issue or an edition that is not held.
        MethodNotApplicable: there is no typology to group areas by, or no split is held.
    """
    finding = find_neighbourhoods(request.spec.find, atlas)
    kind = geography(request.spec.find.geography).id
    asked = (issue(request.issue),) if request.issue else issues()
    table = gathered or gather_measures(atlas, kind, _wanted(request, atlas), request.spec.periods)
    grouping = replace(_grouping(request, finding, table), whole=country(atlas))
    whole = replace(request.spec, split="none", measures=())
    found = prevalence(whole, table, grouping)
    like, note = _like(request, table, grouping, finding, atlas)
    # Areas that were picked by hand were picked by no measure.
    rule = {} if request.areas else parts_of_rule(table.ids, request.spec.find.infrastructure)
    told = key_findings(found, asked, rule, like)
    return Understanding(
        request=request,
        finding=finding,
        prevalence=found,
        by_part=_by_part(request, table, grouping, atlas),
        like=like,
        issues=tuple(_answer(item, found, rule, told) for item in asked),
        findings=told,
        provenance=_provenance(atlas, request, finding, table),
        notes=tuple(text for text in (finding.note, note, *grouping.notes.values()) if text),
    )


def country(atlas: Atlas) -> str:
    """What all areas together are called in a sentence."""
    return "the demonstration country" if atlas.demonstration else atlas.label


def _wanted(request: UnderstandRequest, atlas: Atlas) -> tuple[str, ...] | None:
    """The measures to gather; those of an issue that the atlas has never heard of are passed by."""
    if request.spec.measures:
        return request.spec.measures
    if not request.issue:
        return None
    known = {*atlas.indicators()["indicator"], *(item.id for item in DERIVED)}
    return tuple(name for name in issue(request.issue).measures if name in known)


def _grouping(request: UnderstandRequest, finding: Finding, table: MeasureTable) -> Grouping:
    if request.areas:
        return by_areas(request.areas, table.areas, table.geography)
    return by_typology(finding)


def _by_part(
    request: UnderstandRequest, table: MeasureTable, grouping: Grouping, atlas: Atlas
) -> Prevalence | None:
    if request.spec.split == "none":
        return None
    parts = splits(atlas, table.geography, request.spec.split)
    return prevalence(replace(request.spec, measures=()), table, grouping, parts)


def _like(
    request: UnderstandRequest,
    table: MeasureTable,
    grouping: Grouping,
    finding: Finding,
    atlas: Atlas,
) -> tuple[LikeForLike | None, str]:
    parts = splits(atlas, table.geography, "region") if request.like.within_split else None
    ranks, ranked = finding.table, finding.deprivation.ranked
    try:
        return like_for_like(request.like, table, grouping, ranks, ranked, parts), ""
    except MethodNotApplicable as error:
        return None, str(error)


def _answer(
    item: Issue, found: Prevalence, rule: Mapping[str, str], told: tuple[KeyFinding, ...]
) -> IssueAnswer:
    order = {name: place for place, name in enumerate(item.measures)}
    rows = found.gaps().filter(pl.col("measure").is_in(list(order)))
    table = rows.with_columns(
        part_of_rule=pl.col("measure").replace_strict(rule, default="", return_dtype=pl.String),
        place=pl.col("measure").replace_strict(order, return_dtype=pl.Int64),
    ).sort("place")
    held = set(table["measure"])
    reasons = {left.id: left for left in found.left_out}
    missing = tuple(
        reasons.get(name, LeftOut(name, name, NOT_HELD))
        for name in item.measures
        if name not in held
    )
    findings = tuple(each for each in told if each.measure in held)
    return IssueAnswer(item, table.drop("place"), missing, findings)


def _provenance(
    atlas: Atlas, request: UnderstandRequest, finding: Finding, table: MeasureTable
) -> Provenance:
    used = [source.release for source in finding.provenance.sources]
    used += [name for measure in table.measures for name in measure.releases]
    held = set(atlas.sources()["release"])
    spec: dict[str, Any] = asdict(request)
    run = Run(version("commonweal"), atlas.id, fingerprint(), spec=spec)
    sources = tuple(atlas.source(name) for name in dict.fromkeys(used) if name in held)
    return Provenance(sources, run, atlas.demonstration)
