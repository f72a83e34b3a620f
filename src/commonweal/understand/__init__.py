"""Understand what is more prevalent in groups of areas, and describe each area and neighbourhood.

Each capability is a frozen spec, a pure function of the spec and tables, and a frozen result that
can `explain()` itself in plain words. To ask an atlas rather than tables, see
`understand.request`.
"""

from commonweal.understand.findings import KeyFinding, key_findings
from commonweal.understand.gathering import gather_measures
from commonweal.understand.groups import Grouping, by_areas, by_neighbourhoods, by_typology, splits
from commonweal.understand.issues import Issue, issue, issues
from commonweal.understand.like_for_like import LikeForLike, LikeForLikeSpec, like_for_like
from commonweal.understand.measures import LeftOut, Measure, MeasureTable
from commonweal.understand.prevalence import Prevalence, prevalence
from commonweal.understand.request import (
    IssueAnswer,
    Understanding,
    UnderstandRequest,
    understand,
)
from commonweal.understand.spec import PrevalenceSpec, prevalence_spec

__all__ = [
    "Grouping",
    "Issue",
    "IssueAnswer",
    "KeyFinding",
    "LeftOut",
    "LikeForLike",
    "LikeForLikeSpec",
    "Measure",
    "MeasureTable",
    "Prevalence",
    "PrevalenceSpec",
    "UnderstandRequest",
    "Understanding",
    "by_areas",
    "by_neighbourhoods",
    "by_typology",
    "gather_measures",
    "issue",
    "issues",
    "key_findings",
    "like_for_like",
    "prevalence",
    "prevalence_spec",
    "splits",
    "understand",
]
