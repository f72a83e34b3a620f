"""Which measures are themselves part of the rule that made the groups.

That a group chosen for being deprived is deprived says nothing new. Such measures are shown, and
marked; no key finding rests on them.
"""

from __future__ import annotations

from collections.abc import Iterable

# What the Index of Multiple Deprivation is made of, by the beginning of the measure's id: the
# index, its domains, the indicators published beneath it and those counted anew from them.
_DEPRIVATION = (
    "imd.",
    "iod.",
    "derived.income_deprived",
    "derived.employment_deprived",
    "access.road.",
)
_COMMUNITY_NEED = ("cni.",)
_OPEN_INDEX = ("access.", "civic.", "iod.digital_connectivity")

IN_DEPRIVATION = "part of the index of deprivation"
IN_INFRASTRUCTURE = "part of the measure of social infrastructure"


def part_of_rule(measure_id: str, infrastructure: str = "") -> str:
    """Which part of the rule a measure belongs to, in words; empty where it is in none.

    Args:
        measure_id: the measure.
        infrastructure: the edition of community needs, or `open` for the open index.
    """
    if measure_id.startswith(_DEPRIVATION):
        return IN_DEPRIVATION
    among = _OPEN_INDEX if infrastructure == "open" else _COMMUNITY_NEED
    return IN_INFRASTRUCTURE if measure_id.startswith(among) else ""


def parts_of_rule(measure_ids: Iterable[str], infrastructure: str = "") -> dict[str, str]:
    """Those of the measures that are part of the rule, and of which part."""
    found = {name: part_of_rule(name, infrastructure) for name in measure_ids}
    return {name: part for name, part in found.items() if part}
