"""Read a published vote back from its files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from commonweal.decide.election import Election
from commonweal.decide.pabulib import read_pabulib
from commonweal.decide.published.archive import unpack
from commonweal.decide.published.ballots import read_ballots
from commonweal.decide.published.log import sha256
from commonweal.decide.published.manifest import LOG, NAME, pot_names, read_manifest
from commonweal.decide.published.vote import Paper, Pot, PublishedVote
from commonweal.decide.spec import CountSpec, count_spec
from commonweal.errors import CommonwealError, InputError, InputProblem
from commonweal.provenance import Link, from_lines

Made = TypeVar("Made")


@dataclass(slots=True)
class Files:
    """The files of a published vote, read one by one; what is wrong with each is kept.

    Attributes:
        vote: as far as the manifest tells it.
        digests: checksums that the manifest gives, by name.
        held: the bytes of every file, by name.
        problems: why a file cannot be read, by name.
    """

    vote: PublishedVote
    digests: Mapping[str, str]
    held: Mapping[str, bytes]
    problems: dict[str, CommonwealError] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes) -> Files:
        """The files of a zip.

        Raises:
            InputError: it is not a zip that is safe to open, or has no manifest that can be read.
        """
        held = unpack(data)
        if NAME not in held:
            raise InputError(InputProblem(f"a file {NAME}", "none", file="the zip"))
        vote, digests = read_manifest(held[NAME])
        return cls(vote, digests, held)

    @property
    def expected(self) -> tuple[str, ...]:
        """Names of the files there should be beside the manifest."""
        return (LOG, *(name for pot in self.vote.pots for name in pot_names(pot).values()))

    def wrong(self, name: str) -> str:
        """What is wrong with a file before it is read; "" for nothing."""
        if name not in self.held:
            return "it is missing"
        if (came := sha256(self.held[name])) != self.digests.get(name):
            return f"expected SHA-256 {self.digests.get(name, 'in the manifest')}, got {came}"
        return ""

    def strangers(self) -> tuple[str, ...]:
        """Names in the zip or the manifest that do not belong there."""
        return tuple(sorted({*self.held, *self.digests} - {*self.expected, NAME}))

    def log(self) -> tuple[Link, ...] | None:
        """The log; None if it cannot be read."""
        return self._read(LOG, lambda text: from_lines(text, LOG))

    def rule(self, pot: Pot) -> CountSpec | None:
        """A pot's rule; None if it cannot be read."""
        name = pot_names(pot)["rule"]
        return self._read(name, lambda text: count_spec(text, name))

    def outcome(self, pot: Pot) -> dict[str, Any] | None:
        """A pot's declared result; None if it cannot be read."""
        name = pot_names(pot)["outcome"]
        return self._read(name, lambda text: _outcome(text, name))

    def papers(self, pot: Pot) -> tuple[Paper, ...] | None:
        """A pot's ballots; None if they cannot be read."""
        name, kind = pot_names(pot)["ballots"], self.vote.kind
        return self._read(name, lambda text: read_ballots(text, kind, name))

    def election(self, pot: Pot) -> Election | None:
        """What a pot's Pabulib file holds; None if it cannot be read."""
        name = pot_names(pot)["pb"]
        return self._read(name, lambda text: read_pabulib(text.encode("utf-8"), name))

    def _read(self, name: str, how: Callable[[str], Made]) -> Made | None:
        try:
            return how(self.held[name].decode("utf-8"))
        except KeyError:
            self.problems[name] = InputError(InputProblem("a file", "none", file=name))
        except UnicodeDecodeError as error:
            problem = InputProblem("text in UTF-8", f"the byte at {error.start}", file=name)
            self.problems[name] = InputError(problem)
        except CommonwealError as error:
            self.problems[name] = error
        return None


def read_published(data: bytes) -> PublishedVote:
    """Read a published vote.

    Whether it is right is for `verify` to say; here every file must be the one that the manifest
    names. Of a pot that is withheld only the rule and the winners come back.

    Raises:
        InputError: carries every problem with its file.
    """
    files = Files.of(data)
    problems = [
        InputProblem("the file of the manifest", wrong, file=name)
        for name in files.expected
        if (wrong := files.wrong(name))
    ]
    problems += [InputProblem("no other files", "one", file=name) for name in files.strangers()]
    log = files.log()
    pots = [_pot(files, pot) for pot in files.vote.pots]
    for name, error in files.problems.items():
        found = error.problems if isinstance(error, InputError) else ()
        problems += found or [InputProblem("a file that can be read", str(error), file=name)]
    if problems:
        raise InputError(problems, "This published vote cannot be read:")
    return replace(files.vote, pots=tuple(pots), log=log or ())


def _pot(files: Files, pot: Pot) -> Pot:
    files.rule(pot)
    rule = files.held.get(pot_names(pot)["rule"], b"").decode("utf-8", "replace")
    whole = replace(pot, rule=rule, outcome=files.outcome(pot))
    if pot.withheld:
        return whole
    papers, election = files.papers(pot), files.election(pot)
    if papers is None or election is None:
        return whole
    return replace(whole, papers=papers, projects=election.projects)


def _outcome(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(InputProblem("JSON", str(error), file=name)) from None
    winners = found.get("winners") if isinstance(found, dict) else None
    if not isinstance(winners, list) or not all(isinstance(each, str) for each in winners):
        raise InputError(InputProblem("an object with a list of winners", "none", file=name))
    return dict(found)
