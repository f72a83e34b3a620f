"""Small elections counted again by going through every possibility.

Nothing of the counts is used but the election: voters one by one, sets one by one, prices from
every division of the supporters into those who give all and those who pay the price.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commonweal.decide import Ballot, CountSpec, Election, Project, count
from commonweal.decide.election import Kind
from commonweal.decide.rules.transferable_vote import transferable_vote

NAMES = "abcde"
UNIT = 100_000


def subsets(names: str | list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


@st.composite
def elections(draw: st.DrawFn, kind: Kind, least_cost: int = 1) -> Election:
    costs = draw(st.lists(st.integers(least_cost, 9), min_size=2, max_size=5))
    names = NAMES[: len(costs)]
    ballots = []
    for _ in range(draw(st.integers(1, 6))):
        choices = tuple(draw(st.permutations(names))[: draw(st.integers(0, len(names)))])
        points = tuple(draw(st.integers(0, 3)) for _ in choices) if kind == "points" else ()
        ballots.append(Ballot(choices, points))
    return Election(
        tuple(Project(name, Fraction(cost)) for name, cost in zip(names, costs, strict=True)),
        tuple(ballots),
        Fraction(draw(st.integers(1, 25))),
        kind=kind,
    )


anything = st.sampled_from(["approval", "points", "ranked"]).flatmap(elections)


def worth(election: Election) -> list[dict[str, int]]:
    """Points of each voter, Borda for ranked ballots: as many for the first as places are used."""
    longest = max((len(ballot.choices) for ballot in election.ballots), default=0)
    found = []
    for ballot in election.ballots:
        points = {
            "approval": [1] * len(ballot.choices),
            "points": ballot.points,
            "ranked": [longest - place for place in range(len(ballot.choices))],
        }[election.kind]
        found.append({name: n for name, n in zip(ballot.choices, points, strict=True) if n})
    return found


def totals(election: Election) -> dict[str, int]:
    voters = worth(election)
    return {
        project.id: sum(voter.get(project.id, 0) for voter in voters)
        for project in election.projects
    }


def price(cost: Fraction, purses: list[tuple[Fraction, int]]) -> Fraction | None:
    """The x with sum of min(money, x points) = cost, from every set that may give all it has."""
    for poor in subsets(list(range(len(purses)))):
        rich = [purse for place, purse in enumerate(purses) if place not in poor]
        if not rich:
            continue
        rest = cost - sum(purses[place][0] for place in poor)
        x = rest / sum(points for _, points in rich)
        fits = all(purses[place][0] <= x * purses[place][1] for place in poor)
        if fits and all(money >= x * points for money, points in rich):
            return x
    return None


def equal_shares(election: Election, by_cost: bool) -> list[str]:
    voters, votes = worth(election), totals(election)
    costs = {project.id: project.cost for project in election.projects}
    purse = [election.budget / len(voters)] * len(voters)
    winners: list[str] = []
    while True:
        offers = {}
        for name in costs.keys() - set(winners):
            who = [n for n, voter in enumerate(voters) if name in voter]
            x = price(costs[name], [(purse[n], voters[n][name]) for n in who])
            if x is not None:
                offers[name] = (x / (costs[name] if by_cost else 1), x, who)
        if not offers:
            return winners
        best = min(offers, key=lambda name: (offers[name][0], -votes[name], costs[name], name))
        _, x, who = offers[best]
        for n in who:
            purse[n] -= min(purse[n], x * voters[n][best])
        winners.append(best)


@given(anything)
@settings(max_examples=100, deadline=None)
def test_equal_shares(election: Election) -> None:
    by_cost = election.kind == "approval"
    outcome = count(CountSpec(), election, explained=False)
    assert list(outcome.winners) == equal_shares(election, by_cost)


def test_a_free_project_takes_nobody_s_money() -> None:
    """Cardinality: p is free; q and r both cost each supporter 1, and r has more votes."""
    election = Election(
        (Project("p"), Project("q", Fraction(1)), Project("r", Fraction(2))),
        (Ballot(("p",)), Ballot(("p", "q", "r")), Ballot(("r",))),
        Fraction(3),
    )
    spec = CountSpec(satisfaction="cardinality")
    assert count(spec, election, explained=False).winners == ("p", "r")


@given(anything)
@settings(max_examples=60, deadline=None)
def test_greedy(election: Election) -> None:
    """Of all affordable sets that which has the first project if any has it, then the second…"""
    votes = totals(election)
    costs = {project.id: project.cost for project in election.projects}
    for rule, key in (("greedy-votes", votes.__getitem__), ("greedy-votes-per-cost", None)):
        rate = key or (lambda name: votes[name] / costs[name])
        order = sorted(votes, key=lambda name: (-rate(name), -votes[name], costs[name], name))
        fitting = [s for s in subsets(order) if sum(costs[name] for name in s) <= election.budget]
        best = max(fitting, key=lambda some: [name in some for name in order])
        outcome = count(CountSpec(rule=rule), election, explained=False)
        assert outcome.winners == best


@given(anything, st.sampled_from(["cost", "cardinality"]))
@settings(max_examples=60, deadline=None)
def test_knapsack_and_what_losers_lacked(election: Election, satisfaction: str) -> None:
    votes = totals(election)
    costs = {project.id: project.cost for project in election.projects}

    def value(some: tuple[str, ...], more: dict[str, int]) -> Fraction:
        each = costs if satisfaction == "cost" else dict.fromkeys(costs, Fraction(1))
        return sum(((votes[name] + more.get(name, 0)) * each[name] for name in some), Fraction(0))

    fitting = [s for s in subsets(list(votes)) if sum(costs[name] for name in s) <= election.budget]
    spec = CountSpec(rule="knapsack", satisfaction=satisfaction)
    outcome = count(spec, election)
    best = max(value(some, {}) for some in fitting)
    assert value(outcome.winners, {}) == best
    for loser in outcome.losers:
        with_it = [some for some in fitting if loser.id in some]
        assert (loser.votes_lacking is None) == (not with_it)
        if loser.votes_lacking is not None:
            # With so many it is in a best set; with one more in every best set; with one less
            # it is in none, unless no vote less would be a change.
            for change, wins in ((0, max), (-1, None)):
                more = {loser.id: loser.votes_lacking + change}
                inside = max(value(some, more) for some in with_it)
                outside = max(value(some, more) for some in fitting if loser.id not in some)
                assert inside >= outside if wins else inside <= outside


class Papers:
    """The Scottish rules with every paper moved by itself."""

    def __init__(self, election: Election, seats: int) -> None:
        cast = [ballot for ballot in election.ballots for _ in range(ballot.times)]
        papers = [[ballot.choices, UNIT] for ballot in cast if ballot.choices]
        self.names = sorted(project.id for project in election.projects)
        self.seats, self.quota = seats, (len(papers) // (seats + 1) + 1) * UNIT
        self.held = {n: [paper for paper in papers if paper[0][0] == n] for n in self.names}
        self.fixed: dict[str, int] = {}
        self.stages: list[dict[str, int]] = []
        self.elected: list[str] = []
        self.waiting: list[str] = []
        self.out: set[str] = set()
        self.note()
        while not self.filled():
            self.act()

    def note(self) -> None:
        """Write down everybody's votes."""
        sums = {n: sum(paper[1] for paper in self.held[n]) for n in self.names}
        self.stages.append({**sums, **self.fixed})

    def back(self, name: str) -> list[int]:
        return [stage[name] for stage in reversed(self.stages)]

    def most_first(self, name: str) -> tuple[list[int], str]:
        return [-each for each in self.back(name)], name

    def standing(self) -> list[str]:
        return [n for n in self.names if n not in self.elected and n not in self.out]

    def filled(self) -> bool:
        """Elect whoever can be, and say whether that is all."""
        reached = [n for n in self.standing() if self.stages[-1][n] >= self.quota]
        for name in sorted(reached, key=self.most_first)[: self.seats - len(self.elected)]:
            self.elected.append(name)
            if self.stages[-1][name] > self.quota:
                self.waiting.append(name)
        if len(self.standing()) <= self.seats - len(self.elected):
            self.elected += sorted(self.standing(), key=self.most_first)
        return len(self.elected) == self.seats or not self.standing()

    def act(self) -> None:
        """Transfer the largest surplus, or exclude whoever has least."""
        if self.waiting:
            name = min(self.waiting, key=self.most_first)
            self.waiting.remove(name)
            self.fixed[name] = self.quota
            total = self.stages[-1][name]
            for paper in self.held[name]:
                paper[1] = (total - self.quota) * paper[1] // total
        else:
            name = min(self.standing(), key=lambda each: (self.back(each), each))
            self.out.add(name)
        moved, self.held[name] = self.held[name], []
        for paper in moved:
            heirs = [n for n in paper[0] if n in self.standing()]
            if heirs:
                self.held[heirs[0]].append(paper)
        self.note()


@given(elections("ranked", 0), st.integers(1, 3), st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_transferable_vote(election: Election, seats: int, times: int) -> None:
    ballots = tuple(
        Ballot(ballot.choices, times=1 + times * place % 7)
        for place, ballot in enumerate(election.ballots, start=1)
    )
    assume(any(ballot.choices for ballot in ballots))
    election = Election(election.projects, ballots, Fraction(0), "ranked")
    papers = Papers(election, seats)
    board = transferable_vote(election, seats)
    assert board.elected == papers.elected
    ours = [stage.votes for stage in board.stages if not stage.what.startswith("as many")]
    assert ours == papers.stages


@given(elections("ranked", 0))
@settings(max_examples=80, deadline=None)
def test_run_off_and_what_losers_lacked(election: Election) -> None:
    """The fewest new voters found by halving are the fewest of all, tried one by one."""
    assume(any(ballot.choices for ballot in election.ballots))
    outcome = count(CountSpec(rule="run-off"), election)
    assert list(outcome.winners) == Papers(election, 1).elected
    for loser in outcome.losers:
        assert loser.votes_lacking is not None
        for more in range(1, loser.votes_lacking + 1):
            ballots = (*election.ballots, Ballot((loser.id,), times=more))
            richer = Election(election.projects, ballots, Fraction(0), "ranked")
            assert (Papers(richer, 1).elected == [loser.id]) == (more == loser.votes_lacking)
