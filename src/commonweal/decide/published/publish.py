"""Write a vote as the files that an outsider needs to count it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from commonweal.decide.count import count
from commonweal.decide.pabulib.write import write_pabulib
from commonweal.decide.published.archive import pack
from commonweal.decide.published.ballots import write_ballots
from commonweal.decide.published.manifest import LOG, NAME, pot_names, write_manifest
from commonweal.decide.published.vote import Pot, PublishedVote
from commonweal.decide.spec import count_spec
from commonweal.provenance import as_line


def publish(vote: PublishedVote) -> bytes:
    """A vote as one zip; the same vote gives the same bytes.

    A pot with fewer ballots than `fewest_ballots` shows its winners and nothing else.

    Raises:
        InputError: a rule cannot be read, or ballots do not fit what stood.
        MethodNotApplicable: the rule is not defined for these ballots.
    """
    ready = replace(vote, pots=tuple(_ready(vote, pot) for pot in vote.pots))
    files = {LOG: "".join(f"{as_line(link)}\n" for link in ready.log).encode("utf-8")}
    for pot in ready.pots:
        files |= _pot_files(ready, pot)
    return pack({**files, NAME: write_manifest(ready, files)})


def _ready(vote: PublishedVote, pot: Pot) -> Pot:
    """A pot with its result counted, and with why it is withheld if it is."""
    outcome = pot.outcome
    if outcome is None:
        outcome = count(count_spec(pot.rule), vote.election(pot)).as_dict()
    withheld = pot.withheld
    if not withheld and len(pot.papers) < vote.fewest_ballots:
        withheld = (
            f"fewer than {vote.fewest_ballots} ballots were cast for it, and the voters might be "
            "known by them"
        )
    return replace(pot, outcome=outcome, withheld=withheld)


def _pot_files(vote: PublishedVote, pot: Pot) -> dict[str, bytes]:
    outcome = pot.outcome or {}
    held = {"rule": pot.rule, "outcome": _json(outcome)}
    if pot.withheld:
        # In the order of their ids: the order of winning tells of the votes.
        winners = sorted(outcome.get("winners", ()))
        held["outcome"] = _json({"winners": winners, "withheld": pot.withheld})
    else:
        rule = count_spec(pot.rule).rule
        held["ballots"] = write_ballots(pot.papers, vote.kind)
        held["pb"] = write_pabulib(vote.election(pot), rule, outcome.get("winners", ()))
    return {name: held[what].encode("utf-8") for what, name in pot_names(pot).items()}


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
