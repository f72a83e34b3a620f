"""Check the ballots of every vote against what the log says of them.

No row of a ballot or of the roll is witnessed, because a digest would say which entry is whose.
The log tells how many ballots were accepted and, at the close, the digest of the whole list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from commonweal.decide.published.ballots import write_ballots
from commonweal.decide.published.log import ACCEPTED, CLOSED, digest_said, sha256
from commonweal.decide.published.vote import Paper
from commonweal.provenance.chain import Link
from commonweal.web.record.audit.open import row_name
from commonweal.web.record.models import Phase, Pot, Roll
from commonweal.web.record.papers import kind_of


def altered(chain: Sequence[Link]) -> Iterator[tuple[str, str]]:
    """Where the ballots are not as the log says, and in which way."""
    accepted = Counter(link.subject for link in chain if link.action == ACCEPTED)
    closes = {link.subject: link for link in chain if link.action == CLOSED}
    for phase in Phase.objects.exclude(key=""):
        name = row_name(phase)
        roll = Roll.objects.filter(phase=phase).count()
        if roll != accepted[name]:
            yield f"roll of {name}", f"expected {accepted[name]:,} voters, got {roll:,}"
        for pot in phase.pots.all():
            yield from _pot(pot, accepted[name], closes.get(name))


def _pot(pot: Pot, accepted: int, close: Link | None) -> Iterator[tuple[str, str]]:
    held = (pot.sealed if close is None else pot.ballots).count()
    where = f"ballots of {row_name(pot)}"
    # Of a pot for some of the areas it is not known how many of the voters live there.
    if held > accepted or (held < accepted and not pot.areas):
        yield where, f"expected {accepted:,}, got {held:,}"
    if close is None:
        return
    said = digest_said(close, "ballots", pot.slug)
    if said is not None and said != _digest(pot):
        yield where, "not those whose digest the entry of the close holds"


def _digest(pot: Pot) -> str:
    rows = pot.ballots.values_list("tracker", "choices", "points")
    papers = [Paper(tracker, tuple(each), tuple(points)) for tracker, each, points in rows]
    return sha256(write_ballots(papers, kind_of(pot.phase)))
