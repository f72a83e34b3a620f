"""The way in from an atlas: everything that profiles are made from, gathered once."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import version
from itertools import pairwise

import numpy as np
import polars as pl

from commonweal.atlas import Atlas
from commonweal.errors import AtlasDamaged, CommonwealError, MethodNotApplicable
from commonweal.find.change import ChangeRequest, Followed, find_change, follow
from commonweal.find.request import Finding
from commonweal.find.robustness import RobustnessSpec
from commonweal.find.robustness.asking import how_sure
from commonweal.parameters import fingerprint, number
from commonweal.provenance import Run, Source
from commonweal.understand.derived import DERIVED
from commonweal.understand.gathering import gather_measures
from commonweal.understand.ground import Ground
from commonweal.understand.measures import Floats
from commonweal.understand.profile.assets import Assets
from commonweal.understand.profile.chosen import WANTED
from commonweal.understand.profile.extra import with_extra
from commonweal.understand.profile.history import Editions, Series
from commonweal.understand.profile.level import Level
from commonweal.understand.profile.places import SMALL, geographies, small_areas, small_name
from commonweal.understand.profile.summed import Figures, grouping, own_figures, put_together
from commonweal.understand.profile.tables import ProfileTables

CLAIMANTS = "benefits.claimant_share"
DEPRIVATION = "imd"
RURAL_URBAN = "rural_urban"
_SEED = 1


def profile_tables(
    atlas: Atlas,
    finding: Finding,
    *,
    certainty: pl.DataFrame | None = None,
    hidden: Collection[str] = (),
    licensed: Collection[str] = (),
    followed: Followed | None = None,
) -> ProfileTables:
    """Gather what the profiles of a country are made from.

    Args:
        atlas: what is held.
        finding: the type of every small area.
        certainty: how sure that is, as `simulated_certainty` gives it.
        hidden: conditions whose ranks may not be told.
        licensed: releases whose values may be passed on although their terms ask first.
        followed: the editions of deprivation, where they were followed already.

    Raises:
        MethodNotApplicable: the atlas has no small areas with their people.
    """
    used = geographies(atlas)
    small = small_areas(atlas, used)
    figures = _small_figures(atlas, small, frozenset(licensed))
    assets, withheld = _assets(atlas, frozenset(licensed))
    return ProfileTables(
        small=small,
        levels=_levels(small, used, figures),
        country=_everywhere(figures),
        assets=assets,
        finding=finding,
        certainty=certainty,
        hidden=frozenset(hidden),
        editions=_editions(atlas, followed),
        claimants=_claimants(atlas),
        classes=_classes(atlas),
        sources=_sources(atlas),
        label="the demonstration country" if atlas.demonstration else atlas.label,
        run=_run(atlas, finding),
        demonstration=atlas.demonstration,
        withheld=withheld,
    )


def _everywhere(figures: Figures) -> Figures:
    one = grouping(np.zeros(len(figures), dtype=np.int64), 1)
    return put_together(figures, one, number("profile.least_known"))


def _run(atlas: Atlas, finding: Finding) -> Run:
    spec = dict(finding.provenance.run.spec)
    return Run(version("commonweal"), atlas.id, fingerprint(), spec)


def simulated_certainty(atlas: Atlas, finding: Finding) -> pl.DataFrame | None:
    """How sure the list is, by small area: `area_code, probability, certainty`.

    None where no error is known or declared for a measure of the rule.
    """
    spec = RobustnessSpec(draws=int(number("robustness.web_draws")), seed=_SEED)
    try:
        table = how_sure(finding, atlas, spec).table
    except MethodNotApplicable:
        return None
    return table.select("area_code", "probability", "certainty")


def _small_figures(atlas: Atlas, small: pl.DataFrame, licensed: frozenset[str]) -> Figures:
    held = set(atlas.indicators()["indicator"]) | {measure.id for measure in DERIVED}
    table = gather_measures(atlas, SMALL, [name for name in WANTED if name in held])
    table = with_extra(atlas, table)
    open_ones = [
        measure.id
        for measure in table.measures
        if measure.redistribute == "yes" or set(measure.releases) <= licensed
    ]
    table = table.select(open_ones)
    people = small["people"].fill_null(0).to_numpy().astype(np.float64)
    return own_figures(table.measures, people, (table.value, table.numerator, table.denominator))


def _levels(small: pl.DataFrame, used: dict[str, str], figures: Figures) -> dict[str, Level]:
    codes = small["area_code"].to_list()
    rows = small.select(
        "area_code",
        "area_name",
        "local_name",
        pl.col("district_code", "district_name").fill_null(""),
    )
    levels = {
        "lsoa": Level(
            "lsoa",
            tuple(codes),
            tuple(small_name(row) for row in rows.to_dicts()),
            tuple(rows["district_name"]),
            rows["district_code"].to_numpy().astype(np.str_),
            figures,
            tuple(np.array([place]) for place in range(len(codes))),
        )
    }
    for level in used:
        levels[level] = _larger(small, level, figures)
    return levels


def _larger(small: pl.DataFrame, level: str, figures: Figures) -> Level:
    code = f"{level}_code"
    names = (
        small.drop_nulls(code)
        .group_by(code)
        .agg(
            pl.first(f"{level}_name").alias("name"),
            pl.first("local_name"),
            pl.col("district_code").mode().sort().first().fill_null("").alias("district"),
            pl.col("district_name").mode().sort().first().fill_null("").alias("district_name"),
            pl.col("region_name").mode().sort().first().fill_null("").alias("region_name"),
        )
        .sort(code)
    )
    codes = names[code].to_list()
    place = {each: number for number, each in enumerate(codes)}
    at = np.array([place.get(each, -1) for each in small[code]], dtype=np.int64)
    order = np.argsort(at, kind="stable")
    starts = np.searchsorted(at[order], np.arange(len(codes) + 1))
    local = level == "msoa"
    within = {"district": "region_name", "region": None}.get(level, "district_name")
    return Level(
        level,
        tuple(codes),
        tuple(
            (row["local_name"] if local else None) or row["name"] or row[code]
            for row in names.to_dicts()
        ),
        tuple(names[within]) if within else ("",) * len(codes),
        names["district"].to_numpy().astype(np.str_)
        if level in ("msoa", "ward")
        else np.array([], dtype=np.str_),
        put_together(figures, grouping(at, len(codes)), number("profile.least_known")),
        tuple(order[first:last] for first, last in pairwise(starts)),
    )


def _assets(atlas: Atlas, licensed: frozenset[str]) -> tuple[Assets, tuple[str, ...]]:
    """The registers that may be shown, and the releases of those that may not."""
    columns = ("kind", "name", "easting", "northing", "located", "release", "period")
    try:
        table = atlas.records("open_access").select(columns)
    except AtlasDamaged:
        return Assets(pl.DataFrame(schema=dict.fromkeys(columns, pl.String))), ()
    terms = dict(atlas.query("select release, redistribute from {provenance}").iter_rows())
    closed = [
        name
        for name in table["release"].unique().sort()
        if terms.get(name) != "yes" and name not in licensed
    ]
    return Assets(table.filter(~pl.col("release").is_in(closed))), tuple(closed)


def _editions(atlas: Atlas, followed: Followed | None) -> Editions | None:
    try:
        used = followed or follow(atlas, DEPRIVATION, SMALL)
        if not used.ranks:
            return None
        table = find_change(ChangeRequest(DEPRIVATION), atlas, used).result.table
    except CommonwealError:
        # No edition reaches the small areas: there is nothing to say of change.
        return None
    open_ones = [period for period, item in used.ranks.items() if item.series.redistribute == "yes"]

    def column(name: str) -> Floats:
        return np.column_stack(
            [table[f"{name}_{period}"].cast(pl.Float64).fill_null(np.nan) for period in open_ones]
        )

    if not open_ones:
        return None
    return Editions(
        tuple(open_ones),
        column("decile"),
        column("rank"),
        np.nan_to_num(column("approximate")) > 0,
        tuple(used.ranks[period].ranked for period in open_ones),
        tuple(dict.fromkeys(used.ranks[period].series.release for period in open_ones)),
    )


def _claimants(atlas: Atlas) -> Series | None:
    """Claimants of every small area in every year held, brought there by where people live."""
    ground = Ground(atlas, SMALL)
    chosen = [item for item in ground.series().get(CLAIMANTS, []) if item.redistribute == "yes"]
    routes = list(dict.fromkeys(item.route for item in chosen))
    if len(routes) != 1 or routes[0].inherited:
        return None
    facts = ground.bring(ground.read(chosen), routes[0])
    return Series(
        "Adults who claim unemployment benefits",
        tuple(item.period for item in chosen),
        facts.numerator,
        facts.denominator,
        chosen[0].release,
        routes[0].note(),
    )


def _classes(atlas: Atlas) -> dict[str, str]:
    found = atlas.classes(RURAL_URBAN, SMALL).sort("period")
    return dict(zip(found["area_code"], found["class_name"], strict=True))


def _sources(atlas: Atlas) -> dict[str, Source]:
    releases = atlas.query("select distinct release from {provenance} order by release")["release"]
    return {name: atlas.source(name) for name in releases}
