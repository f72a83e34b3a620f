"""An analyst's own releases: checked against the atlas, kept with it, and read by every build.

Each stands in `added/<id>/` of the atlas folder as `data.csv` (or another ending that the readers
know) and `spec.toml`, so that the atlas can always be built again from what it holds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from commonweal.atlas.added_checks import notes_on, problems_of
from commonweal.atlas.added_spec import ADDED, AddedSpec, read_spec
from commonweal.catalogue.types import Release
from commonweal.errors import InputError, InputProblem, SourceMissing, UnknownIndicator
from commonweal.sources.cache import full_disk_explained
from commonweal.sources.frames import read_text_frame

if TYPE_CHECKING:
    from commonweal.atlas.atlas import Atlas

_SPEC = "spec.toml"


@dataclass(frozen=True, slots=True)
class Addition:
    """A release that may be added: its record, its two files, and what to know about it."""

    release: Release
    file: Path
    spec: Path
    areas: int
    areas_held: int
    notes: tuple[str, ...] = ()


def added_releases(root: Path) -> list[tuple[Release, dict[str, Path]]]:
    """The releases that were added to an atlas, each with where its file stands.

    Raises:
        InputError: a spec or a file in the folder was changed and is no longer right.
    """
    found = []
    for folder in sorted((root / ADDED).glob("[a-z0-9]*")):
        data = _data_file(folder)
        if data is None or not (folder / _SPEC).is_file():
            continue
        spec = _read(folder / _SPEC, data.name)
        release = _counted(spec, data).release
        found.append((release, {release.files[0].path: data}))
    return found


def prepare(file: Path, spec_file: Path, atlas: Atlas) -> Addition:
    """Check a file and its spec against each other, the catalogue and the atlas.

    Raises:
        SourceMissing: one of the two files is not there.
        InputError: every problem found; those of the spec with their line.
    """
    for path in (file, spec_file):
        if not path.is_file():
            raise SourceMissing(f"{path}: there is no such file")
    spec = _counted(_read(spec_file, _data_name(file)), file)
    if problems := problems_of(spec, file, atlas):
        raise InputError(problems, f"{file.name} cannot be added as {spec_file.name} says:")
    held = atlas.areas(spec.table.geography).height
    return Addition(
        release=spec.release,
        file=file,
        spec=spec_file,
        areas=spec.table.rows,
        areas_held=held,
        notes=tuple(notes_on(spec, held, atlas)),
    )


@contextmanager
def kept(root: Path, addition: Addition) -> Iterator[None]:
    """Keep a release with the atlas; if the block fails, the folder is as it was before."""
    folder = root / ADDED / addition.release.id
    with _replacing(folder), full_disk_explained(folder):
        folder.mkdir(parents=True)
        shutil.copyfile(addition.spec, folder / _SPEC)
        shutil.copyfile(addition.file, folder / _data_name(addition.file))
        yield


@contextmanager
def removed(root: Path, release_id: str) -> Iterator[None]:
    """Take a release away again; if the block fails, it is still there.

    Raises:
        UnknownIndicator: no release of that id was added.
    """
    folder = root / ADDED / release_id
    names = sorted(path.name for path in (root / ADDED).glob("[a-z0-9]*") if path.is_dir())
    if release_id not in names:
        there = f"these were: {', '.join(names)}" if names else "none was"
        raise UnknownIndicator(f"no release {release_id!r} was added to this atlas; {there}")
    with _replacing(folder):
        yield


@contextmanager
def _replacing(folder: Path) -> Iterator[None]:
    """Move a folder aside; it comes back if the block fails, and is gone if it ends well."""
    aside = folder.with_name(f".{folder.name}.before")
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _read(spec_file: Path, data: str) -> AddedSpec:
    try:
        text = spec_file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problem = InputProblem("text in UTF-8", "another encoding", spec_file.name)
        raise InputError(problem) from None
    return read_spec(text, spec_file.name, data)


def _data_file(folder: Path) -> Path | None:
    return next(iter(sorted(folder.glob("data.*"))), None)


def _data_name(file: Path) -> str:
    ending = "".join(file.suffixes[-2:]) if file.suffix == ".gz" else file.suffix
    return f"data{ending.lower()}"


def _counted(spec: AddedSpec, file: Path) -> AddedSpec:
    """The spec with the number of areas in the file, where it does not say how many to expect."""
    if spec.table.rows:
        return spec
    table = spec.table
    frame = read_text_frame(file, table.sheet, table.skip)
    known = table.code_column in frame.columns
    rows = frame[table.code_column].str.strip_chars().is_not_null().sum() if known else 0
    source = replace(spec.release.files[0], contents=(replace(table, rows=int(rows)),))
    return replace(spec, release=replace(spec.release, files=(source,)))
