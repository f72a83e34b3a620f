"""A rule written as text and read back is the same rule."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.decide import Bound, CountSpec, count_spec
from commonweal.decide.published import write_count_spec
from commonweal.decide.spec import RULES, TIES
from commonweal.errors import InputError, MethodNotApplicable

NAME = st.text(st.characters(exclude_categories=("Cs", "Z"), exclude_characters=","), min_size=1)
NAMES = NAME.filter(lambda text: text == text.strip())
BOUNDS = st.lists(
    st.builds(Bound, NAMES, st.integers(0, 10**9).map(lambda pence: Fraction(pence, 100))),
    max_size=2,
).map(tuple)
SPECS = st.builds(
    CountSpec,
    rule=st.sampled_from(RULES),
    satisfaction=st.sampled_from([None, "cost", "cardinality"]),
    scoring=st.sampled_from(["borda", "approval"]),
    tie_breaking=st.permutations(TIES).map(tuple),
    minimum_votes=st.integers(0, 10**6),
    incompatible=st.lists(
        st.lists(NAMES, min_size=2, max_size=3, unique=True).map(tuple), max_size=2
    ).map(tuple),
    floors=BOUNDS,
    ceilings=BOUNDS,
    seats=st.integers(1, 50),
)


@given(SPECS)
def test_round_trip(spec: CountSpec) -> None:
    assert count_spec(write_count_spec(spec)) == spec


@pytest.mark.parametrize("completion", ["none", "add1", "add1e", "add1u", "utilitarian"])
def test_completions(completion: str) -> None:
    spec = CountSpec(completion=completion)  # type: ignore[arg-type]
    text = write_count_spec(spec)
    assert f'completion = "{completion}"' in text
    assert count_spec(text) == spec


@pytest.mark.parametrize(
    "spec",
    [
        CountSpec(incompatible=(("a,b", "c"),)),
        CountSpec(incompatible=((" a", "c"),)),
        CountSpec(ceilings=(Bound("roads", Fraction("12345678901234567.89")),)),
    ],
)
def test_what_would_be_read_otherwise_is_refused(spec: CountSpec) -> None:
    with pytest.raises(InputError, match="cannot be written down"):
        write_count_spec(spec)


def test_a_third_has_no_decimals() -> None:
    with pytest.raises(MethodNotApplicable):
        write_count_spec(CountSpec(ceilings=(Bound("roads", Fraction(1, 3)),)))
