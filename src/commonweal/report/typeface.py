"""The one typeface of everything we draw and set, and what stands in for it where it is not held.

The front end's build puts the font files beside the site's own. A checkout that has not been
built, or was built without them, has none: documents are then set in the serif that the
typesetter carries, and charts in the sans serif that the renderer carries: nothing fails for a
font, and nothing hangs on those of a machine.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

FAMILY = "Source Sans 3"
STACK = f"'{FAMILY}', 'Source Sans Variable', 'Liberation Sans', Arial, sans-serif"
"""Families of a drawing: ours, by both its names; then one that the renderer carries."""

_CARRIED = "Libertinus Serif"
_FILE = "SourceSans3-*.ttf"


@cache
def font_folder() -> Path | None:
    """The folder that holds the typeface's files, or None where they were not built."""
    built = Path(str(resources.files("commonweal"))) / "web" / "static" / "built"
    return built if any(built.glob(_FILE)) else None


def document_family() -> str:
    """The family to set a document in: the typeface, or what the typesetter carries."""
    return FAMILY if font_folder() else _CARRIED
