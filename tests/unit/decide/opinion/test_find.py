"""Planted groups, people all alike, too few people, missing answers, and what is held back."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.decide.opinion import Opinions, OpinionSpec, find_opinions, read_responses
from commonweal.errors import InputError

WORDS = {1: "agree", 0: "pass", -1: "disagree"}
Row = tuple[str, str, str]


def table(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["person", "statement", "response"], orient="row")


def found(rows: Sequence[Row], **choices: int) -> Opinions:
    return find_opinions(OpinionSpec(**choices), read_responses(table(rows)))


def sheets(*groups: tuple[int, str]) -> list[Row]:
    """People by groups, each with one letter a statement: + agree, - disagree, 0 pass, . unseen."""
    kinds = {"+": "agree", "-": "disagree", "0": "pass"}
    rows = []
    for place, (people, answers) in enumerate(groups):
        for person in range(people):
            rows += [
                (f"{place}/{person}", f"s{number}", kinds[letter])
                for number, letter in enumerate(answers)
                if letter != "."
            ]
    return rows


def planted(
    sizes: Sequence[int], seed: int, noise: float = 0.1, answered: float = 0.7
) -> list[Row]:
    """Groups that differ on 18 of 20 statements at random, with some noise and much unseen."""
    rng = np.random.default_rng(seed)
    stands = rng.choice([-1, 1], (len(sizes), 20))
    stands[:, :2] = 1, -1
    rows = []
    for group, size in enumerate(sizes):
        for person in range(size):
            for statement in np.flatnonzero(rng.random(20) < answered):
                answer = int(stands[group, statement])
                if rng.random() < 0.1:
                    answer = int(rng.integers(-1, 2))
                rows.append((f"{group}/{person}", f"s{statement:02}", WORDS[answer]))
    return rows


@pytest.mark.parametrize(("sizes", "seed"), [((30, 20), 1), ((30, 25, 20), 1), ((60, 15), 4)])
def test_planted_groups_are_found(sizes: tuple[int, ...], seed: int) -> None:
    """Each planted group is one group, but for whoever answered by noise alone."""
    opinions = found(planted(sizes, seed))
    assert len(opinions.groups) == len(sizes)
    names = opinions.places.with_columns(pl.col("person").str.split("/").list.first())
    right = names.group_by("person", "group").len().sort("len").group_by("person").last()
    assert right["group"].n_unique() == len(sizes)
    assert right["len"].sum() >= 0.97 * opinions.placed
    assert "s00" in opinions.agreed
    assert "s01" in opinions.rejected


def test_by_hand() -> None:
    """Ten and six people who agree on s0, part on s1, and whose s2 only the second group knows."""
    opinions = found(sheets((10, "++-"), (6, "+-+"), (3, "+..")))
    assert [(group.name, group.size) for group in opinions.groups] == [("A", 10), ("B", 6)]
    assert (opinions.people, opinions.placed) == (19, 16)
    first, second, _ = opinions.statements
    # (10 + 1) / (10 + 2) x (6 + 1) / (6 + 2).
    assert first.consensus == pytest.approx(11 / 12 * 7 / 8)
    assert second.difference == pytest.approx(11 / 12 - 1 / 8)
    assert opinions.agreed == ("s0",)
    assert opinions.divided == ("s1", "s2")
    marks = {mark.statement: mark for mark in opinions.groups[0].marks}
    assert (marks["s1"].answer, marks["s2"].answer) == ("agree", "disagree")
    assert marks["s1"].share == pytest.approx(11 / 12)
    assert marks["s1"].elsewhere == pytest.approx(1 / 8)
    text = opinions.explain()
    assert "There are 2 opinion groups: A (10 people), B (6 people)." in text
    assert "Most people in every group agree that: “s0”" in text
    assert "Group B, more than others, disagrees that: “s1”" in text


def test_two_people_outside_the_groups_are_not_told_by_the_rest() -> None:
    """s0 has 18 answers, 16 of them in groups: one of those totals must go, too."""
    statement = found(sheets((10, "++-"), (6, "+-+"), (2, "+.."))).statements[0]
    shown = [statement.overall.agree, *(split.agree for split in statement.by_group)]
    assert None in shown


def test_all_alike_are_one_group() -> None:
    opinions = found(sheets((20, "+-0+")))
    assert [group.size for group in opinions.groups] == [20]
    assert opinions.groups[0].radius == pytest.approx(0)
    assert opinions.agreed == ("s0", "s3")
    assert opinions.rejected == ("s1",)
    assert opinions.divided == ()
    assert "No separate groups stand out" in opinions.explain()
    assert "Most people agree that: “s0” (20 of 20 who answered)" in opinions.explain()


def test_too_few_people_for_groups() -> None:
    opinions = found(sheets((5, "++"), (4, "--")))
    assert opinions.groups == opinions.agreed == ()
    assert opinions.statements[0].overall.agree == 5
    assert "too few to look for groups: 10 are needed" in opinions.explain()
    assert [group.size for group in found(sheets((5, "++"), (5, "--"))).groups] == [5, 5]


def test_a_group_too_small_to_show_is_not_taken() -> None:
    opinions = found(sheets((20, "+++"), (4, "---")))
    assert [group.size for group in opinions.groups] == [24]


def test_nobody_answered() -> None:
    nobody = table([]).cast(pl.String)
    opinions = find_opinions(OpinionSpec(), read_responses(nobody, {"s": "A bench"}))
    assert opinions.people == 0
    assert opinions.statements[0].overall.seen == 0
    assert opinions.statements[0].text == "A bench"


def test_who_answered_few_is_counted_but_not_placed() -> None:
    opinions = found(sheets((12, "+++++++-"), (3, "-.......")))
    assert opinions.placed == 12
    assert opinions.statements[0].overall.disagree == 3


def test_missing_answers_do_not_move_people_to_the_middle() -> None:
    """Those who saw half stand with those of like mind, not in a group of the silent."""
    opinions = found(
        sheets((12, "++++----"), (12, "----++++"), (5, "++....--"), (5, "..--++..")),
        min_responses=4,
        max_groups=2,
    )
    assert [group.size for group in opinions.groups] == [17, 17]


answer = st.sampled_from(["agree", "disagree", "pass", None])
conversations = st.lists(st.lists(answer, min_size=4, max_size=4), min_size=1, max_size=30)


def _rows(conversation: list[list[str | None]]) -> list[Row]:
    return [
        (f"p{person:02}", f"s{statement}", said)
        for person, said_all in enumerate(conversation)
        for statement, said in enumerate(said_all)
        if said is not None
    ]


@given(conversations, st.randoms())
@settings(max_examples=40, deadline=None)
def test_order_and_names_of_people_decide_nothing(
    conversation: list[list[str | None]], random: object
) -> None:
    rows = _rows(conversation)
    turned = [(f"q{99 - int(person[1:])}", what, said) for person, what, said in rows]
    random.shuffle(turned)  # type: ignore[attr-defined]
    if rows:
        assert found(rows, min_responses=2).as_dict() == found(turned, min_responses=2).as_dict()


@given(conversations)
@settings(max_examples=60, deadline=None)
def test_no_small_count_is_shown_or_left_over(conversation: list[list[str | None]]) -> None:
    rows = _rows(conversation)
    if not rows:
        return
    opinions = found(rows, min_responses=2, smallest_group=4)
    assert all(group.size >= 4 for group in opinions.groups)
    for statement in opinions.statements:
        for name in ("agree", "disagree", "passed", "seen"):
            shown = [getattr(split, name) for split in (statement.overall, *statement.by_group)]
            known = [count for count in shown if count is not None]
            assert all(count == 0 or count >= 3 for count in known)
            if len(known) == len(shown):
                rest = shown[0] - sum(shown[1:]) if len(shown) > 1 else shown[0]
                assert rest == 0 or rest >= 3
        for split in (statement.overall, *statement.by_group):
            answers = (split.agree, split.disagree, split.passed)
            assert split.seen is None or answers.count(None) != 1


def test_nothing_of_single_people_is_in_what_leaves() -> None:
    text = json.dumps(found(planted((30, 20), 1)).as_dict())
    assert '"0/1"' not in text
    assert "places" not in text


def test_bad_rows_come_together_without_what_stands_there() -> None:
    rows = [
        ("ann", "s1", "agree"),
        ("ann", "s1", "pass"),
        ("", "s1", "agree"),
        ("bob", "s9", "nay"),
    ]
    with pytest.raises(InputError) as caught:
        read_responses(table(rows), {"s1": "A bench"}, "responses.csv")
    said = str(caught.value)
    assert [problem.row for problem in caught.value.problems] == [3, 4, 5, 5]
    assert "nay" not in said
    assert "bob" not in said
    with pytest.raises(InputError, match="column 'response'"):
        read_responses(table(rows).drop("response"))


def test_bad_specs() -> None:
    with pytest.raises(InputError) as caught:
        OpinionSpec(min_responses=0, max_groups=30, smallest_group=1, seed=-1)
    columns = [problem.column for problem in caught.value.problems]
    assert columns == ["min_responses", "seed", "max_groups", "smallest_group"]
