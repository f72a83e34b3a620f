"""How numbers, dates and places read on a page."""

from __future__ import annotations

from datetime import date

MILLION = 1_000_000


def grouped(value: float | int | None, decimals: int = 0) -> str:
    """`1262` as `1,262`; a missing number says so."""
    return "not known" if value is None else f"{value:,.{decimals}f}"


def count(value: float | int | None) -> str:
    """A large number as people say it: `2.0 million`; smaller ones in full."""
    if value is None:
        return "not known"
    return f"{value / MILLION:.1f} million" if value >= MILLION else f"{value:,.0f}"


def percent(part: float | None, whole: float | None, decimals: int = 1) -> str:
    """`part` of `whole` in per cent, or `not known`."""
    if part is None or not whole:
        return "not known"
    return f"{100 * part / whole:.{decimals}f}%"


def plain_date(text: str) -> str:
    """`2025-10-30` as `30 October 2025`; `2025-10` as `October 2025`; other text as it is."""
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) not in (2, 3):
        return text
    try:
        day = date(*(int(part) for part in (*parts, "1")[:3]))
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}" if len(parts) == 3 else f"{day:%B %Y}"


def told_day(day: date) -> str:
    """A day as people write it: `1 May 2026`."""
    return plain_date(day.isoformat())


def listed(items: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def plural(number: float, one: str, many: str = "") -> str:
    """`1 neighbourhood`, `2 neighbourhoods`."""
    return f"{number:,.0f} {one if number == 1 else many or one + 's'}"


def first_letter(text: str) -> str:
    """With a capital first letter; the others as they are."""
    return text[:1].upper() + text[1:]
