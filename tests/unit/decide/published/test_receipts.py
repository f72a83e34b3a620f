"""Receipts: what is read, what is refused, and that nothing leads back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.decide.published import locator_of, new_receipt, tracker_of
from commonweal.decide.published.receipts import normal_receipt
from commonweal.errors import InputError

CODE = "000G4-0R40M-30E20-9185G-R38E1"


def test_a_receipt_is_its_first_125_bits() -> None:
    """By hand: the bytes 0, 1, 2 … are the bits 00000 00000 00000 10000 00100 …"""
    assert new_receipt(bytes(range(16))) == CODE


@given(st.binary(min_size=16, max_size=40))
def test_any_way_of_writing_it_is_the_same_receipt(data: bytes) -> None:
    code = new_receipt(data)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}", code)
    sloppy = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert normal_receipt(sloppy) == code.replace("-", "")
    assert tracker_of(sloppy, "main") == tracker_of(code, "main")
    assert locator_of(sloppy) == locator_of(code)


@given(st.binary(min_size=16, max_size=16), st.integers(0, 124))
def test_one_other_bit_is_another_receipt_everywhere(data: bytes, bit: int) -> None:
    other = (int.from_bytes(data, "big") ^ (1 << (127 - bit))).to_bytes(16, "big")
    one, two = new_receipt(data), new_receipt(other)
    assert one != two
    assert tracker_of(one, "main") != tracker_of(two, "main")
    assert tracker_of(one, "main") != tracker_of(one, "other")
    assert locator_of(one) != locator_of(two)


def test_tracker_and_locator_stay_what_they_are() -> None:
    """Receipts on paper must find their ballots in years to come."""
    assert tracker_of(CODE, "main") == "23YA7-98AC4-QAC92-Z83SD"
    assert locator_of(CODE) == "22f03558f57166a0665d2b4265e6f6351c50d9c475269fc689e2e01fd0aca9c7"


@pytest.mark.parametrize("code", ["", "ABCDE", CODE + "0", CODE[:-1], CODE.replace("E", "U")])
def test_what_is_no_receipt_is_refused_and_not_repeated(code: str) -> None:
    with pytest.raises(InputError) as caught:
        tracker_of(code, "main")
    assert not code or code not in str(caught.value)


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(InputError, match="16 random bytes"):
        new_receipt(b"x" * 15)
