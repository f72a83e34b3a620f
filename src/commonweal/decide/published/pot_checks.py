"""Checks of one pot: its rule, its ballots, and the result counted again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from commonweal.decide.count import count
from commonweal.decide.election import Ballot, Election, merged
from commonweal.decide.pabulib.write import write_pabulib
from commonweal.decide.published.ballots import write_ballots
from commonweal.decide.published.log import PhaseLog, digest_said, paper_digest, sha256
from commonweal.decide.published.manifest import pot_names
from commonweal.decide.published.read import Files
from commonweal.decide.published.verification import Check
from commonweal.decide.published.vote import Paper, Pot
from commonweal.decide.spec import CountSpec
from commonweal.errors import CommonwealError
from commonweal.provenance import Link

# What a later version of this package must still find the same, however it words the rest.
CORE = ("winners", "spent", "budget", "voters", "rule")


def pot_checks(files: Files, pot: Pot, found: PhaseLog) -> Iterator[Check]:
    """Every check of one pot."""
    yield _rule(files, pot, found)
    if pot.withheld:
        yield _withheld(pot, found)
        words = f"it cannot be recomputed: withheld because {pot.withheld}"
        yield Check(f"result of {pot.id}", None, words)
        return
    election, papers = files.election(pot), files.papers(pot)
    spec, outcome = files.rule(pot), files.outcome(pot)
    for name in pot_names(pot).values():
        if name in files.problems:
            words = "; ".join(str(files.problems[name]).splitlines())
            yield Check(f"{name} can be read", False, words)
    if papers is not None:
        yield from _ballots(files, pot, papers, found)
    if election is not None:
        yield _paper(files, pot, election, found)
        if papers is not None:
            yield _same(files, pot, papers, election)
    if election is not None and papers is not None and spec is not None and outcome is not None:
        yield from _result(files, replace(pot, papers=papers), spec, election, outcome)


def _rule(files: Files, pot: Pot, found: PhaseLog) -> Check:
    """The rule is the one that was published before the first ballot, and no other came after."""
    name = f"rule of {pot.id} was published before the first ballot"
    digest = sha256(files.held.get(pot_names(pot)["rule"], b""))
    before, later = _split(found.published, found)
    if not before:
        return Check(name, False, "the log holds no such entry before the first ballot")
    for link in (before[-1], *later):
        said = digest_said(link, "rules", pot.id)
        if said != digest:
            words = f"entry {link.number} of the log has SHA-256 {said}, the file has {digest}"
            return Check(name, False, words)
    return Check(name, True, f"entry {before[-1].number} of the log has its SHA-256")


def _split(links: tuple[Link, ...], found: PhaseLog) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Entries before the first ballot, and those after."""
    first = found.accepted[0].number if found.accepted else None
    before = tuple(link for link in links if first is None or link.number < first)
    return before, tuple(link for link in links if first is not None and link.number >= first)


def _withheld(pot: Pot, found: PhaseLog) -> Check:
    said = [digest_said(link, "ballots", pot.id) for link in found.closed]
    name = f"ballots of {pot.id} were withheld at the close too"
    words = "the log names no list of ballots" if said == [None] else "the log names a list"
    return Check(name, said == [None], words)


def _ballots(files: Files, pot: Pot, papers: tuple[Paper, ...], found: PhaseLog) -> Iterator[Check]:
    digest = sha256(files.held[pot_names(pot)["ballots"]])
    said = [digest_said(link, "ballots", pot.id) for link in found.closed]
    words = "the log has their SHA-256" if said == [digest] else f"the log has {said}, not {digest}"
    yield Check(f"ballots of {pot.id} are those of the close", said == [digest], words)
    accepted = len(found.accepted)
    words = f"{len(papers)} ballots, {accepted} ballot papers accepted"
    yield Check(f"ballots of {pot.id} are no more than voters", len(papers) <= accepted, words)
    yield _trackers(files, pot, papers)


def _trackers(files: Files, pot: Pot, papers: tuple[Paper, ...]) -> Check:
    """Each tracker once, in their order: the list is what would be written of its ballots."""
    name = f"trackers of {pot.id} are each there once"
    (most, times), *_ = Counter(paper.tracker for paper in papers).most_common(1) or [("", 0)]
    if times > 1:
        return Check(name, False, f"{most} stands beside {times} ballots")
    text = files.held[pot_names(pot)["ballots"]].decode("utf-8")
    if text != write_ballots(papers, files.vote.kind):
        return Check(name, False, "the list is not in the order of trackers and ids")
    return Check(name, True, f"{len(papers)} trackers, in their order")


def _paper(files: Files, pot: Pot, election: Election, found: PhaseLog) -> Check:
    """What stood, and what it cost, is what the log said when voting opened."""
    name = f"proposals of {pot.id} are those that stood when voting opened"
    before, later = _split(found.opened, found)
    if not before:
        words = "the log has no entry of the ballot paper before the first ballot"
        return Check(name, False if found.opened else None, words)
    shown = replace(pot, projects=election.projects, amount=election.budget)
    digest = paper_digest(shown, election.kind, election.longest)
    for link in (before[-1], *later):
        said = digest_said(link, "papers", pot.id)
        if said != digest:
            words = f"entry {link.number} of the log has SHA-256 {said}, these have {digest}"
            return Check(name, False, words)
    return Check(name, True, f"entry {before[-1].number} of the log has their SHA-256")


def _same(files: Files, pot: Pot, papers: tuple[Paper, ...], election: Election) -> Check:
    """The Pabulib file and the list of ballots hold the same vote."""
    names, vote = pot_names(pot), files.vote
    name = f"{names['pb']} and {names['ballots']} say the same"
    listed = merged(Ballot(paper.choices, paper.points) for paper in papers)
    pairs: dict[str, tuple[object, object]] = {
        "ballots": (listed, election.ballots),
        "kind of ballot": (vote.kind, election.kind),
        "longest ballot": (vote.longest, election.longest),
        "pot": (pot.amount, election.budget),
    }
    differing = [what for what, (ours, theirs) in pairs.items() if ours != theirs]
    words = f"they differ in: {', '.join(differing)}" if differing else f"{len(papers)} ballots"
    return Check(name, not differing, words)


def _result(
    files: Files, pot: Pot, spec: CountSpec, election: Election, declared: Mapping[str, Any]
) -> Iterator[Check]:
    """The result counted again: first what was decided, then every figure and word."""
    name, names = f"result of {pot.id}", pot_names(pot)
    try:
        counted = _counted(spec, election, declared)
    except CommonwealError as error:
        yield Check(name, False, "; ".join(str(error).splitlines()))
        return
    differing = [key for key in CORE if counted.get(key) != declared.get(key)]
    if differing:
        told = "; ".join(
            f"{key}: declared {declared.get(key)}, counted {counted.get(key)}" for key in differing
        )
        yield Check(name, False, f"it is another when counted again: {told}")
        return
    winners = ", ".join(counted["winners"]) or "nobody"
    yield Check(name, True, f"counted again, the same: {winners} won, {counted['spent']} spent")
    texts = {
        names["outcome"]: counted == declared,
        names["pb"]: _rewritten(files, pot, spec, election, counted),
    }
    yield _word_for_word(files, pot, [file for file, same in texts.items() if not same])


def _counted(spec: CountSpec, election: Election, declared: Mapping[str, Any]) -> dict[str, Any]:
    """The count as it was declared, with or without what losers lacked."""
    explained = bool(declared.get("other_rules"))
    found: dict[str, Any] = {}
    for each in (explained, not explained):
        # Through JSON, as the declared result came.
        found = json.loads(json.dumps(count(spec, election, explained=each).as_dict()))
        if found == declared:
            break
    return found


def _rewritten(
    files: Files, pot: Pot, spec: CountSpec, election: Election, counted: Mapping[str, Any]
) -> bool:
    """Whether the Pabulib file is what would be written of the list of ballots and the winners."""
    try:
        vote = files.vote.election(replace(pot, projects=election.projects))
    except CommonwealError:
        return False
    text = write_pabulib(vote, spec.rule, counted["winners"])
    return text.encode("utf-8") == files.held[pot_names(pot)["pb"]]


def _word_for_word(files: Files, pot: Pot, differing: list[str]) -> Check:
    name = f"result of {pot.id}, word for word"
    ours, theirs = version("commonweal"), files.vote.commonweal
    if not differing:
        return Check(name, True, "the explanation and the Pabulib file are the same")
    told = ", ".join(differing)
    if ours == theirs:
        return Check(name, False, f"another text is written when counted again: {told}")
    words = f"{told} was written by commonweal {theirs}; this is {ours}, which words it otherwise"
    return Check(name, None, words)
