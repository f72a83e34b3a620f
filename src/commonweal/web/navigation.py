"""The cycle of the work, which is the navigation: eight steps, of which three are open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the cycle: its verb, the question it answers, and the page, if it is open."""

    verb: str
    question: str
    page: str = ""


STEPS = (
    Step("Find", "Which neighbourhoods are doubly disadvantaged?", "home"),
    Step("Understand", "What is harder there, and how sure are we?", "understand"),
    Step("Learn", "What worked before?"),
    Step("Appraise", "What is it worth?"),
    Step("Fund", "Where should long-term money go?"),
    Step("Decide", "What do the people who live there want?", "decide"),
    Step("Coordinate", "Who does what, and where are the gaps?"),
    Step("Monitor", "Did anything change?"),
)
