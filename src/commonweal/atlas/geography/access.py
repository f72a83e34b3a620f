"""Access of areas to places, measured from every postcode: distances and supply within reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.parameters import number, numbers
from commonweal.stats.access import (
    Origins,
    areas_in_reach,
    floating_catchment,
    mean_by_area,
    nearest_distances,
)

Floats = NDArray[np.float64]
MEASURES = ("nearest", "third", "supply")
PER_PEOPLE = 10_000
_METRE_DIGITS = 1
_SUPPLY_DIGITS = 8


@dataclass(frozen=True, slots=True)
class AccessRules:
    """How access is measured; see `parameters/data/open_access.toml` for the sources.

    Attributes:
        zones: outer edges of the walking zones, metres.
        weights: weight of each zone.
        nth: which of the nearest is measured beside the nearest.
        job_zones: outer edges of the zones for jobs, metres.
    """

    zones: tuple[float, ...]
    weights: tuple[float, ...]
    nth: int
    job_zones: tuple[float, ...]

    @property
    def reach(self) -> float:
        """Metres beyond which a place serves nobody."""
        return self.zones[-1]


def access_rules() -> AccessRules:
    """The rules as the parameters have them."""
    return AccessRules(
        zones=numbers("open_access.zones"),
        weights=numbers("open_access.zone_weights"),
        nth=int(number("open_access.nth")),
        job_zones=numbers("open_access.job_zones"),
    )


@dataclass(frozen=True, slots=True)
class Homes:
    """Where people live: postcodes, each counting alike within its area.

    Attributes:
        codes: code of each area, rising.
        people: of each area; 0 where not known.
        origins: the postcodes.
    """

    codes: pl.Series
    people: Floats
    origins: Origins


def homes(postcodes: pl.DataFrame, areas: pl.DataFrame) -> Homes:
    """Postcodes put to the areas they lie in.

    Args:
        postcodes: easting, northing, area_code.
        areas: area_code, people, easting, northing; an area without a postcode is stood for by
            its own centre.
    """
    ordered = areas.sort("area_code")
    codes = ordered["area_code"]
    points = postcodes.select("area_code", "easting", "northing")
    without = ordered.join(points, on="area_code", how="anti").drop_nulls("easting")
    points = pl.concat([points, without.select("area_code", "easting", "northing")])
    numbered = points.join(
        pl.DataFrame({"area_code": codes}).with_row_index("area"), on="area_code"
    ).sort("area", maintain_order=True)
    origins = Origins(
        numbered.select("easting", "northing").to_numpy(),
        numbered["area"].cast(pl.Int64).to_numpy(),
        len(codes),
    )
    people = ordered["people"].fill_null(0).cast(pl.Float64).to_numpy()
    return Homes(codes, people, origins)


def access_to(places: Homes, sites: Floats, rules: AccessRules) -> pl.DataFrame:
    """Distances to the nearest and the nth nearest site, and supply within reach.

    Args:
        places: where people live.
        sites: (s, 2) metres, the located places of one kind.
        rules: zones, weights and n.

    Returns:
        One row an area, by code: `area_code`, `nearest`, `third` (metres), `supply` (sites for
        every 10,000 people in reach). Distances are null where there are too few sites.
    """
    distance = nearest_distances(places.origins.xy, sites, rules.nth)
    supply = floating_catchment(
        places.origins, places.people, sites, np.ones(len(sites)), rules.zones, rules.weights
    )
    return _rounded(
        places.codes,
        mean_by_area(distance[:, 0], places.origins),
        mean_by_area(distance[:, -1], places.origins),
        supply * PER_PEOPLE,
    )


def access_around(
    places: Homes, sites: Floats, changed: Floats, third: Floats, rules: AccessRules
) -> pl.DataFrame:
    """What `access_to` gives, for the areas that changed sites can affect, and no others.

    An area is affected where one of its postcodes has a changed site in reach, or nearer than its
    farthest third nearest site can lie: the mean of the area and the span of its postcodes bound
    that. A site taken away was nearer than that too.

    Args:
        places: where people live.
        sites: the sites as they are now.
        changed: where sites were added or taken away.
        third: distance to the nth nearest of each area as it was, NaN where there were too few.
        rules: zones, weights and n.
    """
    chosen = affected_areas(places, changed, third, rules)
    part = places.origins.of_areas(chosen)
    distance = nearest_distances(part.xy, sites, rules.nth)
    supply = _supply_of(places, chosen, sites, rules)
    frame = _rounded(
        places.codes,
        mean_by_area(distance[:, 0], part),
        mean_by_area(distance[:, -1], part),
        supply * PER_PEOPLE,
    )
    return frame.filter(pl.Series(chosen))


def affected_areas(
    places: Homes, changed: Floats, third: Floats, rules: AccessRules
) -> NDArray[np.bool_]:
    """Areas whose measures a change at these points can alter; perhaps a few more."""
    origins = places.origins
    # From any postcode of an area the third nearest site lies no farther than from another of its
    # postcodes plus the way between them, so that mean plus span bounds it for all of them.
    bound = np.where(np.isnan(third), np.inf, third + _span(origins) + 1.0)
    return areas_in_reach(origins, changed, np.maximum(bound, rules.reach))


def _span(origins: Origins) -> Floats:
    """Diagonal of the box around the postcodes of each area."""
    sides = []
    for axis in (0, 1):
        low = np.full(origins.areas, np.inf)
        high = np.full(origins.areas, -np.inf)
        np.minimum.at(low, origins.area, origins.xy[:, axis])
        np.maximum.at(high, origins.area, origins.xy[:, axis])
        sides.append(np.where(np.isfinite(low), high - low, 0.0))
    return np.hypot(*sides)


def _supply_of(
    places: Homes, chosen: NDArray[np.bool_], sites: Floats, rules: AccessRules
) -> Floats:
    """Supply of the chosen areas: only sites that they reach matter, but with all who reach these.

    Other areas come out too low, for some of their sites are left out.
    """
    part = places.origins.of_areas(chosen)
    near = nearest_distances(sites, part.xy, 1)[:, 0] <= rules.reach
    kept = sites[near]
    who = chosen | areas_in_reach(places.origins, kept, rules.reach)
    return floating_catchment(
        places.origins.of_areas(who),
        places.people,
        kept,
        np.ones(len(kept)),
        rules.zones,
        rules.weights,
    )


def access_to_jobs(areas: pl.DataFrame, jobs: pl.DataFrame, rules: AccessRules) -> pl.DataFrame:
    """Jobs within reach for each person, from the centre of every area.

    Args:
        areas: area_code, easting, northing, people.
        jobs: easting, northing, jobs: where jobs are counted.
        rules: zones for jobs and weights.

    Returns:
        `area_code` and `value`.
    """
    ordered = areas.drop_nulls(["easting", "northing"]).sort("area_code")
    origins = Origins(
        ordered.select("easting", "northing").to_numpy(), np.arange(ordered.height), ordered.height
    )
    known = jobs.drop_nulls()
    supply = floating_catchment(
        origins,
        ordered["people"].fill_null(0).cast(pl.Float64).to_numpy(),
        known.select("easting", "northing").to_numpy(),
        known["jobs"].to_numpy(),
        rules.job_zones,
        rules.weights,
    )
    values = pl.Series(supply.round(_SUPPLY_DIGITS))
    return ordered.select("area_code").with_columns(value=values.fill_nan(None))


def _rounded(codes: pl.Series, *columns: Floats) -> pl.DataFrame:
    """The measures rounded, so that the order of a sum cannot show in them."""
    digits: Sequence[int] = (_METRE_DIGITS, _METRE_DIGITS, _SUPPLY_DIGITS)
    named = zip(MEASURES, columns, digits, strict=True)
    values = {name: value.round(places) for name, value, places in named}
    return pl.DataFrame({"area_code": codes, **values}).with_columns(
        pl.col(MEASURES).fill_nan(None)
    )
