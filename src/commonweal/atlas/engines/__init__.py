"""Engines for record files too large to hold: each scans, counts and gives back what is small.

The same steps (Narwhals, `LazyFrame` to `LazyFrame`) run on every engine and must give the same
answers. DuckDB is the usual one; Polars is the second on one machine; Spark, an extra, is for
what outgrows it.
"""

from commonweal.atlas.engines.base import Lazy, RecordsEngine
from commonweal.atlas.engines.chosen import ENGINES, open_engine
from commonweal.atlas.engines.files import RecordFiles, record_files

__all__ = ["ENGINES", "Lazy", "RecordFiles", "RecordsEngine", "open_engine", "record_files"]
