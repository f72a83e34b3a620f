"""Sortition: a representative panel from volunteers, by a lottery as fair as quotas let it be.

`draw_panel(spec, volunteers)` gives a `Panel`. The chances are leximin; the list of tickets can be
published before the seed that draws one is known.
"""

from commonweal.decide.sortition.conflict import QuotasConflict, Relaxation
from commonweal.decide.sortition.draw import draw_panel
from commonweal.decide.sortition.result import Panel
from commonweal.decide.sortition.spec import Feature, PanelSpec, Quota, panel_spec
from commonweal.decide.sortition.volunteers import Volunteers, read_volunteers

__all__ = [
    "Feature",
    "Panel",
    "PanelSpec",
    "Quota",
    "QuotasConflict",
    "Relaxation",
    "Volunteers",
    "draw_panel",
    "panel_spec",
    "read_volunteers",
]
