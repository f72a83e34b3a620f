"""What the templates of a profile are given, the same for areas and neighbourhoods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonweal.provenance import Source
from commonweal.report.profile import parts
from commonweal.understand.profile import Profile
from commonweal.understand.profile.assets import NOT_LISTED
from commonweal.web.data.years import drawn
from commonweal.web.pages.profile import TITLES


def profile_context(
    profile: Profile, address: str, query: str = "", onward: str = ""
) -> dict[str, Any]:
    """The context of `parts/profile_*.html`.

    Args:
        profile: of the place.
        address: of its page; its files have the same with an ending.
        query: the choice that the address asks for, if any.
        onward: address of the map at this place; empty where there is none.
    """
    claimants = profile.history.claimants
    asked = f"?{query}" if query else ""
    return {
        "profile": profile,
        "living": parts(profile, profile.living),
        "spine": parts(profile, profile.spine),
        "not_listed": NOT_LISTED,
        "asset_sources": _sources(profile, (near.release for near in profile.assets)),
        "edition_sources": _sources(profile, profile.history.releases),
        "claimants": claimants,
        "claimants_drawing": drawn(claimants, profile.country) if claimants else None,
        "claimant_sources": _sources(profile, (claimants.release,)) if claimants else (),
        "files": {format: f"{address}.{format}{asked}" for format in TITLES},
        "takeaway": tuple(TITLES.items()),
        "next_map": onward,
    }


def _sources(profile: Profile, releases: Iterable[str]) -> tuple[Source, ...]:
    wanted = set(releases)
    return tuple(each for each in profile.provenance.sources if each.release in wanted)
