"""Several tables and charts handed out together: one workbook, one JSON file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from commonweal.errors import InputError, InputProblem
from commonweal.provenance import Provenance
from commonweal.report.table import INVENTED, ReportTable

if TYPE_CHECKING:
    from commonweal.report.charts import Chart


@dataclass(frozen=True, slots=True)
class Report:
    """Tables that belong together, with what a reader needs to know of them all.

    Attributes:
        title: what the whole is about, in one line.
        summary: what was found and how, a sentence or two a line.
        tables: the tables, in the order of reading.
        provenance: the sources and the run of the whole.
        charts: pictures of the same figures.
        notes: what concerns all tables; what concerns one stands in that table's own notes.

    Raises:
        InputError: something of this is missing, or two tables have the same title.
    """

    title: str
    summary: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    provenance: Provenance
    charts: tuple[Chart, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        needed = {"title": self.title, "summary": self.summary, "tables": self.tables}
        problems = [
            InputProblem(f"a report with its {name}", "nothing", column=name)
            for name, value in needed.items()
            if not value
        ]
        titles = [table.title for table in self.tables]
        problems += [
            InputProblem("tables with titles of their own", f"{title!r} twice")
            for title in dict.fromkeys(titles)
            if titles.count(title) > 1
        ]
        if problems:
            raise InputError(problems, "This report cannot be handed out:")

    def ready(self) -> Report:
        """The report as it is written: every table ready, invented data named in the title."""
        title = self.title
        if self.provenance.demonstration and INVENTED not in title:
            title = f"{title} ({INVENTED})"
        return replace(self, title=title, tables=tuple(table.ready() for table in self.tables))

    @property
    def attribution(self) -> tuple[str, ...]:
        """The words of attribution that the sources demand, each once."""
        return tuple(dict.fromkeys(source.attribution for source in self.provenance.sources))

    @property
    def latest_source(self) -> str:
        """Date of publication of the newest source, as far as it is known."""
        return max((source.published for source in self.provenance.sources), default="")


def as_report(report: Report | ReportTable) -> Report:
    """A table alone, as the report of one table that it is; a report stays as it is."""
    if isinstance(report, Report):
        return report
    return Report(report.title, (report.about,), (report,), report.provenance)


def together(
    title: str,
    summary: Sequence[str],
    tables: Sequence[ReportTable],
    charts: Sequence[Chart] = (),
    notes: Sequence[str] = (),
) -> Report:
    """Tables of one run as one report, with the sources of all of them, each once.

    Raises:
        InputError: there is no table, or they are of different runs of different atlases.
    """
    if not tables:
        raise InputError(InputProblem("a report with its tables", "nothing", column="tables"))
    atlases = sorted({table.provenance.run.atlas for table in tables})
    if len(atlases) > 1:
        raise InputError(InputProblem("tables of one atlas", f"tables of {' and '.join(atlases)}"))
    sources = dict.fromkeys(source for table in tables for source in table.provenance.sources)
    provenance = replace(
        tables[0].provenance,
        sources=tuple(sources),
        demonstration=any(table.provenance.demonstration for table in tables),
    )
    return Report(title, tuple(summary), tuple(tables), provenance, tuple(charts), tuple(notes))
