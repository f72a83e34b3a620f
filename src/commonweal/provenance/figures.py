"""Where a figure comes from: the file, sheet, column and row, and the run that made it.

Observations in the atlas carry the release's id, the file and the row they were read from;
the catalogue knows the column. `Source` is the short form shown under every figure.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """What stands under a figure: publisher, title, date, licence and the attribution it asks."""

    release: str
    title: str
    publisher: str
    published: str
    licence: str
    attribution: str
    landing_page: str
    sha256: str = ""

    def sentence(self) -> str:
        """One line for a page or a workbook: title, publisher, date and licence."""
        return f"{self.title}, {self.publisher}, {self.published}. {self.licence}."


@dataclass(frozen=True, slots=True)
class Run:
    """The fingerprint of a run: enough to make the same result again."""

    commonweal: str
    atlas: str
    parameters: str
    spec: dict[str, object] = field(default_factory=dict)
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """The sources a result was made from, and the run that made it."""

    sources: tuple[Source, ...]
    run: Run
    demonstration: bool = False

    def as_dict(self) -> dict[str, object]:
        """Plain form for JSON."""
        return asdict(self)
