"""Long lists of columns kept as small tables beside the code."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import cast

from commonweal.catalogue.types import Apportion, Indicator, Kind, Polarity

Row = dict[str, str]


def listed(name: str) -> tuple[Row, ...]:
    """The rows of one table of this package, by heading."""
    text = files("commonweal.catalogue").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def bound(text: str) -> float | None:
    """A bound of a range; empty where there is none."""
    return float(text) if text else None


def listed_indicator(row: Row, prefix: str, topic: str) -> Indicator:
    """The indicator that a row describes (id, title, unit, polarity, kind, ...)."""
    return Indicator(
        id=f"{prefix}.{row['id']}",
        title=row["title"],
        topic=topic,
        unit=row["unit"],
        polarity=cast(Polarity, row["polarity"]),
        kind=cast(Kind, row["kind"]),
        apportion=cast(Apportion, row.get("apportion") or "people"),
        description=row.get("description", ""),
        numerator=row.get("numerator", ""),
        denominator=row.get("denominator", ""),
    )
