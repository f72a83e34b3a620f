"""An engine by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commonweal.atlas.engines.base import RecordsEngine
from commonweal.atlas.engines.embedded import EmbeddedEngine
from commonweal.atlas.engines.spark import SparkEngine
from commonweal.atlas.engines.streaming import StreamingEngine
from commonweal.errors import InputError, InputProblem

ENGINES: dict[str, Callable[..., RecordsEngine]] = {
    engine.name: engine for engine in (EmbeddedEngine, StreamingEngine, SparkEngine)
}


def open_engine(name: str = EmbeddedEngine.name, **options: Any) -> RecordsEngine:
    """An engine, ready to scan.

    Args:
        name: `duckdb`, `polars` or `spark`.
        options: of the engine: `memory_gb` and `threads` of DuckDB, `session` of Spark.

    Raises:
        InputError: there is no such engine.
        MethodNotApplicable: Spark or Java is not installed.
    """
    if name not in ENGINES:
        raise InputError(InputProblem(f"one of {', '.join(ENGINES)}", repr(name), column="engine"))
    return ENGINES[name](**options)
