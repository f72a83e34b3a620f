"""Where things come from: the sources of a figure, and the chain of entries that a record leaves.

`figures` names what a result was made from; `chain` is an append-only log in which every entry
seals the one before it, so that no entry can be changed, left out or moved unseen.
"""

from __future__ import annotations

from commonweal.provenance.chain import (
    FIRST,
    Break,
    Link,
    as_line,
    check,
    commit,
    from_line,
    from_lines,
    opens,
    seal,
)
from commonweal.provenance.figures import Provenance, Run, Source

__all__ = [
    "FIRST",
    "Break",
    "Link",
    "Provenance",
    "Run",
    "Source",
    "as_line",
    "check",
    "commit",
    "from_line",
    "from_lines",
    "opens",
    "seal",
]
