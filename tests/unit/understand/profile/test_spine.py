"""The spine: which side of the others a place lies on, what is named, what is kept back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonweal.understand.measures import Measure
from commonweal.understand.profile.chosen import Line, Section
from commonweal.understand.profile.level import Level
from commonweal.understand.profile.result import BETTER, HIGHER, LOWER, SAME, UNTOLD, WORSE, Row
from commonweal.understand.profile.spine import Beside, judge, rows_of, telling
from commonweal.understand.profile.summed import own_figures

NAN = np.nan


def measure(
    polarity: str = "higher_is_worse", name: str = "m", kind: str = "proportion"
) -> Measure:
    return Measure(
        name, name, "t", "share, 0 to 1", polarity, kind, "2021", "lsoa21", "r", "yes", "held"
    )


@pytest.mark.parametrize(
    ("polarity", "own", "others", "said"),
    [
        ("higher_is_worse", (0.3, 0.4), (0.2, 0.2), WORSE),
        ("higher_is_worse", (0.1, 0.15), (0.2, 0.2), BETTER),
        ("higher_is_better", (0.3, 0.4), (0.2, 0.2), BETTER),
        ("higher_is_better", (0.1, 0.15), (0.2, 0.2), WORSE),
        ("neutral", (0.3, 0.4), (0.2, 0.2), HIGHER),
        ("neutral", (0.1, 0.15), (0.2, 0.2), LOWER),
        ("higher_is_worse", (0.1, 0.2), (0.2, 0.2), SAME),
        ("higher_is_worse", (0.2, 0.3), (0.2, 0.2), SAME),
        ("higher_is_worse", (0.25, 0.25), (0.2, 0.3), SAME),
        ("higher_is_worse", (0.31, 0.31), (0.2, 0.3), WORSE),
        ("higher_is_worse", (0.3, 0.4), (NAN, NAN), UNTOLD),
        ("higher_is_worse", (NAN, NAN), (0.2, 0.2), UNTOLD),
    ],
)
def test_how_a_place_stands(
    polarity: str, own: tuple[float, float], others: tuple[float, float], said: str
) -> None:
    assert judge(measure(polarity), *own, *others) == said


LINES = tuple(Line(f"part{number}", f"Part {number}") for number in range(3))
SECTION = Section("parts", "Parts", LINES)


def level(values: np.ndarray, numerators: np.ndarray, denominators: np.ndarray) -> Level:
    measures = tuple(measure("neutral", line.measure) for line in LINES)
    own = own_figures(measures, np.full(len(values), 100.0), (values, numerators, denominators))
    codes = tuple(f"E{place}" for place in range(len(values)))
    return Level("lsoa", codes, codes, codes, np.array(codes), own)


def rows(counts: list[list[float]], place: int = 0) -> tuple[Row, ...]:
    numerators = np.array(counts, dtype=float)
    denominators = np.repeat(numerators.sum(axis=1, keepdims=True), 3, axis=1)
    held = level(numerators / denominators, numerators, denominators)
    none = np.full(3, NAN)
    beside = Beside(held.figures.value[-1], held.figures.value[1:], none, none, held)
    return rows_of((SECTION,), held.figures.at([place]), beside)


def test_a_figure_that_rests_on_too_few_is_kept_back() -> None:
    # The first is small; by the whole, the smallest of the others would give it away.
    made = rows([[4, 30, 66], [20, 30, 50], [10, 20, 70]])
    assert [row.hidden for row in made] == [True, True, False]
    assert made[0].told == made[1].told == "too few to show"
    assert made[0].value is made[0].lower is made[0].marks["value"] is None
    assert made[0].against_similar == UNTOLD
    assert made[2].told == "66.0%"


@pytest.mark.parametrize(("count", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_the_threshold_at_its_edges(count: int, hidden: bool) -> None:
    made = rows([[count, 40, 60], [20, 30, 50], [10, 20, 70]])
    assert made[0].hidden is hidden


@given(st.lists(st.integers(0, 300), min_size=3, max_size=3).filter(lambda x: sum(x) > 0))
@example([0, 0, 1])
@example([0, 3, 0])
@example([2, 2, 0])
def test_what_is_kept_back_cannot_be_had_by_subtraction(counts: list[int]) -> None:
    made = rows([[float(count) for count in counts], [20, 30, 50], [10, 20, 70]])
    hidden = [row for row in made if row.hidden]
    assert len(hidden) != 1
    assert all(row.hidden for row, count in zip(made, counts, strict=True) if 0 < count < 5)


def test_where_values_stand_on_the_line() -> None:
    held = level(
        np.array([[0.1, NAN, 0], [0.2, NAN, 0], [0.3, 1, 0], [0.4, NAN, 0]]),
        *np.full((2, 4, 3), NAN),
    )
    assert held.mark(0, 0.1, 1) == pytest.approx(7 / 8)
    assert held.mark(0, 0.1, -1) == pytest.approx(1 / 8)
    assert held.mark(0, 0.25, 0) == pytest.approx(1 / 2)
    assert held.mark(0, 9, 1) == 0
    assert held.mark(2, 0, 1) == pytest.approx(1 / 2)
    assert held.mark(0, NAN, 1) is None
    assert held.spread(0, (0.0, 0.5, 1.0)) == pytest.approx((0.1, 0.25, 0.4))
    assert held.spread(1, (0.5,)) == (1.0,)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=40), st.floats(0, 1))
def test_quantiles_are_those_of_the_library(values: list[float], share: float) -> None:
    column = np.column_stack([values, values, values])
    held = level(column, *np.full((2, len(values), 3), NAN))
    assert held.spread(0, (share,))[0] == pytest.approx(np.quantile(values, share), abs=1e-12)


def row(label: str, verdict: str, gap: float | None, country: str = SAME) -> Row:
    marks: dict[str, float | None] = {"value": 0.5}
    return Row(
        measure(), label, "s", 0.2, 0.1, 0.3, 0.2, 0.2, 0.2, (), marks, verdict, country, True, gap,
        "its own",
    )  # fmt: skip


def test_strengths_come_in_the_order_of_how_much_they_tell() -> None:
    found = [row("a", BETTER, 0.5), row("b", WORSE, -0.9), row("c", BETTER, 1.5), row("d", SAME, 9)]
    strengths, harder = telling(found, 5, 0.2)
    assert [each.label for each in strengths] == ["c", "a"]
    assert [each.label for each in harder] == ["b"]
    assert [each.label for each in telling(found, 1, 0.2)[0]] == ["c"]


def test_a_difference_too_small_to_matter_is_not_named() -> None:
    strengths, harder = telling([row("a", BETTER, 0.1), row("b", WORSE, -0.2)], 5, 0.2)
    assert strengths == ()
    assert [each.label for each in harder] == ["b"]


def test_the_country_stands_in_where_similar_places_tell_nothing() -> None:
    strengths, harder = telling(
        [row("a", SAME, 0.0, BETTER), row("b", UNTOLD, None, WORSE)], 5, 0.2
    )
    assert [each.label for each in strengths] == ["a"]
    assert [each.label for each in harder] == ["b"]
