"""What a command prints: sentences and tables for people, or one JSON object for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from rich.console import Console

    from commonweal.atlas import Atlas
    from commonweal.provenance import Source

_WIDE = 1000
_DEMONSTRATION = "This is the demonstration country: it is invented."


def console() -> Console:
    """A console on standard output; wide where nobody looks, so that tables stay whole."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _WIDE
    return Console(width=width, highlight=False, markup=False, emoji=False)


def print_json(data: Mapping[str, object]) -> None:
    """One JSON object on standard output."""
    print(json.dumps(data, ensure_ascii=False, indent=2, default=str, allow_nan=False))  # noqa: T201


def told_of(atlas: Atlas) -> dict[str, object]:
    """Which atlas an answer is from, for JSON."""
    return {"id": atlas.id, "country": atlas.label, "demonstration": atlas.demonstration}


@dataclass(frozen=True, slots=True)
class Screen:
    """Sentences and tables on a console."""

    console: Console

    def say(self, *lines: str) -> None:
        """Sentences, each on a line of its own; empty ones are left out."""
        for line in lines:
            if line:
                self.console.print(line, soft_wrap=not self.console.is_terminal)

    def heading(self, text: str) -> None:
        """A heading with a line of space above it."""
        self.console.print()
        self.console.print(text, style="bold")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table; columns of numbers stand to the right."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        kept = [list(row) for row in rows]
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for position, name in enumerate(columns):
            numeric = kept and all(_is_number(row[position]) for row in kept)
            justify: Literal["left", "right"] = "right" if numeric else "left"
            table.add_column(Text(name), justify=justify, overflow="fold")
        for row in kept:
            table.add_row(*(Text(shown(cell)) for cell in row))
        self.console.print(table)

    def demonstration(self, atlas: Atlas) -> None:
        """Say so where the country is invented."""
        if atlas.demonstration:
            self.console.print(_DEMONSTRATION, style="bold")

    def sources(self, sources: Iterable[Source]) -> None:
        """The sources of what was shown, then the words of attribution they demand, each once."""
        shown_here = list(sources)
        self.console.print()
        for source in shown_here:
            self.say(f"Source: {source.sentence()}")
        self.say(*dict.fromkeys(source.attribution for source in shown_here))


class Share(float):
    """A share of a whole, shown in per cent."""

    __slots__ = ()


def shown(cell: object) -> str:
    """A cell as people read it: `1,262`, `12.3%`, `not known`."""
    if cell is None:
        return "not known"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Share):
        return f"{cell:.1%}"
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, float):
        return number(cell)
    return str(cell)


def number(value: float) -> str:
    """A number with as many digits as help: whole ones without decimals, others with three."""
    if value == int(value) and abs(value) < 1e15:
        return f"{value:,.0f}"
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def sentence(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _is_number(cell: Any) -> bool:
    return cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool))
