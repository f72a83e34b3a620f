"""A whole build: the same bytes for the same input, nothing done twice, nothing lost."""

import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.atlas.build import BuildResult, build_atlas, locate_releases
from commonweal.atlas.check import check_atlas
from commonweal.atlas.store import Store
from commonweal.errors import ChecksumMismatch, CommonwealError, InputError
from commonweal.sources.acquire import Sources

AREAS = 120
REGIONS = "ons/lookups/geographr_lookup_ltla24_region24.csv.gz"


def build(root: Path, seed: int = 1) -> BuildResult:
    sources = Sources(None, root.parent / "cache", online=False)
    return build_atlas(root, sources, demonstration=True, seed=seed, areas=AREAS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built") / "atlas"
    build(root)
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A copy of a finished atlas that a test may spoil."""
    shutil.copytree(built, tmp_path / "atlas")
    return tmp_path / "atlas"


def test_the_same_input_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "elsewhere" / "atlas")
    first, second = Store(built), Store(tmp_path / "elsewhere" / "atlas")
    assert again.id == first.current_id()
    manifests = [(store.current() / "manifest.json").read_bytes() for store in (first, second)]
    assert manifests[0] == manifests[1]


def test_building_again_does_nothing(root: Path) -> None:
    before = Store(root).current_id()
    again = build(root)
    assert (again.steps_run, again.id) == (0, before)
    assert again.steps_kept > 5


def test_another_country_is_another_atlas_and_the_old_one_stays_open(root: Path) -> None:
    old = Atlas.open(root)
    names = old.areas("lsoa21")["area_name"].to_list()

    other = build(root, seed=2)

    assert Atlas.open(root).id == other.id != old.id
    assert old.areas("lsoa21")["area_name"].to_list() == names


@pytest.mark.parametrize("seconds", [0.7, 1.6, 2.6])
def test_a_build_that_is_killed_changes_nothing(root: Path, seconds: float) -> None:
    before = Store(root).current_id()
    command = [sys.executable, "-m", "commonweal", "atlas", "build", "--demonstration"]
    command += ["--seed", "7", "--areas", "200", "--atlas", str(root)]
    process = subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    assert Store(root).current_id() == before
    assert check_atlas(root) == []
    assert build(root, seed=1).id == before


def test_two_builds_do_not_work_in_one_folder_at_once(root: Path) -> None:
    from filelock import FileLock

    with (
        FileLock(root / ".building"),
        pytest.raises(CommonwealError, match="another build is at work"),
    ):
        build(root)


def test_a_finished_atlas_is_sound(built: Path) -> None:
    assert check_atlas(built) == []


def test_check_names_a_file_that_is_gone_and_one_that_has_changed(root: Path) -> None:
    folder = Store(root).current()
    (folder / "areas.parquet").unlink()
    lookups = folder / "lookups.parquet"
    frame = pl.read_parquet(lookups).with_columns(weight=pl.col("weight") * 2)
    lookups.unlink()
    frame.write_parquet(lookups)

    assert check_atlas(root) == [
        "areas.parquet is missing",
        "lookups.parquet has changed since it was built",
    ]


def put(mirror: Path, text: str) -> None:
    path = mirror / REGIONS
    path.parent.mkdir(parents=True)
    path.write_bytes(gzip.compress(text.encode()))


def test_a_changed_file_is_refused_with_what_is_wrong_inside(tmp_path: Path) -> None:
    put(tmp_path, "ltla24_name,ltla24_code,region24_code\nLincoln,E07000138,E12000004\n")

    with pytest.raises(InputError) as caught:
        locate_releases(Sources(tmp_path, tmp_path / "cache", online=False))

    message = str(caught.value)
    assert "Expected sha256" in message
    assert "column 'region24_name': expected this column, got a table without it" in message


def test_a_changed_file_of_the_right_form_is_refused_by_its_checksum(tmp_path: Path) -> None:
    rows = [f"Place {i},E070{i:05d},Region {i % 9 + 1},E1200000{i % 9 + 1}" for i in range(296)]
    head = "ltla24_name,ltla24_code,region24_name,region24_code"
    put(tmp_path, "\n".join([head, *rows]) + "\n")
    sources = Sources(tmp_path, tmp_path / "cache", online=False)

    with pytest.raises(ChecksumMismatch, match="--accept-changed"):
        locate_releases(sources)

    held, _ = locate_releases(sources.accepting_changes())
    assert [item.release.id for item in held] == ["lookup_district24_region24"]


def test_what_cannot_be_found_is_listed_with_where_to_get_it(tmp_path: Path) -> None:
    _, missing = locate_releases(Sources(None, tmp_path / "cache", online=False))
    assert len(missing) > 50
    assert all("Get it from" in item.how or "no page" in item.how for item in missing)
