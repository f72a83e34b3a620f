"""The ways to colour a map: the classes of each, and the words of its legend."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = 255
"""Class of an area of which the value is not known."""


@dataclass(frozen=True, slots=True)
class Colouring:
    """A way to colour a map: `scheme` is its name in report/palette.json, `labels` its classes."""

    id: str
    title: str
    scheme: str
    labels: tuple[str, ...]
    note: str = ""


TYPOLOGY = Colouring(
    "typology",
    "Type of neighbourhood",
    "typology",
    ("Doubly disadvantaged", "Deprived only", "Short of social infrastructure only", "Neither"),
)
TWO_WAY = Colouring(
    "two-way",
    "Both at once, in thirds",
    "two-way",
    (
        "Least deprived, most social infrastructure",
        "Middling deprived, most social infrastructure",
        "Most deprived, most social infrastructure",
        "Least deprived, middling social infrastructure",
        "Middling on both",
        "Most deprived, middling social infrastructure",
        "Least deprived, least social infrastructure",
        "Middling deprived, least social infrastructure",
        "Most deprived, least social infrastructure",
    ),
    "Deprivation grows to the right; social infrastructure gets scarcer upwards.",
)
DEPRIVED = Colouring(
    "deprived", "Most deprived", "deprived", ("Among the most deprived", "Not among them")
)
CERTAINTY = Colouring(
    "certainty",
    "How sure the list is",
    "certainty",
    (
        "On the list, certain",
        "On the list, likely",
        "On the list, borderline",
        "Not on the list, but possible",
        "Not on the list",
    ),
    "Certain: on at least 95 of 100 simulated lists. Likely: on 50 to 95. Borderline: on fewer. "
    "Possible: not listed, but on at least 5 of 100.",
)
_TENTHS = ("Most deprived tenth", *(f"Tenth {i}" for i in range(2, 10)), "Least deprived tenth")


def deciles(colour_id: str, title: str) -> Colouring:
    """Tenths of one index or domain."""
    return Colouring(colour_id, title, "decile", _TENTHS)


OPEN_INDEX = Colouring(
    "open-index",
    "Open social infrastructure index, in tenths",
    "decile",
    (
        "Tenth with the least social infrastructure",
        *(f"Tenth {i}" for i in range(2, 10)),
        "Tenth with the most",
    ),
    "Made from open data alone. It is not the Community Needs Index, and agrees with it weakly.",
)
SHARE = Colouring(
    "typology",
    "Share of people in doubly disadvantaged neighbourhoods",
    "share",
    ("None", "Up to a quarter", "A quarter to a half", "A half to three quarters", "More"),
    "Each hexagon is one MSOA of about 8,000 people.",
)
SHARE_DEPRIVED = Colouring(
    "deprived",
    "Share of people in the most deprived neighbourhoods",
    SHARE.scheme,
    SHARE.labels,
    SHARE.note,
)
