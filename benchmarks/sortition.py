"""A panel of 100 from 2,000 volunteers: how near the bound, beside plain quota-filling."""

from __future__ import annotations

import time
from collections import Counter

import numpy as np
import polars as pl

from benchmarks.results import Figure, Place, Result
from commonweal.decide.sortition import (
    Feature,
    Panel,
    PanelSpec,
    Quota,
    Volunteers,
    draw_panel,
    read_volunteers,
)

_PEOPLE, _SIZE, _SEED, _TRIES = 2000, 100, 1, 500
_POPULATION = {
    "gender": [0.51, 0.49],
    "age": [0.2, 0.25, 0.3, 0.25],
    "area": [0.1] * 10,
    "education": [0.2, 0.3, 0.5],
    "ethnicity": [0.8, 0.08, 0.12],
    "tenure": [0.6, 0.2, 0.2],
}


def run(place: Place) -> Result:
    """Draw it once; then the usual hand method many times, whose chances are counted."""
    spec, people = generated(_PEOPLE, _SIZE, _SEED)
    start = time.perf_counter()
    panel = draw_panel(spec, people)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    smallest, filled = _by_hand(spec, people)
    plain = time.perf_counter() - start
    short = 100 * (1 - panel.smallest / panel.bound)
    listed = _listed(panel)
    note = (
        f"Smallest chance {panel.smallest:.5f}, bound {panel.bound:.5f}; on the list of "
        f"{spec.tickets:,} tickets {listed:.5f}. Filling quotas by chance, {_TRIES:,} times in "
        f"{plain:.1f} s, filled them {filled:,} times; the smallest share of panels anyone was "
        f"on: {smallest:.5f}."
    )
    return Result(
        {"seconds": Figure(seconds, note), "short": Figure(short)},
        (f"{seconds:.1f} s; {short:.6f}% short of the bound. {note}",),
    )


def generated(people: int, size: int, seed: int) -> tuple[PanelSpec, Volunteers]:
    """Volunteers unlike the population, as they are, and quotas one person wide."""
    random = np.random.default_rng(seed)
    columns: dict[str, list[str]] = {"id": [f"v{number:05}" for number in range(people)]}
    features = []
    for name, given in _POPULATION.items():
        population = np.array(given) / sum(given)
        offered = population**1.6 * random.uniform(0.5, 1.5, len(given))
        drawn = random.choice(len(given), people, p=offered / offered.sum())
        columns[name] = [str(each) for each in drawn]
        quotas = (
            Quota(str(value), int(np.floor(share * size)), int(np.ceil(share * size)), float(share))
            for value, share in enumerate(population)
        )
        features.append(Feature(name, tuple(quotas)))
    spec = PanelSpec(size, tuple(features), seed=seed)
    return spec, read_volunteers(pl.DataFrame(columns), spec)


def _listed(panel: Panel) -> float:
    """The smallest share of tickets of anyone who can sit."""
    able = panel.chances.filter(pl.col("chance") > 0)
    return float(able["tickets"].to_numpy().min()) / panel.spec.tickets


def _by_hand(spec: PanelSpec, people: Volunteers) -> tuple[float, int]:
    """Take people in random order while their quotas have room; count the full panels."""
    random = np.random.default_rng(_SEED)
    most = [{quota.value: quota.most for quota in feature.quotas} for feature in spec.features]
    on: Counter[int] = Counter()
    filled = 0
    for _ in range(_TRIES):
        room = [dict(each) for each in most]
        taken: list[int] = []
        for person in random.permutation(len(people.ids)).tolist():
            own = people.values[person]
            if all(left[value] > 0 for left, value in zip(room, own, strict=True)):
                taken.append(person)
                for left, value in zip(room, own, strict=True):
                    left[value] -= 1
        if len(taken) == spec.size:
            filled += 1
            on.update(taken)
    return min((on[each] for each in range(len(people.ids))), default=0) / max(filled, 1), filled
