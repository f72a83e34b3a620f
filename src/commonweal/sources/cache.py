"""The local cache: where it is, checksums that are not computed twice, and atomic writes."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import platformdirs

from commonweal.errors import DiskFull

_MEMO = "checksums.json"
# A file changed this recently could change again within one tick of its clock, unseen.
_SETTLED_NS = 2_000_000_000
_FULL = {errno.ENOSPC, errno.EDQUOT}


def cache_folder() -> Path:
    """`COMMONWEAL_CACHE`, else the platform's cache folder of this user."""
    named = os.environ.get("COMMONWEAL_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("commonweal", False))


def file_sha256(path: Path) -> str:
    """sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def full_disk_explained(place: Path) -> Iterator[None]:
    """Turn a full disk into a message that says where, and what to do.

    Raises:
        DiskFull: there is no space left (or no quota) where `place` is.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise DiskFull(
            f"The disk is full: {place} could not be written, and nothing half-written was "
            "kept. Free some space, or name another folder (COMMONWEAL_CACHE, "
            "COMMONWEAL_ATLAS), and run the same command again."
        ) from None


@contextmanager
def atomic_write(target: Path) -> Iterator[BinaryIO]:
    """A stream that becomes `target` only when everything was written; else nothing remains.

    Raises:
        DiskFull: there is no space left.
    """
    with full_disk_explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        made = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        # Not a private temporary file: whoever may read the folder may read what it becomes.
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            made.replace(target)
        except BaseException:
            made.unlink(missing_ok=True)
            raise


class ChecksumMemo:
    """sha256 by path, size and time of change, so that an unchanged file is not read again."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _MEMO
        self._held: dict[str, list[str | int]] = {}
        # A damaged memo only costs time: it is made again.
        with suppress(OSError, ValueError):
            held = json.loads(self._file.read_text(encoding="utf-8"))
            self._held = held if isinstance(held, dict) else {}

    def sha256(self, path: Path) -> str:
        """The file's sha256, remembered if neither its size nor its time has changed.

        Raises:
            DiskFull: there is no space left for the memo.
        """
        state = path.stat()
        key = str(path.resolve())
        stamp = [state.st_size, state.st_mtime_ns]
        known = self._held.get(key)
        if isinstance(known, list) and known[:2] == stamp and len(known) == 3:
            return str(known[2])
        digest = file_sha256(path)
        if time.time_ns() - state.st_mtime_ns > _SETTLED_NS:
            self._held[key] = [*stamp, digest]
            with atomic_write(self._file) as stream:
                stream.write(json.dumps(self._held, indent=0, sort_keys=True).encode())
        return digest
