"""Cells of a csv that people open in a spreadsheet."""

from __future__ import annotations

import polars as pl

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection).
FORMULA = r"^[=+\-@\t\r\n]"


def without_formulas(table: pl.DataFrame) -> pl.DataFrame:
    """The table with an apostrophe before every text that a spreadsheet would work out."""
    text = pl.col(pl.String)
    return table.with_columns(
        pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).name.keep()
    )
