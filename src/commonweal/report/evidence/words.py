"""How measured figures are written."""

from __future__ import annotations

from commonweal.report.evidence.claim import Measured


def count(value: float) -> Measured:
    """A whole number."""
    return Measured((value,), f"{value:,.0f}")


def share_of(value: float, of: float, note: str = "") -> Measured:
    """So many of so many."""
    return Measured((value,), f"{value:,.0f} of {of:,.0f}", note)


def largest(value: float, note: str = "") -> Measured:
    """A largest difference, to two figures that count."""
    return Measured((value,), small(value), note)


def small(value: float) -> str:
    """A small number as people read it: `0.00050`, `0.0000083`, never `8.3e-06`."""
    if value == 0:
        return "0"
    text = f"{value:.2g}"
    if "e" not in text:
        return text
    decimals = int(text.split("e-")[1]) + 1
    return f"{value:.{decimals}f}" if decimals <= 12 else "less than 0.000000000001"
