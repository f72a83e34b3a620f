from __future__ import annotations

import errno
import hashlib
import io
from pathlib import Path

import pytest

from commonweal.errors import ChecksumMismatch, DiskFull, SourceMissing
from commonweal.sources.download import Downloader, reachable
from tests.unit.sources.conftest import Publisher

BODY = bytes(range(256)) * 2000
SUM = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def downloader(waits: list[float]) -> Downloader:
    return Downloader(wait=waits.append)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_fetched_whole(
    publisher: Publisher, downloader: Downloader, tmp_path: Path
) -> None:
    target = tmp_path / "deep" / "areas.csv"
    address = publisher.publish("areas.csv", BODY)
    assert downloader.fetch(address, target, SUM) == SUM
    assert target.read_bytes() == BODY
    assert names(target.parent) == ["areas.csv"]


def test_a_broken_line_is_taken_up_where_it_broke(
    publisher: Publisher, downloader: Downloader, waits: list[float], tmp_path: Path
) -> None:
    publisher.breaks_after = [200_000, 100_000]
    target = tmp_path / "areas.csv"
    downloader.fetch(publisher.publish("areas.csv", BODY), target, SUM)
    assert target.read_bytes() == BODY
    starts = [asked for _, asked in publisher.requests]
    assert starts[0] is None
    assert all(str(asked).startswith("bytes=") for asked in starts[1:])
    assert len(starts) == 3
    assert len(waits) == 2


def test_a_second_run_goes_on_from_the_first(
    publisher: Publisher, downloader: Downloader, tmp_path: Path
) -> None:
    target = tmp_path / "areas.csv"
    (tmp_path / "areas.csv.part").write_bytes(BODY[:1000])
    downloader.fetch(publisher.publish("areas.csv", BODY), target, SUM)
    assert publisher.requests == [("/areas.csv", "bytes=1000-")]
    assert target.read_bytes() == BODY


def test_a_part_that_is_already_whole_is_not_fetched_again(
    publisher: Publisher, downloader: Downloader, tmp_path: Path
) -> None:
    (tmp_path / "areas.csv.part").write_bytes(BODY)
    downloader.fetch(publisher.publish("areas.csv", BODY), tmp_path / "areas.csv", SUM)
    assert (tmp_path / "areas.csv").read_bytes() == BODY


def test_a_part_longer_than_the_file_is_thrown_away(
    publisher: Publisher, downloader: Downloader, tmp_path: Path
) -> None:
    (tmp_path / "areas.csv.part").write_bytes(BODY + b"more")
    downloader.fetch(publisher.publish("areas.csv", BODY), tmp_path / "areas.csv", SUM)
    assert (tmp_path / "areas.csv").read_bytes() == BODY


def test_a_part_of_an_older_file_is_thrown_away(
    publisher: Publisher, downloader: Downloader, tmp_path: Path
) -> None:
    (tmp_path / "areas.csv.part").write_bytes(b"x" * 1000)
    downloader.fetch(publisher.publish("areas.csv", BODY), tmp_path / "areas.csv", SUM)
    assert (tmp_path / "areas.csv").read_bytes() == BODY
    assert [asked for _, asked in publisher.requests] == ["bytes=1000-", None]


def test_a_server_without_ranges_starts_again(
    publisher: Publisher, downloader: Downloader, tmp_path: Path
) -> None:
    publisher.ranges = False
    publisher.breaks_after = [5000]
    downloader.fetch(publisher.publish("areas.csv", BODY), tmp_path / "areas.csv", SUM)
    assert (tmp_path / "areas.csv").read_bytes() == BODY


def test_another_file_than_the_tested_one_is_refused_with_both_checksums(
    publisher: Publisher, downloader: Downloader, tmp_path: Path
) -> None:
    address = publisher.publish("areas.csv", b"another edition")
    with pytest.raises(ChecksumMismatch) as caught:
        downloader.fetch(address, tmp_path / "areas.csv", SUM)
    assert SUM in str(caught.value)
    assert hashlib.sha256(b"another edition").hexdigest() in str(caught.value)
    assert names(tmp_path) == []


def test_another_file_can_be_accepted(
    publisher: Publisher, downloader: Downloader, tmp_path: Path
) -> None:
    address = publisher.publish("areas.csv", b"another edition")
    digest = downloader.fetch(address, tmp_path / "areas.csv", SUM, any_checksum=True)
    assert digest == hashlib.sha256(b"another edition").hexdigest()
    assert (tmp_path / "areas.csv").read_bytes() == b"another edition"


def test_a_busy_server_is_asked_again(
    publisher: Publisher, downloader: Downloader, waits: list[float], tmp_path: Path
) -> None:
    publisher.statuses = [503, 429]
    downloader.fetch(publisher.publish("areas.csv", BODY), tmp_path / "areas.csv", SUM)
    assert waits == [2.0, 4.0]


def test_a_file_that_is_gone_is_not_asked_for_again(
    publisher: Publisher, downloader: Downloader, waits: list[float], tmp_path: Path
) -> None:
    with pytest.raises(SourceMissing, match="404"):
        downloader.fetch(f"{publisher.address}/gone.csv", tmp_path / "gone.csv", SUM)
    assert waits == []
    assert names(tmp_path) == []


def test_a_server_that_never_recovers_is_given_up(
    publisher: Publisher, downloader: Downloader, waits: list[float], tmp_path: Path
) -> None:
    publisher.statuses = [503] * 10
    with pytest.raises(SourceMissing, match="could not be fetched"):
        downloader.fetch(publisher.publish("areas.csv", BODY), tmp_path / "areas.csv", SUM)
    assert len(publisher.requests) == 4


class _FullDisk(io.BytesIO):
    """A stream on a disk with room for one chunk."""

    def write(self, chunk: object) -> int:
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(chunk)  # type: ignore[arg-type]


def test_a_full_disk_is_explained_and_nothing_remains(
    publisher: Publisher,
    downloader: Downloader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = Path.open

    def full(path: Path, mode: str = "r", *args: object, **options: object) -> object:
        if path.suffix == ".part" and mode in {"ab", "wb"}:
            path.touch()
            return _FullDisk()
        return opened(path, mode, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DiskFull, match="disk is full"):
        downloader.fetch(publisher.publish("areas.csv", BODY), tmp_path / "areas.csv", SUM)
    assert names(tmp_path) == []


def test_progress_is_drawn_on_standard_error(
    publisher: Publisher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Downloader(show_progress=True).fetch(
        publisher.publish("areas.csv", BODY), tmp_path / "areas.csv", SUM
    )
    shown = capsys.readouterr()
    assert shown.out == ""
    assert (tmp_path / "areas.csv").is_file()


def test_reachable(publisher: Publisher) -> None:
    # Nothing listens on port 9 of this machine.
    nobody = "http://127.0.0.1:9"
    assert not reachable([nobody], seconds=0.5)
    assert reachable([nobody, publisher.address], seconds=0.5)
    assert not reachable([])
