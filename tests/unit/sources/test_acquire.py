from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from commonweal.catalogue.licences import OGL
from commonweal.catalogue.types import Release, SourceFile
from commonweal.errors import ChecksumMismatch, DiskFull, SourceMissing
from commonweal.sources import cache as cache_module
from commonweal.sources.acquire import Sources, publishers_reachable
from commonweal.sources.cache import ChecksumMemo, atomic_write, cache_folder, file_sha256
from commonweal.sources.download import Downloader
from tests.unit.sources.conftest import Publisher

BODY = b"area_code,value\nE01000001,1\n"
SUM = hashlib.sha256(BODY).hexdigest()
PATH = "publisher/areas.csv"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def release(*files: SourceFile, page: str = "https://example.org/areas") -> Release:
    return Release(
        id="areas",
        title="Areas of somewhere",
        publisher="Somebody",
        published="2025",
        landing_page=page,
        licence=OGL,
        files=files,
    )


FILE = SourceFile(PATH, SUM)
RELEASE = release(FILE)


def put(folder: Path, path: str, data: bytes) -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


@pytest.fixture
def mirror_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "mirror"
    folder.mkdir()
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def quick() -> Downloader:
    return Downloader(wait=lambda _: None)


def test_the_mirror_comes_first(mirror_folder: Path, cache: Path) -> None:
    expected = put(mirror_folder, PATH, BODY)
    put(cache / "files", PATH, BODY)
    found = Sources(mirror_folder, cache).locate(RELEASE, FILE)
    assert (found.path, found.origin, found.sha256, found.changed) == (
        expected,
        "mirror",
        SUM,
        False,
    )


def test_then_the_cache(mirror_folder: Path, cache: Path) -> None:
    expected = put(cache / "files", PATH, BODY)
    found = Sources(mirror_folder, cache).locate(RELEASE, FILE)
    assert (found.path, found.origin) == (expected, "cache")


def test_then_the_publisher_and_from_then_on_the_cache(
    publisher: Publisher, mirror_folder: Path, cache: Path
) -> None:
    file = SourceFile(PATH, SUM, address=publisher.publish("areas.csv", BODY))
    sources = Sources(mirror_folder, cache, online=True, downloader=quick())
    first = sources.locate(release(file), file)
    assert first.origin == "publisher"
    assert first.path.read_bytes() == BODY
    assert sources.locate(release(file), file).origin == "cache"
    assert len(publisher.requests) == 1


@pytest.mark.parametrize("online", [None, False])
def test_nothing_is_fetched_unless_asked(
    publisher: Publisher, cache: Path, online: bool | None
) -> None:
    file = SourceFile(PATH, SUM, address=publisher.publish("areas.csv", BODY))
    with pytest.raises(SourceMissing, match="--online"):
        Sources(None, cache, online=online).locate(release(file), file)
    assert publisher.requests == []


def test_a_missing_file_says_where_to_get_it_and_where_to_put_it(
    mirror_folder: Path, cache: Path
) -> None:
    with pytest.raises(SourceMissing) as caught:
        Sources(mirror_folder, cache, online=True).locate(RELEASE, FILE)
    message = str(caught.value)
    assert "https://example.org/areas" in message
    assert str(mirror_folder / PATH) in message
    assert "Areas of somewhere" in message


def test_without_a_mirror_the_message_says_how_to_name_one(cache: Path) -> None:
    with pytest.raises(SourceMissing, match="COMMONWEAL_MIRROR"):
        Sources(None, cache).locate(RELEASE, FILE)


def test_another_file_is_refused_with_both_checksums(mirror_folder: Path, cache: Path) -> None:
    put(mirror_folder, PATH, b"changed")
    with pytest.raises(ChecksumMismatch) as caught:
        Sources(mirror_folder, cache).locate(RELEASE, FILE)
    assert SUM in str(caught.value)
    assert sha256(b"changed") in str(caught.value)


def test_another_file_can_be_accepted_and_says_so(mirror_folder: Path, cache: Path) -> None:
    put(mirror_folder, PATH, b"changed")
    found = Sources(mirror_folder, cache, accept_changed=True).locate(RELEASE, FILE)
    assert found.changed
    assert found.sha256 == sha256(b"changed")


SHAPE = SourceFile(
    "publisher/points.shp",
    sha256(b"shp"),
    companions=("publisher/points.dbf",),
    companion_sha256=(sha256(b"dbf"),),
)


def test_companions_must_stand_beside_the_file(mirror_folder: Path, cache: Path) -> None:
    put(mirror_folder, "publisher/points.shp", b"shp")
    put(cache / "files", "publisher/points.dbf", b"dbf")
    with pytest.raises(SourceMissing, match=r"points\.dbf"):
        Sources(mirror_folder, cache).locate(release(SHAPE), SHAPE)
    put(mirror_folder, "publisher/points.dbf", b"dbf")
    found = Sources(mirror_folder, cache).locate(release(SHAPE), SHAPE)
    assert found.path.name == "points.shp"


def test_companions_are_checked_too(mirror_folder: Path, cache: Path) -> None:
    put(mirror_folder, "publisher/points.shp", b"shp")
    put(mirror_folder, "publisher/points.dbf", b"other")
    with pytest.raises(ChecksumMismatch, match=r"points\.dbf"):
        Sources(mirror_folder, cache).locate(release(SHAPE), SHAPE)


OFFICIAL = SourceFile("publisher/official.csv", "", instead_of=(PATH,))


def test_an_official_file_replaces_the_extract_where_it_is_found(
    mirror_folder: Path, cache: Path
) -> None:
    both = release(FILE, OFFICIAL)
    put(mirror_folder, PATH, BODY)
    sources = Sources(mirror_folder, cache)
    assert [found.file for found in sources.locate_all(both)] == [FILE]
    put(mirror_folder, OFFICIAL.path, b"official")
    (found,) = sources.locate_all(both)
    assert found.file == OFFICIAL
    assert found.sha256 == sha256(b"official")
    assert not found.changed


def test_has_answers_without_fetching(
    publisher: Publisher, mirror_folder: Path, cache: Path
) -> None:
    file = SourceFile(PATH, SUM, address=publisher.publish("areas.csv", BODY))
    assert not Sources(mirror_folder, cache).has(release(file))
    assert Sources(mirror_folder, cache, online=True).has(release(file))
    assert not Sources(mirror_folder, cache, online=True).has(RELEASE)
    put(mirror_folder, PATH, BODY)
    assert Sources(mirror_folder, cache).has(RELEASE)
    assert publisher.requests == []


def test_the_environment_names_the_places(
    mirror_folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMONWEAL_MIRROR", str(mirror_folder))
    monkeypatch.setenv("COMMONWEAL_CACHE", str(cache))
    sources = Sources.usual()
    assert (sources.mirror, sources.cache, sources.online) == (mirror_folder, cache, False)
    monkeypatch.setenv("COMMONWEAL_MIRROR", str(mirror_folder / "not there"))
    with pytest.raises(SourceMissing, match="not a folder"):
        Sources.usual()
    monkeypatch.delenv("COMMONWEAL_MIRROR")
    assert Sources.usual().mirror is None
    monkeypatch.delenv("COMMONWEAL_CACHE")
    assert cache_folder().name == "commonweal"


def test_publishers_reachable(publisher: Publisher) -> None:
    assert publishers_reachable([release(FILE, page=f"{publisher.address}/page")])
    assert not publishers_reachable([release(FILE, page="http://127.0.0.1:9/page")], seconds=0.5)


def age(path: Path, seconds: int = 60) -> None:
    state = path.stat()
    before = state.st_mtime_ns - seconds * 1_000_000_000
    os.utime(path, ns=(before, before))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    read: list[Path] = []

    def counting(path: Path) -> str:
        read.append(path)
        return file_sha256(path)

    monkeypatch.setattr(cache_module, "file_sha256", counting)
    return read


def test_an_unchanged_file_is_read_once(tmp_path: Path, counted: list[Path]) -> None:
    path = put(tmp_path, "a.csv", BODY)
    age(path)
    assert ChecksumMemo(tmp_path / "cache").sha256(path) == SUM
    assert ChecksumMemo(tmp_path / "cache").sha256(path) == SUM
    assert len(counted) == 1


def test_a_changed_size_or_time_is_read_again(tmp_path: Path, counted: list[Path]) -> None:
    path = put(tmp_path, "a.csv", BODY)
    age(path)
    memo = ChecksumMemo(tmp_path / "cache")
    memo.sha256(path)
    path.write_bytes(BODY.replace(b"1\n", b"2\n"))
    age(path, 30)
    assert memo.sha256(path) == sha256(BODY.replace(b"1\n", b"2\n"))
    path.write_bytes(b"longer than before " + BODY)
    assert memo.sha256(path) == sha256(b"longer than before " + BODY)
    assert len(counted) == 3


def test_a_file_changed_just_now_is_not_remembered(tmp_path: Path, counted: list[Path]) -> None:
    path = put(tmp_path, "a.csv", BODY)
    memo = ChecksumMemo(tmp_path / "cache")
    memo.sha256(path)
    memo.sha256(path)
    assert len(counted) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"x": 3}', b"\xff\xfe"])
def test_a_damaged_memo_is_made_again(tmp_path: Path, damage: bytes) -> None:
    path = put(tmp_path, "a.csv", BODY)
    age(path)
    put(tmp_path / "cache", "checksums.json", damage)
    assert ChecksumMemo(tmp_path / "cache").sha256(path) == SUM


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = put(tmp_path, "a.csv", BODY)

    def fail() -> None:
        with atomic_write(target) as stream:
            stream.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull, match=r"a\.csv"):
        fail()
    assert target.read_bytes() == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_other_disk_errors_are_not_called_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), atomic_write(tmp_path / "a.csv"):
        raise PermissionError(errno.EACCES, "no")


def test_an_official_file_is_fetched_where_the_extract_is_not_here(
    publisher: Publisher, mirror_folder: Path, cache: Path
) -> None:
    official = SourceFile(
        "publisher/official.csv",
        "",
        instead_of=(PATH,),
        address=publisher.publish("official.csv", b"official"),
    )
    both = release(FILE, official)
    sources = Sources(mirror_folder, cache, online=True, downloader=quick())
    assert sources.has(both)
    (found,) = sources.locate_all(both)
    assert (found.file, found.origin) == (official, "publisher")
    offline = Sources(mirror_folder, cache / "other")
    assert offline.chosen(both) == (FILE,)


def test_an_extract_that_is_here_is_not_fetched_anew(
    publisher: Publisher, mirror_folder: Path, cache: Path
) -> None:
    put(mirror_folder, PATH, BODY)
    official = SourceFile(
        "publisher/official.csv",
        "",
        instead_of=(PATH,),
        address=publisher.publish("official.csv", b"official"),
    )
    sources = Sources(mirror_folder, cache, online=True, downloader=quick())
    assert sources.chosen(release(FILE, official)) == (FILE,)
    assert publisher.requests == []
