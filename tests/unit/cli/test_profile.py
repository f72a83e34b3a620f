"""`understand profile` and `understand profiles` over the demonstration country."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Cli


@pytest.fixture
def code(cli: Cli) -> str:
    areas = cli("find", "--json").json["areas"]
    return str(areas[0]["area_code"])


def test_one_place_on_the_screen(cli: Cli, code: str) -> None:
    done = cli("understand", "profile", code)
    assert done.code == 0
    for told in ("demonstration country", "Who lives there", "How it stands", "Within 800 m"):
        assert told in done.out
    assert "of 100 simulations" in done.out
    assert "Source:" in done.out


def test_one_place_as_a_pdf_and_for_machines(cli: Cli, code: str, tmp_path: Path) -> None:
    out = tmp_path / "one.pdf"
    told = cli("understand", "profile", code, "--out", out, "--json").json
    assert out.read_bytes().startswith(b"%PDF-")
    assert told["place"]["code"] == code
    assert told["spine"]


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_the_figures_as_a_file(cli: Cli, code: str, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"one.{ending}"
    assert cli("understand", "profile", code, "--out", out).code == 0
    text = out.read_text(encoding="utf-8")
    assert "against_similar" in text
    if ending == "json":
        assert json.loads(text)["place"]["code"] == code


def test_a_neighbourhood_by_its_id(cli: Cli) -> None:
    made = cli("neighbourhoods", "make", "--json").json["neighbourhoods"][0]
    told = cli("understand", "profile", made["neighbourhood"], "--json").json
    assert told["place"]["name"] == made["name"]
    assert told["place"]["people"] == made["people"]
    assert next(item["title"] for item in told["refused"]) == "Rank of deprivation"


def test_a_drawn_neighbourhood_says_how_well_areas_fit_it(cli: Cli, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn.geojson"
    made = cli("neighbourhoods", "make", "--out", tmp_path / "all.geojson", "--json").json
    features = json.loads((tmp_path / "all.geojson").read_text(encoding="utf-8"))
    one = {**features, "features": features["features"][:1]}
    drawn.write_text(json.dumps(one), encoding="utf-8")
    told = cli("understand", "profile", "--from-polygon", drawn, "--json").json
    assert "cover" in told["notes"][0]
    assert told["place"]["people"] > 0
    if len(made["neighbourhoods"]) > 1:
        refused = cli("understand", "profile", "--from-polygon", tmp_path / "all.geojson", "--json")
        assert refused.code != 0
        assert "one outline" in refused.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "neither"),
        (("E01", "--from-polygon", "x.geojson"), "both"),
        (("nowhere at all",), "nothing is called"),
        (("nffffffffffff",), "nffffffffffff"),
        (("E01", "--out", "x.doc"), ".doc"),
    ],
)
def test_mistakes_are_told(cli: Cli, arguments: tuple[str, ...], told: str) -> None:
    done = cli("understand", "profile", *arguments)
    assert done.code != 0
    assert told in done.err
    assert "Traceback" not in done.err


def test_many_are_written_once_and_again_when_asked(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    call = ("understand", "profiles", "--out", folder, "--processes", 1, "--json")
    found = {area["area_code"] for area in cli("find", "--json").json["areas"]}
    first = cli(*call).json
    assert (first["written"], first["kept"]) == (len(found), 0)
    assert {file.stem for file in folder.iterdir()} == found
    lost = sorted(folder.iterdir())[0]
    before = lost.read_bytes()
    lost.unlink()
    second = cli(*call).json
    assert (second["written"], second["kept"]) == (1, len(found) - 1)
    assert lost.read_bytes() == before
    assert cli(*call, "--again").json["written"] == len(found)
    assert not [file for file in folder.iterdir() if file.name.startswith(".")]


@pytest.mark.slow
def test_processes_of_their_own_write_the_same_files(cli: Cli, tmp_path: Path) -> None:
    alone, beside = tmp_path / "alone", tmp_path / "beside"
    call = ("understand", "profiles", "--level", "district", "--format", "json", "--json")
    cli(*call, "--processes", 1, "--out", alone)
    done = cli(*call, "--processes", 2, "--out", beside)
    assert done.json["written"] == len(list(alone.iterdir()))
    for file in alone.iterdir():
        assert (beside / file.name).read_bytes() == file.read_bytes()


def test_only_those_inside_a_place(cli: Cli, tmp_path: Path) -> None:
    district = cli("understand", "profile", "--json", _district(cli)).json["place"]
    call = ("understand", "profiles", "--within", district["code"], "--typology", "all")
    told = cli(*call, "--format", "json", "--out", tmp_path / "p", "--processes", 1, "--json").json
    assert told["written"] == district["areas"]


def test_nothing_to_write_and_a_file_in_the_way_are_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = cli("understand", "profiles", "--out", tmp_path / "file")
    assert done.code != 0
    assert "a folder" in done.err


def _district(cli: Cli) -> str:
    code = cli("find", "--json").json["areas"][0]["area_code"]
    around = cli("understand", "profile", code, "--json").json["place"]["around"]
    return next(code for level, code, _ in around if level == "district")
