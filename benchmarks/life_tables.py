"""All life tables of England's MSOAs, beside one table after another in Python and in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.access import best
from benchmarks.results import Figure, Place, Result
from commonweal.stats import Estimate, life_expectancy
from commonweal.stats.life_tables import AGES

_AREAS, _SEXES, _SEED, _RUNS, _SAMPLE = 6_791, 2, 1, 3, 50
Floats = NDArray[np.float64]


def run(place: Place) -> Result:
    """Best of three runs; the plain ways are timed on a sample and checked to agree."""
    del place  # Deaths by age are not open at this level, so they are generated.
    deaths, people = generated(_AREAS * _SEXES, _SEED)
    seconds, made = best(lambda: life_expectancy(deaths, people))
    sample = slice(0, _SAMPLE)
    python, plain = best(lambda: one_by_one(deaths[sample], people[sample]), runs=1)
    frames, tabled = best(lambda: in_pandas(deaths[sample], people[sample]), runs=1)
    agree(made, sample, plain, tabled)
    scale = len(deaths) / _SAMPLE
    note = (
        f"{_AREAS:,} areas, {_SEXES} sexes, {len(AGES)} bands, generated deaths; with intervals, "
        f"at every age; best of {_RUNS}. On a sample of {_SAMPLE} tables, times {scale:.0f}: a "
        f"plain Python loop, {python * scale:,.1f} s ({python * scale / seconds:,.0f} times as "
        f"long); pandas, a frame a table, {frames * scale:,.0f} s ({frames * scale / seconds:,.0f} "
        "times). The figures are equal."
    )
    return Result(
        {
            "all": Figure(seconds, note),
            "python": Figure(python * scale),
            "pandas": Figure(frames * scale),
        },
        (note,),
    )


def generated(tables: int, seed: int) -> tuple[Floats, Floats]:
    """Deaths of three years and people years, n by 20: death rates that double in eight years."""
    draws = np.random.default_rng(seed)
    ages = np.array(AGES, dtype=np.float64)
    width = np.append(np.diff(ages), 8.0)
    people = draws.poisson(3 * 90 * width * np.exp(-((ages / 95) ** 4)), (tables, ages.size)) + 60.0
    rate = np.where(ages == 0, 0.004, 0.00005 * np.exp(np.log(2) / 8 * (ages + width / 2)))
    level = draws.gamma(20, 1 / 20, (tables, 1))
    deaths = draws.poisson(np.minimum(people * rate * level, people * 0.6)).astype(np.float64)
    # Every table needs a death in the open band, and none may have more than people.
    deaths[:, -1] = np.maximum(deaths[:, -1], 1.0)
    return np.minimum(deaths, people), people


def one_by_one(deaths: Floats, people: Floats) -> list[tuple[float, float]]:
    """Life expectancy at birth and its standard error, as one would write it with loops."""
    found = []
    for d, p in zip(deaths.tolist(), people.tolist(), strict=True):
        alive, years, variance, rest = [1.0], [], [], []
        for band in range(len(AGES) - 1):
            n = AGES[band + 1] - AGES[band]
            a = 0.1 if band == 0 else 0.5
            m = d[band] / p[band]
            q = min(n * m / (1 + n * (1 - a) * m), 1.0)
            alive.append(alive[band] * (1 - q))
            years.append(n * (alive[band + 1] + a * (alive[band] - alive[band + 1])))
            variance.append(q * q * (1 - q) / d[band] if d[band] else 0.0)
            rest.append((1 - a) * n)
        m = d[-1] / p[-1]
        years.append(alive[-1] / m)
        total = (alive[-1] / 2) ** 2 * 4 / (d[-1] * m * m)
        left = years[-1]
        for band in range(len(AGES) - 2, -1, -1):
            later = left / alive[band + 1]
            total += alive[band] ** 2 * (rest[band] + later) ** 2 * variance[band]
            left += years[band]
        found.append((left, total**0.5))
    return found


def in_pandas(deaths: Floats, people: Floats) -> list[float]:
    """Life expectancy at birth with a data frame a table, as in an analyst's notebook."""
    found = []
    for d, p in zip(deaths, people, strict=True):
        frame = pd.DataFrame({"age": AGES, "deaths": d, "people": p})
        frame["n"] = frame["age"].shift(-1) - frame["age"]
        frame["a"] = np.where(frame["age"] == 0, 0.1, 0.5)
        frame["m"] = frame["deaths"] / frame["people"]
        frame["q"] = frame["n"] * frame["m"] / (1 + frame["n"] * frame["m"] * (1 - frame["a"]))
        frame["alive"] = (1 - frame["q"].clip(upper=1)).cumprod().shift(1, fill_value=1.0)
        after = frame["alive"].shift(-1)
        frame["years"] = frame["n"] * (after + frame["a"] * (frame["alive"] - after))
        last = frame.index[-1]
        frame.loc[last, "years"] = frame.loc[last, "alive"] / frame.loc[last, "m"]
        found.append(float(frame["years"].sum()))
    return found


def agree(
    made: Estimate, sample: slice, plain: list[tuple[float, float]], tabled: list[float]
) -> None:
    value, error = np.array(plain).T
    np.testing.assert_allclose(made.value[sample, 0], value, rtol=1e-9)
    np.testing.assert_allclose(made.value[sample, 0], tabled, rtol=1e-9)
    half = 1.959963984540054 * error
    np.testing.assert_allclose(made.upper[sample, 0] - made.value[sample, 0], half, rtol=1e-9)
