"""What the claims are measured on: an atlas, and figures that several claims share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import polars as pl

from commonweal.atlas import Atlas
from commonweal.find.tables import KEY

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Held:
    """An atlas and what a run has worked out on it so far.

    Args:
        atlas: the atlas.
        benchmarks: results of the last run of each benchmark, by its name.
    """

    def __init__(
        self, atlas: Atlas, benchmarks: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self.atlas = atlas
        self.benchmarks = dict(benchmarks or {})
        self._memory: dict[object, object] = {}

    def values(self, columns: Mapping[str, tuple[str, str]], geography: str) -> pl.DataFrame:
        """Indicators side by side for every area that the first of them knows.

        Unlike `Atlas.table` this needs no list of the areas: there is none of LSOA 2001.

        Args:
            columns: column name to (indicator, period).
            geography: all of them must be held for it.

        Raises:
            UnknownIndicator: one is not held so.
        """
        frame: pl.DataFrame | None = None
        for name, (indicator, period) in columns.items():
            found = self.atlas.observations(indicator, period, geography)
            column = found.select(KEY, pl.col("value").alias(name))
            frame = column if frame is None else frame.join(column, on=KEY, how="left")
        return frame if frame is not None else pl.DataFrame(schema={KEY: pl.String})

    def names(self, geography: str) -> pl.DataFrame:
        """`area_code, area_name` of a geography."""
        return self.atlas.areas(geography).select(KEY, "area_name")

    def once(self, key: object, make: Callable[[], _R]) -> _R:
        """What `make` gives, worked out the first time that it is asked for."""
        if key not in self._memory:
            self._memory[key] = make()
        return cast(_R, self._memory[key])


def remembered(
    function: Callable[Concatenate[Held, _P], _R],
) -> Callable[Concatenate[Held, _P], _R]:
    """Work a shared figure out once in a run; arguments must be hashable."""

    @wraps(function)
    def wrapper(held: Held, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        key = (function.__qualname__, function.__module__, args, tuple(sorted(kwargs.items())))
        return held.once(key, lambda: function(held, *args, **kwargs))

    return wrapper
