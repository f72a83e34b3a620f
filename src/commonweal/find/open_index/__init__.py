"""The open social infrastructure index: from open data alone, for LSOA 2021."""

from commonweal.find.open_index.agreement import IndexAgreement, Overlap, index_agreement
from commonweal.find.open_index.changes import Corrected, correct
from commonweal.find.open_index.corrected import (
    Base,
    CorrectedIndex,
    base_of,
    open_index_with_assets,
)
from commonweal.find.open_index.held import (
    HOW_TO_HAVE_IT,
    Inputs,
    is_held,
    open_index_inputs,
    open_index_of,
)
from commonweal.find.open_index.index import OpenIndexResult, open_infrastructure_index
from commonweal.find.open_index.spec import (
    OpenDomain,
    OpenIndexSpec,
    OpenIndicator,
    open_index_spec,
)

__all__ = [
    "HOW_TO_HAVE_IT",
    "Base",
    "Corrected",
    "CorrectedIndex",
    "IndexAgreement",
    "Inputs",
    "OpenDomain",
    "OpenIndexResult",
    "OpenIndexSpec",
    "OpenIndicator",
    "Overlap",
    "base_of",
    "correct",
    "index_agreement",
    "is_held",
    "open_index_inputs",
    "open_index_of",
    "open_index_spec",
    "open_index_with_assets",
    "open_infrastructure_index",
]
