"""Classes of every area for the map: one byte an area, in the order of the areas' codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.find import aggregate_by_people, bivariate_class
from commonweal.stats import minimum_ranks, quantile_of_rank
from commonweal.web.data.certainty import certainty
from commonweal.web.data.choice import Choice
from commonweal.web.data.colours import (
    CERTAINTY,
    DEPRIVED,
    OPEN_INDEX,
    SHARE,
    SHARE_DEPRIVED,
    TWO_WAY,
    TYPOLOGY,
    UNKNOWN,
    Colouring,
)
from commonweal.web.data.finding import Finding, finding, typology_number
from commonweal.web.data.geography import MIDDLE, SMALL
from commonweal.web.data.measures import DEPRIVATION, colouring, periods
from commonweal.web.data.open_index import open_index
from commonweal.web.data.opened import Held

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Layer:
    """How every area of a geography is coloured under a choice.

    `classes` is a byte an area in the order of the codes (255 unknown); `counts` and `people`
    are the areas and people of each class, in the order of `colouring.labels`.
    """

    colouring: Colouring
    geography: str
    classes: Bytes
    counts: tuple[int, ...]
    people: tuple[int, ...]
    unknown: int


def layer(held: Held, choice: Choice) -> Layer:
    """The layer that a choice asks for; kept."""
    geography = MIDDLE if choice.view == "cartogram" else SMALL
    rule = (choice.deprivation, choice.infrastructure, choice.cut, choice.rule)
    key = ("layer", *rule, choice.colour, geography)
    return held.keep(key, lambda: _layer(held, choice, geography))


def _layer(held: Held, choice: Choice, geography: str) -> Layer:
    found = finding(held, choice)
    chosen = colouring(held, found.double, choice.colour)
    if geography == SMALL:
        classes, people = _small(held, found, chosen), found.table["people"]
    else:
        chosen = {TYPOLOGY: SHARE, DEPRIVED: SHARE_DEPRIVED}.get(chosen, chosen)
        classes, people = _middle(held, found, chosen)
    weights = people.fill_null(0).to_numpy().astype(np.float64)
    size = len(chosen.labels)
    known = classes != UNKNOWN
    return Layer(
        chosen,
        geography,
        classes,
        tuple(int(n) for n in np.bincount(classes[known], minlength=size)),
        tuple(round(n) for n in np.bincount(classes[known], weights[known], minlength=size)),
        int((~known).sum()),
    )


def _small(held: Held, found: Finding, chosen: Colouring) -> Bytes:
    if chosen is TYPOLOGY:
        return _bytes(typology_number(found.table))
    if chosen is CERTAINTY:
        return _bytes(_certainty(held, found))
    if chosen is DEPRIVED:
        return _bytes((~found.table["deprived"]).cast(pl.UInt8))
    if chosen is TWO_WAY:
        return _bytes(_two_way(found.table))
    if chosen is OPEN_INDEX:
        return _bytes(open_index(held).table["decile"] - 1)
    if chosen.id == "deprivation":
        return _bytes(found.table["deprivation_decile"] - 1)
    indicator = f"{DEPRIVATION}.{chosen.id}.decile"
    period = periods(held, indicator, SMALL)[0]
    values = held.atlas.table({"decile": (indicator, period)}, SMALL)
    return _bytes(values.sort("area_code")["decile"] - 1)


def _middle(held: Held, found: Finding, chosen: Colouring) -> tuple[Bytes, pl.Series]:
    """MSOAs: shares of their people, or tenths and thirds of means over their people."""
    codes = held.atlas.areas(MIDDLE).select("area_code").sort("area_code")
    if chosen is CERTAINTY:
        return _surest(held, found, codes)
    ranks = ["deprivation_rank"]
    table = found.table.with_columns(inside=_inside(found).cast(pl.Float64))
    if chosen is TWO_WAY:
        ranks.append("infrastructure_rank")
    elif chosen is OPEN_INDEX:
        own = open_index(held).table.select("area_code", own="rank")
        table = table.join(own, on="area_code", how="left", maintain_order="left")
        ranks = ["own"]
    elif chosen.id not in ("typology", "deprived", "deprivation"):
        indicator = f"{DEPRIVATION}.{chosen.id}.rank"
        period = periods(held, indicator, SMALL)[0]
        own = held.atlas.table({"own": (indicator, period)}, SMALL)
        table = table.join(own, on="area_code", how="left", maintain_order="left")
        ranks = ["own"]
    members = table.select("area_code", group_code="msoa_code").drop_nulls()
    means = aggregate_by_people(table, members, ["inside", *ranks])
    means = codes.join(means, on="area_code", how="left", maintain_order="left")
    people = means["people"]
    if chosen.scheme == SHARE.scheme:
        return _bytes(share_class(means["inside"])), people
    ranked = [_ranked(means[name]) for name in ranks]
    if chosen is TWO_WAY:
        sizes = (_known(ranked[0]), _known(ranked[1]))
        return _bytes(_two_way(bivariate_class(ranked[0], ranked[1], sizes))), people
    return _bytes(_decile(ranked[0]) - 1), people


def _certainty(held: Held, found: Finding) -> pl.Series:
    """Classes 0 (certain) to 4 (not on the list), in the order of the small areas."""
    known = certainty(held, found.choice)
    rows = found.table.select("area_code").join(
        known, on="area_code", how="left", maintain_order="left"
    )
    return rows["certainty"].to_physical()


def _surest(held: Held, found: Finding, codes: pl.DataFrame) -> tuple[Bytes, pl.Series]:
    """MSOAs by the surest of their small areas."""
    table = found.table.select("msoa_code", "people").with_columns(
        certainty=_certainty(held, found)
    )
    best = table.group_by(area_code="msoa_code").agg(
        pl.col("certainty").min(), pl.col("people").sum()
    )
    rows = codes.join(best, on="area_code", how="left", maintain_order="left")
    return _bytes(rows["certainty"]), rows["people"]


def _inside(found: Finding) -> pl.Series:
    if not found.double:
        return found.table["deprived"]
    return typology_number(found.table) == 0


def _two_way(table: pl.DataFrame) -> pl.Series:
    """Classes 0 to 8: deprivation across, lack of social infrastructure up."""
    across, up = table["deprivation_class"], table["infrastructure_class"]
    return (up.cast(pl.Int16) - 1) * 3 + across.cast(pl.Int16) - 1


def share_class(share: pl.Series) -> pl.Series:
    """None, up to a quarter, a half, three quarters, more."""
    return (
        share.to_frame("share")
        .select(
            pl.when(pl.col("share").is_null())
            .then(None)
            .when(pl.col("share") <= 0)
            .then(0)
            .otherwise((pl.col("share") * 4).ceil().clip(1, 4))
        )
        .to_series()
    )


def _ranked(values: pl.Series) -> NDArray[np.float64]:
    """Ranks of means of ranks: the lowest mean is the most severe."""
    numbers = values.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    known = ~np.isnan(numbers)
    ranks = np.full(numbers.shape, np.nan)
    ranks[known] = minimum_ranks(numbers[known], highest_first=False)
    return ranks


def _known(ranks: NDArray[np.float64]) -> int:
    return int((~np.isnan(ranks)).sum())


def _decile(ranks: NDArray[np.float64]) -> pl.Series:
    known = ~np.isnan(ranks)
    deciles = np.full(ranks.shape, np.nan)
    deciles[known] = quantile_of_rank(ranks[known], _known(ranks))
    return pl.Series(deciles).fill_nan(None)


def _bytes(classes: pl.Series) -> Bytes:
    made: Bytes = classes.cast(pl.UInt8).fill_null(UNKNOWN).to_numpy()
    return made
