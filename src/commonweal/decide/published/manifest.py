"""`vote.json`: what a published vote says of itself, and the checksum of every other file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from commonweal.decide.pabulib.write import decimal
from commonweal.decide.published.log import sha256
from commonweal.decide.published.vote import Pot, PublishedVote
from commonweal.errors import InputError, InputProblem
from commonweal.parameters.document import Document, Fields
from commonweal.provenance.canonical import parse

NAME = "vote.json"
LOG = "log.jsonl"
FORMAT = "commonweal published vote"
VERSION = 1

_TEXTS = (
    "commonweal",
    "title",
    "neighbourhood",
    "phase",
    "opened",
    "closed",
    "kind",
    "eligibility",
)
_AMOUNT = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?")


def pot_names(pot: Pot) -> dict[str, str]:
    """The files of a pot by what they hold: rule and outcome, and ballots and pb if published."""
    held = {"rule": f"{pot.id}.rule.toml", "outcome": f"{pot.id}.outcome.json"}
    if not pot.withheld:
        held |= {"ballots": f"{pot.id}.ballots.csv", "pb": f"{pot.id}.pb"}
    return held


def write_manifest(vote: PublishedVote, files: Mapping[str, bytes]) -> bytes:
    """The manifest of a vote whose other files are these."""
    about = {
        "format": FORMAT,
        "version": VERSION,
        "commonweal": vote.commonweal,
        "title": vote.title,
        "neighbourhood": vote.neighbourhood,
        "phase": vote.phase,
        "opened": vote.opened,
        "closed": vote.closed,
        "kind": vote.kind,
        "longest": vote.longest,
        "eligibility": vote.eligibility,
        "may_change": vote.may_change,
        "voted": vote.voted,
        "channels": _channels(vote),
        "fewest_ballots": vote.fewest_ballots,
        "pots": [_pot(pot) for pot in vote.pots],
        "files": {name: sha256(files[name]) for name in sorted(files)},
    }
    return (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read_manifest(data: bytes) -> tuple[PublishedVote, dict[str, str]]:
    """The vote as far as the manifest tells it, and the checksum of each file by name.

    Pots have neither rule, projects nor ballots yet, and the log is empty.

    Raises:
        InputError: carries every problem; `column` names the field.
    """
    fields = Fields.of(Document(NAME, _object(data), {}))
    _check_format(fields)
    given: dict[str, Any] = {name: fields.text(name) for name in _TEXTS}
    given |= {name: _whole(fields, name) for name in ("voted", "fewest_ballots")}
    given |= {"may_change": fields.flag("may_change", False), "longest": fields.whole("longest")}
    channels, files = fields.table("channels"), fields.table("files")
    given["channels"] = {key: _whole(channels, key) for key in channels.data}
    digests = {key: files.text(key) for key in files.data}
    given["pots"] = tuple(_read_pot(table) for table in fields.tables("pots"))
    vote = fields.build(lambda: PublishedVote(**given, log=()), f"{NAME} cannot be read:")
    return vote, digests


def _channels(vote: PublishedVote) -> dict[str, int]:
    """Voters by channel, where no channel has so few that they might be known."""
    few = any(count < vote.fewest_ballots for count in vote.channels.values())
    return {} if few else dict(vote.channels)


def _pot(pot: Pot) -> dict[str, Any]:
    return {
        "id": pot.id,
        "name": pot.name,
        "amount": decimal(pot.amount),
        "withheld": pot.withheld,
        "files": pot_names(pot),
    }


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = parse(data.decode("utf-8"))
    except (UnicodeDecodeError, InputError) as error:
        raise InputError(InputProblem("JSON in UTF-8", str(error), file=NAME)) from None
    if not isinstance(found, dict):
        raise InputError(InputProblem("an object", repr(found)[:60], file=NAME))
    return found


def _check_format(fields: Fields) -> None:
    """Refuse what is no published vote at all, before its fields are asked for."""
    form, edition = fields.text("format", ""), fields.whole("version")
    if (form, edition) != (FORMAT, VERSION):
        expected = f"the format {FORMAT!r}, version {VERSION}"
        hint = "A later version of commonweal may read it."
        raise InputError(InputProblem(expected, f"{form!r}, {edition}", file=NAME, hint=hint))


def _whole(fields: Fields, key: str) -> int:
    if not fields.has(key):
        fields.number(key)
    found = fields.whole(key)
    # A negative number is refused with the other problems of the vote.
    return -1 if found is None else found


def _read_pot(fields: Fields) -> Pot:
    written = fields.text("amount")
    # An amount below 0 is refused with the other problems of the vote.
    amount = Fraction(written) if _AMOUNT.fullmatch(written) else Fraction(-1)
    pot = Pot(
        id=fields.text("id"),
        name=fields.text("name"),
        amount=amount,
        rule="",
        projects=(),
        papers=(),
        withheld=fields.text("withheld", ""),
    )
    # Named for people; what the files of a pot are called follows from its id.
    fields.table("files")
    fields.close()
    return pot
