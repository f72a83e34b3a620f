"""Decide: boards, phases, proposals, results, conversations and the log, as the pages show them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import Field

from commonweal.errors import UnknownRecord
from commonweal.web.api.answers import Listing
from commonweal.web.api.parameters import Paged, Parameters
from commonweal.web.api.strict import CSV_TOO, PROBLEMS, as_csv, operation, page_of
from commonweal.web.data import held
from commonweal.web.record.models import Neighbourhood
from commonweal.web.record.published import rows
from commonweal.web.record.published.conversations import results as conversation_results
from commonweal.web.record.published.phases import outcome_of, result_of
from commonweal.web.record.published.tables import TABLES, Table, log, neighbourhoods

router = Router(tags=["Decide"])
Name = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,80}$", examples=["northfield"])]
PlaceName = Annotated[Name, Path(..., description="Short name of a neighbourhood, as in pages.")]
PhaseName = Annotated[Name, Path(..., description="Short name of a phase.")]
PotName = Annotated[Name, Path(..., description="Short name of a pot.")]
ConversationName = Annotated[Name, Path(..., description="Short name of a conversation.")]


class LogParameters(Paged):
    """The whole log, or what concerns one neighbourhood."""

    place: Name | None = Field(None, description="Only entries of this neighbourhood.")


@router.get(
    "/decide/neighbourhoods",
    response={200: Listing[rows.NeighbourhoodRow], **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="Neighbourhoods that decide",
)
@operation(Paged)
def all_neighbourhoods(request: HttpRequest, query: Query[Paged]) -> Any:
    """Every neighbourhood whose people decide here."""
    return _listed(neighbourhoods(), query)


@router.get(
    "/decide/log",
    response={200: Listing[rows.EntryRow], **PROBLEMS},
    openapi_extra=CSV_TOO,
    summary="The log",
)
@operation(LogParameters)
def entries(request: HttpRequest, query: Query[LogParameters]) -> Any:
    """What happened and when, in order. `/decide/log.jsonl` has the entries as they are hashed."""
    return _listed(log(query.place or ""), query)


@router.get(
    "/decide/{place}/results/{phase}/{pot}",
    response={200: dict[str, Any], **PROBLEMS},
    summary="The result of one pot",
)
@operation(Parameters)
def one_result(request: HttpRequest, place: PlaceName, phase: PhaseName, pot: PotName) -> Any:
    """A result with everything that explains it; with few ballots the winners alone."""
    found = result_of(_place(place), phase, pot)
    if found is None:
        raise UnknownRecord(f"There is no result of a pot {pot!r} in a phase {phase!r} here.")
    return outcome_of(found)


@router.get(
    "/decide/{place}/conversations/{conversation}",
    response={200: dict[str, Any], **PROBLEMS},
    summary="What was found in a conversation",
)
@operation(Parameters)
def one_conversation(request: HttpRequest, place: PlaceName, conversation: ConversationName) -> Any:
    """Opinion groups, points of consensus and answers by group, once a conversation is closed."""
    found = conversation_results(_place(place))
    if conversation not in found:
        raise UnknownRecord(f"There is no closed conversation {conversation!r} here.")
    return found[conversation]


def _add(table: Table) -> None:
    """One operation for each table of the record."""

    def rows_of(request: HttpRequest, place: PlaceName, query: Query[Paged]) -> Any:
        return _listed(table.frame(_place(place)), query)

    rows_of.__name__ = f"decide_{table.name}"
    router.get(
        f"/decide/{{place}}/{table.name}",
        response={200: Listing[table.kind], **PROBLEMS},  # type: ignore[name-defined]
        openapi_extra=CSV_TOO,
        summary=table.title,
        description=table.kind.__doc__,
    )(operation(Paged)(rows_of))


def _listed(frame: Any, query: Paged) -> Any:
    kept = held()
    return as_csv(kept, frame) if query.format == "csv" else page_of(kept, frame, query)


def _place(name: str) -> Neighbourhood:
    found: Neighbourhood | None = Neighbourhood.objects.filter(slug=name).first()
    if found is None:
        raise UnknownRecord(f"No neighbourhood {name!r} decides here.")
    return found


for each in TABLES:
    _add(each)
