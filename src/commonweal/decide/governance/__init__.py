"""Forms of governance open to a neighbourhood, side by side.

`compare(Place(...))` gives a `Comparison`: for every form whether it is open and why, what it
gives in say and in resources, the steps to it with their time limits, and what is not known.
"""

from commonweal.decide.governance.compare import Comparison, FormAnswer, compare
from commonweal.decide.governance.forms import Form, Step, forms
from commonweal.decide.governance.petition import petition_signatures
from commonweal.decide.governance.place import Place

__all__ = [
    "Comparison",
    "Form",
    "FormAnswer",
    "Place",
    "Step",
    "compare",
    "forms",
    "petition_signatures",
]
