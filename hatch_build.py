"""Build the front end into the wheel when it has not been built already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "scripts"))

import frontend


class FrontEndHook(BuildHookInterface):
    """Runs npm and the front end's own build script."""

    def _needed(self) -> bool:
        # An editable install is a developer's; there `make setup` builds the front end.
        return self.target_name == "wheel" and frontend.is_wanted() and not frontend.is_built()

    def dependencies(self) -> list[str]:
        if self._needed() and frontend.node_on_path() is None:
            return [frontend.NODE_PACKAGE]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable" and self._needed():
            frontend.install()
            frontend.build()
