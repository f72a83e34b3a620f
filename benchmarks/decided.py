"""Real votes counted beside stored results, and chances of panels beside every panel listed."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linprog

from benchmarks.results import Figure, Place, Result
from commonweal.decide import Ballot, CountSpec, Election, Project, count, read_pabulib
from commonweal.decide.sortition import (
    Feature,
    PanelSpec,
    Quota,
    draw_panel,
    read_volunteers,
)

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "vectors"
# What the stored results call each rule.
RULES = {
    "mes_cost_sat_no_completion": CountSpec(),
    "mes_cardinality_sat_no_completion": CountSpec(satisfaction="cardinality"),
    "greedy_by_votes_Cost_Sat": CountSpec(rule="greedy-votes"),
    "greedy_by_votes_per_cost_Cardinality_Sat": CountSpec(rule="greedy-votes-per-cost"),
    "sequential_phragmen": CountSpec(rule="phragmen"),
}
COMPLETIONS = {
    "none": CountSpec(),
    "utilitarian": CountSpec(completion="utilitarian"),
}
POOLS, PEOPLE, SIZE = 20, 9, 4
TIGHT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}

Floats = NDArray[np.float64]


def run(place: Place) -> Result:
    """All of it; says so where the reference results are not there."""
    path = Path(os.environ.get("COMMONWEAL_VECTORS", _BESIDE))
    path = path / "participatory_budgeting" / "elections.json"
    if not path.is_file():
        sys.exit("This needs the stored reference results: name them in COMMONWEAL_VECTORS.")
    files = sorted((place.files() / "pabulib").glob("*.pb.gz"))
    kinds = _counted(files)
    stored = json.loads(path.read_text(encoding="utf-8"))
    rules = [same for each in stored for same in _by_rule(each)]
    tool = [found for each in stored for found in _by_tool(each)]
    other = sorted({name for name, same in tool if not same})
    apart = max(_apart(seed) for seed in range(POOLS))
    told = ", ".join(f"{number} with {kind} ballots" for kind, number in sorted(kinds.items()))
    figures = {
        "counted": Figure(kinds.total(), f"{told}."),
        "counted_of": Figure(len(files)),
        "rules": Figure(sum(rules)),
        "rules_of": Figure(len(rules)),
        "tool": Figure(sum(same for _, same in tool), f"Other winners: {', '.join(other)}."),
        "tool_of": Figure(len(tool)),
        "leximin": Figure(apart),
    }
    return Result(figures, tuple(f"{name}: {each.value:g}" for name, each in figures.items()))


def _counted(files: list[Path]) -> Counter[str]:
    """How many real votes could be counted, by kind of ballot."""
    kinds: Counter[str] = Counter()
    for path in files:
        election = read_pabulib(path.read_bytes(), path.name)
        outcome = count(CountSpec(completion="utilitarian"), election, explained=False)
        kinds[election.kind] += bool(outcome.winners) and outcome.spent <= election.budget
    return kinds


def _by_rule(stored: dict[str, Any]) -> Iterator[bool]:
    """Whether each rule gives the winners that are stored."""
    election = _election(stored)
    for name, spec in RULES.items():
        if (expected := stored["expected"]["pabutools"].get(name)) is not None:
            yield set(count(spec, election, explained=False).winners) == set(expected)


def _by_tool(stored: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """The same for equal shares of the other program, which has completions."""
    election = _election(stored)
    for found in stored["expected"]["equalshares_net_tool"]:
        if (spec := COMPLETIONS.get(found["completion"])) is not None:
            winners = set(count(spec, election, explained=False).winners)
            yield stored["election"], winners == set(found["winners_in_order"])


def _election(stored: dict[str, Any]) -> Election:
    """Costs such as 1.09 are meant as hundredths, not as the nearest double."""
    ballots = (
        Ballot(tuple(each[0]), times=each[1])
        if each and isinstance(each[0], list)
        else Ballot(tuple(each))
        for each in stored["ballots"]
    )
    projects = (Project(name, Fraction(str(cost))) for name, cost in stored["projects"].items())
    return Election(tuple(projects), tuple(ballots), Fraction(str(stored["budget"])))


def _apart(seed: int) -> float:
    """Largest difference of a chance from exact leximin, in one small pool."""
    spec, table = _pool(seed)
    panel = draw_panel(spec, read_volunteers(table, spec))
    ours = dict(zip(panel.chances["id"], panel.chances["chance"], strict=True))
    exact = _leximin(_panels(spec, table), table.height)
    return max(abs(ours[name] - float(exact[row])) for row, name in enumerate(table["id"]))


def _pool(seed: int) -> tuple[PanelSpec, pl.DataFrame]:
    random = np.random.default_rng(seed)
    columns = {"id": [f"p{number}" for number in range(PEOPLE)]}
    features = []
    for name in ("age", "tenure"):
        drawn = random.choice(["many", "some", "few"], PEOPLE, p=[0.5, 0.3, 0.2])
        columns[name] = [str(each) for each in drawn]
        features.append(
            Feature(name, tuple(Quota(value, 0, 2) for value in ("many", "some", "few")))
        )
    return PanelSpec(SIZE, tuple(features), seed=1, tickets=100), pl.DataFrame(columns)


def _panels(spec: PanelSpec, table: pl.DataFrame) -> Floats:
    """Every panel that keeps the quotas: a row a person, a column a panel."""
    columns = []
    for people in combinations(range(table.height), spec.size):
        on = table[list(people)]
        if all(
            quota.least <= (on[feature.name] == quota.value).sum() <= quota.most
            for feature in spec.features
            for quota in feature.quotas
        ):
            columns.append(np.isin(np.arange(table.height), people).astype(float))
    return np.array(columns).T


def _leximin(sits: Floats, people: int) -> Floats:
    """The smallest chance as high as it can be, then the next: by raising each in turn."""
    floor, free = np.zeros(people), set(range(people))
    while free:
        rise = np.array([float(each in free) for each in range(people)])
        level = _most(sits, np.where(rise > 0, 0, floor), rise, None)
        floor[list(free)] = level
        held = floor - 1e-10
        free -= {one for one in free if _most(sits, held, 0 * rise, one) < level + 1e-7}
    return floor


def _most(sits: Floats, floor: Floats, rise: Floats, person: int | None) -> float:
    """The highest level that all who rise can have or, of a person, the highest chance."""
    panels = sits.shape[1]
    cost = np.append(np.zeros(panels), -1.0) if person is None else np.append(-sits[person], 0.0)
    found = linprog(
        cost,
        A_ub=np.hstack([-sits, rise[:, None]]),
        b_ub=-floor,
        A_eq=np.append(np.ones(panels), 0.0)[None, :],
        b_eq=[1.0],
        bounds=(0, None),
        options=TIGHT,
    )
    return -float(found.fun)
