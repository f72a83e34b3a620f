"""Boards: rules for who must sit on them, and a live check of a board against its rule.

`check(rule, members, on)` gives a `BoardCheck`: each requirement with what was needed, what there
is and what to do; terms that end; vacancies. Rules ship with the package (`published_rule`) or are
a board's own (`composition_rule`).
"""

from commonweal.decide.boards.capacities import CAPACITIES
from commonweal.decide.boards.check import BoardCheck, Vacancy, asked, check
from commonweal.decide.boards.members import Member, read_members
from commonweal.decide.boards.requirement import Requirement
from commonweal.decide.boards.rule import CompositionRule, Places, Statement
from commonweal.decide.boards.terms import Sitting, TermEnd
from commonweal.decide.boards.written import (
    RULES,
    composition_rule,
    published_rule,
    published_rules,
)

__all__ = [
    "CAPACITIES",
    "RULES",
    "BoardCheck",
    "CompositionRule",
    "Member",
    "Places",
    "Requirement",
    "Sitting",
    "Statement",
    "TermEnd",
    "Vacancy",
    "asked",
    "check",
    "composition_rule",
    "published_rule",
    "published_rules",
    "read_members",
]
