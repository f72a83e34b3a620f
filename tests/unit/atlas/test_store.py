"""Parts and builds: whole or not there at all, and only what is needed is kept."""

import errno
import json
from pathlib import Path

import pytest

from commonweal.atlas.store import Store
from commonweal.errors import AtlasMissing, DiskFull


def write_part(store: Store, key: str, **files: str) -> str:
    with store.writing(key) as folder:
        for name, text in files.items():
            path = folder / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return key


def publish(store: Store, **parts: str) -> str:
    return store.publish(parts, {"label": "test"})


def test_a_build_is_made_of_the_files_of_its_parts_but_the_raw_ones(tmp_path: Path) -> None:
    store = Store(tmp_path)
    key = write_part(store, "k1", areas="a", raw__names="n", boundaries__lsoa="b")

    build = publish(store, one=key)

    folder = store.current()
    assert folder.name == build
    manifest = json.loads((folder / "manifest.json").read_text())
    assert [file["path"] for file in manifest["files"]] == ["areas", "boundaries/lsoa"]
    assert (folder / "boundaries/lsoa").read_text() == "b"


def test_the_same_parts_give_the_same_build(tmp_path: Path) -> None:
    first, second = Store(tmp_path / "a"), Store(tmp_path / "b")
    ids = {publish(store, one=write_part(store, "k1", areas="a")) for store in (first, second)}
    assert len(ids) == 1


def test_an_unfinished_part_is_not_there(tmp_path: Path) -> None:
    store = Store(tmp_path)

    with pytest.raises(TypeError):
        write_part(store, "k1", areas="whole", names=None)  # type: ignore[arg-type]

    assert not store.has("k1")
    assert list(store.parts.iterdir()) == []


def test_a_failed_build_leaves_the_old_one_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    old = publish(store, one=write_part(store, "k1", areas="old"))
    key = write_part(store, "k2", areas="new")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("commonweal.atlas.store.os.link", full)
    with pytest.raises(DiskFull, match="disk is full"):
        publish(store, one=key)

    assert store.current_id() == old
    assert (store.current() / "areas").read_text() == "old"
    assert [path.name for path in store.builds.iterdir()] == [old]


def test_the_build_before_is_kept_for_readers_and_older_ones_go(tmp_path: Path) -> None:
    store = Store(tmp_path)
    builds = [publish(store, one=write_part(store, f"k{i}", areas=str(i))) for i in range(3)]

    assert {path.name for path in store.builds.iterdir()} == set(builds[1:])
    assert {path.name for path in store.parts.iterdir()} == {"k1", "k2"}


def test_publishing_what_is_in_use_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    key = write_part(store, "k1", areas="a")
    publish(store, one=key)
    before = (tmp_path / "current").stat().st_mtime_ns

    publish(store, one=key)

    assert (tmp_path / "current").stat().st_mtime_ns == before


def test_without_a_build_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(AtlasMissing, match="commonweal atlas build"):
        Store(tmp_path).current()
