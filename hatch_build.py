"""Build the front end into the wheel and the source archive when it has not been built already.

The source archive carries it too, so that installing from one needs no Node.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "scripts"))

import frontend


def _needed() -> bool:
    return frontend.is_wanted() and not frontend.is_built()


class FrontEndHook(BuildHookInterface):
    """Runs npm and the front end's own build script."""

    def dependencies(self) -> list[str]:
        if _needed() and frontend.node_on_path() is None:
            return [frontend.NODE_PACKAGE]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # An editable install is a developer's; there `make setup` builds the front end.
        if version != "editable" and _needed():
            frontend.install()
            frontend.build()
