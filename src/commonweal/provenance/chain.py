"""An append-only log in which every entry seals the one before it.

An entry's hash covers all that it says and the hash of the entry before. So a change anywhere
shows there or at the next entry, and whoever keeps the number and hash of the last entry (the
head) can see that nothing was cut off since. Personal data stands in the log only as a commitment:
a digest of a secret salt and the value. When the salt is destroyed the commitment says nothing any
more, and the chain still holds.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from commonweal.errors import InputError, InputProblem
from commonweal.provenance.canonical import JSON, canonical, parse

# What the first entry has for the hash of the one before it.
FIRST = "0" * 64

# A shorter salt could be found by trying.
SHORTEST_SALT = 16

Kind = Literal["content", "link", "missing", "repeated", "order", "tail", "head"]

_HEX = re.compile(r"[0-9a-f]{64}")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the log.

    Attributes:
        number: 1, 2, 3 and so on, without gaps.
        at: when, in UTC to the second: `2026-05-01T09:30:00Z`.
        action: what happened, such as "phase published".
        subject: what it happened to, such as "phase:3f2a".
        place: the neighbourhood's short name, or "".
        says: public facts.
        commitments: digests of personal data by name, made by `commit`.
        previous: hash of the entry before, `FIRST` for the first.
        hash: SHA-256 of all of the above as canonical JSON, in hexadecimal digits.
    """

    number: int
    at: str
    action: str
    subject: str
    place: str
    says: Mapping[str, JSON]
    commitments: Mapping[str, str]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """One place where a log is not as it was written.

    Attributes:
        number: the entry it shows at.
        kind: `content` (what it says has changed), `link` (it does not follow the entry before
            it), `missing`, `repeated`, `order` (it stands after a later entry), `tail` (the log
            ends before the head), `head` (the entry at the head is another).
        expected: what should be there, in words.
        came: what is there, in words.
    """

    number: int
    kind: Kind
    expected: str
    came: str

    def __str__(self) -> str:
        return f"entry {self.number}: expected {self.expected}, got {self.came}"


def seal(
    number: int,
    at: str,
    action: str,
    subject: str,
    place: str,
    says: Mapping[str, JSON],
    commitments: Mapping[str, str],
    previous: str,
) -> Link:
    """The next entry of a log, with its hash.

    Raises:
        InputError: carries every problem; `column` names the field.
    """
    link = Link(number, at, action, subject, place, dict(says), dict(commitments), previous, "")
    if problems := list(_problems(link)):
        raise InputError(problems, "This cannot be entered in the log:")
    return Link(**{**_content(link), "hash": _digest(link)})


def check(links: Iterable[Link], head: tuple[int, str] | None = None) -> tuple[Break, ...]:
    """Every place where a log, read from its first entry, is not as it was written.

    Args:
        links: the entries in the order in which they stand.
        head: number and hash of an entry that is known to have been the last once. Without it
            nobody can see that entries at the end were cut off or written anew.

    Returns:
        nothing for a log that is whole; otherwise the breaks by number.
    """
    breaks: list[Break] = []
    seen: set[int] = set()
    before, highest, held = FIRST, 0, ""
    for link in links:
        breaks += _link_breaks(link, before, highest, link.number in seen)
        before, highest = link.hash, max(highest, link.number)
        seen.add(link.number)
        held = link.hash if head is not None and link.number == head[0] else held
    breaks += _gaps(seen)
    if head is not None:
        breaks += _head_breaks(head, highest, held)
    return tuple(sorted(breaks, key=lambda each: each.number))


def commit(salt: bytes, value: str) -> str:
    """Digest of a value under a secret salt, in hexadecimal digits.

    The length of each part is hashed before it, so that no other salt and value join to the same
    bytes.

    Raises:
        InputError: the salt has fewer than 16 bytes.
    """
    if len(salt) < SHORTEST_SALT:
        raise InputError(InputProblem(f"a salt of {SHORTEST_SALT} bytes or more", f"{len(salt)}"))
    digest = hashlib.sha256(b"commonweal commitment 1\n")
    for part in (salt, value.encode("utf-8")):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def opens(commitment: str, salt: bytes, value: str) -> bool:
    """Whether a commitment was made of this value under this salt."""
    return hmac.compare_digest(commitment.encode(), commit(salt, value).encode())


def as_line(link: Link) -> str:
    """An entry as one line of JSON, without the line's end."""
    return canonical(_content(link) | {"hash": link.hash}).decode("utf-8")


def from_line(line: str) -> Link:
    """Read an entry from one line of JSON; whether its hash is right is for `check` to say.

    Raises:
        InputError: carries every problem; `column` names the field.
    """
    data = parse(line)
    names = [each.name for each in fields(Link)]
    if not isinstance(data, dict) or set(data) != set(names):
        came = ", ".join(sorted(data)) if isinstance(data, dict) else repr(data)[:60]
        raise InputError(InputProblem(f"the fields {', '.join(names)}", came))
    if problems := list(_type_problems(data)):
        raise InputError(problems)
    return Link(**data)


def from_lines(text: str, name: str = "log.jsonl") -> tuple[Link, ...]:
    """Read a log in JSON Lines, one entry a line.

    Raises:
        InputError: carries every problem with its line.
    """
    links: list[Link] = []
    problems: list[InputProblem] = []
    for row, line in enumerate(text.removesuffix("\n").split("\n") if text else (), start=1):
        try:
            links.append(from_line(line))
        except InputError as error:
            problems += [
                InputProblem(each.expected, each.came, file=name, column=each.column, row=row)
                for each in error.problems
            ]
    if problems:
        raise InputError(problems, f"{name} is not a log that can be read:")
    return tuple(links)


def _content(link: Link) -> dict[str, Any]:
    return {each.name: getattr(link, each.name) for each in fields(Link) if each.name != "hash"}


def _digest(link: Link) -> str:
    return hashlib.sha256(canonical(_content(link))).hexdigest()


def _holds(link: Link) -> bool:
    """Whether an entry's hash is that of what it says."""
    try:
        return _digest(link) == link.hash
    except InputError:
        return False


def _link_breaks(link: Link, before: str, highest: int, again: bool) -> Iterator[Break]:
    number = link.number
    if again:
        yield Break(number, "repeated", f"the number {number} once", "it again")
    elif number <= highest:
        yield Break(number, "order", f"it before entry {highest}", "it after")
    if not _holds(link):
        yield Break(number, "content", f"what has the hash {link.hash}", "something else")
    if link.previous != before:
        expected = f"the hash of the entry that stands before it, {before}"
        yield Break(number, "link", expected, link.previous)


def _gaps(seen: set[int]) -> Iterator[Break]:
    """Numbers that are missing between the first and the highest."""
    before = 0
    for number in sorted(seen):
        if number > before + 1:
            last = number - 1
            which = f"entries {before + 1} to {last}" if last > before + 1 else f"entry {last}"
            yield Break(before + 1, "missing", which, f"entry {number} next")
        before = number


def _head_breaks(head: tuple[int, str], highest: int, held: str) -> Iterator[Break]:
    number, digest = head
    if highest < number:
        yield Break(number, "tail", f"entries up to {number}", f"none after {highest}")
    elif held != digest:
        yield Break(number, "head", f"the entry with the hash {digest}", held or "none")


def _problems(link: Link) -> Iterator[InputProblem]:
    if isinstance(link.number, bool) or link.number < 1:
        yield InputProblem("a number of 1 or more", repr(link.number), column="number")
    if not _SECOND.fullmatch(link.at):
        yield InputProblem("a time such as 2026-05-01T09:30:00Z", repr(link.at), column="at")
    if not link.action:
        yield InputProblem("what happened", "nothing", column="action")
    if not _HEX.fullmatch(link.previous):
        yield InputProblem("64 hexadecimal digits", repr(link.previous), column="previous")
    for name, digest in link.commitments.items():
        if not _HEX.fullmatch(digest):
            column = f"commitments.{name}"
            yield InputProblem(
                "a commitment: 64 hexadecimal digits", "something else", column=column
            )
    try:
        canonical(link.says)
    except InputError as error:
        yield from (
            InputProblem(each.expected, each.came, column="says") for each in error.problems
        )


def _type_problems(data: Mapping[str, Any]) -> Iterator[InputProblem]:
    for name, value in data.items():
        if name == "number":
            right, expected = type(value) is int, "a whole number"
        elif name in ("says", "commitments"):
            right, expected = isinstance(value, dict), "an object"
        else:
            right, expected = isinstance(value, str), "text"
        if not right:
            yield InputProblem(expected, repr(value)[:60], column=name)
    commitments = data["commitments"]
    if isinstance(commitments, dict) and not all(map(_is_text, commitments.values())):
        yield InputProblem("text for each commitment", "something else", column="commitments")


def _is_text(value: object) -> bool:
    return isinstance(value, str)
