"""Change over time as people take it away: one row an area, every edition beside the next."""

from __future__ import annotations

from collections.abc import Iterable

from commonweal.atlas import Series
from commonweal.catalogue import GEOGRAPHIES
from commonweal.find.change import CAUTION, Change, TypologyChange
from commonweal.report.licensing import Shareable, shareable
from commonweal.report.table import ReportTable

_COLUMNS = {
    "area_name": "Official name of the area",
    "local_name": "Name that people know it by, where there is one",
    "people": "People who live there, at the latest date held, the same for every edition",
    "editions_known": "Number of editions at which the area has a place",
    "editions_in_worst": "Number of editions at which it is in the most deprived tenth",
}


def shareable_change(change: Change, licensed: Iterable[str]) -> Shareable:
    """The table without what may not leave: places on an index whose owner has not agreed."""
    origins: dict[str, tuple[Series, ...]] = {}
    every = tuple(item.series for item in change.ranks.values())
    for period, item in change.ranks.items():
        origins |= {f"{kind}_{period}": (item.series,) for kind in ("rank", "decile")}
    origins |= dict.fromkeys(("editions_in_worst", "change"), every)
    return shareable(change.result.table, origins, licensed)


def change_report(change: Change, licensed: Iterable[str]) -> ReportTable:
    """Every area with its rank and tenth at each edition, ready to hand out."""
    shared = shareable_change(change, licensed)
    request, kind = change.request, GEOGRAPHIES[change.request.geography]
    columns = {**_COLUMNS, "area_code": f"Code of the area ({kind.title})"}
    columns["change"] = (
        f"Tenths moved from {request.start} to {request.end}; above 0 towards less deprived"
    )
    for period, ranks in change.ranks.items():
        columns[f"rank_{period}"] = f"Rank in {period} of {ranks.ranked:,}, 1 the most deprived"
        columns[f"decile_{period}"] = f"Tenth in {period}, 1 the most deprived"
        columns[f"approximate_{period}"] = (
            f"Whether the rank of {period} is worked out, because the boundary has changed"
        )
    notes = [note for note in (shared.note, CAUTION, *change.notes) if note]
    return ReportTable(
        title=f"{request.index} of {kind.plural} from {request.start} to {request.end}",
        about=change.explain(),
        table=shared.table,
        columns={name: columns[name] for name in shared.table.columns},
        provenance=change.provenance,
        notes=tuple(notes),
    )


def typology_report(change: TypologyChange) -> ReportTable:
    """Every area with its type at each edition of deprivation; no ranks are in it."""
    kind = GEOGRAPHIES[change.geography]
    columns = {
        "area_code": f"Code of the area ({kind.title})",
        "area_name": _COLUMNS["area_name"],
        "people": _COLUMNS["people"],
    }
    for period in change.editions:
        columns[f"typology_{period}"] = (
            f"Type of the area with IMD {period} and CNI {change.infrastructure}; empty where a "
            "measure is not known"
        )
    return ReportTable(
        title=(
            f"Types of {kind.plural} with IMD {' and '.join(change.editions)} and CNI "
            f"{change.infrastructure}"
        ),
        about=change.explain(),
        table=change.table,
        columns=columns,
        provenance=change.provenance,
        notes=(change.caution, CAUTION),
    )
