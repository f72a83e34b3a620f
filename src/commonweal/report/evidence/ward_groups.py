"""Groups of wards (2017) that findings were published for, and counts brought to those wards."""

from __future__ import annotations

import polars as pl

from commonweal.atlas.geography.carry import carry
from commonweal.errors import MethodNotApplicable
from commonweal.find.ranks_in import index_ranks
from commonweal.find.tables import KEY
from commonweal.parameters import number
from commonweal.report.evidence.held import Held, remembered
from commonweal.understand.derived import (
    DERIVED,
    DerivedMeasure,
    Pooled,
    denominator_period,
    pooled,
)

WARDS = "ward17"
SMALL = "lsoa11"
_ONWARD = {"lsoa21": SMALL, SMALL: WARDS}


@remembered
def left_behind(held: Held) -> pl.Series:
    """Codes of the wards on the official list of 2019."""
    flags = held.atlas.observations("cni.flagged", "2019", WARDS)
    return flags.filter(pl.col("value") == 1)[KEY]


@remembered
def other_deprived(held: Held) -> pl.Series:
    """Codes of the wards in the worst tenth by IMD 2019 that are not left behind."""
    ranks = index_ranks(held.atlas, "imd", "2019", WARDS).table
    worst = ranks.filter(pl.col("rank") <= number("double_disadvantage.cut") * ranks.height)
    return worst.filter(~pl.col(KEY).is_in(left_behind(held).implode()))[KEY]


@remembered
def ward_counts(
    held: Held, indicator: str, period: str, geography: str, column: str = "value"
) -> pl.DataFrame:
    """Counts of small areas summed to wards: `area_code, value`.

    Args:
        held: the atlas.
        indicator: whose counts.
        period: their period.
        geography: the small areas that they are held for.
        column: `value`, `numerator` or `denominator`.
    """
    frame = held.atlas.observations(indicator, period, geography).select(KEY, value=column)
    here = geography
    while here != WARDS:
        onward = _ONWARD[here]
        lookup = held.atlas.lookup(here, onward)
        frame = carry(frame, lookup, kind="count", apportion="people").select(KEY, "value")
        here = onward
    return frame


def measure_of(held: Held, measure_id: str, period: str) -> tuple[pl.DataFrame, str]:
    """Both counts of a derived measure by ward, and the period of the denominator.

    Returns:
        `area_code, numerator, denominator` of every ward, and that period.
    """
    measure = derived(measure_id)
    series = held.atlas.indicator(measure.denominator).series
    periods = [item.period for item in series if item.geography == SMALL]
    people = denominator_period(measure, period, periods)
    counts = ward_counts(held, measure.numerator, period, SMALL)
    among = ward_counts(held, measure.denominator, people, SMALL)
    return side_by_side(counts, among), people


def side_by_side(numerator: pl.DataFrame, denominator: pl.DataFrame) -> pl.DataFrame:
    """Two columns of counts: `area_code, numerator, denominator`, for areas of the first."""
    return numerator.rename({"value": "numerator"}).join(
        denominator.rename({"value": "denominator"}), on=KEY, how="left"
    )


def derived(measure_id: str) -> DerivedMeasure:
    """A derived measure by its id.

    Raises:
        MethodNotApplicable: there is none.
    """
    for measure in DERIVED:
        if measure.id == measure_id:
            return measure
    raise MethodNotApplicable(f"There is no derived measure {measure_id!r}.")


def together(counts: pl.DataFrame, measure: DerivedMeasure, wards: pl.Series | None) -> Pooled:
    """A measure of a group of wards taken together; of all of them if none is named."""
    chosen = counts if wards is None else counts.filter(pl.col(KEY).is_in(wards.implode()))
    return pooled(chosen["numerator"].to_numpy(), chosen["denominator"].to_numpy(), measure)
