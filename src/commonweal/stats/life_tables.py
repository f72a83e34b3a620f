"""Abridged life tables of many areas at once, and the years lived in good health."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonweal.errors import InputError, InputProblem
from commonweal.stats.estimate import (
    Estimate,
    Floats,
    Texts,
    as_floats,
    known,
    normal_quantile,
    not_negative,
    problems,
    refuse,
    same_shape,
)

AGES = (0, 1, *range(5, 95, 5))
"""First age of each band; the last band is open."""
FEWEST_PEOPLE = 5_000
"""At or below so many people in all no life expectancy is given."""
WIDEST_YEARS = 20.0
"""A life expectancy whose 95% interval is wider is not given."""

CHIANG, SULLIVAN = "Chiang II, Silcocks", "Sullivan"
FEW = f"not given: {FEWEST_PEOPLE} people or fewer"
WIDE = f"not given: 95% interval wider than {WIDEST_YEARS:g} years"
NOBODY = "not given: nobody lives to this age"
IMMORTAL = "not given: no deaths in the last band"


@dataclass(frozen=True, slots=True)
class LifeTable:
    """The columns of a life table, each n areas by k bands.

    Attributes:
        survivors: l, people alive at the start of the band of 1 born.
        dying: q, share of them who die in the band; 1 in the last.
        years: L, years lived in the band; infinite where nobody dies in the last.
        dying_variance: of q; in the last band 4 / (d M2).
        rest: (1 - a) n of each band, the years lived there by a survivor beyond those of one who
            dies.
    """

    survivors: Floats
    dying: Floats
    years: Floats
    dying_variance: Floats
    rest: Floats


def life_table(deaths: ArrayLike, people: ArrayLike, ages: Sequence[int] = AGES) -> LifeTable:
    """Abridged life tables by Chiang's second method.

    M = d/p; a = 0.1 in the first year of life, else 0.5; q = nM / (1 + nM(1 - a)), at most 1;
    L = n(l' + a(l - l')) with l' the survivors of the band, in the open band l/M. Variance of q:
    q2(1 - q)/d, in the open band 4 / (d M2).

    Args:
        deaths: n areas by k bands.
        people: the same shape: people, or years lived by them where deaths are of several years.
        ages: first age of each band, in the order of the columns; any order.

    Raises:
        InputError: a band is missing or doubled; deaths below 0 or not known; a band without
            people, or with more deaths than people. Names area and band by index.

    Source: Chiang (1984), The Life Table and its Applications; Silcocks, Jenner and Reza (2001),
    Journal of Epidemiology and Community Health 55, 38-43; Eayrs and Williams (2004), the same
    58, 243-249 (small areas).
    """
    d, p = _in_order(deaths, people, ages)
    _check(d, p, ages)
    width = np.diff(np.array(AGES, dtype=np.float64))
    share = np.where(np.arange(width.size) == 0, 0.1, 0.5)
    rest = np.append((1 - share) * width, 0.0)
    mortality = d / p
    q = np.ones_like(mortality)
    inner = mortality[:, :-1]
    q[:, :-1] = np.minimum(width * inner / (1 + inner * rest[:-1]), 1.0)
    alive = np.ones_like(q)
    alive[:, 1:] = np.cumprod(1 - q[:, :-1], axis=1)
    years = np.empty_like(q)
    years[:, :-1] = width * (alive[:, 1:] + share * (alive[:, :-1] - alive[:, 1:]))
    last = mortality[:, -1]
    # Where nobody dies in the open band its years have no end; `life_expectancy` says so.
    years[:, -1] = np.divide(alive[:, -1], last, where=last > 0, out=np.full_like(last, np.inf))
    variance = np.divide(q**2 * (1 - q), d, where=d > 0, out=np.zeros_like(q))
    variance[:, -1] = np.divide(
        4.0, d[:, -1] * last**2, where=last > 0, out=np.full_like(last, np.inf)
    )
    return LifeTable(alive, q, years, variance, rest)


def life_expectancy(
    deaths: ArrayLike,
    people: ArrayLike,
    ages: Sequence[int] = AGES,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Years still to be lived at the start of each band, with Silcocks' interval.

    e = (sum of L from the band on) / l; variance the sum over later bands of
    l2((1 - a)n + e')2 var(q), in the open band (l/2)2 var, by l2.

    Args:
        deaths: n areas by 20 bands.
        people: the same shape.
        ages: first age of each band, in the order of the columns.
        confidence: such as 0.95 or 0.998.

    Returns:
        n by 20, the bands in order of age. The numerator is the deaths from that age on, the
        denominator the people. The value is NaN, as `method` says, where an area has 5,000 people
        or fewer, where nobody lives to the age or dies in the open band, and at ages at which the
        95% interval is wider than 20 years (its limits are then still given).

    Raises:
        InputError: as `life_table`.
    """
    table = life_table(deaths, people, ages)
    d, p = _in_order(deaths, people, ages)
    value = _expected(table.years, table.survivors)
    error = _error(table, value, np.ones_like(value))
    return _estimate(value, error, (d, p), CHIANG, confidence)


def healthy_life_expectancy(
    deaths: ArrayLike,
    people: ArrayLike,
    healthy: ArrayLike,
    asked: ArrayLike,
    ages: Sequence[int] = AGES,
    *,
    confidence: float = 0.95,
) -> Estimate:
    """Years still to be lived in good health: Sullivan's method on Chiang's table.

    The years of each band count by the share of its people in good health, h = healthy / asked.
    The variance adds to that of the deaths, l2((1 - a)n h + e')2 var(q), that of the shares,
    L2 h(1 - h)/asked.

    Args:
        deaths: n areas by 20 bands.
        people: the same shape.
        healthy: the same shape: those in good health among those asked.
        asked: the same shape, above 0.
        ages: first age of each band, in the order of the columns.
        confidence: such as 0.95 or 0.998.

    Returns:
        As `life_expectancy`.

    Raises:
        InputError: as `life_table`; or more in good health than were asked.

    Source: Sullivan (1971), HSMHA Health Reports 86, 347-354; variance: Mathers (1991), Health
    expectancies in Australia 1981 and 1988, and Jagger, Van Oyen and Robine (2014), Health
    Expectancy Calculation by the Sullivan Method.
    """
    table = life_table(deaths, people, ages)
    d, p = _in_order(deaths, people, ages)
    good, of = _in_order(healthy, asked, ages)
    refuse(
        not_negative(good, "healthy"),
        known(good, "healthy"),
        problems(~(of > 0), of, "asked", "a number above 0"),
        problems(good > of, good, "healthy", "no more than were asked"),
    )
    share = good / of
    years = np.where(share > 0, table.years, 0.0) * share
    value = _expected(years, table.survivors)
    error = _error(table, value, share, share * (1 - share) / of)
    return _estimate(value, error, (d, p), SULLIVAN, confidence)


def _in_order(first: ArrayLike, second: ArrayLike, ages: Sequence[int]) -> tuple[Floats, Floats]:
    one, two = as_floats(first, 2), as_floats(second, 2)
    same_shape(first=one, second=two)
    if sorted(ages) != list(AGES) or one.shape[1] != len(AGES):
        missing = ", ".join(str(age) for age in AGES if age not in ages) or "none"
        raise InputError(
            InputProblem(
                expected=f"{len(AGES)} age bands from 0, 1, 5, 10 to 90, each once",
                came=f"{one.shape[1]} columns for {len(ages)} ages (missing: {missing})",
                column="ages",
            )
        )
    order = np.argsort(np.array(ages))
    return one[:, order], two[:, order]


def _check(deaths: Floats, people: Floats, ages: Sequence[int]) -> None:
    # Told by the columns as they came in.
    back = np.argsort(np.argsort(np.array(ages)))
    d, p = deaths[:, back], people[:, back]
    refuse(
        not_negative(d, "deaths"),
        known(d, "deaths"),
        problems(~(p > 0) | np.isinf(p), p, "people", "a number above 0"),
        problems((d > p) & (p > 0), d, "deaths", "no more deaths than people"),
    )


def _expected(years: Floats, alive: Floats) -> Floats:
    left = np.cumsum(years[:, ::-1], axis=1)[:, ::-1]
    with np.errstate(invalid="ignore"):
        divided = np.divide(left, alive, where=alive > 0, out=np.full_like(alive, np.nan))
    return np.asarray(divided)


def _error(
    table: LifeTable, value: Floats, share: Floats, share_variance: Floats | None = None
) -> Floats:
    """Standard error of the years still to be lived, n by k."""
    later = np.concatenate([value[:, 1:], np.zeros((value.shape[0], 1))], axis=1)
    alive = table.survivors
    with np.errstate(invalid="ignore"):
        weight = alive**2 * (table.rest * share + np.nan_to_num(later, posinf=0.0)) ** 2
        weight[:, -1] = (alive[:, -1] * share[:, -1] / 2) ** 2
        parts = weight * table.dying_variance
        if share_variance is not None:
            parts = parts + table.years**2 * share_variance
        total = np.cumsum(parts[:, ::-1], axis=1)[:, ::-1]
        unknown = np.full_like(alive, np.nan)
        return np.asarray(np.sqrt(np.divide(total, alive**2, where=alive > 0, out=unknown)))


def _estimate(
    value: Floats, error: Floats, counts: tuple[Floats, Floats], name: str, confidence: float
) -> Estimate:
    half = normal_quantile(confidence) * np.where(np.isfinite(error), error, np.nan)
    deaths, people = (np.cumsum(each[:, ::-1], axis=1)[:, ::-1] for each in counts)
    method = _method(value, error, people[:, :1], name)
    given = method == name
    limits = given | (method == WIDE)
    return Estimate(
        value=np.where(given, value, np.nan),
        numerator=deaths,
        denominator=people,
        lower=np.where(limits, value - half, np.nan),
        upper=np.where(limits, value + half, np.nan),
        method=method,
        confidence=confidence,
    )


def _method(value: Floats, error: Floats, people: Floats, name: str) -> Texts:
    """How each age was done, or why it has no value."""
    with np.errstate(invalid="ignore"):
        wide = 2 * normal_quantile(0.95) * error > WIDEST_YEARS
    endless = np.isinf(value).any(axis=1, keepdims=True) | np.isinf(error).any(
        axis=1, keepdims=True
    )
    method = np.where(wide, WIDE, name)
    method = np.where(np.isnan(value), NOBODY, method)
    method = np.where(endless, IMMORTAL, method)
    return np.where(people <= FEWEST_PEOPLE, FEW, method)
