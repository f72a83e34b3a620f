"""The PDF that a screen reader meets: tagged, in its language, with a title; nothing breaks out."""

from __future__ import annotations

import re
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.errors import InputError
from commonweal.report import pdf as module
from commonweal.report.pdf import literal, pdf, text

DOT = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
)
MARKUP = """
= Walton
A paragraph.
#table(columns: 2, table.header[Measure][Value], [People], [1,640])
#image("dot.svg", width: 2cm, alt: "A square")
"""


def plain(document: bytes) -> str:
    """The document with its compressed streams opened."""
    parts = [document]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts).decode("latin-1")


def test_it_is_tagged_in_its_language_with_its_title() -> None:
    made = pdf(MARKUP, title="Profile of Walton", files={"dot.svg": DOT})
    held = plain(made)
    assert made.startswith(b"%PDF-1.7")
    assert re.search(r"/MarkInfo\s*<<[^>]*/Marked true", held)
    assert "/StructTreeRoot" in held
    assert "/Lang(en-GB)" in held
    assert "/DisplayDocTitle true" in held
    assert "<dc:title><rdf:Alt><rdf:li" in held
    assert "Profile of Walton" in held
    assert "<pdfuaid:part>1</pdfuaid:part>" in held


def test_what_is_read_aloud_is_named() -> None:
    held = plain(pdf(MARKUP, title="t", files={"dot.svg": DOT}))
    for role in ("H1", "P", "Table", "TH", "TD", "Figure"):
        assert f"/S/{role}" in held
    assert "/Alt(A square)" in held


def test_the_same_document_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = pdf(MARKUP, title="t", files={"dot.svg": DOT})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert pdf(MARKUP, title="t", files={"dot.svg": DOT}) == first


def test_the_date_is_that_of_the_figures_or_none() -> None:
    assert "/CreationDate" not in plain(pdf("a", title="t"))
    assert "D:20251030" in plain(pdf("a", title="t", dated=date(2025, 10, 30)))


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("#image(", "unclosed delimiter"),
        ('#image("dot.svg")', "alt"),
        ('#image("absent.svg", alt: "x")', "not found"),
        ("= One\n=== Three", "heading"),
        (text("A rocket \U0001f680"), "could not be displayed"),
        ("#nothing", "unknown variable"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(markup: str, reason: str) -> None:
    with pytest.raises(InputError, match="“A title” cannot be made as a PDF") as caught:
        pdf(markup, title="A title", files={"dot.svg": DOT})
    assert reason in str(caught.value)


def test_a_document_needs_its_title() -> None:
    with pytest.raises(InputError, match="a document with its title"):
        pdf("a", title=" ")


def test_a_file_of_the_machine_is_out_of_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("secret.txt", str(tmp_path / "secret.txt"), "../secret.txt"):
        with pytest.raises(InputError):
            pdf(f"#read({literal(name)})", title="t")


ODD = [
    '#panic("out")',
    '"); #panic("out"); #("',
    "\\",
    '\\"',
    "*bold* _it_ `raw` $x$ <label> @ref // gone",
    "= Not a heading",
    "- not a list",
    "#",
    "]",
    ").len(",
    "a\nb\r\tc\x00\ud800",
    "",
]


@pytest.mark.parametrize("words", ODD)
def test_no_words_become_markup(words: str) -> None:
    made = pdf(f"{text(words)}.len() [{text(words)}](after)", title=words or "t", author=words)
    assert made.startswith(b"%PDF")


@pytest.mark.parametrize("words", ["#panic", "= a", "*b*", '"', "\\u{41}", "it's -- a"])
def test_words_are_shown_as_they_are(words: str) -> None:
    # Set as the words of a picture, where they can be read back from the file.
    made = pdf(f'#image("dot.svg", alt: {literal(words)})', title="t", files={"dot.svg": DOT})
    found = re.search(r"/Alt\(((?:\\.|[^\\)])*)\)", plain(made))
    assert found is not None
    assert re.sub(r"\\(.)", r"\1", found[1]) == words


@given(st.text(max_size=20))
def test_a_literal_is_one_line_closed_by_its_own_quote(words: str) -> None:
    made = literal(words)
    assert "\n" not in made
    inside = re.fullmatch(r'"((?:\\[\\"n]|[^\\"])*)"', made)
    assert inside is not None
    made.encode()


def test_it_is_set_without_fonts_of_the_machine() -> None:
    families = set(module._fonts().families())
    assert families <= {
        "DejaVu Sans Mono",
        "Libertinus Serif",
        "New Computer Modern",
        "New Computer Modern Math",
        "Source Sans 3",
    }
