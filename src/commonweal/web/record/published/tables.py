"""Every table of the open record, and how its rows become a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, get_type_hints

from commonweal.provenance.canonical import canonical
from commonweal.provenance.chain import FIRST
from commonweal.web.record.audit.verify import links
from commonweal.web.record.models import AuditHead, Neighbourhood
from commonweal.web.record.published import boards, conversations, phases, rows

if TYPE_CHECKING:
    import polars as pl

Read = Callable[[Neighbourhood], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the open record.

    Attributes:
        name: in addresses and file names.
        title: what it holds.
        kind: the class of its rows.
        read: its rows of a neighbourhood, in an order that does not change.
    """

    name: str
    title: str
    kind: type[Any]
    read: Read

    def rows(self, place: Neighbourhood) -> list[Any]:
        """The rows of a neighbourhood."""
        return list(self.read(place))

    def frame(self, place: Neighbourhood) -> pl.DataFrame:
        """The rows of a neighbourhood as a table."""
        return framed(self.kind, self.read(place))


TABLES: tuple[Table, ...] = (
    Table("board", "The board", rows.BoardRow, boards.board),
    Table("members", "Members of the board", rows.MemberRow, boards.members),
    Table("interests", "Interests they declared", rows.InterestRow, boards.interests),
    Table("meetings", "Meetings and minutes", rows.MeetingRow, boards.meetings),
    Table("corrections", "Corrections of minutes", rows.CorrectionRow, boards.corrections),
    Table("decisions", "Decisions", rows.DecisionRow, boards.decisions),
    Table("phases", "Phases", rows.PhaseRow, phases.phases),
    Table("pots", "Pots of money and rules of counting", rows.PotRow, phases.pots),
    Table("proposals", "Proposals", rows.ProposalRow, phases.proposals),
    Table("feasibility", "Checks of proposals", rows.FeasibilityRow, phases.feasibility),
    Table("results", "Results", rows.ResultRow, phases.results),
    Table("progress", "Reports on delivery", rows.ProgressRow, phases.progress),
    Table("conversations", "Conversations", rows.ConversationRow, conversations.conversations),
    Table("statements", "Statements and answers", rows.StatementRow, conversations.statements),
)


def neighbourhoods() -> pl.DataFrame:
    """Every neighbourhood that decides here."""
    found = Neighbourhood.objects.order_by("slug")
    return framed(
        rows.NeighbourhoodRow, (row for place in found for row in boards.neighbourhood(place))
    )


def log(place: str = "") -> pl.DataFrame:
    """The log, or the entries of one neighbourhood in it."""
    return framed(
        rows.EntryRow,
        (
            rows.EntryRow(
                link.number,
                link.at,
                link.action,
                link.place,
                canonical(link.says).decode(),
                link.hash,
            )
            for link in links(place)
        ),
    )


def head() -> tuple[int, str]:
    """Number and hash of the last entry of the log."""
    kept = AuditHead.objects.filter(pk=1).first()
    return (kept.number, kept.hash) if kept else (0, FIRST)


def framed(kind: type[Any], found: Iterable[Any]) -> pl.DataFrame:
    """Rows as a table whose columns have the types that the class of the rows says."""
    import polars as pl

    hints = get_type_hints(kind)
    schema = {field.name: _column(hints[field.name]) for field in fields(kind)}
    return pl.DataFrame([asdict(row) for row in found], schema=schema, orient="row")


def _column(hint: Any) -> pl.DataType:
    """The type of a column: that of its values, which may be missing."""
    import polars as pl

    known: dict[Any, pl.DataType] = {
        str: pl.String(),
        int: pl.Int64(),
        float: pl.Float64(),
        bool: pl.Boolean(),
        list[str]: pl.List(pl.String()),
        list[int]: pl.List(pl.Int64()),
    }
    parts = {hint, *getattr(hint, "__args__", ())} if hint not in known else {hint}
    return next(known[part] for part in parts if part in known)
