"""Ten thousand simulated lists of all England, beside the plain NumPy loop."""

from __future__ import annotations

import resource
import time

import numpy as np

from benchmarks.processes import COMMONWEAL, ran
from benchmarks.results import Figure, Place, Result
from commonweal.atlas import Atlas
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.find.robustness import ListModel, RobustnessSpec, simulate
from commonweal.find.robustness.asking import list_model
from commonweal.find.robustness.posterior import posterior
from commonweal.stats.transform import exponential

_DRAWS, _PLAIN, _OURS = 10_000, 60, 600


def run(place: Place) -> Result:
    """`commonweal find --draws 10000` as a whole process; then single draws, both ways."""
    folder = place.atlas()
    out = place.folder / "probabilities.csv"
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [COMMONWEAL, "find", "--atlas", str(folder), "--draws", str(_DRAWS)]
    before = _processor()
    whole = ran([*command, "--seed", "1", "--out", str(out)])
    worked = _processor() - before
    atlas = Atlas.open(folder)
    model = list_model(find_neighbourhoods(FindRequest(), atlas), atlas)
    ours = _ours(model)
    plain = _plain(model)
    busy = (
        f"The processor worked {worked:.0f} s, {worked / whole.seconds:.1f} cores of what it had."
    )
    note = (
        f"{busy} One list takes {ours:.1f} ms on one thread; in a plain NumPy loop {plain:.1f} ms."
    )
    return Result(
        {
            "seconds": Figure(whole.seconds, note),
            "memory": Figure(whole.peak / 1e9),
            "ours": Figure(ours),
            "plain": Figure(plain),
        },
        (note,),
    )


def _processor() -> float:
    """Seconds that processes which have ended worked, on all cores together."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _ours(model: ListModel) -> float:
    start = time.perf_counter()
    simulate(RobustnessSpec(draws=_OURS, threads=1), model)
    return 1000 * (time.perf_counter() - start) / _OURS


def _plain(model: ListModel) -> float:
    """Milliseconds of one list as one would write it: noise, ten sorts, two sums, two sorts."""
    measures = [measure for each in model.models for measure in each.measures]
    known = posterior(tuple(measures))
    lower = known.factor
    n = known.mean.shape[1]
    scale = [exponential(np.arange(1, n + 1), n, each.index.constant) for each in model.models]
    rng = np.random.default_rng(1)
    cut, times = int(model.cut * n), np.zeros(n)
    start = time.perf_counter()
    for _ in range(_PLAIN):
        true = known.mean + np.einsum(
            "ija,ja->ia", lower, rng.standard_normal(known.mean.shape, dtype=np.float32)
        )
        inside = np.ones(n, dtype=np.bool_)
        place = 0
        for each, values in zip(model.models, scale, strict=True):
            score = np.zeros(n)
            for domain in each.index.domains:
                transformed = np.empty(n)
                transformed[np.argsort(-true[place])] = values
                score += domain.weight * transformed
                place += 1
            rank = np.empty(n, dtype=np.int64)
            rank[np.argsort(-score)] = np.arange(1, n + 1)
            inside &= rank <= cut
        times += inside
    return 1000 * (time.perf_counter() - start) / _PLAIN
