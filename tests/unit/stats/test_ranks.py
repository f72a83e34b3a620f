from __future__ import annotations

import numpy as np
import pytest

from commonweal.stats import cut_rank, mean_ranks, minimum_ranks, quantile_of_rank, rank_among


def test_highest_is_first_and_ties_take_the_lowest_rank() -> None:
    assert minimum_ranks([5, 9, 9, 1]).tolist() == [3, 1, 1, 4]


def test_lowest_first() -> None:
    assert minimum_ranks([5, 9, 9, 1], highest_first=False).tolist() == [2, 3, 3, 1]


def test_mean_ranks_share_the_middle() -> None:
    assert mean_ranks([5, 9, 9, 1]).tolist() == [3, 1.5, 1.5, 4]
    assert mean_ranks([5, 9, 9, 1], highest_first=False).tolist() == [2, 3.5, 3.5, 1]


def test_all_equal_share_one_rank() -> None:
    assert minimum_ranks([2.0, 2.0, 2.0]).tolist() == [1, 1, 1]
    assert mean_ranks([2.0, 2.0, 2.0]).tolist() == [2, 2, 2]


def test_one_value() -> None:
    assert minimum_ranks([7]).tolist() == [1]
    assert mean_ranks([7]).tolist() == [1]


def test_no_value() -> None:
    assert minimum_ranks([]).tolist() == []


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_missing_value_has_no_rank(bad: float) -> None:
    with pytest.raises(ValueError, match="leave them out"):
        minimum_ranks([1, bad])


def test_rank_among_counts_the_strictly_worse() -> None:
    assert rank_among([10, 5, 4.5, 0], [5, 5, 4]).tolist() == [1, 1, 3, 4]
    assert rank_among([10, 5, 4.5, 0], [5, 5, 4], highest_first=False).tolist() == [4, 2, 2, 1]


def test_deciles_of_ten_and_of_eleven() -> None:
    assert quantile_of_rank(np.arange(1, 11), 10).tolist() == list(range(1, 11))
    assert quantile_of_rank([1, 2, 11], 11).tolist() == [1, 2, 10]


def test_a_rank_beyond_the_number_ranked_is_refused() -> None:
    with pytest.raises(ValueError, match="between 1 and 10"):
        quantile_of_rank([11], 10)
    with pytest.raises(ValueError, match="between 1 and 10"):
        quantile_of_rank([0], 10)


@pytest.mark.parametrize(
    ("share", "n", "rank"),
    [
        (0.1, 33_755, 3_375),
        (0.05, 33_755, 1_687),
        (0.2, 33_755, 6_751),
        (0.1, 32_844, 3_284),
        (0.1, 7_433, 743),
        (0.29, 100, 29),
        (0.07, 100, 7),
        (1 / 3, 9, 3),
        (2 / 3, 9, 6),
        (0, 10, 0),
        (1, 10, 10),
    ],
)
def test_cut_is_the_floor_of_the_share(share: float, n: int, rank: int) -> None:
    assert cut_rank(share, n) == rank


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_cut_is_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        cut_rank(share, 10)
