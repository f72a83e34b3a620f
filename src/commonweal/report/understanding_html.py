"""The research report as one HTML file that needs nothing else: no script, no other file."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from commonweal.report.charts import Chart, svg
from commonweal.report.understanding_document import (
    Block,
    Grid,
    Heading,
    Lines,
    Paragraph,
    understanding_document,
)
from commonweal.understand.request import Understanding

_STYLE = """\
:root { color-scheme: light; }
body { font: 1rem/1.55 "Source Sans 3", system-ui, sans-serif; color: #1c1a19; background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
li { margin-bottom: .5rem; }
figure { margin: 1.5rem 0; }
svg { max-width: 100%; height: auto; overflow: visible; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: right; padding: .35rem .5rem; border-bottom: 1px solid #767069;
  vertical-align: top; font-weight: 400; }
th:first-child { text-align: left; } thead th { font-weight: 600; }
@media print { body { max-width: none; margin: 0; } }
"""


def understanding_html(found: Understanding, licensed: Iterable[str]) -> bytes:
    """The research report as a page, in UTF-8.

    Args:
        found: the answer.
        licensed: releases that the operator declares a licence for.
    """
    document = understanding_document(found, licensed)
    title = escape(document.title)
    body = "\n".join(_written(block) for block in document.blocks)
    page = (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return page.encode()


def _written(block: Block) -> str:
    match block:
        case Heading(words):
            return f"<h2>{escape(words)}</h2>"
        case Paragraph(words, strong):
            shown = f"<strong>{escape(words)}</strong>" if strong else escape(words)
            return f"<p>{shown}</p>"
        case Lines(lines):
            return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        case Grid():
            return _table(block)
        case Chart():
            return f"<figure>{svg(block)}</figure>"


def _table(grid: Grid) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in grid.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in row[1:])}</tr>"
        for row in grid.rows
    )
    # A wide table scrolls by itself on a phone; by keyboard too, so it can take the focus.
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(grid.title)}">'
        f"<table><caption>{escape(grid.title)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
