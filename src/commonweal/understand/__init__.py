"""Understand what is more prevalent in groups of areas, and describe each area and neighbourhood.

Each capability is a frozen spec, a pure function of the spec and tables, and a frozen result that
can `explain()` itself in plain words. To ask an atlas rather than tables, see
`understand.request`.
"""

from commonweal.understand.gathering import gather_measures
from commonweal.understand.measures import LeftOut, Measure, MeasureTable

__all__ = ["LeftOut", "Measure", "MeasureTable", "gather_measures"]
