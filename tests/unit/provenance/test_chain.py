"""The chain: one spelling, seals that anybody can make again, and every alteration found."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.errors import InputError
from commonweal.provenance import (
    FIRST,
    Break,
    Link,
    as_line,
    check,
    commit,
    from_line,
    from_lines,
    opens,
    seal,
)

SETTINGS = settings(max_examples=60, deadline=None)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ENTRY = st.tuples(st.sampled_from(["phase published", "ballot accepted"]), TEXT, CONTENT)


@st.composite
def chains(draw: st.DrawFn, least: int = 2) -> list[Link]:
    links: list[Link] = []
    for number, (action, subject, said) in enumerate(
        draw(st.lists(ENTRY, min_size=least, max_size=7)), start=1
    ):
        at = f"2026-05-01T09:30:{number:02d}Z"
        digest = commit(bytes([number]) * 16, subject)
        before = links[-1].hash if links else FIRST
        links.append(seal(number, at, action, subject, "elm", {"a": said}, {"who": digest}, before))
    return links


def _head(links: list[Link]) -> tuple[int, str]:
    return links[-1].number, links[-1].hash


def _sealed_again(link: Link, **changes: Any) -> Link:
    """A forger's entry: changed, with a hash that fits."""
    content = {each.name: getattr(link, each.name) for each in fields(Link)} | changes
    content.pop("hash")
    return seal(**content)


def test_the_seal_is_the_digest_of_sorted_json() -> None:
    """Made again with nothing but the standard library."""
    link = seal(1, "2026-05-01T09:30:00Z", "phase published", "phase:7", "elm", {"b": 1}, {}, FIRST)
    text = (
        '{"action":"phase published","at":"2026-05-01T09:30:00Z","commitments":{},"number":1,'
        f'"place":"elm","previous":"{FIRST}","says":{{"b":1}},"subject":"phase:7"}}'
    )
    assert link.hash == hashlib.sha256(text.encode()).hexdigest()


@SETTINGS
@given(chains(least=1))
def test_whole_chains_hold_and_come_back_from_their_lines(links: list[Link]) -> None:
    assert check(links, _head(links)) == ()
    text = "".join(f"{as_line(link)}\n" for link in links)
    assert list(from_lines(text)) == links
    assert check(links, _head(links[:1])) == (), "a log may have grown since the head was noted"


@SETTINGS
@given(chains(), st.data())
def test_any_changed_field_is_found_where_it_is(links: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    link = links[place]
    changed: dict[str, Any] = {
        "number": link.number + 50,
        "at": "2026-05-02T00:00:00Z",
        "action": f"{link.action}!",
        "subject": f"{link.subject}!",
        "place": "oak",
        "says": {**link.says, "more": True},
        "commitments": {"who": commit(b"x" * 16, link.subject)},
        "previous": "f" * 64,
        "hash": "e" * 64,
    }
    assert set(changed) == {each.name for each in fields(Link)}
    name = data.draw(st.sampled_from(sorted(changed)))
    altered = replace(link, **{name: changed[name]})
    found = check([*links[:place], altered, *links[place + 1 :]], _head(links))
    assert (altered.number, "content") in {(each.number, each.kind) for each in found}


@SETTINGS
@given(chains(), st.data())
def test_a_forger_who_seals_again_is_found_at_the_next_entry(
    links: list[Link], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    forged = _sealed_again(links[place], subject="somebody else entirely")
    found = check([*links[:place], forged, *links[place + 1 :]], _head(links))
    last = place == len(links) - 1
    expected = (len(links), "head") if last else (place + 2, "link")
    assert [(each.number, each.kind) for each in found] == [expected]


@SETTINGS
@given(chains(), st.data())
def test_a_deleted_entry_is_named(links: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    found = check([*links[:place], *links[place + 1 :]], _head(links))
    last = place == len(links) - 1
    assert (place + 1, "tail" if last else "missing") in {(b.number, b.kind) for b in found}


@SETTINGS
@given(chains(), st.data())
def test_a_repeated_entry_is_named(links: list[Link], data: st.DataObject) -> None:
    place, there = (data.draw(st.integers(0, len(links) - 1)) for _ in range(2))
    found = check([*links[:there], links[place], *links[there:]], _head(links))
    assert (place + 1, "repeated") in {(each.number, each.kind) for each in found}


@SETTINGS
@given(chains(), st.data())
def test_an_inserted_forgery_is_found(links: list[Link], data: st.DataObject) -> None:
    """Sealed rightly on the entry before it, with the number of the entry after it."""
    there = data.draw(st.integers(0, len(links) - 1))
    before = links[there - 1].hash if there else FIRST
    forged = _sealed_again(links[there], subject="slipped in", previous=before)
    found = check([*links[:there], forged, *links[there:]], _head(links))
    assert {(there + 1, "repeated"), (there + 1, "link")} <= {(b.number, b.kind) for b in found}


@SETTINGS
@given(chains(), st.data())
def test_swapped_entries_are_found(links: list[Link], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(links) - 2))
    second = data.draw(st.integers(first + 1, len(links) - 1))
    moved = list(links)
    moved[first], moved[second] = moved[second], moved[first]
    found = {(each.number, each.kind) for each in check(moved, _head(links))}
    assert {(first + 1, "order"), (second + 1, "link")} <= found


@SETTINGS
@given(chains(least=3), st.integers(1, 2))
def test_a_cut_tail_is_seen_by_the_head_alone(links: list[Link], cut: int) -> None:
    kept = links[:-cut]
    assert check(kept) == ()
    (found,) = check(kept, _head(links))
    assert found == Break(
        len(links), "tail", f"entries up to {len(links)}", f"none after {len(kept)}"
    )


def test_an_empty_log() -> None:
    assert check([]) == ()
    assert [each.kind for each in check([], (1, FIRST))] == ["tail"]


def test_a_break_is_told_in_words() -> None:
    links = [
        seal(1, "2026-05-01T09:30:00Z", "x", "", "", {}, {}, FIRST),
        seal(4, "2026-05-01T09:30:00Z", "x", "", "", {}, {}, FIRST),
    ]
    told = [str(each) for each in check(links)]
    assert "entry 2: expected entries 2 to 3, got entry 4 next" in told


@given(st.binary(min_size=16, max_size=40), st.text(max_size=10), st.integers(1, 8))
def test_a_commitment_opens_to_its_own_value_alone(salt: bytes, value: str, cut: int) -> None:
    value = value.encode("utf-8", "replace").decode()
    digest = commit(salt, value)
    assert opens(digest, salt, value)
    assert not opens(digest, salt, value + "x")
    assert not opens(digest, salt + b"x", value)
    # The same bytes, cut elsewhere into salt and value.
    assert commit(b"s" * 16, "a" * cut + value) != commit(b"s" * 16 + b"a" * cut, value)


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(InputError, match="16 bytes"):
        commit(b"short", "value")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"number": 0}, "number"),
        ({"number": True}, "number"),
        ({"at": "yesterday"}, "at"),
        ({"action": ""}, "action"),
        ({"previous": "abc"}, "previous"),
        ({"commitments": {"name": "Ann Smith"}}, "commitments.name"),
        ({"says": {"share": 0.5}}, "says"),
        ({"says": {"deep": [{"x": 2**60}]}}, "says"),
        ({"says": {1: "x"}}, "says"),
        ({"says": {"x": "\ud800"}}, "says"),
    ],
)
def test_what_cannot_be_entered(changes: dict[str, Any], column: str) -> None:
    given: dict[str, Any] = {
        "number": 1,
        "at": "2026-05-01T09:30:00Z",
        "action": "x",
        "subject": "",
        "place": "",
        "says": {},
        "commitments": {},
        "previous": FIRST,
    }
    with pytest.raises(InputError) as caught:
        seal(**(given | changes))
    assert [problem.column for problem in caught.value.problems] == [column]
    assert "Ann Smith" not in str(caught.value), "personal data is not told"


def test_a_stored_entry_that_cannot_be_spelled_is_a_break() -> None:
    link = seal(1, "2026-05-01T09:30:00Z", "x", "", "", {"a": 1}, {}, FIRST)
    assert [each.kind for each in check([replace(link, says={"a": 1.0})])] == ["content"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: "[]",
        lambda text: text[:-1],
        lambda text: text.replace('"number":1', '"number":1.0'),
        lambda text: text.replace('"number":1', '"number":"1"'),
        lambda text: text.replace('"number":1', '"number":true'),
        lambda text: text.replace('"number":1', '"number":1,"number":1'),
        lambda text: text.replace('"number":1', '"number":NaN'),
        lambda text: text.replace('"says":{}', '"says":[]'),
        lambda text: text.replace('"commitments":{}', '"commitments":{"a":1}'),
        lambda text: text.replace('"place":"",', ""),
        lambda text: "[" * 100_000,
    ],
)
def test_lines_that_are_no_entries(change: Any) -> None:
    line = as_line(seal(1, "2026-05-01T09:30:00Z", "x", "", "", {}, {}, FIRST))
    assert from_line(line).number == 1
    assert change(line) != line
    with pytest.raises(InputError):
        from_line(change(line))


def test_every_bad_line_is_told_with_its_row() -> None:
    line = as_line(seal(1, "2026-05-01T09:30:00Z", "x", "", "", {}, {}, FIRST))
    with pytest.raises(InputError) as caught:
        from_lines(f"{line}\nhello\n{line}\n\n", "log.jsonl")
    assert [(each.file, each.row) for each in caught.value.problems] == [
        ("log.jsonl", 2),
        ("log.jsonl", 4),
    ]


def test_keys_are_sorted_as_rfc_8785_sorts_them() -> None:
    """The example of RFC 8785, section 3.2.3: by units of UTF-16, not by code points."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    link = seal(1, "2026-05-01T09:30:00Z", "x", "", "", dict.fromkeys(keys, ""), {}, FIRST)
    written = list(json.loads(as_line(link))["says"])
    assert written == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
