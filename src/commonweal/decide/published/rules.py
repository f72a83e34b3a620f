"""A rule of counting as text that a board publishes before anyone votes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from commonweal.decide.pabulib.write import decimal
from commonweal.decide.spec import Bound, CountSpec, count_spec
from commonweal.errors import InputError, InputProblem


def write_count_spec(spec: CountSpec) -> str:
    """The TOML of a spec, every choice said, so that a later default changes nothing.

    Raises:
        InputError: it cannot be written so that `count_spec` reads the same again.
        MethodNotApplicable: an amount has no finite decimal form.
    """
    text = "\n".join(_lines(spec)) + "\n"
    if count_spec(text) != spec:
        expected = "ids and categories without commas or spaces around, amounts of 15 digits"
        raise InputError(InputProblem(expected, "others"), "This rule cannot be written down:")
    return text


def _lines(spec: CountSpec) -> Iterator[str]:
    yield f"rule = {_quoted(spec.rule)}"
    yield f"completion = {_quoted(spec.completion)}"
    if spec.satisfaction is not None:
        yield f"satisfaction = {_quoted(spec.satisfaction)}"
    yield f"scoring = {_quoted(spec.scoring)}"
    yield f"tie_breaking = {_quoted(','.join(spec.tie_breaking))}"
    yield f"minimum_votes = {spec.minimum_votes}"
    yield f"seats = {spec.seats}"
    for group in spec.incompatible:
        yield from ("", "[[incompatible]]", f"projects = {_quoted(','.join(group))}")
    for bound in spec.floors:
        yield from _bound("floors", bound)
    for bound in spec.ceilings:
        yield from _bound("ceilings", bound)


def _bound(table: str, bound: Bound) -> Iterator[str]:
    yield from ("", f"[[{table}]]", f"category = {_quoted(bound.category)}")
    yield f"amount = {decimal(bound.amount)}"


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's too, but for the one control character that JSON leaves alone.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
