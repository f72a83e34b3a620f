"""A true vote passes every check; each single tampering is found, even by a thorough forger."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from commonweal.decide import CountSpec
from commonweal.decide.published import PublishedVote, publish, verify, write_count_spec
from commonweal.decide.published.archive import unpack
from commonweal.provenance import Link, as_line, from_lines
from tests.unit.decide.published.conftest import Change, altered, log_again, small_pot, swap


def wrong(data: bytes, head: tuple[int, str] | None = None) -> set[str]:
    return {check.name for check in verify(data, head).checks if check.ok is False}


def test_a_true_vote(vote: PublishedVote, published: bytes) -> None:
    found = verify(published)
    assert found.complete
    assert found.explain().startswith(f"Elm ward decides: all {len(found.checks)} checks")
    assert "path, tree won, 100 spent" in found.explain()
    assert verify(vote) == found
    assert json.loads(json.dumps(found.as_dict()))["ok"] is True


def drop_a_ballot(files: dict[str, bytes]) -> None:
    """From the list, the Pabulib file and its number of votes."""
    lines = files["green.ballots.csv"].decode().splitlines(keepends=True)
    files["green.ballots.csv"] = "".join(lines[:-1]).encode()
    pb = files["green.pb"].decode().replace("num_votes;12", "num_votes;11")
    files["green.pb"] = "".join(pb.splitlines(keepends=True)[:-1]).encode()


def one_tracker_for_two(files: dict[str, bytes]) -> None:
    """Two voters who chose alike are given one receipt: the old trick against trackers."""
    lines = files["green.ballots.csv"].decode().splitlines(keepends=True)
    alike = [place for place, line in enumerate(lines) if line.endswith(",path,\n")]
    lines[alike[1]] = lines[alike[0]]
    files["green.ballots.csv"] = "".join(lines).encode()


def swap_two_files(files: dict[str, bytes]) -> None:
    first, second = "green.ballots.csv", "youth.ballots.csv"
    files[first], files[second] = files[second], files[first]


def add_a_file(files: dict[str, bytes]) -> None:
    files["readme.txt"] = b"hello"


def drop_an_entry(files: dict[str, bytes]) -> None:
    lines = files["log.jsonl"].splitlines(keepends=True)
    files["log.jsonl"] = b"".join(lines[:5] + lines[6:])


def swap_two_entries(files: dict[str, bytes]) -> None:
    lines = files["log.jsonl"].splitlines(keepends=True)
    files["log.jsonl"] = b"".join([*lines[:5], lines[6], lines[5], *lines[7:]])


def cut_the_close(files: dict[str, bytes]) -> None:
    files["log.jsonl"] = b"".join(files["log.jsonl"].splitlines(keepends=True)[:-1])


FORGERIES: dict[str, tuple[Change, set[str]]] = {
    "a vote changed in the list": (
        swap("green.ballots.csv", ",path,", ",tree,"),
        {"ballots of green are those of the close", "green.pb and green.ballots.csv say the same"},
    ),
    "a vote changed in the Pabulib file": (
        swap("green.pb", ";path\n", ";tree\n"),
        {"green.pb and green.ballots.csv say the same"},
    ),
    "a ballot dropped": (drop_a_ballot, {"ballots of green are those of the close"}),
    "one tracker for two": (one_tracker_for_two, {"trackers of green are each there once"}),
    "the rule altered": (
        swap("green.rule.toml", "add1", "none"),
        {"rule of green was published before the first ballot"},
    ),
    "another winner declared": (
        swap("green.outcome.json", '"tree"', '"bench"'),
        {"result of green"},
    ),
    "the explanation altered": (
        swap("green.outcome.json", "won by", "gloriously won by"),
        {"result of green, word for word"},
    ),
    "the spending altered": (
        swap("green.outcome.json", '"spent": "100"', '"spent": "90"'),
        {"result of green"},
    ),
    "winners marked otherwise in the Pabulib file": (
        swap("green.pb", "path;60;Path;green;1", "path;60;Path;green;0"),
        {"result of green, word for word"},
    ),
    "a cost altered": (
        swap("green.pb", "tree;40;", "tree;41;"),
        {"proposals of green are those that stood when voting opened", "result of green"},
    ),
    "the pot altered": (
        swap("green.pb", "budget;100", "budget;150"),
        {"green.pb and green.ballots.csv say the same"},
    ),
    "files swapped": (swap_two_files, {"ballots of green are those of the close"}),
    "a file added": (add_a_file, {"no other files"}),
    "an entry of the log edited": (
        swap("log.jsonl", '"proposal":"path"', '"proposal":"tree"'),
        {"the log is unbroken"},
    ),
    "an entry of the log dropped": (drop_an_entry, {"the log is unbroken"}),
    "entries of the log swapped": (swap_two_entries, {"the log is unbroken"}),
    "the close cut off": (
        cut_the_close,
        {
            "the phase was published, voted and closed in that order",
            "as many ballot papers were accepted as were said",
        },
    ),
    "a log that cannot be read": (
        swap("log.jsonl", '{"action"', '{"acton"'),
        {"the log is unbroken"},
    ),
    "a list that cannot be read": (
        swap("green.ballots.csv", "tracker,", "code,"),
        {"green.ballots.csv can be read"},
    ),
    "a rule that cannot be read": (
        swap("green.rule.toml", '"equal-shares"', '"dice"'),
        {"green.rule.toml can be read"},
    ),
    "a vote for what did not stand": (
        swap("green.ballots.csv", ",path,", ",palace,"),
        {"green.pb and green.ballots.csv say the same"},
    ),
    "the number of voters altered": (
        swap("vote.json", '"voted": 12', '"voted": 13'),
        {"as many ballot papers were accepted as were said"},
    ),
    "a pot withheld that was published at the close": (
        swap("vote.json", '"withheld": ""', '"withheld": "we would rather not"'),
        {"ballots of green were withheld at the close too"},
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_each_forgery_is_found_for_its_own_reason(published: bytes, name: str) -> None:
    """The forger mends every checksum, so that only what the log and the count say is left."""
    change, expected = FORGERIES[name]
    data = altered(published, change)
    found = wrong(data)
    assert expected <= found
    assert not {each for each in found if each.startswith("file ")}
    assert verify(data).explain().splitlines()[1].startswith("WRONG")


@pytest.mark.parametrize(
    "file",
    ["green.ballots.csv", "green.outcome.json", "green.pb", "green.rule.toml", "log.jsonl"],
)
def test_a_changed_or_missing_file_is_named(published: bytes, file: str) -> None:
    def space(files: dict[str, bytes]) -> None:
        files[file] += b"\n"

    def remove(files: dict[str, bytes]) -> None:
        del files[file]

    for change in (space, remove):
        assert f"file {file}" in wrong(altered(published, change, cover=False))


def test_a_log_written_anew_is_found_by_what_it_says(vote: PublishedVote) -> None:
    """Sealed again from the first entry, so that the chain itself holds."""

    def check(expected: set[str], change: Callable[[Link], Link | None]) -> None:
        assert wrong(publish(log_again(vote, change))) == expected

    first = next(link.number for link in vote.log if link.action == "ballot accepted")
    check(
        {
            "as many ballot papers were accepted as were said",
            "ballots of green are no more than voters",
            "ballots of youth are no more than voters",
        },
        lambda link: None if link.number == first else link,
    )
    check(
        {"no ballot was changed"},
        lambda link: (
            replace(link, action="ballot changed", says={"phase": vote.phase})
            if link.number == first + 1
            else link
        ),
    )
    check(
        {
            "the phase was published, voted and closed in that order",
            "as many ballot papers were accepted as were said",
        }
        | {f"ballots of {pot.id} are those of the close" for pot in vote.pots},
        lambda link: (
            replace(link, action="phase closed", says={"phase": vote.phase})
            if link.number == first + 1
            else link
        ),
    )


def test_a_rule_published_after_voting_began_does_not_count(vote: PublishedVote) -> None:
    rule = vote.pots[0].rule
    other = write_count_spec(CountSpec(rule="greedy-votes"))
    assert rule != other
    published_at = next(link for link in vote.log if link.action == "phase published")

    def late(link: Link) -> Link:
        if link.number == 5:
            return replace(published_at, number=5)
        return replace(link, action="noted") if link.number == published_at.number else link

    found = wrong(publish(log_again(vote, late)))
    assert "rule of green was published before the first ballot" in found

    def twice(link: Link) -> Link:
        if link.number != 5:
            return link
        said = {**published_at.says, "rules": {"green": "0" * 64}}
        return replace(link, action="phase published", says=said)

    found = wrong(publish(log_again(vote, twice)))
    assert "rule of green was published before the first ballot" in found


def test_a_whole_log_written_anew_needs_a_head_that_was_noted(vote: PublishedVote) -> None:
    """Nothing in the files can show it; an entry that somebody wrote down does."""
    noted = (vote.log[3].number, vote.log[3].hash)
    forged = log_again(
        vote, lambda link: replace(link, says={"board": "oak"}) if link.number == 1 else link
    )
    data = publish(forged)
    assert verify(data).ok
    assert wrong(data, noted) == {"the log holds the entry that you noted"}
    assert verify(publish(vote), noted).complete
    assert wrong(publish(vote), (999, "0" * 64)) == {"the log holds the entry that you noted"}


def test_a_log_without_the_ballot_paper_says_what_cannot_be_checked(vote: PublishedVote) -> None:
    quiet = log_again(
        vote, lambda link: replace(link, action="noted") if link.number == 3 else link
    )
    found = verify(publish(quiet))
    assert found.ok
    assert [each.name for each in found.checks if each.ok is None] == [
        "proposals of green are those that stood when voting opened",
        "proposals of youth are those that stood when voting opened",
    ]
    assert "2 things cannot be checked" in found.explain()


def test_more_ballots_than_voters_are_found(vote: PublishedVote) -> None:
    stuffed = replace(vote, pots=(vote.pots[0], small_pot(13)))
    assert "ballots of youth are no more than voters" in wrong(publish(stuffed))


def test_another_version_may_word_the_result_otherwise(published: bytes) -> None:
    def later(files: dict[str, bytes]) -> None:
        swap("vote.json", '"commonweal": "', '"commonweal": "99.')(files)
        swap("green.outcome.json", "won by", "have won by")(files)

    found = verify(altered(published, later))
    assert found.ok
    assert [each.name for each in found.checks if each.ok is None] == [
        "result of green, word for word"
    ]


def test_the_log_in_the_zip_is_the_log(vote: PublishedVote, published: bytes) -> None:
    text = unpack(published)["log.jsonl"].decode()
    assert from_lines(text) == vote.log
    assert text.splitlines()[0] == as_line(vote.log[0])
