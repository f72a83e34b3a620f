"""What a person means who asks to find neighbourhoods without naming the editions."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.atlas import Atlas, Series
from commonweal.catalogue import geography as geography_record
from commonweal.errors import UnknownIndicator
from commonweal.find.request import FindRequest

USUAL = FindRequest()
"""What is asked when nothing is said."""


def usual_editions(
    atlas: Atlas, geography: str, deprivation: str | None = None, infrastructure: str | None = None
) -> tuple[str, str]:
    """The editions of deprivation and of social infrastructure to use for a kind of area.

    What was said counts. Else it is the latest that was published for these very areas; else,
    for deprivation, that of the same year as social infrastructure; else the usual one, or the
    latest held.
    """
    kind = geography_record(geography).id
    needs = infrastructure or _latest(_held(atlas, "cni.rank"), kind, USUAL.infrastructure)
    deprived = deprivation or _latest(_held(atlas, "imd.rank"), kind, needs, USUAL.deprivation)
    return deprived, needs


def _held(atlas: Atlas, indicator: str) -> Sequence[Series]:
    try:
        return atlas.indicator(indicator).series
    except UnknownIndicator:
        return ()


def _latest(series: Sequence[Series], kind: str, *preferred: str) -> str:
    published = [item.period for item in series if item.geography == kind]
    held = [item.period for item in series]
    fitting = [edition for edition in preferred if edition in held]
    return max(published, default="") or next(iter(fitting), "") or max(held, default=preferred[-1])
