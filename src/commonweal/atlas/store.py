"""Where the parts of an atlas are kept: each step's output in a folder named after its inputs.

A step's output is written in a folder of its own and renamed into place when it is whole, so a
build that is killed leaves nothing that a later one could mistake for a finished part. A build
is a folder of hard links to the parts it is made of; the file `current` names the one in use,
and is replaced in one move.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commonweal.errors import AtlasMissing
from commonweal.sources.cache import atomic_write, file_sha256, full_disk_explained

_SHOWN_KEY = 20
RAW = "raw/"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a step's output."""

    path: str
    sha256: str
    bytes: int


def digest(*parts: object) -> str:
    """A short, stable name for a set of inputs."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_SHOWN_KEY]


class Store:
    """The folder of an atlas: `parts/`, `builds/` and `current`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.parts = root / "parts"
        self.builds = root / "builds"

    def part(self, key: str) -> Path:
        """Folder of a finished step."""
        return self.parts / key

    def has(self, key: str) -> bool:
        """Whether the step with these inputs is already done."""
        return (self.part(key) / "part.json").is_file()

    def files(self, key: str) -> tuple[StoredFile, ...]:
        """The files of a finished step."""
        listing = json.loads((self.part(key) / "part.json").read_text(encoding="utf-8"))
        return tuple(StoredFile(**item) for item in listing)

    @contextmanager
    def writing(self, key: str) -> Iterator[Path]:
        """A folder to write a step's output in; it becomes the part when the block ends well."""
        folder = self.parts / f"unfinished-{key}-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        with full_disk_explained(self.root):
            folder.mkdir(parents=True)
            try:
                yield folder
                _list_files(folder)
                shutil.rmtree(self.part(key), ignore_errors=True)
                folder.rename(self.part(key))
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def publish(self, parts: Mapping[str, str], manifest: dict[str, object]) -> str:
        """Make a build of finished parts and put it in use; the old one stays until then.

        Args:
            parts: step name to key; their files form the build, but for those under `raw/`,
                which only later steps read.
            manifest: what to write beside the list of files.

        Returns:
            The id of the build: a digest of its files and manifest.
        """
        with full_disk_explained(self.root):
            files = {
                file.path: (key, file)
                for key in parts.values()
                for file in self.files(key)
                if not file.path.startswith(RAW)
            }
            listing = [
                {"path": path, "sha256": file.sha256, "bytes": file.bytes}
                for path, (_, file) in sorted(files.items())
            ]
            build_id = digest(manifest, listing)
            target = self.builds / build_id
            if not (target / "manifest.json").is_file():
                self._link(target, files)
                content = {"id": build_id, **manifest, "parts": dict(parts), "files": listing}
                _write_whole(target / "manifest.json", json.dumps(content, indent=1))
            previous = self.current_id()
            if previous != build_id:
                _write_whole(self.root / "current", build_id + "\n")
            self._prune({build_id, previous or build_id})
        return build_id

    def _link(self, target: Path, files: Mapping[str, tuple[str, StoredFile]]) -> None:
        folder = self.builds / f"unfinished-{target.name}-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        try:
            for path, (key, _) in files.items():
                destination = folder / path
                destination.parent.mkdir(parents=True, exist_ok=True)
                _link_or_copy(self.part(key) / path, destination)
            shutil.rmtree(target, ignore_errors=True)
            folder.rename(target)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def current_id(self) -> str | None:
        """The id of the build in use, if there is one."""
        pointer = self.root / "current"
        return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None

    def current(self) -> Path:
        """Folder of the build in use.

        Raises:
            AtlasMissing: no build has been finished here.
        """
        build_id = self.current_id()
        if not build_id or not (self.builds / build_id / "manifest.json").is_file():
            raise AtlasMissing(
                f"there is no atlas in {self.root}. Build one: commonweal atlas build "
                "--mirror FOLDER, or commonweal atlas build --demonstration"
            )
        return self.builds / build_id

    def _prune(self, keep: set[str]) -> None:
        """Remove builds no longer in use, and parts that no kept build is made of."""
        if not self.builds.is_dir():
            return
        used: set[str] = set()
        for build in self.builds.iterdir():
            manifest = build / "manifest.json"
            if build.name in keep and manifest.is_file():
                used |= set(json.loads(manifest.read_text(encoding="utf-8"))["parts"].values())
            else:
                shutil.rmtree(build, ignore_errors=True)
        for part in self.parts.iterdir():
            if part.name not in used:
                shutil.rmtree(part, ignore_errors=True)


def _list_files(folder: Path) -> None:
    found = [
        {
            "path": path.relative_to(folder).as_posix(),
            "sha256": file_sha256(path),
            "bytes": path.stat().st_size,
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    _write_whole(folder / "part.json", json.dumps(found, indent=1))


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is either the old one or the new one, whatever happens."""
    with atomic_write(path) as stream:
        stream.write(text.encode())


def _link_or_copy(source: Path, destination: Path) -> None:
    try:
        os.link(source, destination)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        shutil.copy2(source, destination)
