"""What must hold of levels and gaps for any table of measures."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.understand.measures import MeasureTable
from commonweal.understand.prevalence import Prevalence, prevalence
from commonweal.understand.spec import PrevalenceSpec
from tests.unit.understand.tables import codes, grouping, measure, table

SETTINGS = settings(max_examples=40, deadline=None)
Country = tuple[MeasureTable, list[str]]
_FIGURES = ("value", "lower", "upper", "gap", "gap_lower", "gap_upper", "ratio", "p_value")


@st.composite
def countries(draw: st.DrawFn) -> Country:
    """Areas with a share and a mean that may be missing, in two to four groups."""
    size = draw(st.integers(6, 30))
    people = draw(st.lists(st.integers(1, 3000), min_size=size, max_size=size))
    whole = draw(st.lists(st.integers(1, 500), min_size=size, max_size=size))
    part = [draw(st.integers(0, most)) for most in whole]
    known = st.one_of(st.integers(-100, 100).map(float), st.just(float("nan")))
    mean = draw(st.lists(known, min_size=size, max_size=size))
    groups = draw(st.lists(st.sampled_from("abcd"), min_size=size, max_size=size))
    held = table(
        people,
        [measure("share"), measure("mean", "mean")],
        {"mean": mean},
        {"share": (part, whole)},
    )
    return held, groups


def compared(held: MeasureTable, groups: list[str]) -> Prevalence:
    return prevalence(PrevalenceSpec(), held, grouping(groups))


def close(first: pl.DataFrame, second: pl.DataFrame) -> None:
    for name in _FIGURES:
        np.testing.assert_allclose(
            first[name].cast(pl.Float64).to_numpy(),
            second[name].cast(pl.Float64).to_numpy(),
            rtol=1e-7,
            atol=1e-7,
            err_msg=name,
        )


@SETTINGS
@given(countries(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(country: Country, random: st.randoms) -> None:  # type: ignore[valid-type]
    held, groups = country
    order = list(range(len(groups)))
    random.shuffle(order)
    names = [codes(len(groups))[place] for place in order]
    shuffled = MeasureTable(
        geography=held.geography,
        areas=held.areas[order],
        measures=held.measures,
        value=held.value[order],
        numerator=held.numerator[order],
        denominator=held.denominator[order],
        approximate=held.approximate[order],
    )
    base = grouping(groups)
    rows = pl.DataFrame({"area_code": names, "group": [groups[place] for place in order]})
    moved = grouping(groups, table=rows, order=base.order, reference=base.reference)
    close(
        prevalence(PrevalenceSpec(), held, base).table,
        prevalence(PrevalenceSpec(), shuffled, moved).table,
    )


@SETTINGS
@given(countries())
def test_levels_and_gaps_lie_within_their_limits(country: Country) -> None:
    found = compared(*country).table.filter(pl.col("gap").is_not_null())
    ordered = pl.col("gap_lower") - 1e-9 <= pl.col("gap")
    assert found.select((ordered & (pl.col("gap") <= pl.col("gap_upper") + 1e-9)).all()).item()
    shares = found.filter(pl.col("measure") == "share")
    assert shares.select(((pl.col("value") >= 0) & (pl.col("upper") <= 1)).all()).item()
    assert found.select(pl.col("p_value").is_between(0, 1).all()).item()


@SETTINGS
@given(countries())
def test_england_is_all_groups_together(country: Country) -> None:
    held, groups = country
    levels = compared(held, groups).levels.filter(pl.col("measure") == "share")
    parts = levels.filter(pl.col("group") != "England")
    whole = levels.filter(pl.col("group") == "England").row(0, named=True)
    assert abs(parts["numerator"].sum() - whole["numerator"]) < 1e-6
    assert abs(parts["denominator"].sum() - whole["denominator"]) < 1e-6
    assert abs(parts["people"].sum() - whole["people"]) < 1e-6


@SETTINGS
@given(countries())
def test_gaps_with_england_cancel_out_over_the_groups(country: Country) -> None:
    held, groups = country
    found = compared(held, groups)
    gaps = found.table.filter(
        (pl.col("against") == "England") & (pl.col("measure") == "share")
    ).with_columns(pl.col("gap").fill_null(0))
    assert abs((gaps["gap"] * gaps["denominator"]).sum()) < 1e-6


@SETTINGS
@given(countries())
def test_joining_groups_gives_the_mean_of_their_levels(country: Country) -> None:
    held, groups = country
    joined = ["a" if group in "ab" else group for group in groups]
    before, after = compared(held, groups).levels, compared(held, joined).levels
    for name, weight in (("share", "denominator"), ("mean", "people")):
        parts = before.filter(
            (pl.col("measure") == name)
            & pl.col("group").is_in(["a", "b"])
            & pl.col("value").is_not_null()
        )
        whole = after.filter((pl.col("measure") == name) & (pl.col("group") == "a"))
        if not parts.height or not whole.height:
            continue
        expected = (parts["value"] * parts[weight]).sum() / parts[weight].sum()
        assert abs(expected - whole["value"][0]) < 1e-7


@SETTINGS
@given(st.integers(4, 25), st.floats(0.01, 90), st.integers(0, 10))
def test_what_is_the_same_everywhere_shows_no_gap(size: int, level: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    held = table(
        list(rng.integers(1, 4000, size)), [measure("mean", "mean")], {"mean": [level] * size}
    )
    found = compared(held, ["a", "a"] + ["b"] * (size - 2)).table
    known = found.filter(pl.col("gap").is_not_null())
    assert known["gap"].abs().max() == 0
    assert known["p_value"].min() == 1
    assert not found["stands_out"].any()
    assert set(known["direction"]) == {"the same"}


@SETTINGS
@given(countries())
def test_turning_polarity_round_turns_the_sign_and_nothing_else(country: Country) -> None:
    held, groups = country
    turned = MeasureTable(
        geography=held.geography,
        areas=held.areas,
        measures=tuple(
            measure(item.id, item.kind, polarity="higher_is_better") for item in held.measures
        ),
        value=held.value,
        numerator=held.numerator,
        denominator=held.denominator,
        approximate=held.approximate,
    )
    first, second = compared(held, groups).table, compared(turned, groups).table
    close(first, second)
    total = (first["standardised"] + second["standardised"]).drop_nulls().abs()
    assert not total.len() or total.max() < 1e-12
