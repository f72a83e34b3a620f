"""Check a published vote from its files alone: no network, no database, no trust in the board."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.decide.published.log import phase_log
from commonweal.decide.published.log_checks import log_checks
from commonweal.decide.published.pot_checks import pot_checks
from commonweal.decide.published.publish import publish
from commonweal.decide.published.read import Files
from commonweal.decide.published.verification import Check, Verification
from commonweal.decide.published.vote import PublishedVote


def verify(vote: PublishedVote | bytes, head: tuple[int, str] | None = None) -> Verification:
    """Check a published vote.

    Args:
        vote: the bytes of the zip; a vote in memory is checked as it would be published.
        head: number and hash of an entry of the log that was noted earlier. Without it the whole
            log might have been written anew after the vote.

    Raises:
        InputError: it is not a zip that is safe to open, or has no manifest that can be read.
    """
    files = Files.of(publish(vote) if isinstance(vote, PublishedVote) else vote)
    return Verification(files.vote.title, tuple(_checks(files, head)))


def _checks(files: Files, head: tuple[int, str] | None) -> Iterator[Check]:
    for name in files.expected:
        wrong = files.wrong(name)
        words = wrong or "it has the SHA-256 of the manifest"
        yield Check(f"file {name}", not wrong, words)
    if strangers := files.strangers():
        yield Check("no other files", False, ", ".join(strangers))
    links = files.log()
    found = phase_log(links or (), files.vote.phase)
    yield from log_checks(files, links, found, head)
    for pot in files.vote.pots:
        yield from pot_checks(files, pot, found)
