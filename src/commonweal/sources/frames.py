"""Read one sheet or text file into a frame of text, strictly, with the row each line stands in.

Everything is read as text first, so that a code keeps its zeros and a wrong value can be shown
as it stands. Types and ranges are the business of `columns`.
"""

from __future__ import annotations

import gzip
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from commonweal.errors import InputError, InputProblem, SourceMissing

if TYPE_CHECKING:
    import fastexcel

ROW = "__row"
_TEXT = {".csv", ".txt"}
_BOOK = {".xlsx", ".xls", ".ods", ".xlsm"}


def read_text_frame(
    path: Path, sheet: str = "", skip: int = 0, columns: tuple[str, ...] = ()
) -> pl.DataFrame:
    """All cells of a table as text, headings as they stand, plus `__row`.

    Args:
        path: csv, csv.gz, xlsx, xls or ods.
        sheet: the sheet of a workbook.
        skip: rows above the heading.
        columns: read these only, where the format allows it.

    Returns:
        Text columns in file order and `__row` (the row a person sees; the first is 1).

    Raises:
        SourceMissing: no such file.
        InputError: not readable as what its name says, truncated, or not UTF-8.
    """
    if not path.is_file():
        raise SourceMissing(f"{path}: there is no such file")
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    if suffix in _TEXT:
        frame = _read_csv(path, skip, columns)
    elif suffix in _BOOK:
        frame = _read_book(path, sheet, skip)
    else:
        raise InputError(
            InputProblem("a csv, csv.gz, xlsx, xls or ods file", suffix or "no ending", path.name)
        )
    return frame.with_row_index(ROW, offset=skip + 2).cast({ROW: pl.Int32})


def _read_csv(path: Path, skip: int, columns: tuple[str, ...]) -> pl.DataFrame:
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            InputProblem(
                "a whole gzip file",
                f"one that breaks off or is damaged ({error})",
                path.name,
                hint="Fetch the file again.",
            )
        ) from None
    _must_be_utf8(path, data)
    try:
        frame = pl.read_csv(
            data,
            infer_schema=False,
            skip_lines=skip,
            columns=list(columns) or None,
            truncate_ragged_lines=False,
        )
        return frame.rename(dict(zip(frame.columns, _headings(frame.columns), strict=True)))
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        raise InputError(
            InputProblem("a comma-separated table", str(error).splitlines()[0], path.name)
        ) from None
    except pl.exceptions.ColumnNotFoundError as error:
        raise InputError(
            InputProblem(
                f"columns {', '.join(columns)}", f"a table without them ({error})", path.name
            )
        ) from None


def _first_line(error: Exception) -> str:
    """What a library says first; what follows names this machine's paths again."""
    return str(error).strip().splitlines()[0].removesuffix(":")


def _must_be_utf8(path: Path, data: bytes) -> None:
    # UTF-16 without its mark is UTF-8 by chance, with a zero in every second byte.
    start = data.find(b"\0")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start if start < 0 else start
    if start >= 0:
        raise InputError(
            InputProblem(
                "text in UTF-8",
                f"byte 0x{data[start]:02x}, which is not",
                path.name,
                row=data.count(b"\n", 0, start) + 1,
                hint="The file was saved in another encoding: use the publisher's own.",
            )
        )


def _read_book(path: Path, sheet: str, skip: int) -> pl.DataFrame:
    state = path.stat()
    book = _open_book(path, (state.st_size, state.st_mtime_ns))
    if sheet not in book.sheet_names:
        raise InputError(
            InputProblem(
                f"a sheet {sheet!r}",
                f"sheets {', '.join(map(repr, book.sheet_names))}",
                path.name,
                hint="Is it the right file, and the right year?",
            )
        )
    loaded = book.load_sheet(sheet, header_row=None, skip_rows=skip, dtypes="string").to_polars()
    if loaded.height == 0:
        raise InputError(InputProblem("a table", "an empty sheet", path.name, sheet))
    names = _headings([str(cell or "") for cell in loaded.row(0)])
    return loaded[1:].rename(dict(zip(loaded.columns, names, strict=True)))


# The sheets of a workbook are read one after the other: opening it anew takes the longest.
@lru_cache(maxsize=1)
def _open_book(path: Path, _: tuple[int, int]) -> fastexcel.ExcelReader:
    import fastexcel

    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise InputError(
            InputProblem(
                "a workbook", f"a file that does not open ({_first_line(error)})", path.name
            )
        ) from None


def _headings(cells: list[str]) -> list[str]:
    """Names for the columns: white space evened out, blanks and repeats told apart by position.

    Publishers leave spaces at the end of headings and double ones within, and drop them again
    when a file is saved anew: that is no other column.
    """
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {position}"
        names.append(name if name not in names else f"{name} ({position})")
    return names
