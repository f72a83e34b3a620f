"""Fit small areas to drawn outlines, and say how well they fit.

An area belongs to an outline that holds its population-weighted centroid: the rule by which the
Office for National Statistics fits small areas to larger ones. Who lives within the outline
itself is estimated by spreading the people of each area evenly over its postcodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem
from commonweal.find.neighbourhoods.drawn import Drawn
from commonweal.find.tables import KEY

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True, slots=True)
class Fit:
    """How well areas fit an outline. People are estimates; areas of land in square metres.

    Attributes:
        name: of the outline.
        people_drawn: who live within the outline.
        people_covered: those of them who live in the areas fitted to it.
        people_outside: who live in the areas fitted to it, but outside it.
        land_drawn: of the outline.
        land_covered: of it that lies in the areas fitted to it.
    """

    name: str
    people_drawn: float
    people_covered: float
    people_outside: float
    land_drawn: float
    land_covered: float

    @property
    def people_share(self) -> float:
        """Share of the outline's people that the areas cover."""
        return self.people_covered / self.people_drawn if self.people_drawn else 0.0

    @property
    def land_share(self) -> float:
        """Share of the outline's land that the areas cover."""
        return self.land_covered / self.land_drawn if self.land_drawn else 0.0

    def explain(self) -> str:
        """How well it fits, in plain words."""
        return (
            f"The areas fitted to {self.name or 'the outline'} cover {self.people_share:.0%} of "
            f"the people who live within it (about {self.people_drawn:,.0f}) and "
            f"{self.land_share:.0%} of its land; about {self.people_outside:,.0f} people live in "
            "those areas but outside it. Who lives where within an area is estimated from its "
            "postcodes."
        )


def fit_areas(
    drawn: Sequence[Drawn],
    areas: pl.DataFrame,
    boundaries: gpd.GeoDataFrame,
    postcodes: pl.DataFrame,
    name: str = "",
) -> tuple[pl.DataFrame, tuple[Fit, ...]]:
    """The areas of each outline, and how well they fit.

    Args:
        drawn: the outlines (EPSG:27700).
        areas: `area_code, people, easting, northing` (population-weighted centroids).
        boundaries: `area_code` and geometry of the same areas (EPSG:27700).
        postcodes: `area_code, easting, northing` of postcodes; may hold other areas' too.
        name: what to call the input in messages.

    Returns:
        `area_code, group` (number of the outline), `name`; and a fit for each outline.

    Raises:
        InputError: carries every problem: an outline outside the country, one too small to hold
            the centre of any area, or an area whose centre two outlines hold.
    """
    import shapely

    rows, problems, fits = [], [], []
    tree = shapely.STRtree(boundaries.geometry.to_numpy())
    codes = boundaries[KEY].to_numpy()
    for number, one in enumerate(drawn):
        title = one.name or f"outline {number + 1}"
        touched = codes[np.sort(tree.query(one.shape, predicate="intersects"))].tolist()
        inside = areas.filter(pl.Series(_holds(one, areas)))
        if not touched:
            problems.append(_abroad(one, title, name))
        elif not inside.height:
            problems.append(_too_small(title, name, touched))
        else:
            taken = inside[KEY].to_list()
            rows += [(code, number, one.name) for code in taken]
            near = areas.filter(pl.col(KEY).is_in(touched + taken))
            fits.append(_fit(one, title, near, set(taken), boundaries, postcodes))
    groups = pl.DataFrame(
        rows, schema={KEY: pl.String, "group": pl.Int64, "name": pl.String}, orient="row"
    )
    twice = groups.filter(pl.col(KEY).is_duplicated())[KEY].unique().sort()
    if twice.len():
        came = f"{twice.len()} areas in two of them (first: {twice[0]})"
        problems.append(InputProblem("outlines that do not overlap", came, file=name))
    if problems:
        raise InputError(problems, "Areas cannot be fitted to these outlines:")
    return groups, tuple(fits)


def _holds(one: Drawn, points: pl.DataFrame) -> NDArray[np.bool_]:
    """Which points (`easting, northing`) an outline holds."""
    import shapely

    x, y = (points[axis].cast(pl.Float64).to_numpy() for axis in ("easting", "northing"))
    return np.asarray(shapely.contains_xy(one.shape, x, y), dtype=bool)


def _abroad(one: Drawn, title: str, name: str) -> InputProblem:
    import shapely

    x, y = shapely.get_coordinates(shapely.centroid(one.shape))[0]
    came = f"one around easting {x:,.0f}, northing {y:,.0f}, where no area is held"
    hint = "Check that longitude comes before latitude."
    return InputProblem("an outline within the country", came, name, column=title, hint=hint)


def _too_small(title: str, name: str, touched: list[str]) -> InputProblem:
    listed = ", ".join(touched[:3])
    came = f"one that holds none; it lies in {listed}"
    hint = "Draw it larger, or take those areas."
    return InputProblem(
        "the centre of at least one area inside", came, name, column=title, hint=hint
    )


def _fit(
    one: Drawn,
    title: str,
    near: pl.DataFrame,
    taken: set[str],
    boundaries: gpd.GeoDataFrame,
    postcodes: pl.DataFrame,
) -> Fit:
    """How well the areas taken fit one outline, of those near it."""
    import shapely

    codes = near[KEY].to_list()
    shapes = boundaries.set_index(KEY).geometry.reindex(codes).to_numpy()
    common = shapely.area(shapely.intersection(shapes, one.shape))
    whole = shapely.area(shapes)
    by_land = np.divide(common, whole, out=np.zeros_like(common), where=whole > 0)
    own = postcodes.filter(pl.col(KEY).is_in(codes))
    own = own.with_columns(within=pl.Series(_holds(one, own)))
    shares = near.join(own.group_by(KEY).agg(pl.col("within").mean()), on=KEY, how="left")
    share = shares.sort(KEY)["within"].to_numpy()
    people = near.sort(KEY)["people"].to_numpy()
    order = np.argsort(np.array(codes, dtype=object))
    share = np.where(np.isnan(share), by_land[order], share)
    held = np.array([code in taken for code in sorted(codes)])
    return Fit(
        title,
        people_drawn=float((people * share).sum()),
        people_covered=float((people * share)[held].sum()),
        people_outside=float((people * (1 - share))[held].sum()),
        land_drawn=float(shapely.area(one.shape)),
        land_covered=float(common[order][held].sum()),
    )
