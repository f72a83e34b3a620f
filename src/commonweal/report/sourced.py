"""Provenance of what is made straight from an atlas, without a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version

from commonweal.atlas import Atlas
from commonweal.parameters import fingerprint
from commonweal.provenance import Provenance, Run


def provenance_of(
    atlas: Atlas, releases: Iterable[str], spec: Mapping[str, object] | None = None
) -> Provenance:
    """The sources of some releases and the run, for a table made from them.

    Raises:
        UnknownIndicator: a release is not in the atlas.
    """
    run = Run(
        commonweal=version("commonweal"),
        atlas=atlas.id,
        parameters=fingerprint(),
        spec=dict(spec or {}),
    )
    sources = tuple(atlas.source(release) for release in dict.fromkeys(releases))
    return Provenance(sources, run, atlas.demonstration)
