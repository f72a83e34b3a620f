"""Every figure that this project claims, measured on an atlas and written as a page.

A `Claim` says what, the published or target figure, and the function that measures it;
`measure_all` measures claims; `evidence_page` writes them. One module holds the claims of one
group.
"""

from commonweal.report.evidence.claim import (
    Claim,
    Detail,
    Expectation,
    Group,
    GroupOutcome,
    Measured,
    Outcome,
)
from commonweal.report.evidence.held import Held
from commonweal.report.evidence.page import evidence_page
from commonweal.report.evidence.run import GROUPS, measure, measure_all

__all__ = [
    "GROUPS",
    "Claim",
    "Detail",
    "Expectation",
    "Group",
    "GroupOutcome",
    "Held",
    "Measured",
    "Outcome",
    "evidence_page",
    "measure",
    "measure_all",
]
