"""Fetch a file from its publisher: resumed where it broke off, checked, moved in whole."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from commonweal.errors import ChecksumMismatch, DiskFull, SourceMissing
from commonweal.sources.cache import file_sha256, full_disk_explained

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_ATTEMPTS = 4
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_CHUNK = 1 << 16


class Downloader:
    """Fetches files, one at a time, with a progress bar on a terminal.

    `wait` is called with seconds between attempts.
    """

    def __init__(
        self,
        *,
        wait: Callable[[float], object] = time.sleep,
        attempts: int = _ATTEMPTS,
        show_progress: bool | None = None,
    ) -> None:
        self._wait = wait
        self._attempts = attempts
        self._show = sys.stderr.isatty() if show_progress is None else show_progress

    def fetch(
        self, address: str, target: Path, sha256: str = "", *, any_checksum: bool = False
    ) -> str:
        """Fetch `address` to `target`; what was fetched before the line broke is kept and used.

        Args:
            address: http or https address of the file.
            target: where it shall stand; made only when whole and right.
            sha256: the checksum expected; empty if none is known.
            any_checksum: accept a file with another checksum.

        Returns:
            The file's sha256.

        Raises:
            ChecksumMismatch: the publisher's file is not the one expected.
            SourceMissing: the publisher does not answer, or has no such file.
            DiskFull: there is no space left; what was fetched is removed.
        """
        part = target.with_name(f"{target.name}.part")
        resumed = part.is_file()
        with full_disk_explained(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        digest = self._whole(address, part)
        if resumed and sha256 and digest != sha256:
            # The publisher may have changed the file since the first half was fetched.
            part.unlink()
            digest = self._whole(address, part)
        if sha256 and digest != sha256 and not any_checksum:
            part.unlink()
            raise ChecksumMismatch(
                f"{address}: the publisher's file is not the one that was tested. "
                f"Expected sha256 {sha256}, got {digest}. It may be a newer edition: "
                "read what changed, then use --accept-changed, or put the tested file "
                "in a mirror folder."
            )
        part.replace(target)
        return digest

    def _whole(self, address: str, part: Path) -> str:
        """Fetch until the whole file is there; its sha256."""
        last: Exception | None = None
        for attempt in range(self._attempts):
            if attempt:
                self._wait(2.0**attempt)
            try:
                self._stream(address, part)
                return file_sha256(part)
            except httpx.HTTPStatusError as error:
                last = error
                if error.response.status_code not in _TRY_AGAIN:
                    break
            except (httpx.TransportError, httpx.InvalidURL) as error:
                last = error
        raise SourceMissing(f"{address} could not be fetched: {last}") from None

    def _stream(self, address: str, part: Path) -> None:
        """One attempt, from where the last one stopped."""
        start = part.stat().st_size if part.is_file() else 0
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        with (
            httpx.Client(timeout=_TIMEOUT, follow_redirects=True) as client,
            client.stream("GET", address, headers=headers) as answer,
        ):
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                if answer.headers.get("Content-Range") == f"bytes */{start}":
                    return
                part.unlink()
                raise httpx.ReadError("what was fetched before does not fit; starting again")
            answer.raise_for_status()
            if answer.status_code != httpx.codes.PARTIAL_CONTENT:
                start = 0
            elif not answer.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
                part.unlink()
                raise httpx.ReadError("another part came than was asked for; starting again")
            length = answer.headers.get("Content-Length")
            total = start + int(length) if length else None
            try:
                with full_disk_explained(part):
                    self._write(answer.iter_raw(_CHUNK), part, start, total)
            except DiskFull:
                part.unlink(missing_ok=True)
                raise

    def _write(self, chunks: Iterable[bytes], part: Path, start: int, total: int | None) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
        )
        console = Console(stderr=True)
        with (
            Progress(*columns, console=console, disable=not self._show, transient=True) as bar,
            part.open("ab" if start else "wb") as stream,
        ):
            task = bar.add_task(part.name.removesuffix(".part"), total=total, completed=start)
            for chunk in chunks:
                stream.write(chunk)
                bar.advance(task, len(chunk))
            stream.flush()
            os.fsync(stream.fileno())


def reachable(addresses: Iterable[str], seconds: float = 2.0) -> bool:
    """Whether any of these hosts answers within a short time; what it answers does not matter."""
    for address in addresses:
        try:
            httpx.head(address, timeout=seconds)
        except (httpx.HTTPError, httpx.InvalidURL):
            continue
        return True
    return False
