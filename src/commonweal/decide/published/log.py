"""What the record's log says of a vote, and how to find it again there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.decide.election import Kind
from commonweal.decide.pabulib.write import decimal
from commonweal.decide.published.ballots import write_ballots
from commonweal.decide.published.vote import Pot
from commonweal.provenance import Link
from commonweal.provenance.canonical import JSON, canonical

PUBLISHED = "phase published"
OPENED = "voting opened"
ACCEPTED = "ballot accepted"
CHANGED = "ballot changed"
CLOSED = "phase closed"


def sha256(data: bytes | str) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()


def paper_digest(pot: Pot, kind: Kind, longest: int | None = None) -> str:
    """Digest of a pot's ballot paper: its money, and everything that stands with its cost."""
    projects: list[JSON] = [
        {
            "id": project.id,
            "cost": decimal(project.cost),
            "name": project.name,
            "categories": list(project.categories),
        }
        for project in sorted(pot.projects, key=lambda each: each.id)
    ]
    paper: dict[str, JSON] = {
        "amount": decimal(pot.amount),
        "kind": kind,
        "longest": longest,
        "projects": projects,
    }
    return sha256(canonical(paper))


def says_published(phase: str, rules: dict[str, str], opens: str, closes: str) -> dict[str, JSON]:
    """What `phase published` says.

    Args:
        phase: the phase's id.
        rules: the text of each pot's rule, by the pot's id.
        opens: when voting opens, as the manifest will say it.
        closes: when it closes.
    """
    digests: dict[str, JSON] = {pot: sha256(text) for pot, text in rules.items()}
    return {"phase": phase, "rules": digests, "opens": opens, "closes": closes}


def says_opened(
    phase: str, pots: Iterable[Pot], kind: Kind, longest: int | None = None
) -> dict[str, JSON]:
    """What `voting opened` says: a digest of each pot's ballot paper."""
    papers: dict[str, JSON] = {pot.id: paper_digest(pot, kind, longest) for pot in pots}
    return {"phase": phase, "papers": papers}


def says_accepted(phase: str) -> dict[str, JSON]:
    """What `ballot accepted` and `ballot changed` say: the phase, and nothing of the ballot."""
    return {"phase": phase}


def says_closed(
    phase: str, accepted: int, pots: Iterable[Pot], kind: Kind, fewest: int
) -> dict[str, JSON]:
    """What `phase closed` says.

    Args:
        phase: the phase's id.
        accepted: ballot papers accepted, one a voter whatever the number of pots.
        pots: every pot with its ballots.
        kind: what a ballot is.
        fewest: fewest ballots of a pot with which they are published. With fewer the digest is
            left out too: whoever knows the trackers could try all ballots until it fits.
    """
    ballots: dict[str, JSON] = {
        pot.id: None if len(pot.papers) < fewest else sha256(write_ballots(pot.papers, kind))
        for pot in pots
    }
    return {"phase": phase, "accepted": accepted, "ballots": ballots}


@dataclass(frozen=True, slots=True)
class PhaseLog:
    """The entries of one phase in the order of the log.

    Attributes:
        published: every `phase published`.
        opened: every `voting opened`.
        accepted: every `ballot accepted`.
        changed: every `ballot changed`.
        closed: every `phase closed`.
    """

    published: tuple[Link, ...]
    opened: tuple[Link, ...]
    accepted: tuple[Link, ...]
    changed: tuple[Link, ...]
    closed: tuple[Link, ...]


def phase_log(links: Iterable[Link], phase: str) -> PhaseLog:
    """What the log says of one phase."""
    found: dict[str, list[Link]] = {
        action: [] for action in (PUBLISHED, OPENED, ACCEPTED, CHANGED, CLOSED)
    }
    for link in links:
        if link.action in found and link.says.get("phase") == phase:
            found[link.action].append(link)
    return PhaseLog(*(tuple(each) for each in found.values()))


def digest_said(link: Link, field: str, pot: str) -> JSON:
    """The digest that an entry's field gives for a pot; None where it gives none."""
    digests = link.says.get(field)
    return digests.get(pot) if isinstance(digests, dict) else None
