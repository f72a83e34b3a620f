"""The one place that talks to DuckDB: SQL over the Parquet files of a build, Polars frames out.

Each query has a cursor of its own and is read to the end, so that many threads may ask at once.
No extension is ever loaded and nothing reaches for the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "2",
}


class Engine:
    """SQL over Parquet files."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:", config=_CONFIG)

    def frame(self, sql: str, values: Sequence[object] = ()) -> pl.DataFrame:
        """Run a query and give all its rows.

        Args:
            sql: a query with `?` for each value; files by `read_parquet(?)`.
            values: what stands for the question marks.
        """
        cursor = self._connection.cursor()
        try:
            found = cursor.sql(sql, params=list(values)) if values else cursor.sql(sql)
            return pl.DataFrame(found.to_arrow_table())
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


def parquet(folder: Path, pattern: str) -> list[str]:
    """Files of a build by pattern, in order, as DuckDB takes them."""
    return [str(path) for path in sorted(folder.glob(pattern))]
