"""Opinion groups in a conversation, and what people agree on across them.

`find_opinions(spec, responses)` gives `Opinions`; `read_responses` checks a table of answers.
"""

from commonweal.decide.opinion.find import find_opinions
from commonweal.decide.opinion.responses import Responses, read_responses
from commonweal.decide.opinion.result import Group, Mark, Opinions, Split, Statement
from commonweal.decide.opinion.spec import OpinionSpec

__all__ = [
    "Group",
    "Mark",
    "OpinionSpec",
    "Opinions",
    "Responses",
    "Split",
    "Statement",
    "find_opinions",
    "read_responses",
]
