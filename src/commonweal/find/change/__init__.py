"""Change over time: the same areas at every edition of an index, and what moved between them.

`change_over_time` works on tables; `find_change` asks an atlas; `find_typology_change` follows
the types of double disadvantage, where an index of social infrastructure exists.
"""

from commonweal.find.change.change import CAUTION, ChangeResult, change_over_time
from commonweal.find.change.editions import Followed, editions_in, follow
from commonweal.find.change.request import Change, ChangeRequest, find_change
from commonweal.find.change.spec import ChangeSpec, Edition
from commonweal.find.change.transitions import count_moves, moves
from commonweal.find.change.typologies import TypologyChange, find_typology_change

__all__ = [
    "CAUTION",
    "Change",
    "ChangeRequest",
    "ChangeResult",
    "ChangeSpec",
    "Edition",
    "Followed",
    "TypologyChange",
    "change_over_time",
    "count_moves",
    "editions_in",
    "find_change",
    "find_typology_change",
    "follow",
    "moves",
]
