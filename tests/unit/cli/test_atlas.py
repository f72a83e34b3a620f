"""`atlas build`, `check`, `info`, `add` and `remove`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commonweal.atlas import Atlas
from commonweal.atlas.build import BuildResult, Missing
from commonweal.atlas.steps import Event
from commonweal.cli.atlas import building
from commonweal.cli.atlas.build import show_result
from commonweal.cli.atlas.building import Wanted, remembered, step_in_words
from commonweal.errors import ERRORS, SourceMissing
from tests import sites
from tests.unit.cli.conftest import Cli

SPEC = """id = "gardens2026"
title = "Community gardens"
publisher = "Our council"
published = "2026-05-01"
licence = "Open Government Licence v3.0"
redistribute = "yes"
geography = "lsoa21"
code_column = "code"
period = "2026"

[[indicators]]
column = "plots"
id = "gardens.plots"
title = "Garden plots"
unit = "plots"
polarity = "higher_is_better"
kind = "count"
apportion = "people"
"""


@pytest.fixture
def own(demonstration_atlas: Path, tmp_path: Path, plain: Cli) -> Cli:
    """Run a command over a copy of the demonstration country that it may change."""
    copy = tmp_path / "atlas"
    shutil.copytree(demonstration_atlas, copy)
    # As `commonweal atlas build --demonstration` would have left it.
    text = f'{{"demonstration": true, "seed": {sites.SEED}, "areas": {sites.AREAS}}}'
    (copy / "wanted.json").write_text(text)

    return lambda *arguments: plain(*arguments, "--atlas", copy)


@pytest.fixture
def gardens(tmp_path: Path) -> tuple[Path, Path]:
    file, spec = tmp_path / "gardens.csv", tmp_path / "gardens.toml"
    file.write_text("code,plots\nD01000001,3\nD01000002,0\n")
    spec.write_text(SPEC)
    return file, spec


# check and info


def test_a_whole_atlas(cli: Cli) -> None:
    done = cli("atlas", "check")
    assert done.code == 0
    assert "are whole and agree" in done.out
    assert cli("atlas", "check", "--json").json["problems"] == []


def test_a_damaged_atlas(own: Cli, tmp_path: Path) -> None:
    build = Atlas.open(tmp_path / "atlas").folder
    (build / "areas.parquet").unlink()
    with (build / "series.parquet").open("ab") as stream:
        stream.write(b"x")
    done = own("atlas", "check")
    assert done.code == ERRORS["atlas-damaged"].exit_code
    assert "areas.parquet is missing" in done.err
    assert "series.parquet has changed" in done.err
    assert own("atlas", "check", "--json").error["code"] == "atlas-damaged"


def test_what_an_atlas_holds(cli: Cli) -> None:
    done = cli("atlas", "info")
    assert "LSOA 2021" in done.out
    assert "400" in done.out
    held = cli("atlas", "info", "--json").json
    assert {"geography": "lsoa21", "areas": 400} in held["areas"]
    assert held["bytes"] > 100_000


# add and remove


def test_adding_and_removing(own: Cli, gardens: tuple[Path, Path], tmp_path: Path) -> None:
    before = Atlas.open(tmp_path / "atlas").id
    file, spec = gardens
    done = own("atlas", "add", file, "--spec", spec)
    assert done.code == 0, done.err
    assert "gardens2026: gardens.plots, for 2 areas." in done.out
    assert "2 of the 400" in done.out
    assert Atlas.open(tmp_path / "atlas").demonstration, "it is still the same country"
    shown = own("area", "D01000001", "--topic", "added", "--json").json["groups"][0]
    assert shown["figures"][0]["value"] == 3
    assert shown["sources"][0]["publisher"] == "Our council"
    assert own("indicators", "gardens.plots", "--json").json["indicator"]["title"] == "Garden plots"
    done = own("atlas", "remove", "gardens2026", "--json")
    assert done.json["removed"] == "gardens2026"
    assert Atlas.open(tmp_path / "atlas").id == before


def test_checking_alone_changes_nothing(
    own: Cli, gardens: tuple[Path, Path], tmp_path: Path
) -> None:
    before = Atlas.open(tmp_path / "atlas").id
    file, spec = gardens
    assert "This can be added." in own("atlas", "add", file, "--spec", spec, "--check").out
    held = own("atlas", "add", file, "--spec", spec, "--check", "--json").json
    assert (held["added"], held["areas"]) == (False, 2)
    assert Atlas.open(tmp_path / "atlas").id == before
    assert not (tmp_path / "atlas" / "added").exists()


def test_a_wrong_file_is_not_added(own: Cli, gardens: tuple[Path, Path], tmp_path: Path) -> None:
    file, spec = gardens
    spec.write_text(SPEC.replace('"count"', '"number"').replace('"lsoa21"', '"lsoa11"'))
    done = own("atlas", "add", file, "--spec", spec, "--json")
    assert done.code == ERRORS["input"].exit_code
    assert done.error["problems"][0]["row"] == 17
    spec.write_text(SPEC)
    file.write_text("code,plots\nD01000001,3\nE01000002,x\n")
    done = own("atlas", "add", file, "--spec", spec)
    assert "row 3: expected a code of LSOA 2021, got 'E01000002'" in done.err
    assert "row 3: expected a number, got 'x'" in done.err
    assert not (tmp_path / "atlas" / "added" / "gardens2026").exists()


def test_a_build_that_fails_adds_nothing(
    own: Cli, gardens: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SourceMissing("gone")

    monkeypatch.setattr(building, "build_atlas", fail)
    file, spec = gardens
    assert own("atlas", "add", file, "--spec", spec).code == 3
    assert not (tmp_path / "atlas" / "added" / "gardens2026").exists()


def test_removing_what_was_not_added(own: Cli) -> None:
    done = own("atlas", "remove", "gardens2026")
    assert done.code == ERRORS["unknown-indicator"].exit_code
    assert "none was" in done.err


# build


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Builds are noted, not made."""
    noted: list[dict[str, object]] = []

    def build(root: Path, sources: object, **given: object) -> BuildResult:
        given.pop("report")
        noted.append({"root": root, "sources": sources, **given})
        root.mkdir(parents=True, exist_ok=True)
        missing = Missing("cni2023", "CNI", "CNI: the file x is not here. Get it from there.")
        return BuildResult(
            "abc", "England", given["demonstration"] is True, ("a",), (missing,), 2, 3, 4.5
        )

    monkeypatch.setattr(building, "build_atlas", build)
    monkeypatch.setattr(building, "publishers_reachable", lambda _: False)
    return noted


def test_a_mirror_is_remembered(plain: Cli, asked: list[dict[str, object]], tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    root = tmp_path / "no-atlas"
    assert plain("atlas", "build", "--mirror", "mirror", "--seed", "7").code == 0
    assert remembered(root) == Wanted(mirror=str(mirror), seed=7)
    assert plain("atlas", "build").code == 0
    assert [item["sources"].mirror for item in asked] == [mirror, mirror]  # type: ignore[attr-defined]
    assert [item["seed"] for item in asked] == [7, 1]


def test_what_was_asked_for_reaches_the_build(plain: Cli, asked: list[dict[str, object]]) -> None:
    options = ("--demonstration", "--seed", 5, "--areas", 90, "--accept-changed", "--online")
    plain("atlas", "build", *options)
    (given,) = asked
    assert (given["demonstration"], given["seed"], given["areas"]) == (True, 5, 90)
    assert given["sources"].accept_changed  # type: ignore[attr-defined]
    assert given["sources"].online  # type: ignore[attr-defined]


@pytest.mark.parametrize("reachable", [True, False])
def test_without_a_mirror_publishers_are_asked(
    plain: Cli,
    asked: list[dict[str, object]],
    monkeypatch: pytest.MonkeyPatch,
    reachable: bool,
) -> None:
    monkeypatch.setattr(building, "publishers_reachable", lambda _: reachable)
    plain("atlas", "build")
    assert asked[0]["sources"].online is reachable  # type: ignore[attr-defined]
    plain("atlas", "build", "--offline")
    assert asked[1]["sources"].online is False  # type: ignore[attr-defined]


def test_a_mirror_that_is_no_folder(plain: Cli, tmp_path: Path) -> None:
    done = plain("atlas", "build", "--mirror", tmp_path / "nowhere")
    assert done.code == ERRORS["source-missing"].exit_code
    assert "is not a folder" in done.err


def test_a_real_country_is_not_lost_for_an_invented_one(
    own: Cli, asked: list[dict[str, object]], tmp_path: Path
) -> None:
    manifest = Atlas.open(tmp_path / "atlas").folder / "manifest.json"
    manifest.write_text(
        manifest.read_text().replace('"demonstration": true', '"demonstration": false')
    )
    done = own("atlas", "build")
    assert done.code == ERRORS["source-missing"].exit_code
    assert "It stays as it is" in done.err
    assert asked == []
    assert own("atlas", "build", "--demonstration").code == 0, "unless it is asked for"
    assert len(asked) == 1


def test_what_is_missing_is_told_with_how_to_get_it(
    plain: Cli, asked: list[dict[str, object]], tmp_path: Path
) -> None:
    (tmp_path / "mirror").mkdir()
    done = plain("atlas", "build", "--mirror", tmp_path / "mirror")
    assert "England: 1 release read" in done.out
    assert "- CNI: the file x is not here. Get it from there." in done.out
    held = plain("atlas", "build", "--json").json
    assert held["releases_missing"][0]["release"] == "cni2023"
    assert held["seconds"] == 4.5


def test_falling_back_to_the_demonstration_country_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = BuildResult("abc", "Demonstration country (invented)", True, (), (), 9, 0, 1.0)
    show_result(made, asked_for_demonstration=False, as_json=False)
    assert "No published file was found" in capsys.readouterr().out
    show_result(made, asked_for_demonstration=True, as_json=False)
    assert "No published file was found" not in capsys.readouterr().out


def test_a_damaged_memory_costs_nothing(tmp_path: Path) -> None:
    for text in ("", "[]", '{"colour": 1}', "{"):
        (tmp_path / "wanted.json").write_text(text)
        assert remembered(tmp_path) == Wanted()


def test_progress_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    events = [
        Event("areas", "kept", 0, 1, 3),
        Event("read:iod2025", "started", 0, 1, 3),
        Event("read:iod2025", "finished", 2.34, 2, 3),
    ]
    with building.progress(quiet=False) as report:
        for event in events:
            report(event)
    assert capsys.readouterr().err == "2 of 3: Reading iod2025, 2.3 s\n"
    with building.progress(quiet=True) as report:
        for event in events:
            report(event)
    assert capsys.readouterr().err == ""


def test_progress_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with building.progress(quiet=False) as report:
        report(Event("lookups", "started", 0, 0, 2))
        report(Event("lookups", "finished", 1, 1, 2))
    assert "1/2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("read:iod2025", "Reading iod2025"),
        ("boundaries:lsoa21", "Mending outlines of lsoa21"),
        ("tiles", "Drawing map tiles"),
        ("something:new", "something new"),
    ],
)
def test_steps_in_words(step: str, words: str) -> None:
    assert step_in_words(step) == words
