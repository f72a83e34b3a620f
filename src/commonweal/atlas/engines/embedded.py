"""The usual engine: DuckDB inside this process, within a limit of memory, spilling to disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonweal.atlas.engines.base import Lazy, RecordsEngine, told_without_records
from commonweal.atlas.engines.files import record_files
from commonweal.errors import MethodNotApplicable

if TYPE_CHECKING:
    import polars as pl

MEMORY_GB = 2.0


class EmbeddedEngine(RecordsEngine):
    """DuckDB over Parquet files.

    It never loads an extension, so addresses in object storage are read through Arrow's own
    readers (S3, Google Cloud Storage, Azure), which come with pyarrow.
    """

    name = "duckdb"
    title = "DuckDB"

    def __init__(self, *, memory_gb: float = MEMORY_GB, threads: int | None = None) -> None:
        import duckdb

        # Without one of its own, DuckDB would spill into the folder that a person stands in.
        self._spill = tempfile.TemporaryDirectory(prefix="commonweal-records-")
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": f"{int(memory_gb * 1000)}MB",
                "preserve_insertion_order": "false",
                "temp_directory": self._spill.name,
                "threads": str(threads or os.cpu_count() or 1),
            },
        )
        self._place = ""

    def scan(self, place: str | Path) -> Lazy:
        """See `RecordsEngine.scan`."""
        import duckdb
        import narwhals as nw

        found = record_files(place)
        self._place = found.place
        with told_without_records(found.place, duckdb.Error):
            if found.remote:
                return nw.from_native(self._connection.from_arrow(remote_records(found.place)))
            files = list(found.files)
            frame = nw.from_native(self._connection.read_parquet(files, hive_partitioning=False))
        if any(kind.is_float() for kind in frame.collect_schema().values()):
            # Files state their largest number and say nothing of not-a-number; from that DuckDB
            # (2.0.1) concludes that there is none, and leaves out the very test for it.
            self._connection.execute("set disabled_optimizers = 'statistics_propagation'")
        return frame

    def hold(self, table: pl.DataFrame) -> Lazy:
        """See `RecordsEngine.hold`."""
        import narwhals as nw

        return nw.from_native(self._connection.from_arrow(table.to_arrow()))

    def read(self, frame: Lazy) -> pl.DataFrame:
        """See `RecordsEngine.read`."""
        import duckdb
        import polars as pl

        with told_without_records(self._place, duckdb.Error):
            try:
                return pl.DataFrame(frame.to_native().to_arrow_table())
            except duckdb.OutOfMemoryException:
                raise MethodNotApplicable(
                    "There is not enough memory to count these records. Allow more (--memory), or "
                    "use Spark on larger machines (--engine spark)."
                ) from None

    def close(self) -> None:
        """Let go of the connection and remove what was spilled."""
        self._connection.close()
        self._spill.cleanup()


def remote_records(address: str) -> Any:
    """The Parquet files at an address in object storage, as an Arrow dataset.

    Raises:
        InputError: the address cannot be resolved, or nothing can be read there.
    """
    import pyarrow
    from pyarrow import dataset, fs

    with told_without_records(address, OSError, pyarrow.ArrowException):
        system, path = fs.FileSystem.from_uri(address)
        return dataset.dataset(path, filesystem=system, format="parquet")
