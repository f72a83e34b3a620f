from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.parameters import number
from commonweal.stats import (
    Suppressed,
    differences,
    round_to,
    small,
    suppress,
    suppress_table,
    with_totals,
)

THRESHOLD = 5
TABLE = [[20, 3, 9], [10, 12, 15], [8, 30, 11]]


def test_at_the_threshold_one_below_and_one_above() -> None:
    counts = [0, 1, THRESHOLD - 1, THRESHOLD, THRESHOLD + 1]
    assert list(small(counts, threshold=THRESHOLD)) == [False, True, True, False, False]
    everything = small(counts, threshold=THRESHOLD, keep_zero=False)
    assert list(everything) == [True, True, True, False, False]


def test_a_threshold_of_one_hides_nothing_but_zeros() -> None:
    assert not small([0, 1], threshold=1).any()
    assert list(small([0, 1], threshold=1, keep_zero=False)) == [True, False]
    with pytest.raises(MethodNotApplicable, match="1 or more, got 0"):
        small([1], threshold=0)


def test_what_is_not_shown_is_missing_and_nothing_else_changes() -> None:
    made = suppress([4, 5, 0], threshold=THRESHOLD)
    np.testing.assert_array_equal(made.shown, [np.nan, 5, 0])
    assert not made.secondary.any()


def test_totals_stand_after_the_rows_and_the_columns() -> None:
    made = with_totals(TABLE, groups=[0, 1, 1])
    assert made.shape == (3 + 2 + 1, 3 + 1)
    np.testing.assert_array_equal(made[:, 0], [20, 10, 8, 20, 18, 38])
    np.testing.assert_array_equal(made[0], [20, 3, 9, 32])
    assert with_totals([1, 2]).tolist() == [[1], [2], [3]]
    assert with_totals([[1, 2]]).tolist() == [[1, 2, 3]]


def test_one_small_count_takes_the_cheapest_rectangle_with_it() -> None:
    made = suppress_table(TABLE, threshold=THRESHOLD)
    hidden = [(int(row), int(column)) for row, column in np.argwhere(made.hidden)]
    # 9 + 12 + 15 is the least sum of three that closes a rectangle with 3.
    assert hidden == [(0, 1), (0, 2), (1, 1), (1, 2)]
    assert made.primary.sum() == 1
    assert made.secondary.sum() == 3


def test_a_table_without_small_counts_is_shown_whole() -> None:
    made = suppress_table([[5, 6], [7, 8]], threshold=THRESHOLD)
    np.testing.assert_array_equal(made.shown, with_totals([[5, 6], [7, 8]]))


def test_a_lone_small_count_takes_its_total_with_it() -> None:
    assert np.isnan(suppress_table([[3, 0], [0, 9]], threshold=THRESHOLD).shown[0, 2])
    assert np.isnan(suppress_table([[3]], threshold=THRESHOLD).shown).all()
    assert np.isnan(suppress_table([3, 0, 0], threshold=THRESHOLD).shown[-1, 0])


def test_the_least_that_all_know_of_is_not_given_away() -> None:
    # Two counts that are not 0 and add up to 2 are both 1, although neither is shown.
    made = suppress_table([[1, 1, 9], [20, 20, 20]], threshold=THRESHOLD)
    assert made.hidden[0, 2] or made.hidden[0, 3]


def can_be_told(made: Suppressed, table: np.ndarray, groups: list[int] | None, least: int) -> bool:
    """Whether any hidden count has one value only, in all tables that show the same."""
    rows = len(groups) if groups is not None else table.shape[0] - (table.shape[0] > 1)
    wide = table.shape[1]
    number = np.arange(table.size).reshape(table.shape)
    sums: list[tuple[int, list[int]]] = []
    if wide > 1:
        sums += [(int(row[-1]), [int(cell) for cell in row[:-1]]) for row in number]
    for column in number.T:
        if table.shape[0] > rows:
            sums.append((int(column[-1]), [int(cell) for cell in column[:rows]]))
        for group in set(groups or []):
            parts = [int(column[row]) for row in range(rows) if groups[row] == group]
            sums.append((int(column[rows + group]), parts))
    relations = np.zeros((len(sums), table.size))
    for place, (total, parts) in enumerate(sums):
        relations[place, parts] = 1
        relations[place, total] -= 1
    hidden = made.hidden.ravel()
    left = -relations[:, ~hidden] @ table.ravel()[~hidden]
    for place in range(int(hidden.sum())):
        aim = np.zeros(int(hidden.sum()))
        aim[place] = 1
        ends = [
            linprog(sign * aim, A_eq=relations[:, hidden], b_eq=left, bounds=(least, None))
            for sign in (1, -1)
        ]
        assert ends[0].status == 0
        low = ends[0].fun
        # A status of 3 is a count without upper limit.
        if ends[1].status != 3 and -ends[1].fun - low < 0.999:
            return True
    return False


def tables(rows: int, columns: int) -> st.SearchStrategy[list[list[int]]]:
    cell = st.one_of(st.integers(0, 3), st.integers(0, 12))
    row = st.lists(cell, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


@st.composite
def any_table(draw: st.DrawFn) -> tuple[list[list[int]], list[int] | None, bool]:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    groups = draw(
        st.none()
        | st.lists(st.integers(0, 1), min_size=rows, max_size=rows).filter(
            lambda given: 0 in given and (1 in given or len(set(given)) == 1)
        )
    )
    return draw(tables(rows, columns)), groups, draw(st.booleans())


@settings(max_examples=40, deadline=None)
@given(any_table())
def test_no_hidden_count_of_any_small_table_can_be_worked_out(
    drawn: tuple[list[list[int]], list[int] | None, bool],
) -> None:
    counts, groups, keep_zero = drawn
    table = with_totals(counts, groups)
    made = suppress_table(counts, threshold=THRESHOLD, keep_zero=keep_zero, groups=groups)
    known = ~made.hidden
    np.testing.assert_array_equal(made.shown[known], table[known])
    # Nothing small is shown, and nothing large is called small.
    np.testing.assert_array_equal(
        made.primary, small(table, threshold=THRESHOLD, keep_zero=keep_zero)
    )
    if keep_zero:
        assert not made.hidden[table == 0].any()
    assert not can_be_told(made, table, groups, least=1 if keep_zero else 0)


def test_the_check_itself_finds_what_can_be_worked_out() -> None:
    table = with_totals(TABLE)
    first = small(table, threshold=THRESHOLD)
    open_ = Suppressed(np.where(first, np.nan, table), first, np.zeros_like(first))
    assert can_be_told(open_, table, None, least=1)


def test_the_order_of_rows_does_not_change_how_much_is_hidden() -> None:
    made, turned = (suppress_table(each, threshold=THRESHOLD) for each in (TABLE, TABLE[::-1]))
    np.testing.assert_array_equal(made.hidden[:3][::-1], turned.hidden[:3])


def test_rounding() -> None:
    np.testing.assert_array_equal(round_to([0, 2, 3, 7, 8, 12.5], 5), [0, 0, 5, 5, 10, 15])
    np.testing.assert_array_equal(round_to([5, 15], 10), [10, 20])
    assert np.isnan(round_to([float("nan")], 5)[0])
    with pytest.raises(MethodNotApplicable, match="got 0"):
        round_to([1], 0)


def test_sets_that_differ_by_few_people_are_told() -> None:
    # The second set is the first but for one area of 3 people; the third shares none of it whole.
    members = [[1, 1, 1, 0], [1, 1, 0, 0], [0, 1, 0, 1]]
    assert differences([40, 50, 3, 9], members, threshold=THRESHOLD) == [(0, 1, 3.0)]
    assert differences([40, 50, 5, 9], members, threshold=THRESHOLD) == []
    assert differences([40, 50, 0, 9], members, threshold=THRESHOLD) == []
    told = differences([40, 50, 0, 9], members, threshold=THRESHOLD, keep_zero=False)
    assert told == [(0, 1, 0.0)]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([[1, -2]], "0 or more, got -2 at index 0, 1"),
        ([[1.5, 2]], "a whole number, got 1.5 at index 0, 0"),
        ([[float("nan"), 2]], "a number, got nan at index 0, 0"),
    ],
)
def test_wrong_counts_are_refused(counts: list[list[float]], said: str) -> None:
    with pytest.raises(InputError, match=said):
        suppress_table(counts, threshold=THRESHOLD)


@pytest.mark.parametrize("groups", [[0, 2, 2], [0, 1], [0.0, 1.0, 1.0], [-1, 0, 1]])
def test_wrong_groups_are_refused(groups: list[float]) -> None:
    with pytest.raises(InputError, match="groups"):
        suppress_table(TABLE, threshold=THRESHOLD, groups=groups)


def test_sets_of_other_units_are_refused() -> None:
    with pytest.raises(InputError, match="sets by units"):
        differences([1, 2], [[1, 1, 1]], threshold=THRESHOLD)


def test_the_published_rule_hides_1_to_7_and_rounds_to_5() -> None:
    threshold = int(number("disclosure.threshold"))
    hidden = small(np.arange(10), threshold=threshold)
    assert np.flatnonzero(hidden).tolist() == [1, 2, 3, 4, 5, 6, 7]
    rounded = round_to([8, 12, 13], int(number("disclosure.rounding_base")))
    np.testing.assert_array_equal(rounded, [10, 10, 15])
