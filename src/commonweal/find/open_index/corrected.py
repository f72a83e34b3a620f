"""The open index with corrected places: whose score and rank move, and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from commonweal.atlas import Atlas
from commonweal.atlas.geography.access import (
    MEASURES,
    AccessRules,
    Homes,
    access_around,
    access_rules,
    access_to,
    homes,
)
from commonweal.find.open_index.changes import correct
from commonweal.find.open_index.held import GEOGRAPHY, RELEASE, open_index_inputs
from commonweal.find.open_index.index import OpenIndexResult, open_infrastructure_index
from commonweal.find.open_index.spec import OpenIndexSpec, open_index_spec
from commonweal.find.tables import KEY, column_values

_CHANGES = ("score", "rank")


@dataclass(frozen=True, slots=True)
class CorrectedIndex:
    """What corrections do to the index.

    Attributes:
        before, after: the index without and with them.
        moved: one row an area whose access changed: `area_code, area_name, score_before,
            score_after, score_change, rank_before, rank_after, rank_change`, the largest change
            of score first. A score that falls, and a rank that grows, is better supply.
        told: one sentence a correction.
        others: areas that changed rank only because others passed them.
        farthest: the most places that one of those moved.
    """

    before: OpenIndexResult
    after: OpenIndexResult
    moved: pl.DataFrame
    told: tuple[str, ...]
    others: int
    farthest: int

    def explain(self) -> str:
        """What changed, in plain words."""
        said = [*self.told, f"Access changes in {self.moved.height:,} areas."]
        if self.moved.height:
            top = self.moved.row(0, named=True)
            said.append(
                f"Most in {top['area_name']} ({top[KEY]}): rank {_rank(top['rank_before'])} "
                f"before, {_rank(top['rank_after'])} after."
            )
        if self.others:
            said.append(
                f"{self.others:,} other areas change rank because these passed them, by "
                f"{self.farthest:,} places at most."
            )
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class Base:
    """Everything of an atlas that corrections are tried on; it may be kept and used again.

    Attributes:
        spec: the recipe.
        table: the indicators of every area.
        before: the index without corrections.
        assets: the places.
        postcodes: postcode, easting, northing, area_code.
        living: where people live.
        names: `area_code, area_name`.
        releases: what the indicators are of.
    """

    spec: OpenIndexSpec
    table: pl.DataFrame
    before: OpenIndexResult
    assets: pl.DataFrame
    postcodes: pl.DataFrame
    living: Homes
    names: pl.DataFrame
    releases: tuple[str, ...]


def base_of(atlas: Atlas, spec: OpenIndexSpec | None = None) -> Base:
    """What corrections are tried on.

    Raises:
        UnknownIndicator: the measures are not in this atlas.
    """
    chosen = spec or open_index_spec()
    inputs = open_index_inputs(atlas, chosen)
    postcodes = atlas.query("select postcode, easting, northing, area_code from {postcodes}")
    areas = atlas.areas(GEOGRAPHY)
    return Base(
        spec=chosen,
        table=inputs.table,
        before=open_infrastructure_index(inputs.table, chosen),
        assets=atlas.records(RELEASE),
        postcodes=postcodes,
        living=homes(postcodes, areas),
        names=areas.select(KEY, "area_name"),
        releases=inputs.releases,
    )


def open_index_with_assets(
    base: Base | Atlas, changes: pl.DataFrame, name: str = "assets.csv"
) -> CorrectedIndex:
    """The index with places added, closed or moved; nothing is stored.

    Only areas that a correction can reach are measured again; the answer is that of measuring
    all of them again.

    Args:
        base: what to try them on: an atlas, or what `base_of` took from it.
        changes: see `correct`.
        name: what to call the corrections in messages.

    Raises:
        InputError: carries every problem of the corrections.
        UnknownIndicator: the measures are not in this atlas.
    """
    held = base_of(base) if isinstance(base, Atlas) else base
    corrected = correct(held.assets, changes, held.postcodes, name)
    measured = measured_again(
        held.living, corrected.assets, corrected.points, held.table, held.spec, access_rules()
    )
    new = patched(held.table, measured, held.spec)
    after = open_infrastructure_index(new, held.spec)
    return compared(held.before, after, differing(held.table, new), held.names, corrected.told)


def measured_again(
    living: Homes,
    assets: pl.DataFrame,
    points: pl.DataFrame,
    table: pl.DataFrame,
    spec: OpenIndexSpec,
    rules: AccessRules,
) -> dict[str, pl.DataFrame]:
    """The measures of each kind of place that changed, for the areas that can be affected.

    Args:
        living: where people live.
        assets: the places as they are now.
        points: kind, easting, northing of every place that came or went.
        table: the indicators before, to know how far the third nearest was.
        spec: names the indicators.
        rules: how access is measured.
    """
    found = {}
    by_code = pl.DataFrame({KEY: living.codes}).join(
        table, on=KEY, how="left", maintain_order="left"
    )
    columns = {each.indicator: each.name for each in spec.indicators()}
    for kind in points["kind"].unique().sort():
        sites = assets.filter(pl.col("located"), pl.col("kind") == kind)
        at = sites.select("easting", "northing").to_numpy()
        changed = points.filter(kind=kind).select("easting", "northing").to_numpy()
        column = columns.get(f"access.{kind}.third", "")
        if column in by_code.columns:
            third = column_values(by_code, column)
            found[kind] = access_around(living, at, changed, third, rules)
        else:
            # Without the distances as they were, nobody can be left out.
            found[kind] = access_to(living, at, rules)
    return found


def patched(
    table: pl.DataFrame, measured: Mapping[str, pl.DataFrame], spec: OpenIndexSpec
) -> pl.DataFrame:
    """The indicators with new measures in place of old ones, for the areas measured again."""
    columns = {each.indicator: each.name for each in spec.indicators()}
    for kind, values in measured.items():
        for measure in MEASURES:
            name = columns.get(f"access.{kind}.{measure}")
            if name is None:
                continue
            new = values.select(KEY, _new=pl.col(measure), _again=pl.lit(value=True))
            old = pl.col(name) if name in table.columns else pl.lit(None, pl.Float64)
            table = (
                table.join(new, on=KEY, how="left", maintain_order="left")
                .with_columns(pl.when(pl.col("_again")).then("_new").otherwise(old).alias(name))
                .drop("_new", "_again")
            )
    return table


def differing(before: pl.DataFrame, after: pl.DataFrame) -> pl.Series:
    """Codes of the areas of which any indicator differs."""
    columns = [name for name in after.columns if name != KEY]
    held = before.with_columns(
        pl.lit(None, pl.Float64).alias(name) for name in columns if name not in before.columns
    )
    both = after.join(held.select(KEY, *columns), on=KEY, suffix="_before")
    differs = [pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in columns]
    return both.filter(pl.any_horizontal(differs))[KEY]


def compared(
    before: OpenIndexResult,
    after: OpenIndexResult,
    changed: pl.Series,
    names: pl.DataFrame,
    told: tuple[str, ...] = (),
) -> CorrectedIndex:
    """Scores and ranks before and after, for the areas whose own measures changed and the rest."""
    parts = [
        made.table.select(KEY, *(pl.col(name).alias(f"{name}_{when}") for name in _CHANGES))
        for made, when in ((before, "before"), (after, "after"))
    ]
    joined = names.join(parts[0], on=KEY).join(parts[1], on=KEY)
    joined = joined.with_columns(
        (pl.col(f"{name}_after") - pl.col(f"{name}_before")).alias(f"{name}_change")
        for name in _CHANGES
    )
    order = [f"{name}_{when}" for name in _CHANGES for when in ("before", "after", "change")]
    own = pl.col(KEY).is_in(changed.to_list())
    moved = joined.filter(own).select(KEY, "area_name", *order)
    others = joined.filter(~own, pl.col("rank_change") != 0)
    farthest = others["rank_change"].abs().max() if others.height else 0
    return CorrectedIndex(
        before=before,
        after=after,
        moved=moved.sort(
            pl.col("score_change").abs(), KEY, descending=[True, False], nulls_last=True
        ),
        told=told,
        others=others.height,
        farthest=int(str(farthest)),
    )


def _rank(value: int | None) -> str:
    return "not known" if value is None else f"{value:,}"
