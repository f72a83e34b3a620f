"""Documents as tagged PDF that a screen reader can follow (PDF/UA-1).

The markup is Typst's (https://typst.app/docs/reference/). What people wrote or named goes into it
through `text` or `literal` only, so that no name, however odd, can become markup.
"""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from commonweal.errors import InputError, InputProblem
from commonweal.report.typeface import document_family, font_folder

if TYPE_CHECKING:
    import typst

_STANDARD: Final = "ua-1"
_MAIN = "main.typ"
# What every document shares: the language for a screen reader, our typeface, figures in columns.
_OPENING = """\
#set document(title: {title}, author: {author}, date: {dated})
#set page(paper: "a4", margin: (x: 20mm, top: 18mm, bottom: 20mm))
#set text(font: {family}, size: 10.5pt, lang: "en", region: "GB", number-type: "lining",
  number-width: "tabular")
"""


def pdf(
    markup: str,
    *,
    title: str,
    author: str = "Commonweal",
    files: Mapping[str, bytes] | None = None,
    dated: date | None = None,
) -> bytes:
    """Set markup as a tagged PDF in British English.

    The same markup and files give the same bytes: no clock, no font of the machine, and no file
    but those given is read. Pages are A4; the markup may set another size or margin. Every
    image needs its `alt`, every table its `table.header`, and headings must not skip a level.

    Args:
        markup: the document in Typst markup.
        title: what a reader sees in the title bar and a screen reader says first.
        author: who stands for it.
        files: pictures and other files by the name that the markup calls them by.
        dated: the date of the figures, which becomes the document's; without one it has none.

    Raises:
        InputError: the document cannot be set as accessible PDF (a picture without words, a
            character that the typeface lacks, a mistake in the markup); says which.
    """
    if not title.strip():
        raise InputError(InputProblem("a document with its title", "nothing", column="title"))
    source = _opening(title, author, dated) + markup
    return _made({_MAIN: source.encode(), **(files or {})}, title)


def _made(files: Mapping[str, bytes], title: str) -> bytes:
    import typst

    # The folder is empty, so markup that names a file of the machine finds nothing.
    with tempfile.TemporaryDirectory() as nowhere:
        try:
            made, warnings = typst.compile_with_warnings(
                # The library takes the files as they are; only its type says otherwise.
                cast(str, dict(files)),
                root=nowhere,
                font_paths=_fonts(),
                format="pdf",
                pdf_standards=_STANDARD,
                timestamp=0,
            )
        except typst.TypstError as error:
            raise _refused(title, [error.message, *error.hints]) from None
    if warnings:
        raise _refused(title, [warning.message for warning in warnings])
    return made


def text(words: str) -> str:
    """Words as markup that shows exactly these words, whatever characters are in them."""
    # The semicolon ends the code, so that what follows is never taken for a call on the words.
    return f"#{literal(words)};"


def literal(words: str) -> str:
    """Words as a string in code: the value of `alt:`, say, or a name to compare with.

    What no page can show (control characters, halves of a character) becomes a space.
    """
    shown = "".join(_shown(character) for character in words)
    quoted = shown.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{quoted}"'


def _shown(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in ("Cc", "Cs"):
        return character
    return " "


def _opening(title: str, author: str, dated: date | None) -> str:
    day = f"datetime(year: {dated.year}, month: {dated.month}, day: {dated.day})" if dated else ""
    return _OPENING.format(
        title=literal(title),
        author=literal(author),
        dated=day or "none",
        family=literal(document_family()),
    )


@cache
def _fonts() -> typst.Fonts:
    """The typeface where it is held, and those that the typesetter carries; no others."""
    import typst

    folder = font_folder()
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)] if folder else [])


def _refused(title: str, reasons: list[str]) -> InputError:
    problems = [InputProblem("a document that everyone can read", reason) for reason in reasons]
    return InputError(problems, f"“{title}” cannot be made as a PDF:")
