"""`neighbourhoods make` and `neighbourhoods show` over the demonstration country."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import geopandas
import polars as pl
import pytest

from commonweal.atlas import Atlas
from tests.unit.cli.conftest import Cli

COLUMNS = ["neighbourhood", "name", "area_code", "population", "chosen"]


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def test_one_row_an_area(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "n.csv"
    done = cli("neighbourhoods", "make", "--out", out)
    assert done.code == 0
    assert "doubly disadvantaged areas (LSOA 2021)" in done.out
    assert f"Written to {out}." in done.out
    written = rows(out)
    assert list(written[0]) == [*COLUMNS, "demonstration"]
    found = {row["area_code"] for row in cli("find", "--json").json["areas"]}
    assert {row["area_code"] for row in written if row["chosen"] == "true"} == found
    assert len({row["area_code"] for row in written}) == len(written)


def test_the_answer_for_machines(cli: Cli) -> None:
    told = cli("neighbourhoods", "make", "--json").json
    assert told["people"] == sum(each["people"] for each in told["neighbourhoods"])
    assert told["chosen_share"] == pytest.approx(told["chosen_people"] / told["people"])
    assert set(told["areas"][0]) == set(COLUMNS)
    assert told["spec"]["minimum"] == 5000
    assert told["provenance"]["sources"]


@pytest.mark.parametrize("ending", ["gpkg", "geojson"])
def test_the_outlines(cli: Cli, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"n.{ending}"
    told = cli("neighbourhoods", "make", "--out", out, "--json").json
    frame = geopandas.read_file(out)
    expected = {each["neighbourhood"]: each["people"] for each in told["neighbourhoods"]}
    assert dict(zip(frame["neighbourhood"], frame["population"], strict=True)) == expected
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()


def test_a_range_of_ones_own(cli: Cli, tmp_path: Path) -> None:
    spec = tmp_path / "n.toml"
    spec.write_text("minimum = 2000\nmaximum = 6000\n", encoding="utf-8")
    by_options = cli("neighbourhoods", "make", "--minimum", 2000, "--maximum", 6000, "--json").json
    by_file = cli("neighbourhoods", "make", "--spec", spec, "--json").json
    assert by_file["neighbourhoods"] == by_options["neighbourhoods"]
    assert all(2000 <= each["people"] <= 6000 for each in by_file["neighbourhoods"] if each["fits"])
    changed = cli("neighbourhoods", "make", "--spec", spec, "--maximum", 9000, "--json").json
    assert (changed["spec"]["minimum"], changed["spec"]["maximum"]) == (2000, 9000)


def test_from_a_list_and_what_is_wrong_with_it(
    cli: Cli, tmp_path: Path, demonstration_atlas: Path
) -> None:
    codes = Atlas.open(demonstration_atlas).areas("lsoa21")["area_code"]
    file = tmp_path / "codes.csv"
    file.write_text("\n".join(codes[:3]), encoding="utf-8")
    told = cli("neighbourhoods", "make", "--from-codes", file, "--json").json
    assert {row["area_code"] for row in told["areas"] if row["chosen"]} == set(codes[:3])
    file.write_text("E01999999\nwhat", encoding="utf-8")
    done = cli("neighbourhoods", "make", "--from-codes", file, "--json")
    assert done.code == 2
    assert [problem["row"] for problem in done.error["problems"]] == [1, 2]


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        (
            {"type": "Polygon", "coordinates": [[[0, 51], [1, 52], [1, 51], [0, 52], [0, 51]]]},
            "cross",
        ),
        ({"type": "Polygon", "coordinates": [[[20, 5], [21, 5], [21, 6], [20, 5]]]}, "the country"),
        ({"type": "Point", "coordinates": [0, 51]}, "Polygon"),
    ],
)
def test_an_outline_that_is_no_good(
    cli: Cli, tmp_path: Path, geometry: dict[str, object], told: str
) -> None:
    file = tmp_path / "d.geojson"
    file.write_text(json.dumps(geometry), encoding="utf-8")
    done = cli("neighbourhoods", "make", "--from-polygon", file)
    assert done.code == 2
    assert told in done.err
    assert "d.geojson" in done.err


def test_both_a_list_and_an_outline(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("x", encoding="utf-8")
    done = cli("neighbourhoods", "make", "--from-codes", file, "--from-polygon", file)
    assert done.code == 2
    assert "--from-codes or --from-polygon" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--minimum", 9, "--maximum", 5], 2, "more people than the minimum of 9"),
        (["--minimum", 0], 2, "a number of people above 0"),
        (["--out", "x.doc"], 2, ".gpkg"),
        (["--from-codes", "no-such-file"], 12, "no-such-file"),
    ],
)
def test_what_cannot_be_done(cli: Cli, arguments: list[object], code: int, told: str) -> None:
    done = cli("neighbourhoods", "make", *arguments)
    assert done.code == code
    assert told in done.err


def test_bytes_that_are_no_text(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_bytes(b"\xff\xfe\x00E")
    done = cli("neighbourhoods", "make", "--from-codes", file)
    assert done.code == 2
    assert "a text file in UTF-8" in done.err


def test_one_neighbourhood(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "n.csv"
    made = cli("neighbourhoods", "make", "--out", out, "--json").json
    first = made["neighbourhoods"][0]
    done = cli("neighbourhoods", "show", first["neighbourhood"])
    assert done.code == 0
    assert first["name"] in done.out
    told = cli("neighbourhoods", "show", first["neighbourhood"], "--from", out, "--json").json
    assert told["neighbourhoods"] == [first]
    areas = pl.DataFrame(made["areas"]).filter(pl.col("neighbourhood") == first["neighbourhood"])
    assert [row["area_code"] for row in told["areas"]] == areas["area_code"].to_list()


def test_one_that_is_not_there(cli: Cli) -> None:
    done = cli("neighbourhoods", "show", "n0")
    assert done.code == 7
    assert "there is no neighbourhood 'n0'" in done.err
