"""Make neighbourhoods from any set of areas: the steps in the order they run."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.find.neighbourhoods.fill import fill_small
from commonweal.find.neighbourhoods.ground import Ground, ground_of, pieces
from commonweal.find.neighbourhoods.join import join_small
from commonweal.find.neighbourhoods.patchwork import Patchwork
from commonweal.find.neighbourhoods.repair import absorb_small, drop_spare
from commonweal.find.neighbourhoods.result import NeighbourhoodsResult, result_of
from commonweal.find.neighbourhoods.spec import NeighbourhoodSpec
from commonweal.find.neighbourhoods.split import Sizes, split
from commonweal.find.neighbourhoods.tables import NeighbourhoodTables
from commonweal.find.tables import KEY


def make_neighbourhoods(
    spec: NeighbourhoodSpec, tables: NeighbourhoodTables
) -> NeighbourhoodsResult:
    """Make contiguous neighbourhoods that hold every chosen area, each in exactly one.

    Pieces of chosen areas that are too large are cut; those too small are joined to each other
    or filled up with adjoining areas, so that the fewest people who were not chosen come in, and
    of equal choices those in the greatest need. The same tables give the same neighbourhoods,
    whatever the order of their rows.

    Args:
        spec: how many people, and what counts as adjoining.
        tables: areas, which of them are chosen, and who adjoins whom.

    Raises:
        InputError: no area is chosen.
    """
    if not tables.areas["chosen"].any():
        raise InputError(InputProblem("at least one chosen area", "none", column="chosen"))
    ground = ground_of(spec, tables)
    chosen = [area for area, is_chosen in enumerate(ground.chosen) if is_chosen]
    whole = pieces(ground.near, chosen)
    groups = group_areas(spec, ground, whole)
    return result_of(spec, tables, ground, groups, pieces=len(whole))


def group_areas(
    spec: NeighbourhoodSpec, ground: Ground, whole: Sequence[Sequence[int]]
) -> list[list[int]]:
    """The areas of each neighbourhood, by number.

    Args:
        spec: how many people.
        ground: the areas and who adjoins whom.
        whole: the chosen areas in pieces that hang together.
    """
    sizes = Sizes(spec.minimum, spec.maximum, spec.target)
    work = Patchwork(ground, spec.minimum, spec.maximum)
    counts = ground.counts
    for piece in whole:
        large = counts[list(piece)].sum() > spec.maximum
        for part in split(piece, counts, ground.links, sizes) if large else [piece]:
            work.add(part)
    join_small(work)
    fill_small(work)
    absorb_small(work, sizes)
    drop_spare(work)
    return [sorted(work.members[group]) for group in work]


def gather_neighbourhoods(
    spec: NeighbourhoodSpec,
    tables: NeighbourhoodTables,
    groups: pl.DataFrame,
    *,
    all_chosen: bool = True,
) -> NeighbourhoodsResult:
    """Take neighbourhoods as they are given: MSOAs, wards, drawn outlines.

    Nothing is added, cut or joined; a neighbourhood that misses the range, or does not hang
    together, says so.

    Args:
        spec: the range that is told of, and what counts as adjoining.
        tables: the areas and who adjoins whom.
        groups: `area_code`, `group`, and maybe `name` of the group; an area is in one group.
        all_chosen: whether every area of a group counts as chosen, or those the tables say.

    Raises:
        InputError: an area is in two groups or unknown, or there is no group.
    """
    _check_groups(tables, groups)
    inside = pl.col(KEY).is_in(groups[KEY].implode())
    chosen = inside if all_chosen else inside & pl.col("chosen")
    taken = NeighbourhoodTables(
        tables.areas.with_columns(chosen=chosen), tables.links, tables.geography
    )
    ground = ground_of(spec, taken)
    numbered = taken.areas.select(KEY).with_row_index("number").join(groups, on=KEY)
    named = "name" in groups.columns
    name = pl.col("name") if named else pl.lit("").alias("name")
    by_group = numbered.group_by("group").agg(pl.col("number").sort(), name.first()).sort("group")
    members = [sorted(map(int, each)) for each in by_group["number"].to_list()]
    whole = pieces(ground.near, [area for each in members for area in each])
    names = by_group["name"].fill_null("").to_list()
    return result_of(spec, taken, ground, members, pieces=len(whole), names=names)


def _check_groups(tables: NeighbourhoodTables, groups: pl.DataFrame) -> None:
    problems = []
    twice = groups.filter(pl.col(KEY).is_duplicated())[KEY].unique().sort()
    if twice.len():
        came = f"{twice.len()} in several (first: {twice[0]})"
        problems.append(InputProblem("each area in one neighbourhood", came, column=KEY))
    lost = groups.join(tables.areas, on=KEY, how="anti")[KEY].sort()
    if lost.len():
        came = f"{lost.len()} others (first: {lost[0]})"
        problems.append(InputProblem(f"codes of {tables.geography}", came, column=KEY))
    if not groups.height:
        problems.append(InputProblem("at least one neighbourhood", "none", column="group"))
    if problems:
        raise InputError(problems)
