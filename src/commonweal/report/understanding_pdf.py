"""The research report as a tagged PDF."""

from __future__ import annotations

from collections.abc import Iterable

from commonweal.report.charts import Chart, svg
from commonweal.report.pdf import literal, pdf, text
from commonweal.report.understanding_document import (
    Block,
    Grid,
    Heading,
    Lines,
    Paragraph,
    understanding_document,
)
from commonweal.understand.request import Understanding

_MARGIN = 8
_LOOK = """\
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 14pt)
#show heading.where(level: 2): set block(above: 2em, below: 0.8em)
#set par(leading: 0.7em, spacing: 1.1em)
#set table(stroke: (bottom: 0.4pt + luma(210)), inset: (x: 4pt, y: 4pt))
"""


def understanding_pdf(found: Understanding, licensed: Iterable[str]) -> bytes:
    """The research report.

    Args:
        found: the answer.
        licensed: releases that the operator declares a licence for.

    Returns:
        A PDF that meets PDF/UA-1; the same answer gives the same bytes.
    """
    document = understanding_document(found, licensed)
    files: dict[str, bytes] = {}
    parts = [_LOOK, f"= {text(document.title)}"]
    parts += [_written(block, files) for block in document.blocks]
    return pdf("\n\n".join(parts), title=document.title, files=files)


def _written(block: Block, files: dict[str, bytes]) -> str:
    match block:
        case Heading(words):
            return f"== {text(words)}"
        case Paragraph(words, strong):
            # A question stays with the chart that answers it.
            return f"#block(sticky: true)[*{text(words)}*]" if strong else text(words)
        case Lines(lines):
            return "\n".join(f"- {text(line)}" for line in lines)
        case Grid():
            return _table(block)
        case Chart():
            return _picture(block, files)


def _picture(chart: Chart, files: dict[str, bytes]) -> str:
    name = f"{chart.id}.svg"
    files[name] = svg(chart, margin=_MARGIN).encode()
    return f"#image({literal(name)}, width: 82%, alt: {literal(chart.alt)})"


def _table(grid: Grid) -> str:
    header = ", ".join(f"[*{text(head)}*]" for head in grid.heads)
    cells = ", ".join(f"[{text(cell)}]" for row in grid.rows for cell in row)
    return (
        "#table(columns: (2.2fr, 1.1fr, 1fr, 1.7fr), align: (left, right, right, right), "
        f"table.header({header}), {cells})"
    )
