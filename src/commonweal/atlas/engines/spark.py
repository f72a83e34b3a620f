"""Spark, an extra, for records that outgrow one machine."""

from __future__ import annotations

import os
import shutil
import warnings
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonweal.atlas.engines.base import Lazy, RecordsEngine, told_without_records
from commonweal.atlas.engines.files import record_files
from commonweal.errors import MethodNotApplicable

if TYPE_CHECKING:
    import polars as pl

_ALONE = {
    # What Spark would otherwise do unasked: serve pages, listen on the network, and log at length,
    # with values of the records it stumbles over.
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
_CONFIGURED = ("SPARK_CONF_DIR", "SPARK_HOME", "SPARK_REMOTE")
"""Where one of these is set, a person has said which Spark to use: nothing is put above that."""


def why_no_spark() -> str:
    """What is missing for Spark to run here, as a sentence; empty where nothing is."""
    if find_spec("pyspark") is None:
        return "Spark is not installed: pip install 'commonweal[spark]'."
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else None
    if not (java and java.is_file()) and shutil.which("java") is None:
        return "Spark needs Java 17 or newer, which is not here. Install it, or set JAVA_HOME."
    return ""


class SparkEngine(RecordsEngine):
    """Spark over Parquet files, on the session given or on one of its own.

    A session that is given is left open. One of its own follows the configuration that
    `SPARK_CONF_DIR`, `SPARK_HOME` or `SPARK_REMOTE` name; without any it uses the cores of this
    machine and listens to itself alone.
    """

    name = "spark"
    title = "Spark"

    def __init__(self, session: Any = None) -> None:
        self._own = session is None
        self.session = _session() if session is None else session
        self._place = ""

    def scan(self, place: str | Path) -> Lazy:
        """See `RecordsEngine.scan`; an address needs the cluster's own connector (`s3a://`)."""
        import narwhals as nw

        found = record_files(place)
        self._place = found.place
        sources = [found.place] if found.remote else list(found.files)
        with told_without_records(found.place, *_faults()):
            frame: Lazy = nw.from_native(self.session.read.parquet(*sources))
        return frame

    def hold(self, table: pl.DataFrame) -> Lazy:
        """See `RecordsEngine.hold`."""
        import narwhals as nw

        frame: Lazy = nw.from_native(self.session.createDataFrame(table.to_arrow()))
        return frame

    def read(self, frame: Lazy) -> pl.DataFrame:
        """See `RecordsEngine.read`."""
        import polars as pl

        with told_without_records(self._place, *_faults()):
            return pl.DataFrame(frame.to_native().toArrow())

    def close(self) -> None:
        """Stop the session, if it is the engine's own."""
        if self._own:
            self.session.stop()


def _faults() -> tuple[type[Exception], ...]:
    return (
        import_module("pyspark.errors").PySparkException,
        # What Java itself throws, where pyspark has no name for it.
        import_module("py4j.protocol").Py4JError,
    )


def _session() -> Any:
    missing = why_no_spark()
    if missing:
        raise MethodNotApplicable(missing)
    with warnings.catch_warnings():
        # Nothing passes through pandas here: tables go in and out as Arrow.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", Warning)
        builder = import_module("pyspark.sql").SparkSession.builder.appName("commonweal")
        if not any(name in os.environ for name in _CONFIGURED):
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
            for name, value in _ALONE.items():
                builder = builder.config(name, value)
        return builder.getOrCreate()
