"""The proposals of a phase as a list: filtered, sorted, on a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from commonweal.web.data.spots import Spot, SpotMap, spot_map
from commonweal.web.pages.decide.acting import atlas_or_none
from commonweal.web.record.changes.delivery import winners
from commonweal.web.record.models import Image, Phase, Pot, Proposal

SORTS = {
    "number": ("In the order they came", ("number",)),
    "newest": ("Newest first", ("-number",)),
    "support": ("Most support first", ("-backers", "number")),
    "cost": ("Lowest cost first", ("cost", "number")),
    "title": ("By title, A to Z", ("title", "number")),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What the reader chose and what it gives.

    Attributes:
        proposals: those that are shown, with their support counted in `backers`.
        total: how many there are without filters.
        winners: numbers of those that won.
    """

    proposals: list[Proposal]
    total: int
    pots: list[Pot]
    categories: list[str]
    sorts: list[tuple[str, str]]
    pot: str
    category: str
    sort: str
    winners: frozenset[int]


def shown_proposals(phase: Phase) -> QuerySet:
    """The proposals of a phase that everyone sees, with what a list shows of them."""
    pictures = Prefetch("images", Image.objects.defer("content"))
    rows = phase.proposals.exclude(state__in=("hidden", "withdrawn")).select_related("pot")
    return rows.prefetch_related(pictures).annotate(backers=Count("supports"))


def chosen_list(phase: Phase, asked: Mapping[str, Any]) -> Listing:
    """The list that a reader's filters ask for; what is not on offer is left aside."""
    pots = list(phase.pots.all())
    categories = sorted({name for pot in pots for name in pot.categories})
    pot = asked.get("pot", "") if asked.get("pot") in {one.slug for one in pots} else ""
    category = asked.get("category", "") if asked.get("category") in categories else ""
    sort = asked.get("sort", "") if asked.get("sort") in SORTS else "number"
    rows = shown_proposals(phase)
    total = rows.count()
    if pot:
        rows = rows.filter(pot__slug=pot)
    if category:
        rows = rows.filter(category=category)
    return Listing(
        proposals=list(rows.order_by(*SORTS[sort][1])),
        total=total,
        pots=pots,
        categories=categories,
        sorts=[(name, title) for name, (title, _) in SORTS.items()],
        pot=pot,
        category=category,
        sort=sort,
        winners=winners(phase),
    )


def map_of(phase: Phase, proposals: Iterable[Proposal]) -> SpotMap | None:
    """Where proposals would be, on the outline of the neighbourhood; None without any place."""
    spots = [
        (proposal.number, Spot(proposal.longitude, proposal.latitude))
        for proposal in proposals
        if proposal.longitude is not None and proposal.latitude is not None
    ]
    kept = atlas_or_none() if spots else None
    if kept is None:
        return None
    place = phase.neighbourhood
    return spot_map(kept, place.geography, place.areas, spots)
