"""People's ways through the command line, each command a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import fastexcel
import polars as pl
import pytest

Run = Callable[..., "CompletedProcess[str]"]
SPEC = """id = "allotments"
title = "Allotments"
publisher = "A parish"
published = "2026"
licence = "Open Government Licence v3.0"
redistribute = "ask"
geography = "lsoa11"
code_column = "lsoa11cd"
period = "2026"

[[indicators]]
column = "plots"
id = "allotments.plots"
title = "Allotment plots"
topic = "green space"
unit = "plots"
polarity = "higher_is_better"
kind = "count"
apportion = "people"
low = 0
"""


def environment(tmp_path: Path) -> dict[str, str]:
    """This process's environment without what is set for Commonweal."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("COMMONWEAL")}
    return kept | {
        "COMMONWEAL_ATLAS": str(tmp_path / "atlas"),
        "COMMONWEAL_CACHE": str(tmp_path / "cache"),
        "PYTHONWARNINGS": "error",
    }


@pytest.fixture
def commonweal(tmp_path: Path) -> Run:
    def call(*arguments: object, **more: str) -> CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "commonweal", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=environment(tmp_path) | more,
            timeout=300,
        )

    return call


@pytest.fixture
def held(demonstration_atlas: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration country where `commonweal` looks."""
    return Path(shutil.copytree(demonstration_atlas, tmp_path / "atlas"))


def test_from_nothing_to_a_list(commonweal: Run, tmp_path: Path) -> None:
    """Somebody with no files and no network tries it out."""
    built = commonweal("atlas", "build", "--offline", "--areas", "120", "--seed", "4")
    assert built.returncode == 0, built.stderr
    assert "No published file was found" in built.stdout
    assert "invented" in built.stdout
    assert commonweal("atlas", "check").returncode == 0
    found = commonweal("find", "--out", "list.xlsx")
    assert found.stdout.startswith("This is the demonstration country")
    assert "of 120 areas" in found.stdout
    book = fastexcel.read_excel(tmp_path / "list.xlsx")
    table = book.load_sheet("Table", header_row=3).to_polars()
    assert table.columns[:3] == ["area_code", "area_name", "typology"]
    assert table.height == 120
    again = commonweal("atlas", "build", "--offline", "--areas", "120", "--seed", "4", "--json")
    assert json.loads(again.stdout)["steps_run"] == 0, "what did not change is not done again"


def test_the_demonstration_country_as_it_comes(commonweal: Run, tmp_path: Path) -> None:
    """The same command gives the same country, byte for byte, in another folder."""
    ids = [
        json.loads(
            commonweal(
                *("atlas", "build", "--demonstration", "--areas", "80", "--json"),
                COMMONWEAL_ATLAS=str(tmp_path / name),
            ).stdout
        )["id"]
        for name in ("one", "two")
    ]
    assert ids[0] == ids[1]


def test_an_analyst_brings_indicators_of_old_vintage(
    commonweal: Run, held: Path, tmp_path: Path
) -> None:
    areas = pl.read_parquet(next(held.glob("builds/*/areas.parquet")))
    codes = areas.filter(pl.col("geography") == "lsoa11").select(lsoa11cd="area_code")
    codes.with_row_index("plots").select("lsoa11cd", "plots").write_csv(tmp_path / "plots.csv")
    spec = tmp_path / "plots.toml"
    spec.write_text(SPEC.replace('"lsoa11"', '"lsoa21"'))
    refused = commonweal("atlas", "add", "plots.csv", "--spec", "plots.toml")
    assert refused.returncode == 2
    assert "plots.toml, line 7, geography" in refused.stderr
    assert "are codes of LSOA 2011" in refused.stderr
    spec.write_text(SPEC)
    (held / "wanted.json").write_text('{"demonstration": true, "seed": 3, "areas": 400}')
    added = commonweal("atlas", "add", "plots.csv", "--spec", "plots.toml")
    assert added.returncode == 0, added.stderr
    code = codes["lsoa11cd"][5]
    assert "Allotment plots" not in commonweal("area", code).stdout, "the owner is to be asked"
    told = commonweal("area", code, "--topic", "green", COMMONWEAL_LICENSED="allotments").stdout
    assert "Allotment plots" in told
    assert commonweal("atlas", "check").returncode == 0
    assert commonweal("atlas", "remove", "allotments").returncode == 0
    gone = commonweal("indicators", "allotments.plots")
    assert gone.returncode == 8


def test_a_resident_looks_up_a_place(commonweal: Run, held: Path) -> None:
    found = json.loads(commonweal("find", "--json").stdout)["areas"][0]
    told = commonweal("area", found["area_code"]).stdout
    assert "Doubly disadvantaged" in told
    assert found["district_name"] in told
    district = commonweal("area", found["district_name"])
    assert district.returncode == 0
    assert "Small areas" in district.stdout


def test_answers_go_into_a_pipe(held: Path, tmp_path: Path) -> None:
    """A reader that has read enough ends the command without a word."""
    command = (
        f"{sys.executable} -m commonweal find --json | head -c 1; echo; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=True,
        env=environment(tmp_path),
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("{")
    assert done.stdout.splitlines()[-1] in ("0", "141")


def test_a_killed_build_loses_nothing(commonweal: Run, held: Path, tmp_path: Path) -> None:
    before = commonweal("find", "--json").stdout
    command = [sys.executable, "-m", "commonweal", "atlas", "build", "--demonstration"]
    with subprocess.Popen(
        [*command, "--areas", "700", "--seed", "9"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=environment(tmp_path),
        start_new_session=True,
    ) as building:
        assert building.stderr is not None
        assert "1 of" in building.stderr.readline()
        os.killpg(building.pid, signal.SIGKILL)
    assert commonweal("atlas", "check").returncode == 0
    assert commonweal("find", "--json").stdout == before
    finished = commonweal(*command[3:], "--areas", "700", "--seed", "9")
    assert finished.returncode == 0, finished.stderr
    assert "of 700 areas" in commonweal("find").stdout


def test_a_second_build_waits_for_no_one(commonweal: Run, held: Path) -> None:
    from filelock import FileLock

    with FileLock(held / ".building"):
        done = commonweal("atlas", "build", "--demonstration", "--json")
    assert done.returncode == 1
    assert "another build is at work" in json.loads(done.stderr)["error"]["message"]
