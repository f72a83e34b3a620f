"""How sure the list is, and whether what is said of that keeps its word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from commonweal.errors import MethodNotApplicable
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.find.robustness import ListModel, RobustnessSpec, simulate
from commonweal.find.robustness.asking import list_model, with_certainty
from commonweal.find.robustness.result import counts
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.held import Held, remembered
from commonweal.report.evidence.words import share_of

_BENCHMARK = "calibration"
_COMMAND = f"python -m benchmarks {_BENCHMARK}"
_FEW, _DRAWS = 80, 1000
_BANDS = range(10, 100, 10)


@remembered
def england(held: Held) -> ListModel:
    """The default list, ready to be simulated."""
    return list_model(find_neighbourhoods(FindRequest(), held.atlas), held.atlas)


def same_with_threads(held: Held) -> Measured:
    """Areas with the same figures from one thread and from three."""
    spec = RobustnessSpec(draws=_FEW, seed=1, threads=1)
    alone = simulate(spec, england(held)).table
    together = simulate(replace(spec, threads=3), england(held)).table
    equal = sum(one == other for one, other in zip(alone.rows(), together.rows(), strict=True))
    return share_of(equal, alone.height, f"{_FEW} draws.")


def certain(held: Held) -> Measured:
    """Areas of the list that are certain, likely and borderline."""
    finding = find_neighbourhoods(FindRequest(), held.atlas)
    spec = RobustnessSpec(draws=_DRAWS, seed=1)
    sure = with_certainty(finding, simulate(spec, england(held)))
    found = counts(sure.table["certainty"])
    shown = ("certain", "likely", "borderline", "possible")
    words = ", ".join(f"{found[name]:,} {name}" for name in shown)
    note = f"{_DRAWS:,} draws, seed 1. Errors of most measures are declared, not measured."
    return Measured(tuple(float(found[name]) for name in shown), words, note)


def covered(held: Held) -> Measured:
    """Share of areas whose true rank lies in its interval."""
    figures = _last(held)
    value, worst = figures["coverage"]["value"], figures["worst"]["value"]
    note = f"{figures['coverage']['note']} In the worst tenth {worst:.1f}%."
    return Measured((value,), f"{value:.1f}%", note)


def kept_word(held: Held) -> Measured:
    """Largest gap between the probability given and the share that truly qualify, in points."""
    figures = _last(held)
    rows = [figures[f"said_{start}"] for start in _BANDS]
    gaps = [abs(row["value"] - _said(row["note"])) for row in rows]
    told = "; ".join(
        f"{start}-{start + 10}%: {row['value']:.0f}% of {row['note'].split(' areas')[0]}"
        for start, row in zip(_BANDS, rows, strict=True)
    )
    return Measured((max(gaps),), f"{max(gaps):.1f} points", f"Truly qualify, by band: {told}.")


def _said(note: str) -> float:
    return float(note.rsplit(", ", maxsplit=1)[-1].removesuffix("% said"))


def _last(held: Held) -> Mapping[str, Any]:
    run = held.benchmarks.get(_BENCHMARK)
    if run is None:
        raise MethodNotApplicable("the simulation of 200 countries has not been run here")
    return dict(run["figures"])


def _coverage(claim_id: str, kind: str, limit: float) -> Claim:
    return Claim(
        id=claim_id,
        what=f"90% intervals cover the true rank of {kind} {limit:.0f}% of areas",
        expected=Expectation(kind, (limit,), digits=1, unit="%"),  # type: ignore[arg-type]
        measure=covered,
        command=_COMMAND,
        alone=True,
    )


ROBUSTNESS = Group(
    id="robustness",
    title="How sure the list is",
    about=(
        "Simulated lists say how likely each area is to be listed. On demonstration countries the "
        "truth is known, and the errors are stated, so that it can be seen whether nine in ten "
        "means nine in ten. On England the errors of most measures are declared assumptions."
    ),
    claims=(
        _coverage("sure-coverage-least", "at least", 88.0),
        _coverage("sure-coverage-most", "at most", 92.0),
        Claim(
            id="sure-calibrated",
            what="Largest gap between a probability given and the share that truly qualify",
            expected=Expectation("at most", (6.0,), digits=1, unit="points"),
            measure=kept_word,
            command=_COMMAND,
            alone=True,
            note="By tenths of probability, from 10% up.",
        ),
        Claim(
            id="sure-threads",
            what="Areas with the same answer from one thread and from three",
            expected=Expectation("exactly", (33_755,), of=33_755),
            measure=same_with_threads,
            releases=("iod2025", "cni2023"),
        ),
        Claim(
            id="sure-list",
            what="Of the 1,262 areas, how many are certain, likely and borderline",
            expected=Expectation("open"),
            measure=certain,
            releases=("iod2025", "cni2023"),
            command="commonweal find --draws 1000 --seed 1",
        ),
    ),
    gaps=(
        "For eight of the ten measures of the two indices no error can be worked out: theirs "
        "are declared, and the command robustness shows how the list moves when they are halved "
        "or doubled.",
        "Errors that many areas share, and what a measure misses everywhere, are not simulated.",
    ),
)
