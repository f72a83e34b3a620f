"""Dropping domains, sweeping errors, and sharing out the variance of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from commonweal.errors import InputError
from commonweal.find.robustness import (
    ListModel,
    RobustnessSpec,
    drop_one_domain,
    error_sweep,
    rank_confidence_sets,
    sensitivity,
)

Make = Callable[..., ListModel]


def test_dropping_a_domain_moves_areas_both_ways(make_list: Make) -> None:
    table = drop_one_domain(make_list(areas=600))
    assert table["domain"].to_list()[:2] == ["income", "employment"]
    assert table.height == 10
    assert table.filter(index="imd-2025")["weight"].sum() == pytest.approx(1)
    assert (table["join"] + table["leave"]).max() > 0
    heavy = table.filter(domain="income")["mean_shift"].item()
    light = table.filter(domain="crime")["mean_shift"].item()
    assert heavy > light > 0


def test_a_domain_that_copies_another_displaces_nothing(make_list: Make) -> None:
    model = make_list(areas=400)
    first = model.deprivation.measures[0]
    copies = tuple(replace(first, name=each.name) for each in model.deprivation.measures)
    table = drop_one_domain(ListModel(replace(model.deprivation, measures=copies)))
    assert table["join"].sum() == table["leave"].sum() == 0


def test_larger_errors_leave_fewer_certain(make_list: Make) -> None:
    spec = RobustnessSpec(draws=100, threads=1)
    table = error_sweep(spec, make_list(areas=800, error=0.03), (0.25, 1.0, 4.0))
    assert table["certain"].to_list() == sorted(table["certain"], reverse=True)
    assert table["mean_width"].to_list() == sorted(table["mean_width"])


def test_shares_of_variance(make_list: Make) -> None:
    spec = RobustnessSpec(vary=("error", "cut"), threads=1)
    small = sensitivity(replace(spec, error_scale=0.01), make_list(areas=500), points=64)
    shares = {row["choice"]: row for row in small.table.iter_rows(named=True)}
    assert shares["cut"]["total"] > 0.9
    assert shares["error"]["total"] < 0.3
    large = sensitivity(replace(spec, cut_spread=0.01), make_list(areas=500), points=64)
    shares = {row["choice"]: row for row in large.table.iter_rows(named=True)}
    assert shares["error"]["total"] > 0.9
    assert "measurement error" in large.explain()


def test_threads_do_not_change_shares(make_list: Make) -> None:
    spec = RobustnessSpec(vary=("error", "weights"), threads=1)
    model = make_list(areas=200)
    alone = sensitivity(spec, model, points=16)
    assert alone.table.equals(sensitivity(replace(spec, threads=3), model, points=16).table)


def test_shares_need_two_choices_and_a_power_of_two(make_list: Make) -> None:
    with pytest.raises(InputError) as caught:
        sensitivity(RobustnessSpec(vary=("error",)), make_list(), points=100)
    assert {problem.column for problem in caught.value.problems} == {"vary", "points"}


def test_rank_sets_of_units_far_apart_are_their_ranks() -> None:
    sets = rank_confidence_sets([3.0, 1.0, 2.0], [1e-6] * 3, draws=200)
    assert sets.low.tolist() == sets.high.tolist() == [1, 3, 2]


def test_rank_sets_of_units_that_cannot_be_told_apart_are_all_ranks() -> None:
    sets = rank_confidence_sets([1.0, 1.01, 0.99], [1.0] * 3, draws=500)
    assert sets.low.tolist() == [1, 1, 1]
    assert sets.high.tolist() == [3, 3, 3]


def test_rank_sets_refuse_what_has_no_error() -> None:
    with pytest.raises(InputError, match="above 0"):
        rank_confidence_sets(np.arange(3.0), np.zeros(3))
    with pytest.raises(InputError, match="one error for each"):
        rank_confidence_sets(np.arange(3.0), np.ones(2))
