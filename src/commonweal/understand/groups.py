"""Groups of areas to be held against each other: by typology, by a list, by neighbourhoods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES, geography
from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.find.neighbourhoods.result import NeighbourhoodsResult
from commonweal.find.request import Finding
from commonweal.find.typology import TYPOLOGY

Split = Literal["none", "region", "rural_urban"]

ENGLAND = "England"
_KEY = "area_code"
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Grouping:
    """Areas in groups that share none; areas in no group still count towards the whole.

    Attributes:
        id: short name of the rule that made the groups.
        title: what they are, in plain words.
        geography: the kind of area.
        table: `area_code, group`, each area once.
        order: the groups, the one that is asked about first.
        reference: the group asked about.
        whole: what all areas together are called.
        notes: what a reader must know of a group, by its name.
    """

    id: str
    title: str
    geography: str
    table: pl.DataFrame
    order: tuple[str, ...]
    reference: str
    whole: str = ENGLAND
    notes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, f"These groups cannot be compared ({self.title}):")
        lone = dict(self.table.group_by("group").len().filter(pl.col("len") == 1).iter_rows())
        object.__setattr__(self, "notes", {**self.notes, **dict.fromkeys(lone, ONE_MEMBER)})

    @property
    def sizes(self) -> dict[str, int]:
        """Areas of each group, in order."""
        found = dict(self.table.group_by("group").len().iter_rows())
        return {name: int(found.get(name, 0)) for name in self.order}


ONE_MEMBER = (
    "It is one area: how far averages of such places differ cannot be told, so they have no "
    "interval. Shares of people still have one."
)


def by_typology(finding: Finding) -> Grouping:
    """The four types of area of a finding.

    Raises:
        MethodNotApplicable: social infrastructure is not held, so that there is no typology.
    """
    if finding.result is None:
        raise MethodNotApplicable(f"There is no typology to group areas by. {finding.note}")
    known = finding.table.filter(pl.col("typology").is_not_null())
    table = known.select(_KEY, group=pl.col("typology").cast(pl.String))
    held = set(table["group"])
    order = tuple(name for name in TYPOLOGY if name in held)
    request = finding.request
    return Grouping(
        id="typology",
        title=f"Types of area by {request.deprivation_label} and {request.infrastructure_label}",
        geography=geography(request.geography).id,
        table=table,
        order=order,
        reference=order[0] if order else TYPOLOGY[0],
        notes=_unknown_note(finding.table.height - known.height),
    )


def by_areas(
    codes: Iterable[str],
    areas: pl.DataFrame,
    kind: str,
    *,
    title: str = "Chosen areas",
    names: tuple[str, str] = ("chosen", "not chosen"),
) -> Grouping:
    """The areas of a list against all others of the same kind.

    Args:
        codes: of the areas chosen.
        areas: every area there is, with `area_code`.
        kind: their geography.
        title: what the chosen areas are.
        names: what the two groups are called.

    Raises:
        InputError: codes that are not of this geography (of another vintage, say), or no codes.
    """
    wanted = pl.Series(_KEY, list(codes), dtype=pl.String).unique().sort()
    known = areas[_KEY]
    strange = wanted.filter(~wanted.is_in(known.implode())).to_list()
    kind_title = GEOGRAPHIES[geography(kind).id].title
    problems = [
        InputProblem(f"a code of {kind_title}", code, column=_KEY, hint=_VINTAGE)
        for code in strange[:_SHOWN]
    ]
    if len(strange) > _SHOWN:
        problems.append(InputProblem(f"codes of {kind_title}", f"{len(strange) - _SHOWN} more"))
    if not len(wanted):
        problems.append(InputProblem("at least one area", "none", column=_KEY))
    if problems:
        raise InputError(problems, "These areas cannot be grouped:")
    chosen = pl.col(_KEY).is_in(wanted.implode())
    group = pl.when(chosen).then(pl.lit(names[0])).otherwise(pl.lit(names[1]))
    table = areas.select(_KEY, group=group)
    held = set(table["group"])
    order = tuple(name for name in names if name in held)
    return Grouping("areas", title, geography(kind).id, table, order, names[0])


_VINTAGE = "It may be of another vintage: commonweal area CODE shows what became of it."


def by_neighbourhoods(
    found: NeighbourhoodsResult,
    areas: pl.DataFrame,
    *,
    each: bool = False,
) -> Grouping:
    """Neighbourhoods against the rest of the country: all of them together, or each by itself.

    Args:
        found: the neighbourhoods.
        areas: every area there is, with `area_code`.
        each: whether each neighbourhood is a group, named by its id.
    """
    if not each:
        return by_areas(
            found.members[_KEY],
            areas,
            found.geography,
            title="Neighbourhoods",
            names=("in the neighbourhoods", "elsewhere"),
        )
    table = found.members.select(_KEY, group="neighbourhood")
    order = tuple(dict.fromkeys(found.table["neighbourhood"]))
    return Grouping("neighbourhoods", "Neighbourhoods", found.geography, table, order, order[0])


def splits(atlas: Atlas, kind: str, split: Split) -> pl.DataFrame:
    """The region or rural-urban class of every area: `area_code, split`; none without a split.

    An area across several regions counts where most of its people live.

    Raises:
        MethodNotApplicable: it is not held for this geography.
    """
    if split == "none":
        return pl.DataFrame(schema={_KEY: pl.String, "split": pl.String})
    if split == "rural_urban":
        found = atlas.classes("rural_urban", kind).select(_KEY, split="class_name")
    else:
        found = _regions(atlas, kind)
    if not found.height:
        words = {"region": "the region", "rural_urban": "the rural-urban class"}[split]
        raise MethodNotApplicable(
            f"{words[:1].upper()}{words[1:]} of {GEOGRAPHIES[geography(kind).id].plural} is not "
            "held, so they cannot be split by it."
        )
    return found.unique(_KEY, keep="first", maintain_order=True).sort(_KEY)


def _regions(atlas: Atlas, kind: str) -> pl.DataFrame:
    held = sorted((name for name in atlas.geographies() if name.startswith("region")), reverse=True)
    for name in held:
        lookup = atlas.lookup(kind, name)
        if lookup.height:
            most = lookup.sort("from_code", "weight", "to_code", descending=[False, True, False])
            names = atlas.areas(name).select(to_code=_KEY, split="area_name")
            pairs = most.unique("from_code", keep="first", maintain_order=True)
            return pairs.join(names, on="to_code").select(area_code="from_code", split="split")
    return pl.DataFrame(schema={_KEY: pl.String, "split": pl.String})


def _unknown_note(unknown: int) -> dict[str, str]:
    if not unknown:
        return {}
    return {ENGLAND: f"{unknown:,} areas have no known type; they count in England alone."}


def _problems(grouping: Grouping) -> Iterable[InputProblem]:
    if not grouping.order:
        yield InputProblem("at least one group", "none", column="group")
    twice = grouping.table.filter(pl.col(_KEY).is_duplicated())[_KEY].unique().sort()
    for code in twice.head(_SHOWN):
        yield InputProblem("each area in one group", f"{code} in more than one", column=_KEY)
    strange = set(grouping.table["group"]) - set(grouping.order)
    for name in sorted(map(str, strange)):
        yield InputProblem(f"one of {', '.join(grouping.order)}", name, column="group")
    if grouping.order and grouping.reference not in grouping.order:
        yield InputProblem("a group to ask about that has areas", grouping.reference)
