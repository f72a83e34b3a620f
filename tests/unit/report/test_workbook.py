"""The workbook against the Analysis Function's checklist, read back from the file itself.

Making spreadsheets accessible: a brief checklist of the basics,
https://analysisfunction.civilservice.gov.uk/policy-store/making-spreadsheets-accessible-a-brief-checklist-of-the-basics/
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

import fastexcel
import polars as pl
import pytest

from commonweal.report.bundle import Report, together
from commonweal.report.export import export
from commonweal.report.table import INVENTED, ReportTable
from tests.unit.report.charts.conftest import KINDS, caption
from tests.unit.report.conftest import make_report

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def written(report: Report | ReportTable) -> bytes:
    stream = io.BytesIO()
    export(report, stream, "xlsx")
    return stream.getvalue()


def two_tables() -> Report:
    first = make_report()
    counts = pl.DataFrame({"typology": ["neither", "deprived only"], "areas": [2, 1]})
    second = replace(
        first,
        title="How many areas are of each type, by the rule that the guidance of 2025 sets",
        table=counts,
        columns={"typology": "Type of area", "areas": "Number of areas"},
        notes=(),
    )
    charts = [KINDS[kind](caption(kind), 720) for kind in ("gap", "trend")]
    return together(
        "Two tables", ["What was found.", "How sure it is."], [first, second], charts, ["Of all."]
    )


@dataclass(frozen=True)
class Sheet:
    """One sheet of a written workbook: its name, its parts as XML, and its tables."""

    name: str
    root: ET.Element
    tables: tuple[ET.Element, ...]
    cells: dict[str, str]


class Book:
    """A workbook as its parts."""

    def __init__(self, content: bytes) -> None:
        self.file = zipfile.ZipFile(io.BytesIO(content))
        self.names = self.file.namelist()
        self.root = self.part("xl/workbook.xml")
        shared = self.part("xl/sharedStrings.xml")
        self.strings = ["".join(item.itertext()) for item in shared]
        found = self.root.iter(f"{MAIN}sheet")
        self.sheets = [self._sheet(i, item) for i, item in enumerate(found, start=1)]

    def part(self, name: str) -> ET.Element:
        return ET.fromstring(self.file.read(name))  # noqa: S314 - our own

    def _sheet(self, number: int, item: ET.Element) -> Sheet:
        root = self.part(f"xl/worksheets/sheet{number}.xml")
        tables = tuple(self._tables(number))
        return Sheet(str(item.get("name")), root, tables, dict(self._cells(root)))

    def _tables(self, number: int) -> Iterator[ET.Element]:
        relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
        if relations in self.names:
            for item in self.part(relations):
                target = str(item.get("Target"))
                if "/tables/" in target:
                    yield self.part(target.replace("..", "xl"))

    def _cells(self, root: ET.Element) -> Iterator[tuple[str, str]]:
        for cell in root.iter(f"{MAIN}c"):
            value = cell.find(f"{MAIN}v")
            if value is not None and value.text is not None:
                text = cell.get("t") == "s"
                yield str(cell.get("r")), self.strings[int(value.text)] if text else value.text


@pytest.fixture(scope="module", params=["one table", "two tables", "invented"])
def book(request: pytest.FixtureRequest) -> Book:
    made = {
        "one table": make_report,
        "two tables": two_tables,
        "invented": lambda: make_report(demonstration=True),
    }
    return Book(written(made[request.param]()))


def test_sheets_have_short_telling_names_of_their_own(book: Book) -> None:
    names = [sheet.name for sheet in book.sheets]
    assert len(set(names)) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.match(r"Sheet\d", name)
        assert name == name.strip()


def test_it_opens_on_the_cover_at_the_top(book: Book) -> None:
    view = book.root.find(f"{MAIN}bookViews/{MAIN}workbookView")
    assert view is not None
    assert view.get("activeTab", "0") == "0"
    assert book.sheets[0].name == "Cover"
    for sheet in book.sheets:
        chosen = sheet.root.find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}selection")
        assert chosen is None or chosen.get("activeCell", "A1") == "A1"


def test_every_sheet_begins_with_its_title_in_a1(book: Book) -> None:
    for sheet in book.sheets:
        assert sheet.cells["A1"].strip()


def test_at_most_one_table_a_sheet_named_with_headings(book: Book) -> None:
    named = []
    for sheet in book.sheets:
        expected = 0 if sheet.name in ("Cover", "Charts") else 1
        assert len(sheet.tables) == expected
        for table in sheet.tables:
            named.append(str(table.get("displayName")))
            assert table.get("headerRowCount", "1") == "1"
    assert len(set(named)) == len(named)
    assert not [name for name in named if re.fullmatch(r"Table\d*", name)]


def test_headings_are_filled_and_unlike_each_other(book: Book) -> None:
    for sheet in book.sheets:
        for table in sheet.tables:
            headings = [str(item.get("name")) for item in table.iter(f"{MAIN}tableColumn")]
            assert all(heading.strip() for heading in headings)
            assert len(set(headings)) == len(headings)


def test_a_table_begins_where_its_sheet_says(book: Book) -> None:
    for sheet in book.sheets:
        for table in sheet.tables:
            start = str(table.get("ref")).partition(":")[0]
            said = " ".join(sheet.cells.get(cell, "") for cell in ("A2", "A3"))
            assert f"begins in cell {start}." in said


def test_nothing_is_merged_hidden_filtered_frozen_or_calculated(book: Book) -> None:
    for sheet in book.sheets:
        for tag in ("mergeCell", "autoFilter", "pane", "f", "conditionalFormatting"):
            assert not list(sheet.root.iter(f"{MAIN}{tag}")), (sheet.name, tag)
        for tag in ("row", "col"):
            for item in sheet.root.iter(f"{MAIN}{tag}"):
                assert item.get("hidden", "0") == "0"
        for table in sheet.tables:
            assert not list(table.iter(f"{MAIN}autoFilter"))
    for item in book.root.iter(f"{MAIN}sheet"):
        assert item.get("state", "visible") == "visible"


def test_no_row_or_column_of_a_table_is_all_blank(book: Book) -> None:
    for sheet in book.sheets:
        for table in sheet.tables:
            found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", str(table.get("ref")))
            assert found
            rows = {int(re.sub(r"\D", "", cell)) for cell in sheet.cells}
            assert set(range(int(found[2]), int(found[4]) + 1)) <= rows


def test_empty_cells_are_explained_where_there_are_any(book: Book) -> None:
    said = {
        sheet.name: " ".join(sheet.cells.get(c, "") for c in ("A2", "A3")) for sheet in book.sheets
    }
    for name, words in said.items():
        gaps = name == "Table" or name.startswith("1 ")
        assert ("An empty cell means" in words) == gaps


def test_letters_are_large_enough_and_without_serifs(book: Book) -> None:
    fonts = book.part("xl/styles.xml").find(f"{MAIN}fonts")
    assert fonts is not None
    for font in fonts:
        size, name = font.find(f"{MAIN}sz"), font.find(f"{MAIN}name")
        assert size is not None
        assert float(str(size.get("val"))) >= 12
        assert name is not None
        assert name.get("val") == "Arial"
        assert font.find(f"{MAIN}scheme") is None


def test_words_of_a_table_wrap(book: Book) -> None:
    formats = book.part("xl/styles.xml").find(f"{MAIN}cellXfs")
    assert formats is not None
    wraps = [
        item.find(f"{MAIN}alignment") is not None
        and item.find(f"{MAIN}alignment").get("wrapText") == "1"  # type: ignore[union-attr]
        for item in formats
    ]
    for sheet in book.sheets:
        for table in sheet.tables:
            top = int(re.findall(r"\d+", str(table.get("ref")))[0])
            for cell in sheet.root.iter(f"{MAIN}c"):
                below = int(re.sub(r"\D", "", str(cell.get("r")))) >= top
                if below and cell.get("t") == "s":
                    assert wraps[int(str(cell.get("s", "0")))], (sheet.name, cell.get("r"))


def test_pictures_have_words(book: Book) -> None:
    pictures = [name for name in book.names if name.startswith("xl/drawings/drawing")]
    for name in pictures:
        found = [item.get("descr") for item in book.part(name).iter(f"{DRAWING}cNvPr")]
        assert found
        assert all(words and len(words) > 40 for words in found)


def test_the_file_has_a_title(book: Book) -> None:
    assert "<dc:title>" in book.file.read("docProps/core.xml").decode()


def test_links_lead_to_sheets_by_their_names() -> None:
    book = Book(written(two_tables()))
    names = {sheet.name for sheet in book.sheets}
    contents = next(sheet for sheet in book.sheets if sheet.name == "Contents")
    links = list(contents.root.iter(f"{MAIN}hyperlink"))
    assert {contents.cells[str(link.get("ref"))] for link in links} == names - {"Cover", "Contents"}
    for link in links:
        name = contents.cells[str(link.get("ref"))]
        assert link.get("location") == f"'{name}'!A1"


def test_one_table_has_a_cover_notes_the_table_and_its_columns(report: ReportTable) -> None:
    held = fastexcel.read_excel(written(report))
    assert held.sheet_names == ["Cover", "Notes", "Table", "Columns"]
    cover = " ".join(str(cell) for cell in words_of(held, "Cover"))
    for words in ("A table", "Three areas.", "A ministry", "2025-10-30", "abc123", "cut: 0.1"):
        assert words in cover
    table = held.load_sheet("Table", header_row=3).to_polars()
    assert table.columns == report.table.columns
    assert table["rank"].to_list() == [3, None, 1]
    assert table["area_name"][0] == "=Cheating 001A", "text, never a formula"
    columns = held.load_sheet("Columns", header_row=2).to_polars()
    assert columns["column"].to_list() == report.table.columns
    notes = held.load_sheet("Notes", header_row=2).to_polars()
    assert notes["note"].to_list() == ["One note."]


def words_of(held: fastexcel.ExcelReader, sheet: str) -> pl.Series:
    return held.load_sheet(sheet, header_row=None).to_polars().to_series()


def test_without_notes_there_is_no_sheet_for_them(report: ReportTable) -> None:
    held = fastexcel.read_excel(written(replace(report, notes=())))
    assert held.sheet_names == ["Cover", "Table", "Columns"]
    assert "Notes" not in " ".join(str(cell) for cell in words_of(held, "Cover"))


def test_several_tables_have_contents_notes_and_charts() -> None:
    held = fastexcel.read_excel(written(two_tables()))
    first, second = "1 A table", "2 How many areas are of each"
    expected = ["Cover", "Contents", "Notes", first, second, "Columns", "Charts"]
    assert held.sheet_names == expected
    assert held.load_sheet(second, header_row=3).to_polars()["areas"].to_list() == [2, 1]
    notes = held.load_sheet("Notes", header_row=2).to_polars()
    assert notes.rows() == [("all tables", "Of all."), (first, "One note.")]
    columns = held.load_sheet("Columns", header_row=2).to_polars()
    assert columns.columns == ["sheet", "column", "what it holds"]
    assert columns.filter(sheet=second)["column"].to_list() == ["typology", "areas"]


def test_the_same_report_is_the_same_bytes() -> None:
    assert written(two_tables()) == written(two_tables())


def test_invented_data_says_so_on_the_cover(invented: ReportTable) -> None:
    held = fastexcel.read_excel(written(invented))
    assert INVENTED in str(words_of(held, "Cover")[0])


@pytest.mark.parametrize(
    ("published", "year"), [("2025-10-30", "2025-10-30"), ("2019", "2019-01-01"), ("soon", "2000")]
)
def test_a_workbook_is_dated_by_its_data(report: ReportTable, published: str, year: str) -> None:
    source = replace(report.provenance.sources[0], published=published)
    dated = replace(report, provenance=replace(report.provenance, sources=(source,)))
    core = zipfile.ZipFile(io.BytesIO(written(dated))).read("docProps/core.xml").decode()
    assert f">{year}" in core


def test_a_workbook_of_no_rows_opens(report: ReportTable) -> None:
    empty = replace(report, table=report.table.clear())
    book = fastexcel.read_excel(written(empty))
    assert book.load_sheet("Table", header_row=3).to_polars().height == 0
