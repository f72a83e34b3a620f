"""Simulated lists: repeatable, unmoved by threads, exact where there is no error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find import make_index
from commonweal.find.english import imd_spec
from commonweal.find.robustness import IndexModel, ListModel, Measure, RobustnessSpec, simulate
from commonweal.find.robustness.design import PUBLISHED

Make = Callable[..., ListModel]


def test_threads_do_not_change_the_answer(make_list: Make) -> None:
    model = make_list()
    spec = RobustnessSpec(draws=130, seed=7, threads=1, vary=("error", "weights", "cut"))
    alone = simulate(spec, model)
    together = simulate(replace(spec, threads=3), model)
    assert_frame_equal(alone.table, together.table)
    assert (alone.sizes == together.sizes).all()


def test_the_seed_decides_and_is_told(make_list: Make) -> None:
    model = make_list()
    first, again, other = (
        simulate(RobustnessSpec(draws=60, seed=seed, threads=1), model) for seed in (1, 1, 2)
    )
    assert_frame_equal(first.table, again.table)
    assert not first.table["probability"].equals(other.table["probability"])
    assert "seed 2" in other.explain()


def test_without_error_every_draw_is_the_list(make_list: Make) -> None:
    result = simulate(RobustnessSpec(draws=40, error_scale=0.0, threads=1), make_list())
    table = result.table
    assert table["probability"].to_list() == table["listed"].cast(pl.Float64).to_list()
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    assert (table["rank_high"] - table["rank_low"]).max() == 0


def test_ranks_without_error_are_those_of_the_index(make_list: Make) -> None:
    model = make_list(areas=500).deprivation
    values = pl.DataFrame({each.name: each.values for each in model.measures})
    values = values.with_columns(area_code=pl.Series(model.codes))
    expected = make_index(imd_spec("2025", polarity="higher is worse"), values).table["rank"]
    stacked = np.stack([each.values for each in model.measures]).astype(np.float32)
    ranks = model.ranks(stacked, PUBLISHED, None)
    assert np.abs(ranks - expected.to_numpy()).max() <= 3
    assert np.abs(ranks - expected.to_numpy()).mean() < 0.2


def test_more_error_makes_wider_intervals_and_fewer_certain_areas(make_list: Make) -> None:
    model = make_list(areas=600)
    widths, certain = [], []
    for scale in (0.25, 1.0, 4.0):
        result = simulate(RobustnessSpec(draws=200, error_scale=scale, threads=1), model)
        table = result.on(result.table.select("area_code", "listed"))
        widths.append(float((table["rank_high"] - table["rank_low"]).mean()))
        certain.append(int((table["certainty"] == "certain").sum()))
    assert widths == sorted(widths)
    assert widths[0] < widths[-1] / 2
    assert certain[0] > certain[-1]


@pytest.mark.parametrize("choice", ["weights", "normalisation", "aggregation", "cut"])
def test_each_choice_alone_moves_the_list(make_list: Make, choice: str) -> None:
    spec = RobustnessSpec(draws=100, vary=(choice,), threads=1)  # type: ignore[arg-type]
    result = simulate(spec, make_list(areas=600))
    between = result.table.filter((pl.col("probability") > 0) & (pl.col("probability") < 1))
    assert between.height > 0


def test_the_combined_rule_lists_the_cut(make_list: Make) -> None:
    model = replace(make_list(areas=400), rule="combined score")
    result = simulate(RobustnessSpec(draws=40, threads=1), model)
    assert (np.abs(result.sizes - 40) <= 3).all()


def test_deprivation_alone_lists_the_cut(make_list: Make) -> None:
    model = ListModel(make_list(areas=400).deprivation)
    result = simulate(RobustnessSpec(draws=40, threads=1), model)
    assert (result.sizes == 40).all()
    assert result.table["probability"].sum() == pytest.approx(40)


def test_a_constant_measure_is_refused(make_list: Make) -> None:
    model = make_list().deprivation
    flat = replace(model.measures[0], values=np.ones(len(model.codes)))
    constant = replace(model, measures=(flat, *model.measures[1:]))
    with pytest.raises(MethodNotApplicable, match="same value everywhere"):
        simulate(RobustnessSpec(draws=20), ListModel(constant))


def test_a_missing_value_is_refused(make_list: Make) -> None:
    model = make_list().deprivation
    values = model.measures[0].values.copy()
    values[5] = np.nan
    gap = replace(model, measures=(replace(model.measures[0], values=values), *model.measures[1:]))
    with pytest.raises(MethodNotApplicable, match="every area needs a value"):
        simulate(RobustnessSpec(draws=20), ListModel(gap))


def test_measures_must_be_those_of_the_recipe(make_list: Make) -> None:
    model = make_list().deprivation
    with pytest.raises(InputError, match="measures"):
        IndexModel("x", model.index, model.codes, model.measures[1:])
    short = Measure("income", np.arange(3.0), np.ones(3))
    with pytest.raises(InputError, match="300 values"):
        IndexModel("x", model.index, model.codes, (short, *model.measures[1:]))


def test_every_problem_of_a_spec_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        RobustnessSpec(
            draws=5,
            seed=-1,
            level=1.0,
            weight_spread=1.5,
            vary=("wind",),
            threads=0,  # type: ignore[arg-type]
        )
    named = {problem.column for problem in caught.value.problems}
    assert named == {"draws", "seed", "level", "weight_spread", "vary", "threads"}
