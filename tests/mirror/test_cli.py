"""The command line over the atlas of England: the figures it prints, files, licences, speed."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas

Figure = Callable[[str, object], None]
Run = Callable[..., str]
pytestmark = pytest.mark.mirror


@pytest.fixture
def commonweal(england: Atlas, tmp_path: Path) -> Run:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("COMMONWEAL")}
    root = england.folder.parent.parent

    def call(*arguments: object, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "commonweal", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env=kept | {"COMMONWEAL_ATLAS": str(root)} | more,
            timeout=300,
        )
        return done.stdout

    return call


def test_the_finding_as_it_comes(commonweal: Run, figure: Figure) -> None:
    said = commonweal("find")
    figure("commonweal find", said.splitlines()[0])
    assert said.startswith("1,262 of 33,755 areas (LSOA 2021) are doubly disadvantaged.")
    assert "2,010,468 people live there." in said
    assert "Open Government Licence v3.0" in said
    assert "© OCSI" in said


@pytest.mark.parametrize(("cut", "areas"), [("5", 499), ("20", 3025)])
def test_other_cuts(commonweal: Run, cut: str, areas: int) -> None:
    assert commonweal("find", "--cut", cut).startswith(f"{areas:,} of 33,755 areas")


def test_from_2019_to_2025(commonweal: Run, figure: Figure) -> None:
    held = json.loads(commonweal("compare", "deprivation=2019", "deprivation=2025", "--json"))
    areas = {row["change"]: row["areas"] for row in held["summary"]}
    figure("commonweal compare deprivation=2019 deprivation=2025", areas)
    assert areas == {"joins": 106, "leaves": 149, "stays": 1156}


def test_what_is_known_of_one_area(commonweal: Run) -> None:
    said = commonweal("area", "E01026129")
    assert said.startswith("Lincoln 007C (E01026129)\nLSOA 2021.")
    assert "Lincoln 007C is doubly disadvantaged." in said
    assert "291 of 33,755" in said
    assert "Birchwood West" in said
    assert "ranks and scores of Community Needs Index 2023" in said, "not shown, and it says so"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "gpkg", "geojson"])
def test_files(commonweal: Run, tmp_path: Path, ending: str, figure: Figure) -> None:
    out = tmp_path / f"list.{ending}"
    seconds = cpu_seconds(lambda: commonweal("find", "--out", out))
    size = out.stat().st_size / 1e6
    figure(f"list.{ending}", f"{size:.1f} MB in {seconds:.1f} s of processor")
    if ending == "csv":
        held = pl.read_csv(out)
        assert held.height == 33_755
        assert held.columns[:3] == ["area_code", "area_name", "typology"]
        assert (held["typology"] == "doubly disadvantaged").sum() == 1262
        assert "infrastructure_rank" not in held.columns


def test_a_licence_gives_the_ranks(commonweal: Run, tmp_path: Path) -> None:
    out = tmp_path / "list.parquet"
    commonweal("find", "--out", out, COMMONWEAL_LICENSED="cni2023")
    ranks = pl.read_parquet(out)["infrastructure_rank"]
    assert (ranks.min(), ranks.max(), ranks.null_count()) == (1, 33_755, 0)


def test_districts(commonweal: Run) -> None:
    held = json.loads(commonweal("districts", "--json"))
    first = held["areas"][0]
    assert len(held["areas"]) == 296
    assert (first["area_name"], first["average_score"]) == ("Blackpool", 43.467)


def cpu_seconds(run: Callable[[], object]) -> float:
    """Seconds of processor that a command takes: what the wall shows on a machine at rest."""

    def used() -> float:
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        return spent.ru_utime + spent.ru_stime

    before = used()
    run()
    return used() - before


@pytest.mark.parametrize("arguments", [["--help"], ["find"]])
def test_what_commands_take(commonweal: Run, arguments: list[str], figure: Figure) -> None:
    """Prints the figure; the benchmarks hold it against its limit."""
    seconds = cpu_seconds(lambda: commonweal(*arguments))
    figure(f"commonweal {' '.join(arguments)}", f"{seconds:.2f} s of processor")
