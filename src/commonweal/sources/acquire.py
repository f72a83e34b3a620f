"""Find the files of a release: in a mirror folder, in the local cache, at the publisher."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from commonweal.catalogue.types import Release, SourceFile
from commonweal.errors import ChecksumMismatch, SourceMissing
from commonweal.sources.cache import ChecksumMemo, cache_folder
from commonweal.sources.download import Downloader, reachable

Origin = Literal["mirror", "cache", "publisher"]


@dataclass(frozen=True, slots=True)
class Located:
    """A file that was found: where, its checksum, and from whom.

    `changed` says that it is not the file the release was tested with, and was accepted.
    """

    file: SourceFile
    path: Path
    sha256: str
    origin: Origin
    changed: bool = False


class Sources:
    """The places where files are looked for, in order: mirror, cache, publisher.

    Args:
        mirror: folder with the files under the paths of the catalogue.
        cache: folder for what is fetched, and for the memory of checksums.
        online: whether the network may be used; without it nothing is fetched.
        accept_changed: take files whose checksum differs from the one tested.
        downloader: what fetches; one with a progress bar by default.
    """

    def __init__(
        self,
        mirror: Path | None,
        cache: Path,
        online: bool | None = None,
        *,
        accept_changed: bool = False,
        downloader: Downloader | None = None,
    ) -> None:
        self.mirror = mirror
        self.cache = cache
        self.online = bool(online)
        self.accept_changed = accept_changed
        self._files = cache / "files"
        self._memo = ChecksumMemo(cache)
        self._downloader = downloader or Downloader()

    @classmethod
    def usual(
        cls,
        mirror: Path | None = None,
        *,
        online: bool | None = None,
        accept_changed: bool = False,
    ) -> Sources:
        """The places named by the environment: `COMMONWEAL_MIRROR` and `COMMONWEAL_CACHE`.

        Raises:
            SourceMissing: the mirror named is not a folder.
        """
        named = os.environ.get("COMMONWEAL_MIRROR")
        chosen = mirror or (Path(named) if named else None)
        if chosen is not None and not chosen.is_dir():
            raise SourceMissing(
                f"The mirror {chosen} is not a folder. Name one with --mirror or "
                "COMMONWEAL_MIRROR, or leave both out."
            )
        return cls(chosen, cache_folder(), online, accept_changed=accept_changed)

    def accepting_changes(self) -> Sources:
        """The same places, taking files whose checksum differs from the one tested."""
        return Sources(self.mirror, self.cache, self.online, accept_changed=True)

    def checksum(self, path: Path) -> str:
        """sha256 of any file on this machine, remembered while it does not change."""
        return self._memo.sha256(path)

    def find(self, file: SourceFile) -> Path | None:
        """Where the file stands on this machine, unchecked; None if it would have to be fetched."""
        for folder in (self.mirror, self._files):
            if folder is not None and (folder / file.path).is_file():
                return folder / file.path
        return None

    def chosen(self, release: Release) -> tuple[SourceFile, ...]:
        """The files to read: an official file in place of the extracts it makes needless."""
        official = [
            file for file in release.files if file.instead_of and self._prefers(release, file)
        ]
        replaced = {path for file in official for path in file.instead_of}
        return tuple(
            file
            for file in release.files
            if file.path not in replaced and (not file.instead_of or file in official)
        )

    def _prefers(self, release: Release, official: SourceFile) -> bool:
        """Whether it is here; or can be fetched, and what it stands for is not here."""
        if self.find(official) is not None:
            return True
        others = [file for file in release.files if file.path in official.instead_of]
        absent = any(self.find(file) is None for file in others)
        return self.online and bool(official.address) and absent

    def has(self, release: Release) -> bool:
        """Whether every file of the release is here or could be fetched, without fetching."""
        return all(
            self.find(file) is not None or (self.online and bool(file.address))
            for file in self.chosen(release)
        )

    def locate_all(self, release: Release) -> tuple[Located, ...]:
        """Locate every file of the release that is to be read.

        Raises:
            SourceMissing, ChecksumMismatch, DiskFull: as `locate` does.
        """
        return tuple(self.locate(release, file) for file in self.chosen(release))

    def locate(self, release: Release, file: SourceFile) -> Located:
        """One file and its checksum, fetched if need be; its companions are checked with it.

        Raises:
            SourceMissing: it is nowhere to be had; the message says where to get it.
            ChecksumMismatch: it is not the file that was tested.
            DiskFull: no space was left to fetch it.
        """
        found = self._locate(release, file)
        for path, sha256 in zip(file.companions, _companion_sums(file), strict=True):
            self._locate(release, SourceFile(path, sha256), beside=found)
        return found

    def _locate(self, release: Release, file: SourceFile, beside: Located | None = None) -> Located:
        places: list[tuple[Origin, Path]] = [("cache", self._files / file.path)]
        if self.mirror is not None:
            places.insert(0, ("mirror", self.mirror / file.path))
        for origin, path in places:
            if beside is not None and path.parent != beside.path.parent:
                continue
            if path.is_file():
                return self._checked(release, file, path, origin)
        if not (self.online and file.address):
            raise self._missing(release, file)
        target = self._files / file.path
        digest = self._downloader.fetch(
            file.address, target, file.sha256, any_checksum=self.accept_changed
        )
        return Located(file, target, digest, "publisher", changed=_differs(file, digest))

    def _checked(self, release: Release, file: SourceFile, path: Path, origin: Origin) -> Located:
        digest = self._memo.sha256(path)
        changed = _differs(file, digest)
        if changed and not self.accept_changed:
            raise ChecksumMismatch(
                f"{path}: not the file that {release.title!r} was tested with. Expected sha256 "
                f"{file.sha256}, got {digest}. Use the tested file, or --accept-changed to read "
                "this one (it is still checked for its form)."
            )
        return Located(file, path, digest, origin, changed=changed)

    def _missing(self, release: Release, file: SourceFile) -> SourceMissing:
        """Where to get a file that is not here."""
        where = file.address or release.landing_page
        lines = [
            f"{release.title}: the file {file.path} is not here.",
            f"Get it from {where}." if where else "Its publisher offers no page for it now.",
        ]
        if self.mirror is not None:
            lines.append(f"Put it at {self.mirror / file.path}.")
        else:
            lines.append(
                "Put it in a folder under that path and name the folder with --mirror or "
                "COMMONWEAL_MIRROR."
            )
        if file.address and not self.online:
            lines.append("Or use --online to have it fetched.")
        return SourceMissing(" ".join(lines))


def _differs(file: SourceFile, digest: str) -> bool:
    return bool(file.sha256) and digest != file.sha256


def _companion_sums(file: SourceFile) -> tuple[str, ...]:
    """The companions' checksums; empty texts where none are given."""
    return file.companion_sha256 or ("",) * len(file.companions)


def publishers_reachable(releases: Iterable[Release], seconds: float = 2.0) -> bool:
    """Whether any publisher of these releases answers quickly.

    Used to choose the demonstration country where there is neither mirror nor network.
    """
    addresses = {file.address for release in releases for file in release.files if file.address}
    pages = {release.landing_page for release in releases if release.landing_page}
    hosts = sorted({"/".join(link.split("/")[:3]) for link in addresses or pages})
    return reachable(hosts[:3], seconds)
