"""What must hold of the parts of a recipe; every problem is told with its field."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import get_args

from commonweal.errors import InputProblem
from commonweal.find.building.combine import Combination
from commonweal.find.building.impute import Imputation
from commonweal.find.building.normalise import CENTRED, ONE_WAY, Scale
from commonweal.find.building.parts import Indicator, Part, indicator_paths
from commonweal.find.building.treat import Outliers
from commonweal.find.building.weight import FEWEST, Weighting
from commonweal.find.index_spec import Polarity
from commonweal.parameters import number

_SCALE_THEM = "Correct them, or write scale_weights = true to have any weights scaled to 1."


def one_of(path: str, came: str, known: Sequence[str]) -> Iterator[InputProblem]:
    """A problem unless the word is one of those known."""
    if came not in known:
        yield InputProblem(" or ".join(map(repr, filter(None, known))), repr(came), column=path)


def domain_problems(domains: tuple[Part, ...], *, scale_weights: bool) -> Iterator[InputProblem]:
    """Names, weights and methods of domains, parts and indicators."""
    yield from _siblings("domains", domains, scale_weights=scale_weights)
    yield from _distinct([(path, part.name) for path, part in _all_parts("domains", domains)])
    indicators = [(path, each.name) for path, each in indicator_paths("domains", domains)]
    yield from _distinct(indicators, "indicator")


def scale_problems(
    path: str, each: Indicator, scale: Scale, impute: Imputation
) -> Iterator[InputProblem]:
    """What an indicator's own fields must be, with the scale and imputation that it gets."""
    yield from one_of(f"{path}.polarity", each.polarity, get_args(Polarity))
    own = (("scale", Scale), ("impute", Imputation), ("outliers", Outliers))
    for name, known in own:
        if getattr(each, name) is not None:
            yield from one_of(f"{path}.{name}", getattr(each, name), get_args(known))
    if not (math.isfinite(each.per) and each.per > 0):
        yield InputProblem("a number above 0", f"{each.per:g}", column=f"{path}.per")
    if each.count and not each.out_of:
        expected = "what the counts are counted among, such as out_of = 'people.total'"
        yield InputProblem(expected, "nothing", column=f"{path}.out_of")
    if scale == "distance to target" and each.target is None:
        yield InputProblem("a target = number", "nothing", column=f"{path}.target")
    if scale == "distance to reference" and not each.reference:
        yield InputProblem("a reference = 'code of an area'", "nothing", column=f"{path}.reference")
    if scale in ONE_WAY and each.polarity == "lower is worse":
        hint = "This scale has no meaning for values with their sign turned."
        yield InputProblem(
            f"an indicator of which higher is worse for the scale {scale!r}",
            "lower is worse",
            column=f"{path}.polarity",
            hint=hint,
        )
    if impute == "neutral" and scale not in CENTRED:
        yield InputProblem(
            f"one of the scales {', '.join(CENTRED)} with impute = 'neutral'",
            repr(scale),
            column=f"{path}.scale",
        )


def _siblings(path: str, parts: tuple[Part, ...], *, scale_weights: bool) -> Iterator[InputProblem]:
    if not parts:
        yield InputProblem("at least one domain", "none", column=path)
        return
    bad = False
    for place, part in enumerate(parts):
        if not (math.isfinite(part.weight) and part.weight > 0):
            bad = True
            yield InputProblem(
                "a weight above 0", f"{part.weight:g}", column=f"{path}.{place}.weight"
            )
    if not bad and not scale_weights:
        yield from _sum(path, [part.weight for part in parts])
    for place, part in enumerate(parts):
        yield from _part(f"{path}.{place}", part, scale_weights=scale_weights)


def _part(path: str, part: Part, *, scale_weights: bool) -> Iterator[InputProblem]:
    if not part.name:
        yield InputProblem("a name", "nothing", column=f"{path}.name")
    yield from one_of(f"{path}.weights", part.weights, get_args(Weighting))
    yield from one_of(f"{path}.combine", part.combine, get_args(Combination))
    if part.parts and part.indicators:
        yield InputProblem("indicators or parts", "both", column=path)
    if part.parts:
        yield from _siblings(f"{path}.parts", part.parts, scale_weights=scale_weights)
        return
    if not part.indicators:
        yield InputProblem("at least one indicator", "none", column=f"{path}.indicators")
        return
    if part.weights == "factor analysis" and len(part.indicators) < FEWEST:
        came = f"{len(part.indicators)}"
        hint = "With fewer, one factor is not determined: use equal or given weights."
        expected = f"at least {FEWEST} indicators for factor analysis"
        yield InputProblem(expected, came, column=f"{path}.weights", hint=hint)
    yield from _given_weights(path, part, scale_weights=scale_weights)


def _given_weights(path: str, part: Part, *, scale_weights: bool) -> Iterator[InputProblem]:
    """Weights stand at every indicator where they are given, and at none where they are not."""
    given = [each.weight for each in part.indicators if each.weight is not None]
    if part.weights != "given":
        for place, each in enumerate(part.indicators):
            if each.weight is not None:
                yield InputProblem(
                    "weights = 'given' in the domain, or no weight here",
                    f"weights = {part.weights!r}",
                    column=f"{path}.indicators.{place}.weight",
                )
        return
    for place, each in enumerate(part.indicators):
        weight = each.weight
        if weight is None or not (math.isfinite(weight) and weight > 0):
            came = "nothing" if weight is None else f"{weight:g}"
            column = f"{path}.indicators.{place}.weight"
            yield InputProblem("a weight above 0", came, column=column)
    if len(given) == len(part.indicators) and not scale_weights:
        yield from _sum(f"{path}.indicators", given)


def _sum(path: str, weights: list[float]) -> Iterator[InputProblem]:
    total = sum(weights)
    if abs(total - 1) > number("building.weights_sum_within"):
        written = " + ".join(f"{weight:g}" for weight in weights)
        yield InputProblem(
            "weights that sum to 1",
            f"{written} = {total:g}",
            column=f"{path}.0.weight",
            hint=_SCALE_THEM,
        )


def _all_parts(path: str, parts: tuple[Part, ...]) -> Iterator[tuple[str, Part]]:
    for place, part in enumerate(parts):
        yield f"{path}.{place}", part
        yield from _all_parts(f"{path}.{place}.parts", part.parts)


def _distinct(named: list[tuple[str, str]], what: str = "domain") -> Iterator[InputProblem]:
    seen: set[str] = set()
    for path, name in named:
        if name in seen:
            expected = f"a name of its own for each {what}"
            yield InputProblem(expected, f"{name!r} again", column=f"{path}.name")
        seen.add(name)
