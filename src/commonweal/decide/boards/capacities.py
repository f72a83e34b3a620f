"""What a person may be on a board: the capacities that rules speak of, and their words."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

RESIDENT = "resident"
INDEPENDENT = "independent"

CAPACITIES = MappingProxyType(
    {
        "resident": ("resident", "residents"),
        "works-here": ("person who works in the area", "people who work in the area"),
        "business": ("member from local business", "members from local business"),
        "campaign": ("member from a local campaign", "members from local campaigns"),
        "faith": ("member from a faith community", "members from faith communities"),
        "workplace": ("workplace representative", "workplace representatives"),
        "community": ("member from a community group", "members from community groups"),
        "councillor": ("councillor", "councillors"),
        "mp": ("Member of Parliament", "Members of Parliament"),
        "mayor": ("elected mayor", "elected mayors"),
        "officer": ("officer of a public body", "officers of public bodies"),
        "elector": ("local government elector", "local government electors"),
        "elected": ("elected member", "elected members"),
        "co-opted": ("co-opted member", "co-opted members"),
        "independent": ("independent member", "independent members"),
    }
)
"""Name of each capacity, with its words for one person and for several."""


def in_words(capacities: Sequence[str], people: int) -> str:
    """Capacities as people say them, for so many people: `elected or co-opted members`."""
    return " or ".join(_word(capacity, people) for capacity in capacities)


def one_of(capacities: Sequence[str]) -> str:
    """Capacities of one person, with the article: `a councillor or an elected mayor`."""
    words = [_word(capacity, 1) for capacity in capacities]
    return " or ".join(f"{'an' if word[0] in 'aeio' else 'a'} {word}" for word in words)


def _word(capacity: str, people: int) -> str:
    one, several = CAPACITIES.get(capacity, (f"{capacity} member", f"{capacity} members"))
    return one if people == 1 else several
