"""One spelling for one content: JSON whose bytes anybody can make again in any language.

The spelling is that of RFC 8785 (JSON Canonicalization Scheme, 2020) for texts, whole numbers,
true, false, null, lists and objects. Fractions are refused: two programs may print the same one
differently.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from commonweal.errors import InputError, InputProblem

JSON: TypeAlias = "str | int | bool | Sequence[JSON] | Mapping[str, JSON] | None"

# Beyond this a whole number is no longer exact in every reader of JSON (RFC 7493, section 2.2).
LARGEST = 2**53 - 1


def canonical(value: JSON) -> bytes:
    """The one spelling of a content: keys sorted, no spaces, UTF-8.

    Raises:
        InputError: it holds something else than text, whole numbers, true, false, null, lists
            and objects with text for keys.
    """
    text = json.dumps(_sorted(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def parse(text: str) -> JSON:
    """Read JSON, as strictly as `canonical` writes it; spaces and the order of keys are free.

    Raises:
        InputError: it is not JSON, holds a fraction, or names a key twice.
    """
    try:
        value: JSON = json.loads(
            text, object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse
        )
        canonical(value)
    except (ValueError, RecursionError) as error:
        raise InputError(InputProblem("JSON", str(error))) from None
    return value


def _sorted(value: JSON) -> JSON:
    """The same content with every object's keys in order, and checked."""
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, Mapping):
        for key in value:
            _check_text(key)
        # RFC 8785 sorts by the units of UTF-16, not by code points.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _sorted(value[key]) for key in keys}
    elif isinstance(value, list | tuple):
        return [_sorted(each) for each in value]
    elif not (value is None or (isinstance(value, int) and abs(value) <= LARGEST)):
        expected = f"text, a whole number to {LARGEST}, true, false, null, a list or an object"
        raise InputError(InputProblem(expected, repr(value)))
    return value


def _check_text(value: object) -> None:
    if not isinstance(value, str):
        raise InputError(InputProblem("text for a key", repr(value)))
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(InputProblem("text in Unicode", ascii(value))) from None


def _once(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refuse(text: str) -> JSON:
    raise ValueError(f"{text} is not a whole number")
