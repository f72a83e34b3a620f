"""Real votes counted again, and panels drawn: what the last run of their benchmark found."""

from __future__ import annotations

from functools import partial

from commonweal.errors import MethodNotApplicable
from commonweal.parameters import Reference
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.held import Held
from commonweal.report.evidence.words import largest, share_of

_BENCHMARK = "decided"
_PABULIB = Reference(
    "Pabulib: participatory budgeting library (Faliszewski and others, 2023)", "https://pabulib.org"
)
_PABUTOOLS = Reference(
    "pabutools 1.2.3 (COMSOC Community)", "https://github.com/COMSOC-Community/pabutools"
)
_TOOL = Reference("Method of Equal Shares, computation tool", "https://equalshares.net")
_LEXIMIN = Reference(
    "Flanigan, Gölz, Gupta, Hennig and Procaccia, Fair algorithms for selecting citizens' "
    "assemblies, Nature 2021",
    "https://doi.org/10.1038/s41586-021-03788-6",
)


def part(held: Held, figure: str) -> Measured:
    """So many of so many, as the last run found."""
    value, note = _last(held, figure)
    return share_of(value, _last(held, f"{figure}_of")[0], note)


def difference(held: Held, figure: str) -> Measured:
    """A largest difference, as the last run found."""
    return largest(*_last(held, figure))


def _last(held: Held, figure: str) -> tuple[float, str]:
    run = held.benchmarks.get(_BENCHMARK)
    if run is None:
        raise MethodNotApplicable(
            f"the votes have not been counted here: make bench ARGS={_BENCHMARK}"
        )
    found = run["figures"][figure]
    return float(found["value"]), found.get("note", "")


def _claim(
    figure: str, what: str, expected: Expectation, reference: Reference, note: str = ""
) -> Claim:
    return Claim(
        id=f"decided-{figure}",
        what=what,
        expected=expected,
        measure=partial(difference if expected.of is None else part, figure=figure),
        references=(reference,),
        command=f"python -m benchmarks {_BENCHMARK}",
        alone=True,
        note=note,
    )


DECIDED = Group(
    id="decided",
    title="Votes counted and panels drawn",
    about=(
        "Votes of real towns, counted here and by two other programs; and chances to sit on a "
        "panel, beside those found by listing every panel that could be drawn."
    ),
    claims=(
        _claim("counted", "Real votes counted", Expectation("exactly", (40,), of=40), _PABULIB),
        _claim(
            "rules",
            "Winners equal to those of pabutools: five rules on 22 votes by approval",
            Expectation("exactly", (102,), of=102),
            _PABUTOOLS,
        ),
        _claim(
            "tool",
            "Winners equal to those of the tool of equalshares.net, with and without completion",
            Expectation("at least", (53,), of=54),
            _TOOL,
            "The stored count of the other vote is in floating point, and elects nobody where all "
            "voters together hold exactly what the one project costs; the exact count elects it.",
        ),
        _claim(
            "leximin",
            "Chances on 20 small panels beside exact leximin: largest difference",
            Expectation("at most", (0.000001,), digits=6),
            _LEXIMIN,
        ),
    ),
    gaps=(
        "No results of other programs are held for votes by points or by ranks; they are held "
        "against small votes counted by hand and by trying everything.",
    ),
)
