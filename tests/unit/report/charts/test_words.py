"""How figures, dates and lines of words are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.errors import InputError
from commonweal.provenance import Provenance
from commonweal.report.charts import Caption
from commonweal.report.charts.look import lines_of, sizes, wrapped
from commonweal.report.charts.words import Figures, day, foot, listed, ticks
from tests.unit.report.charts.conftest import caption
from tests.unit.report.conftest import RUN, SOURCE


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "expected"),
    [
        ("%", 1, 41.66, "41.7%"),
        ("£", 2, 7.77, "£7.77"),
        ("£", 0, -1640, "−£1,640"),
        ("", 1, -0.04, "0.0"),
        ("", 1, -0.05, "−0.1"),
        ("", 0, 1234567, "1,234,567"),
    ],
)
def test_a_figure_is_written_as_people_do(
    unit: str, decimals: int, value: float, expected: str
) -> None:
    assert Figures(unit, decimals)(value) == expected


def test_a_figure_with_its_interval() -> None:
    assert Figures("%").with_interval(12, 9, 15) == "12.0% (between 9.0% and 15.0%)"
    assert Figures("%").interval(9, 15) == "9.0% to 15.0%"


def test_round_figures_have_only_the_decimals_they_need() -> None:
    write = Figures("%", 2)
    assert [write.mark(mark, [0, 5, 10]) for mark in (0, 5, 10)] == ["0%", "5%", "10%"]
    assert write.mark(0.5, [0, 0.5, 1]) == "0.5%"


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2023-03-28", "28 March 2023"), ("2019", "2019"), ("", ""), ("2019-02-30", "2019-02-30")],
)
def test_a_date_is_written_as_people_do(published: str, expected: str) -> None:
    assert day(published) == expected


def test_the_foot_names_every_source() -> None:
    told = foot(Provenance((SOURCE, SOURCE), RUN))
    assert told.startswith("Sources: Indices of Deprivation 2025, A ministry, 30 October 2025; ")


def test_invented_figures_say_so_at_the_foot() -> None:
    assert "is invented" in foot(caption(demonstration=True).provenance)
    assert foot(Provenance((), RUN, demonstration=True)).startswith("The demonstration country")


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (list("abc"), "a, b and c")],
)
def test_names_are_listed(names: list[str], expected: str) -> None:
    assert listed(names) == expected


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 8))
def test_ticks_are_round_cover_all_and_are_few(low: float, span: float, about: int) -> None:
    high = low + span
    found = ticks(low, high, about)
    step = found[1] - found[0]
    assert found[0] <= low + 1e-6 * step
    assert found[-1] >= high - 1e-6 * step
    assert 2 <= len(found) <= about + 2
    digit = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(digit - one) for one in (1, 2, 5, 10)) < 0.01


def test_ticks_of_one_figure() -> None:
    assert ticks(5, 5)[0] <= 5 <= ticks(5, 5)[-1]
    assert ticks(0, 0)[0] == 0


@given(st.text(alphabet="ab é\n", max_size=80), st.floats(20, 400))
def test_wrapping_loses_no_word_and_keeps_to_the_width(words: str, width: float) -> None:
    lines = wrapped(words, width, 14).split("\n")
    assert " ".join(lines).split() == words.split()
    room = max(int(width / 7), 1)
    assert all(len(line) <= room or " " not in line for line in lines)


def test_no_word_is_left_alone_where_the_lines_can_share() -> None:
    assert wrapped("one two six ten", 14 * 0.5 * 12, 14) == "one two\nsix ten"
    assert lines_of("a\nb") == 2


def test_a_narrow_chart_has_letters_for_a_phone() -> None:
    assert sizes(340).narrow
    assert not sizes(520).narrow
    assert sizes(340).small >= 12


def test_a_caption_needs_all_its_words() -> None:
    with pytest.raises(InputError) as caught:
        Caption("Not an id", "", "", Provenance((), RUN))
    assert len(caught.value.problems) == 4
