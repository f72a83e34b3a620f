"""Short ways to describe indicators of common kinds."""

from __future__ import annotations

from commonweal.catalogue.types import Indicator, Polarity

SHARE = "share, 0 to 1"


def count(
    indicator_id: str,
    title: str,
    topic: str,
    unit: str,
    polarity: Polarity = "neutral",
    description: str = "",
) -> Indicator:
    """A number of people or things, shared out by people where boundaries change."""
    return Indicator(
        indicator_id, title, topic, unit, polarity, "count", "people", description=description
    )


def share(
    indicator_id: str,
    title: str,
    topic: str,
    parts: tuple[str, str],
    polarity: Polarity = "neutral",
    description: str = "",
) -> Indicator:
    """A part of a whole; `parts` says what is counted above the line and what below."""
    return Indicator(
        indicator_id,
        title,
        topic,
        SHARE,
        polarity,
        "proportion",
        "people",
        description=description,
        numerator=parts[0],
        denominator=parts[1],
    )
