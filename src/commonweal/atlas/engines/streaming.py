"""The second engine on one machine: Polars, in batches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commonweal.atlas.engines.base import Lazy, RecordsEngine, told_without_records
from commonweal.atlas.engines.files import record_files

if TYPE_CHECKING:
    import polars as pl


class StreamingEngine(RecordsEngine):
    """Polars over Parquet files; addresses in object storage are read by its own readers."""

    name = "polars"
    title = "Polars"

    def __init__(self) -> None:
        self._place = ""

    def scan(self, place: str | Path) -> Lazy:
        """See `RecordsEngine.scan`."""
        import narwhals as nw
        import polars as pl

        found = record_files(place)
        self._place = found.place
        source = _address(found.place) if found.remote else list(found.files)
        with told_without_records(found.place, OSError, pl.exceptions.PolarsError):
            frame = pl.scan_parquet(source, hive_partitioning=False)
            frame.collect_schema()
            return nw.from_native(frame)

    def hold(self, table: pl.DataFrame) -> Lazy:
        """See `RecordsEngine.hold`."""
        import narwhals as nw

        return nw.from_native(table.lazy())

    def read(self, frame: Lazy) -> pl.DataFrame:
        """See `RecordsEngine.read`."""
        import polars as pl

        with told_without_records(self._place, OSError, pl.exceptions.PolarsError):
            found: pl.DataFrame = frame.to_native().collect(engine="streaming")
        return found


def _address(place: str) -> str:
    """An address as Polars takes it: that of a folder ends with a slash."""
    name = place.rpartition("/")[2]
    return place if not name or "." in name or "*" in name else f"{place}/"
