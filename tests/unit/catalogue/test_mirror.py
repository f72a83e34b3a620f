"""The catalogue against the files of the mirror: each is named, and is what it was."""

from __future__ import annotations

from pathlib import Path

from commonweal.catalogue import RELEASES
from commonweal.sources.cache import file_sha256

# The mirror's own description, no publisher's file.
OWN = {"CATALOGUE.md"}


def expected() -> dict[str, str]:
    sums = {}
    for each in RELEASES:
        for file in each.files:
            if file.sha256:
                sums[file.path] = file.sha256
            sums |= dict(zip(file.companions, file.companion_sha256, strict=True))
    return sums


def test_every_file_of_the_mirror_is_in_the_catalogue(mirror: Path) -> None:
    held = {path.relative_to(mirror).as_posix() for path in mirror.rglob("*") if path.is_file()}
    assert held - set(expected()) - OWN == set()


def test_every_checksum_is_right(mirror: Path) -> None:
    found = {path: file_sha256(mirror / path) for path in expected() if (mirror / path).is_file()}
    assert found == expected()
