"""Figures and sources in words, for labels, feet and alternative text."""

from __future__ import annotations

import math
from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.provenance import Provenance
from commonweal.report.table import INVENTED_SENTENCE

_NOUGHT, _ALIKE = 1e-12, 1e-9


@dataclass(frozen=True, slots=True)
class Figures:
    """How figures of one measure are written: 41.7%, £7.77, 1,640.

    Attributes:
        unit: `%`, `£` or nothing; other units are said in words beside the figures.
        decimals: digits behind the point.
    """

    unit: str = ""
    decimals: int = 1

    def __call__(self, value: float) -> str:
        """A figure as a person writes it, with a true minus sign."""
        shown = f"{abs(value):,.{self.decimals}f}"
        sign = "−" if value < 0 and any(digit in shown for digit in "123456789") else ""
        pound = "£" if self.unit == "£" else ""
        return f"{sign}{pound}{shown}{'%' if self.unit == '%' else ''}"

    def interval(self, lower: float, upper: float) -> str:
        """Both ends: 41.6% to 41.8%."""
        return f"{self(lower)} to {self(upper)}"

    def with_interval(self, value: float, lower: float, upper: float) -> str:
        """A figure with its interval in brackets."""
        return f"{self(value)} (between {self(lower)} and {self(upper)})"

    def mark(self, mark: float, marks: Sequence[float]) -> str:
        """A round figure beside a scale, with no more decimals than its fellows need."""
        needed = max(len(f"{one:.6f}".rstrip("0").rpartition(".")[2]) for one in marks)
        return Figures(self.unit, needed)(mark)


def listed(names: Sequence[str]) -> str:
    """Names as a person lists them: a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def foot(provenance: Provenance) -> str:
    """What stands under a chart: each source with its publisher and date."""
    told = []
    for source in provenance.sources:
        parts = (source.title, source.publisher, day(source.published))
        told.append(", ".join(part for part in parts if part))
    said = [f"{'Source' if len(told) == 1 else 'Sources'}: {'; '.join(told)}."] if told else []
    if provenance.demonstration:
        said.append(INVENTED_SENTENCE)
    return " ".join(said)


def day(published: str) -> str:
    """A date as people write it: 28 March 2023; what is no whole date stays as it is."""
    try:
        found = date.fromisoformat(published)
    except ValueError:
        return published
    return f"{found.day} {month_name[found.month]} {found.year}"


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round figures from at or below the lowest to at or above the highest.

    The step is 1, 2 or 5 times a power of ten.
    """
    most = max(abs(low), abs(high))
    if most < _NOUGHT:
        low, high = 0.0, 1.0
    elif high - low <= _ALIKE * most:
        # Figures that no drawing could tell apart stand in the middle of a scale of their size.
        low, high = low - most / 2, high + most / 2
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(1 - math.floor(math.log10(step)), 0)
    return [round(count * step, digits) for count in range(first, last + 1)]
