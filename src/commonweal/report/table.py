"""A table with everything a reader needs beside it; nothing leaves without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.provenance import Provenance

INVENTED = "invented demonstration data"
INVENTED_COLUMN = "demonstration"
INVENTED_SENTENCE = "The demonstration country is invented: none of this is about a real place."


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table as it is handed to people.

    Attributes:
        title: what it shows, in one line.
        about: which areas, which dates and which rule, in one or two sentences.
        table: the rows; the first column is the key.
        columns: what each column holds, with its unit.
        provenance: the sources and the run.
        notes: what else a reader should know: gaps, what was left out.

    Raises:
        InputError: something of this is missing. A table must not travel without it.
    """

    title: str
    about: str
    table: pl.DataFrame
    columns: Mapping[str, str]
    provenance: Provenance
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        needed = {
            "title": self.title,
            "about": self.about,
            "provenance.sources": self.provenance.sources or self.provenance.demonstration,
        }
        problems = [
            InputProblem(f"a table with its {name}", "nothing", column=name)
            for name, value in needed.items()
            if not value
        ]
        problems += [
            InputProblem("a description of the column", "nothing", column=name)
            for name in self.table.columns
            if not self.columns.get(name)
        ]
        if problems:
            raise InputError(problems, "This table cannot be handed out:")

    def ready(self) -> ReportTable:
        """The table as it is written: what is no number is not known, invented data says so.

        Types that some formats lack (categories, lists) become text. A table of invented data
        says so in its title, its notes and every row.
        """
        floats = pl.col(pl.Float32, pl.Float64)
        table = self.table.with_columns(
            pl.when(floats.is_finite()).then(floats),
        ).with_columns(
            pl.col(pl.Categorical, pl.Enum).cast(pl.String),
            pl.col(pl.List).cast(pl.List(pl.String)).list.join(", "),
        )
        if not self.provenance.demonstration or INVENTED_COLUMN in table.columns:
            return replace(self, table=table)
        return replace(
            self,
            title=f"{self.title} ({INVENTED})",
            table=table.with_columns(pl.lit(INVENTED).alias(INVENTED_COLUMN)),
            columns={**self.columns, INVENTED_COLUMN: INVENTED_SENTENCE},
            notes=(INVENTED_SENTENCE, *self.notes),
        )

    @property
    def attribution(self) -> tuple[str, ...]:
        """The words of attribution that the sources demand, each once."""
        return tuple(dict.fromkeys(source.attribution for source in self.provenance.sources))

    @property
    def latest_source(self) -> str:
        """Date of publication of the newest source, as far as it is known."""
        return max((source.published for source in self.provenance.sources), default="")
