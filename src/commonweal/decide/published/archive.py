"""The zip that a vote is published in: the same bytes for the same files, and safe to open."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping

from commonweal.errors import InputError, InputProblem

# Larger than any vote of a city, smaller than what would fill a small machine.
LARGEST = 512 * 2**20
MOST_FILES = 1_000
# A zip cannot hold an earlier day, and the day of publication is in the manifest.
_DAY = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PLAIN_FILE = 0o644 << 16
# What reading a damaged zip, or one made to do harm, can end in.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, sorted by name and without the time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            entry.create_system = 3
            archive.writestr(entry, files[name])
    return out.getvalue()


def unpack(data: bytes, name: str = "vote.zip") -> dict[str, bytes]:
    """The files of a zip, in memory; nothing is written anywhere.

    Raises:
        InputError: it is not a zip, or holds folders, names given twice, too many files, or
            more than they should come to when unpacked. Carries every problem.
    """
    title = f"{name} is not a published vote that can be opened:"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if problems := [*_problems(entries, name)]:
                raise InputError(problems, title)
            return {entry.filename: archive.read(entry) for entry in entries}
    except DAMAGED as error:
        raise InputError(InputProblem("a whole zip file", str(error), file=name), title) from None


def _problems(entries: list[zipfile.ZipInfo], name: str) -> Iterator[InputProblem]:
    if len(entries) > MOST_FILES:
        yield InputProblem(f"{MOST_FILES:,} files at most", f"{len(entries):,}", file=name)
    if (size := sum(entry.file_size for entry in entries)) > LARGEST:
        yield InputProblem(f"{LARGEST:,} bytes at most when unpacked", f"{size:,}", file=name)
    if any(entry.compress_type not in _METHODS for entry in entries):
        yield InputProblem("files stored or deflated", "another way of packing", file=name)
    times = Counter(entry.filename for entry in entries)
    for file, count in times.items():
        if not _NAME.fullmatch(file):
            expected = "names of small letters, digits, points and hyphens, no folders"
            yield InputProblem(expected, repr(file)[:100], file=name)
        if count > 1:
            yield InputProblem("each file once", f"{file!r} {count} times", file=name)
