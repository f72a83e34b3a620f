"""One spelling for one content, and strict reading of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.errors import InputError
from commonweal.provenance.canonical import LARGEST, canonical, parse

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def _kinds(value: Any) -> Any:
    """Content with its types told, since Python holds True equal to 1."""
    if isinstance(value, dict):
        return {key: _kinds(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_kinds(each) for each in value]
    return type(value).__name__, value


@given(CONTENT)
def test_read_back_it_is_the_same(value: Any) -> None:
    assert _kinds(parse(canonical(value).decode())) == _kinds(value)


@given(CONTENT)
def test_spaces_and_the_order_of_keys_do_not_matter(value: Any) -> None:
    def turned(each: Any) -> Any:
        if isinstance(each, dict):
            return {key: turned(each[key]) for key in reversed(each)}
        return [turned(one) for one in each] if isinstance(each, list) else each

    loose = json.dumps(turned(value), indent=3)
    assert canonical(parse(loose)) == canonical(value)


@given(CONTENT, CONTENT)
def test_other_content_is_spelled_otherwise(one: Any, two: Any) -> None:
    assert (canonical(one) == canonical(two)) == (_kinds(one) == _kinds(two))


def test_escapes_are_those_of_rfc_8785() -> None:
    """Section 3.2.2.2: short escapes where there are any, lower-case hexadecimal, else as it is."""
    text = '\u20ac$\u000f\nA\'B"\\\\"/\u007f'
    assert canonical(text) == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f"'.encode()


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), LARGEST + 1, -LARGEST - 1, b"x", {1}, {1: 2}, {None: 2}, "\ud800"]
)
def test_what_has_no_one_spelling_is_refused(value: Any) -> None:
    for each in (value, [value], {"a": [{"b": value}]}):
        with pytest.raises(InputError):
            canonical(each)


@pytest.mark.parametrize(
    "text",
    ["", "1.5", "1e3", "NaN", "Infinity", '{"a":1,"a":1}', '"\\ud800"', f"{LARGEST + 1}", "[1,]"],
)
def test_what_is_not_read(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)
