"""Commonweal: an open workbench for community-led neighbourhood renewal in England.

The front of the package, for notebooks and scripts; anything else may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.atlas.build import build_atlas
    from commonweal.errors import CommonwealError, InputError
    from commonweal.find import (
        DoubleDisadvantageSpec,
        IndexSpec,
        compare_lists,
        find_double_disadvantage,
        index_spec,
        make_index,
        summarise,
        why,
    )
    from commonweal.find.request import Finding, FindRequest, find_neighbourhoods

_HOMES = {
    "Atlas": "atlas",
    "CommonwealError": "errors",
    "DoubleDisadvantageSpec": "find",
    "FindRequest": "find.request",
    "Finding": "find.request",
    "IndexSpec": "find",
    "InputError": "errors",
    "build_atlas": "atlas.build",
    "compare_lists": "find",
    "find_double_disadvantage": "find",
    "find_neighbourhoods": "find.request",
    "index_spec": "find",
    "make_index": "find",
    "summarise": "find",
    "why": "find",
}

__all__ = [
    "Atlas",
    "CommonwealError",
    "DoubleDisadvantageSpec",
    "FindRequest",
    "Finding",
    "IndexSpec",
    "InputError",
    "build_atlas",
    "compare_lists",
    "find_double_disadvantage",
    "find_neighbourhoods",
    "index_spec",
    "make_index",
    "summarise",
    "why",
]


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for, so that the command line starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
