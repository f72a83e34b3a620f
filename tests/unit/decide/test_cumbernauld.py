"""A published count: Cumbernauld South, North Lanarkshire Council, 3 May 2012, four places.

The votes of every candidate at every stage are those that were published, to a hundredth of a
vote (quoted in full in the tests of https://github.com/brainbuz/Vote-Count; to a tenth, where a
candidate was not elected, in the article on the ward in Wikipedia). The papers are not those of
the voters: they are the fewest kinds of paper that move as the published stages say, each with
the candidates it went to. So the count must find the quota, the values of transfers, the order
of surpluses and exclusions, and what was lost, from 6,015 papers.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from commonweal.decide import Ballot, Election, Project
from commonweal.decide.rules.transferable_vote import transferable_vote

# G Goldie, A Graham, P Hogg, H Homer, D Masterton, C McArthur, K McVey, M Muir.
PAPERS = """
G 76, GP 1133, GH 404, GM 85, GK 24, GC 11, GD 42, GCD 1, GDP 2, GDH 1
A 109, AP 38, AH 60, AM 1122, AK 22, AKC 9, AC 20, ACD 1, ACH 1, AD 31
M 535, MP 95, MH 79, MC 4, MCP 24, MCH 25, MD 36, MDP 37, MDH 31, MK 37, MKP 19, MKH 59, MKD 36
K 63, KP 20, KH 26, KC 2, KD 29
C 98, CP 21, CH 13, CD 93
D 192, DP 68, DH 84
P 444
H 653
"""
# Votes by candidate after each stage; none where excluded.
PUBLISHED = {
    "G": [1779, 1204, 1204, 1204, 1204, 1204, 1204],
    "A": [1413, 1413, 1204, 1204, 1204, 1204, 1204],
    "P": [444, 810.20, 815.82, 816.32, 836.42, 857.55, 926.39],
    "H": [653, 783.58, 792.45, 792.87, 819.18, 832.46, 916.95],
    "D": [344, 358.54, 363.13, 363.68, 392.87, 486.34, 0],
    "C": [225, 228.88, 232.13, 232.41, 235.75, 0, 0],
    "K": [140, 147.76, 152.34, 153.14, 0, 0, 0],
    "M": [1017, 1044.47, 1210.43, 1204, 1204, 1204, 1204],
}
LOST = [0, 24.57, 40.70, 44.58, 118.77, 226.65, 559.67]


@pytest.fixture(scope="module")
def ward() -> Election:
    words = PAPERS.replace("\n", ",").split(",")
    kinds = [word.split() for word in words if word.strip()]
    return Election(
        tuple(Project(name) for name in PUBLISHED),
        tuple(Ballot(tuple(path), times=int(times)) for path, times in kinds),
        Fraction(0),
        kind="ranked",
    )


def test_quota_and_elected(ward: Election) -> None:
    """6,015 papers: 6,015 // 5 + 1 = 1,204. Goldie, Graham, Muir, and Hogg for the last place."""
    board = transferable_vote(ward, 4)
    assert ward.voters == 6_015
    assert board.quota == 1_204 * 100_000
    assert board.elected == ["G", "A", "M", "P"]


def test_every_stage(ward: Election) -> None:
    """Goldie's surplus of 575 goes on at 575 / 1,779 = 0.32321, Graham's at 209 / 1,413 = 0.14791.

    The published count ends with the stage that decides the last place: Homer, behind Hogg, is
    the next to be excluded.
    """
    stages = transferable_vote(ward, 4).stages[:7]
    for name, votes in PUBLISHED.items():
        ours = [stage.votes[name] / 100_000 for stage in stages]
        assert ours == pytest.approx(votes, abs=0.0051), name
    lost = [6_015 - sum(stage.votes.values()) / 100_000 for stage in stages]
    # What is lost is the rest: six times half a hundredth may be in it.
    assert lost == pytest.approx(LOST, abs=0.03)
    whole = stages[2].votes
    # To five decimals: 444 + 1,133 x 0.32321 + 38 x 0.14791, and so on.
    assert (whole["P"], whole["H"], whole["M"]) == (81_581_751, 79_245_144, 121_042_787)
