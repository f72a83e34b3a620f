"""Signatures for a community governance review: the Act's numbers at their edges."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.decide.governance import petition_signatures
from commonweal.errors import InputError, MethodNotApplicable

BEFORE = dt.date(2015, 3, 26)


@pytest.mark.parametrize(
    ("electors", "signatures"),
    [
        (1, 1),
        (8, 3),
        (100, 38),
        (400, 150),
        (499, 188),
        (500, 187),
        (1500, 187),
        (2500, 187),
        (2501, 188),
        (4000, 300),
        (4200, 315),
        (10_000, 750),
    ],
)
def test_the_thresholds_since_2015(electors: int, signatures: int) -> None:
    assert petition_signatures(electors) == signatures


@pytest.mark.parametrize(
    ("electors", "signatures"), [(499, 250), (500, 250), (2500, 250), (2501, 251), (4200, 420)]
)
def test_the_thresholds_before(electors: int, signatures: int) -> None:
    assert petition_signatures(electors, on=BEFORE) == signatures


def test_the_day_of_the_change() -> None:
    assert petition_signatures(4000, on=BEFORE + dt.timedelta(days=1)) == 300
    assert petition_signatures(4000, on=BEFORE) == 400


def test_the_shares_meet_the_fixed_number_within_one_signature() -> None:
    """37.5% of 500 and 7.5% of 2,500 are both 187.5: the Act rounds down, its shares round up."""
    assert Decimal("0.375") * 500 == Decimal("0.075") * 2500 == Decimal("187.5")
    assert petition_signatures(499) - petition_signatures(500) == 1
    assert petition_signatures(2501) - petition_signatures(2500) == 1


@given(st.integers(1, 200_000))
def test_the_share_is_reached_and_not_with_one_fewer(electors: int) -> None:
    """Against decimal arithmetic, which knows 0.075 as written."""
    needed = petition_signatures(electors)
    if 500 <= electors <= 2500:
        assert needed == 187
        return
    share = Decimal("0.375") if electors < 500 else Decimal("0.075")
    assert needed == int((share * electors).to_integral_value(ROUND_CEILING))
    assert needed >= share * electors > needed - 1


@given(st.integers(1, 200_000))
def test_the_order_of_2015_never_asks_for_more(electors: int) -> None:
    assert petition_signatures(electors) <= petition_signatures(electors, on=BEFORE)


@pytest.mark.parametrize("electors", [0, -5])
def test_a_place_without_electors(electors: int) -> None:
    with pytest.raises(InputError, match="at least 1 local government elector"):
        petition_signatures(electors)


def test_before_the_act() -> None:
    with pytest.raises(MethodNotApplicable, match="2008-02-13"):
        petition_signatures(4000, on=dt.date(2007, 1, 1))
