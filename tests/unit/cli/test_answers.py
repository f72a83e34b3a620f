"""`area`, `districts`, `indicators`, `sources` and `serve` over the demonstration country."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.catalogue import RELEASES
from commonweal.errors import ERRORS
from tests.unit.cli.conftest import Cli

CODE = "D01000001"


@pytest.fixture
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


# area


def test_an_area_by_code(cli: Cli) -> None:
    done = cli("area", CODE)
    assert done.code == 0
    lines = done.out.splitlines()
    assert f"({CODE})" in lines[1]
    assert lines[2] == "LSOA 2021."
    for words in ("MSOA 2021: ", "District 2024: ", "Region 2024: ", "Rural urban"):
        assert words in done.out
    assert "Index of Multiple Deprivation" in done.out
    assert "of 400" in done.out


def test_a_code_in_small_letters(cli: Cli) -> None:
    assert cli("area", CODE.lower(), "--json").json["area"]["code"] == CODE


def test_an_area_by_postcode(cli: Cli, atlas: Atlas) -> None:
    postcode = atlas.query("select * from {postcodes} where not approximate limit 1").row(
        0, named=True
    )
    for written in (postcode["postcode"], postcode["postcode"].lower()):
        held = cli("area", written, "--json").json
        assert held["area"]["code"] == postcode["area_code"]


def test_an_area_by_name(cli: Cli, atlas: Atlas) -> None:
    district = atlas.areas("district24").row(0, named=True)
    held = cli("area", district["area_name"], "--json").json
    assert held["area"]["code"] == district["area_code"]
    assert sum(row["areas"] for row in held["small_areas"]) == len(
        atlas.areas("lsoa21", within=district["area_code"])
    )
    told = cli("area", district["area_name"]).out
    assert "Small areas (LSOA 2021) inside it" in told


def test_an_old_code_tells_its_vintage_and_successors(cli: Cli, atlas: Atlas) -> None:
    now = set(atlas.areas("lsoa21")["area_code"])
    old = next(code for code in atlas.areas("lsoa11")["area_code"] if code not in now)
    done = cli("area", old)
    assert "This is an older area (LSOA 2011). It became: " in done.out
    for item in cli("area", old, "--json").json["successors"]:
        assert item["code"] in now
        assert item["code"] in done.out


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("D99999999", "no area 'D99999999'"),
        ("ZZ99 9ZZ", "the postcode ZZ99 9ZZ is not held"),
        ("Nowhere at all", "nothing is called 'Nowhere at all'"),
        ("", "nothing is called ''"),
    ],
)
def test_a_place_that_is_not_held(cli: Cli, place: str, told: str) -> None:
    done = cli("area", place)
    assert done.code == ERRORS["unknown-area"].exit_code
    assert told in done.err
    assert done.out == ""


def test_one_topic(cli: Cli) -> None:
    held = cli("area", CODE, "--topic", "PEOPLE", "--json").json
    assert [group["topic"] for group in held["groups"]] == ["people"]
    done = cli("area", CODE, "--topic", "fish")
    assert done.code == ERRORS["unknown-indicator"].exit_code
    assert "there is: people, deprivation" in done.err


def test_closed_ranks_are_not_told(closed: Cli) -> None:
    done = closed("area", CODE)
    assert "Not shown, because their owners have not licensed it" in done.out
    held = closed("area", CODE, "--json").json
    assert [source["release"] for source in held["withheld"]] == ["demonstration_cni2023"]
    shown = {figure["indicator"] for group in held["groups"] for figure in group["figures"]}
    assert not any(name.startswith("cni") for name in shown)


# districts


def test_districts_are_sorted_by_the_measure_asked_for(cli: Cli) -> None:
    for measure in ("average_rank", "extent", "local_concentration"):
        held = cli("districts", "--sort", measure, "--json").json
        places = [row[f"rank_of_{measure}"] for row in held["areas"]]
        assert places == sorted(places)
    printed = cli("districts", "--most", "2").out
    assert "The 2 most deprived on average score" in printed


def test_districts_to_take_away(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "districts.geojson"
    assert cli("districts", "--by", "region24", "--out", out).code == 0
    assert out.read_text(encoding="utf-8").count('"type": "Feature"') == 2


def test_an_edition_that_is_not_held(cli: Cli) -> None:
    done = cli("districts", "--edition", "1999")
    assert done.code == ERRORS["unknown-indicator"].exit_code
    assert "2015 (lsoa11)" in done.err


# indicators


def test_every_indicator_is_listed(cli: Cli, atlas: Atlas) -> None:
    held = cli("indicators", "--json").json["indicators"]
    assert [row["indicator"] for row in held] == atlas.indicators()["indicator"].to_list()
    done = cli("indicators")
    assert "imd.income.rank" in done.out


def test_a_search_finds_what_has_every_word(cli: Cli) -> None:
    held = cli("indicators", "income RANK", "--json").json["indicators"]
    names = [row["indicator"] for row in held]
    assert "imd.income.rank" in names
    assert "imd.income.score" not in names


def test_one_indicator_with_its_series(cli: Cli) -> None:
    held = cli("indicators", "imd.rank", "--json").json
    assert held["indicator"]["id"] == "imd.rank"
    assert {item["period"] for item in held["indicator"]["series"]} >= {"2019", "2025"}
    assert held["sources"]
    done = cli("indicators", "imd.rank")
    assert "rank, 1 is the worst" in done.out
    assert "2025" in done.out


def test_an_unknown_indicator_names_the_nearest(cli: Cli) -> None:
    done = cli("indicators", "imd.rnak")
    assert done.code == ERRORS["unknown-indicator"].exit_code
    assert "imd.rank" in done.err


def test_indicators_to_take_away(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "indicators.csv"
    assert cli("indicators", "people", "--out", out).code == 0
    assert "people.total" in pl.read_csv(out)["indicator"].to_list()
    done = cli("indicators", "--out", tmp_path / "indicators.gpkg")
    assert done.code == ERRORS["input"].exit_code


# sources


def test_every_release_of_the_catalogue_is_listed(plain: Cli) -> None:
    held = plain("sources", "--json").json["releases"]
    assert [item["id"] for item in held] == [release.id for release in RELEASES]
    assert {item["state"] for item in held} <= {"not here", "not yet read"}
    assert plain("sources").out.count("\n") >= len(RELEASES)


def test_one_release_says_where_to_get_it(plain: Cli) -> None:
    done = plain("sources", "cni2023")
    release = next(item for item in RELEASES if item.id == "cni2023")
    for words in (release.landing_page, release.publisher, release.files[0].path, "not here"):
        assert words in done.out


def test_a_search_of_the_catalogue(plain: Cli) -> None:
    held = plain("sources", "needs 2023", "--json").json["releases"]
    assert "cni2023" in [item["id"] for item in held]
    done = plain("sources", "no such thing")
    assert done.code == ERRORS["unknown-indicator"].exit_code


def test_a_release_whose_files_are_here(plain: Cli, tmp_path: Path) -> None:
    release = next(item for item in RELEASES if item.id == "cni2023")
    file = tmp_path / "mirror" / release.files[0].path
    file.parent.mkdir(parents=True)
    file.write_text("x")
    held = plain("sources", "cni2023", "--mirror", tmp_path / "mirror", "--json").json
    assert held["releases"][0]["state"] == "here"
    assert plain("sources", "--mirror", tmp_path / "nowhere").code == 3


# serve


def test_serving_needs_an_atlas(plain: Cli) -> None:
    assert plain("serve").code == ERRORS["atlas-missing"].exit_code


def test_serving_says_where(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, demonstration_atlas: Path
) -> None:
    asked: list[tuple[object, ...]] = []
    opened: list[str] = []

    def serve(*given: object, say: Callable[[str], None]) -> None:
        asked.append(given)
        say("A country: http://localhost:9124/  (stop with Ctrl+C)")

    monkeypatch.setattr("commonweal.web.serve.serve", serve)
    monkeypatch.setattr("typer.launch", opened.append)
    done = cli("serve", "--port", "9123", "--open")
    assert "http://localhost:9124/ " in done.out
    assert asked == [(demonstration_atlas, "127.0.0.1", 9123)]
    assert opened == ["http://localhost:9124/"]
    assert cli("serve", "--json").json == {"address": "http://localhost:9124/"}
    assert len(opened) == 1, "no page is opened unasked"
