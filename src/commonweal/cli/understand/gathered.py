"""What both commands of profiles gather from an atlas before the first profile can be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.report.drawing import Outlines
    from commonweal.understand.profile import ProfileTables


def gathered(atlas: Atlas) -> ProfileTables:
    """The tables of the country under the usual rule, with how sure the list is."""
    from commonweal.cli import outside
    from commonweal.find.request import FindRequest, find_neighbourhoods
    from commonweal.report.asking import usual_editions
    from commonweal.report.finding import finding_origins
    from commonweal.report.licensing import may_leave
    from commonweal.understand.profile import profile_tables
    from commonweal.understand.profile.places import SMALL
    from commonweal.understand.profile.request import simulated_certainty

    licensed = outside.licensed()
    deprivation, infrastructure = usual_editions(atlas, SMALL)
    request = FindRequest(deprivation=deprivation, infrastructure=infrastructure)
    finding = find_neighbourhoods(request, atlas)
    closed = {
        column.removesuffix("_rank")
        for column, terms in finding_origins(finding).items()
        if not all(may_leave(item, licensed) for item in terms)
    }
    return profile_tables(
        atlas,
        finding,
        certainty=simulated_certainty(atlas, finding),
        hidden=closed,
        licensed=licensed,
    )


def outlines_held(atlas: Atlas) -> Outlines | None:
    """Outlines of the small areas, or None where the atlas has none."""
    from commonweal.errors import AtlasDamaged
    from commonweal.report.drawing import outlines_of
    from commonweal.understand.profile.places import SMALL

    try:
        return outlines_of(atlas.boundaries(SMALL))
    except AtlasDamaged:
        return None
