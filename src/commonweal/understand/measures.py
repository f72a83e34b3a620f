"""Measures side by side: every indicator that can be compared, for the areas of one geography.

A measure is an indicator at one period, brought to the areas asked for. Where what it counts and
what it is counted among are held, both come with it, so that the share of a group of areas is a
sum over a sum and not a mean of means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import UnknownIndicator

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
Way = Literal["held", "carried", "of the larger area"]

MEASURED: tuple[str, ...] = ("proportion", "rate", "mean", "score")


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of a table of measures.

    Attributes:
        id: the indicator's id.
        title: its title in plain English.
        topic: what it belongs to.
        unit: of its values.
        polarity: `higher_is_worse`, `higher_is_better` or `neutral`.
        kind: `proportion`, `rate`, `mean` or `score`.
        period: of its values.
        held_for: the geography that it is published for.
        release: the release that it was read from.
        redistribute: whether its values may be passed on: `yes`, `no` or `ask`.
        way: `held` for these areas, `carried` along a lookup weighted by people, or the value
            `of the larger area` that each lies in.
        note: in one sentence, what a reader must know of how it came here; else empty.
        multiplier: value = multiplier x numerator / denominator, where both are known.
        other_release: for a measure made of two releases, the one of its denominator.
    """

    id: str
    title: str
    topic: str
    unit: str
    polarity: str
    kind: str
    period: str
    held_for: str
    release: str
    redistribute: str
    way: Way
    note: str = ""
    multiplier: float = 1.0
    other_release: str = ""

    @property
    def releases(self) -> tuple[str, ...]:
        """Every release that its values rest on."""
        return tuple(dict.fromkeys(name for name in (self.release, self.other_release) if name))

    @property
    def sign(self) -> int:
        """1 where more is worse, -1 where more is better, 0 where neither is said."""
        return {"higher_is_worse": 1, "higher_is_better": -1}.get(self.polarity, 0)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An indicator that is not among the measures, and why."""

    id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """Values of m measures for n areas; the arrays cannot be changed.

    Attributes:
        geography: the kind of area.
        areas: n rows by code: `area_code, area_name, local_name, people`.
        measures: m of them, in the order of the arrays' columns.
        value: n x m; NaN where not known.
        numerator: n x m; NaN where the measure is not held as a part of a whole.
        denominator: n x m; likewise.
        approximate: n x m; whether the value rests on an approximate lookup or source.
        left_out: the indicators that are not here, and why.
        larger: for each geography whose areas stand in for those inside them, n numbers of the
            larger area that each area here has its value of; -1 where it has none.
    """

    geography: str
    areas: pl.DataFrame
    measures: tuple[Measure, ...]
    value: Floats
    numerator: Floats
    denominator: Floats
    approximate: Flags
    left_out: tuple[LeftOut, ...] = field(default=())
    larger: Mapping[str, Places] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("value", "numerator", "denominator", "approximate"):
            frozen = getattr(self, name).view()
            frozen.flags.writeable = False
            object.__setattr__(self, name, frozen)

    @property
    def area_codes(self) -> pl.Series:
        """The n codes, in the order of the arrays' rows."""
        return self.areas["area_code"]

    @property
    def people(self) -> Floats:
        """People of each area, who weigh it."""
        return np.array(self.areas["people"], dtype=np.float64)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the measures."""
        return tuple(measure.id for measure in self.measures)

    def __len__(self) -> int:
        return self.areas.height

    def place(self, measure_id: str) -> int:
        """The column of a measure.

        Raises:
            UnknownIndicator: it is not here; the message says why, or names the nearest.
        """
        try:
            return self.ids.index(measure_id)
        except ValueError:
            raise UnknownIndicator(self._missing(measure_id)) from None

    def measure(self, measure_id: str) -> Measure:
        """One measure by its id.

        Raises:
            UnknownIndicator: it is not here.
        """
        return self.measures[self.place(measure_id)]

    def select(self, measure_ids: Sequence[str]) -> MeasureTable:
        """The same areas with these measures only, in this order.

        Raises:
            UnknownIndicator: one is not here.
        """
        places = [self.place(name) for name in measure_ids]
        return MeasureTable(
            geography=self.geography,
            areas=self.areas,
            measures=tuple(self.measures[place] for place in places),
            value=self.value[:, places],
            numerator=self.numerator[:, places],
            denominator=self.denominator[:, places],
            approximate=self.approximate[:, places],
            left_out=self.left_out,
            larger=self.larger,
        )

    def keep(self, area_codes: Sequence[str]) -> MeasureTable:
        """The same measures for these areas only; codes that are not here are passed over."""
        kept = self.area_codes.is_in(list(area_codes)).to_numpy()
        return MeasureTable(
            geography=self.geography,
            areas=self.areas.filter(pl.Series(kept)),
            measures=self.measures,
            value=self.value[kept],
            numerator=self.numerator[kept],
            denominator=self.denominator[kept],
            approximate=self.approximate[kept],
            left_out=self.left_out,
            larger={name: places[kept] for name, places in self.larger.items()},
        )

    def frame(self, measure_id: str) -> pl.DataFrame:
        """One measure as a frame: `area_code, value, numerator, denominator, approximate`."""
        place = self.place(measure_id)
        return pl.DataFrame(
            {
                "area_code": self.area_codes,
                "value": self.value[:, place],
                "numerator": self.numerator[:, place],
                "denominator": self.denominator[:, place],
                "approximate": self.approximate[:, place],
            }
        ).with_columns(pl.col("value", "numerator", "denominator").fill_nan(None))

    def wide(self) -> pl.DataFrame:
        """The values side by side: `area_code` and a column for each measure."""
        values = {item.id: self.value[:, place] for place, item in enumerate(self.measures)}
        return pl.DataFrame({"area_code": self.area_codes, **values}).with_columns(
            pl.col(list(values)).fill_nan(None)
        )

    def _missing(self, measure_id: str) -> str:
        for item in self.left_out:
            if item.id == measure_id:
                return f"{measure_id} is not among these measures: {item.reason}"
        near = get_close_matches(measure_id, self.ids, n=3, cutoff=0.4)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return f"there is no measure {measure_id!r} here.{hint}"
