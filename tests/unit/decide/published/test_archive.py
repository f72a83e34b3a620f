"""A zip from anybody is opened safely, or refused with everything that is wrong."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.decide.published import PublishedVote, read_published, verify
from commonweal.decide.published import archive as archive_module
from commonweal.decide.published.archive import pack, unpack
from commonweal.decide.published.ballots import read_ballots
from commonweal.errors import InputError
from tests.unit.decide.published.conftest import altered, swap


def test_the_same_files_give_the_same_bytes() -> None:
    data = pack({"b.txt": b"two", "a.txt": b"one"})
    assert data == pack({"a.txt": b"one", "b.txt": b"two"})
    assert unpack(data) == {"a.txt": b"one", "b.txt": b"two"}
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert held.namelist() == ["a.txt", "b.txt"]


def _zip(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name, data in entries:
            held.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "a/b", "a\\b", "A", "", "x" * 101, ".."])
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="no folders"):
        unpack(_zip((name, b"x")))


def test_other_ways_of_packing_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as held:
        held.writestr("a", b"x")
    with pytest.raises(InputError, match="stored or deflated"):
        unpack(out.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_every_problem_of_a_zip_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MOST_FILES", 2)
    monkeypatch.setattr(archive_module, "LARGEST", 100)
    data = _zip(("a", b"x" * 101), ("a", b""), ("../b", b""))
    with pytest.raises(InputError) as caught:
        unpack(data)
    assert len(caught.value.problems) == 4


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "LARGEST", 1_000_000)
    with pytest.raises(InputError, match="1,000,000 bytes at most"):
        unpack(_zip(("a", b"\0" * 1_000_001)))


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_said() -> None:
    """Python stops at the size that the zip names, and the checksum is then wrong."""
    data = _zip(("a", b"\0" * 1_000_000))
    lying = data.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 10))
    assert lying != data
    with pytest.raises(InputError, match="a whole zip file"):
        unpack(lying)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_bytes_are_told_or_change_nothing(published: bytes, data: st.DataObject) -> None:
    """No damage ends in a fault of ours, nor in another vote."""
    place = data.draw(st.integers(0, len(published) - 1))
    byte = data.draw(st.integers(0, 255))
    damaged = published[:place] + bytes([byte]) + published[place + 1 :]
    try:
        found = unpack(damaged)
    except InputError:
        return
    assert set(found.values()) <= set(unpack(published).values())


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", _zip(), _zip(("a", b"x"))])
def test_what_is_no_published_vote(data: bytes) -> None:
    for how in (read_published, verify):
        with pytest.raises(InputError):
            how(data)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"version": 1', '"version": 2', "later version"),
        ('"format": "', '"format": "not a ', "the format"),
        ('"voted": 12', '"voted": "12"', "a whole number"),
        ('"voted": 12', '"voted": 12.5', "not a whole number"),
        ('"voted": 12,', "", "a field 'voted'"),
        ('"title"', '"name"', "a field 'title'"),
        ('"amount": "100"', '"amount": "lots"', "an amount"),
        ('"id": "green"', '"id": "../green"', "an id of small letters"),
        ('"kind": "approval"', '"kind": "shout"', "'approval' or"),
        ('"may_change": false', '"may_change": 0', "true or false"),
        ("{", "[", "JSON"),
    ],
)
def test_a_manifest_that_cannot_be_read(published: bytes, old: str, new: str, told: str) -> None:
    data = altered(published, swap("vote.json", old, new), cover=False)
    for how in (read_published, verify):
        with pytest.raises(InputError, match=told):
            how(data)


def test_reading_tells_every_problem_with_its_file(published: bytes) -> None:
    def change(files: dict[str, bytes]) -> None:
        del files["youth.pb"]
        files["green.rule.toml"] = b"rule = 'dice'"
        files["green.ballots.csv"] += b"nobody,path,\n"
        files["green.outcome.json"] = b"[]"
        files["green.pb"] = b"\xff"
        files["readme.txt"] = b""

    with pytest.raises(InputError) as caught:
        read_published(altered(published, change, cover=False))
    files = {problem.file for problem in caught.value.problems}
    assert files == {
        "youth.pb",
        "green.rule.toml",
        "green.ballots.csv",
        "green.outcome.json",
        "green.pb",
        "readme.txt",
    }
    rows = {each.row for each in caught.value.problems if each.file == "green.ballots.csv"}
    assert 14 in rows


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("tracker;choices;points\n", 1),
        ("tracker,choices,points\nAAAAA-AAAAA-AAAAA-AAAAA,a\n", 2),
        ("tracker,choices,points\nAAAAA-AAAAA-AAAAA-AAAAU,a,1\n", 2),
        ('tracker,choices,points\nAAAAA-AAAAA-AAAAA-AAAAA,"a,b",1\n', 2),
        ("tracker,choices,points\nAAAAA-AAAAA-AAAAA-AAAAA,a,-1\n", 2),
        ('tracker,choices,points\n"AAAAA', None),
        ("", 1),
    ],
)
def test_a_list_of_ballots_that_cannot_be_read(text: str, row: int | None) -> None:
    with pytest.raises(InputError) as caught:
        read_ballots(text, "points")
    assert caught.value.problems[0].row == row


def test_a_vote_without_a_log_is_read_and_found_wrong(vote: PublishedVote) -> None:
    found = verify(replace(vote, log=()))
    assert not found.ok
    assert "the log is unbroken" in {each.name for each in found.checks if each.ok is False}
