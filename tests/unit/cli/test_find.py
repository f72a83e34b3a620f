"""`find` and `compare` over the demonstration country."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from commonweal.errors import ERRORS
from tests.unit.cli.conftest import Cli

TYPES = {"doubly disadvantaged", "deprived only", "infrastructure-poor only", "neither"}


def test_the_finding_in_a_sentence_and_tables(cli: Cli) -> None:
    done = cli("find")
    assert done.code == 0
    assert "of 400 areas (LSOA 2021) are doubly disadvantaged." in done.out
    assert all(kind in done.out for kind in TYPES)
    assert "Districts with most" in done.out
    assert "Source: Indices of Deprivation 2025" in done.out
    assert "invented" in done.out.splitlines()[0]


def test_the_answer_for_machines(cli: Cli) -> None:
    held = cli("find", "--json").json
    by_type = {row["typology"]: row["areas"] for row in held["summary"]}
    assert set(by_type) == TYPES
    assert sum(by_type.values()) == 400
    assert len(held["areas"]) == by_type["doubly disadvantaged"]
    assert held["request"]["deprivation"] == "2025"
    assert held["double_disadvantage"] is True
    assert held["atlas"]["demonstration"] is True
    assert held["provenance"]["run"]["atlas"] == held["atlas"]["id"]


def test_a_cut_in_per_cent(cli: Cli) -> None:
    for cut in ("5", "20", "12.5"):
        done = cli("find", "--cut", cut, "--json").json
        by_type = {row["typology"]: row["areas"] for row in done["summary"]}
        inside = by_type["doubly disadvantaged"] + by_type.get("deprived only", 0)
        assert inside == int(400 * float(cut) / 100)


@pytest.mark.parametrize("cut", ["0", "-1", "100", "1000", "nan"])
def test_a_cut_that_is_none(cli: Cli, cut: str) -> None:
    done = cli("find", f"--cut={cut}")
    assert done.code == ERRORS["input"].exit_code
    assert "a percentage above 0 and below 100" in done.err


def test_the_combined_rule_takes_its_share(cli: Cli) -> None:
    done = cli("find", "--rule", "combined", "--json").json
    by_type = {row["typology"]: row["areas"] for row in done["summary"]}
    assert by_type["doubly disadvantaged"] == 40


@pytest.mark.parametrize("kind", ["msoa21", "ward17", "ward24", "lsoa11", "MSOA 2021"])
def test_other_kinds_of_area(cli: Cli, kind: str) -> None:
    done = cli("find", "--geography", kind, "--json")
    held = done.json if done.code == 0 else {}
    assert done.code == 0 or kind == "lsoa11", done.err
    assert not held or sum(row["areas"] for row in held["summary"]) > 50


def test_ranks_that_were_carried_over_say_so(cli: Cli, tmp_path: Path) -> None:
    done = cli("find", "--deprivation", "2019", "--out", tmp_path / "list.parquet")
    assert done.out.count("IMD 2019: Scores of LSOAs (2011), carried to the newer areas") == 1
    assert "carried" in cli("find", "--deprivation", "2019", "--json").json["notes"][0]
    assert "carried" not in cli("find").out


def test_within_a_place_by_name_or_code(cli: Cli) -> None:
    name = cli("find", "--json").json["districts"][0]["district_name"]
    code = cli("find", "--json").json["districts"][0]["district_code"]
    by_name, by_code = (cli("find", "--within", place, "--json").json for place in (name, code))
    assert by_name["summary"] == by_code["summary"]
    assert {row["district_name"] for row in by_name["areas"]} == {name}
    assert f"Within {name} ({code}):" in cli("find", "--within", name).out


def test_each_area_may_be_listed(cli: Cli) -> None:
    listed = cli("find", "--list").out
    for row in cli("find", "--json").json["areas"]:
        assert row["area_code"] in listed


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "parquet", "gpkg", "geojson"])
def test_a_file_of_every_area(cli: Cli, tmp_path: Path, ending: str) -> None:
    out = tmp_path / "new folder" / f"list.{ending}"
    done = cli("find", "--out", out)
    assert done.code == 0
    assert f"Written to {out}" in done.out
    assert out.stat().st_size > 1000
    assert out.stat().st_mode & 0o444 == 0o444 & ~_umask()
    expected = {out.name, *(["list.csv-metadata.json"] if ending == "csv" else [])}
    assert {path.name for path in out.parent.iterdir()} == expected, "nothing else is left"


def _umask() -> int:
    import os

    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_file_begins_as_promised(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    cli("find", "--out", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert list(rows[0])[:3] == ["area_code", "area_name", "typology"]
    assert {row["typology"] for row in rows} == TYPES
    assert {row["demonstration"] for row in rows} == {"invented demonstration data"}
    assert len(rows) == 400


def test_only_the_areas_found_may_be_written(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "list.parquet"
    cli("find", "--out", out, "--only-found")
    assert pl.read_parquet(out)["typology"].unique().to_list() == ["doubly disadvantaged"]


def test_an_unknown_ending_is_told_before_any_work(plain: Cli, tmp_path: Path) -> None:
    done = plain("find", "--out", tmp_path / "list.doc")
    assert done.code == ERRORS["input"].exit_code
    assert ".geojson" in done.err, "and not that there is no atlas"


def test_an_existing_file_stays_whole_when_writing_fails(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "list.gpkg"
    out.write_text("what was there")
    done = cli("find", "--geography", "ward17", "--out", out)
    assert done.code == ERRORS["method"].exit_code
    assert "outlines" in done.err
    assert out.read_text() == "what was there"


def test_a_folder_is_no_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.csv").mkdir()
    done = cli("find", "--out", tmp_path / "list.csv")
    assert done.code == 12
    assert "list.csv: " in done.err
    assert list(tmp_path.glob(".list*")) == []


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--deprivation", "1999"], "unknown-indicator", "it is for: 2015 (lsoa11)"),
        (["--infrastructure", "1999"], "unknown-indicator", "2023 (lsoa21)"),
        (["--geography", "parish"], "unknown-area", "there are: "),
        (["--within", "Nowhere at all"], "unknown-area", "nothing is called"),
        (["--within", "D99000000"], "unknown-area", "no area 'D99000000'"),
    ],
)
def test_what_is_not_held(cli: Cli, arguments: list[str], code: str, told: str) -> None:
    done = cli("find", *arguments)
    assert done.code == ERRORS[code].exit_code
    assert told in done.err


# What may not be passed on


def test_closed_ranks_are_in_no_answer(closed: Cli, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    done = closed("find", "--out", out)
    assert "infrastructure_rank is left out" in done.out
    assert "infrastructure_rank" not in out.read_text(encoding="utf-8").splitlines()[0]
    held = closed("find", "--json")
    assert "infrastructure_rank" not in json.dumps(held.json["areas"])
    assert all("bivariate" in row for row in held.json["areas"])


def test_an_operator_with_a_licence_has_them(
    closed: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMONWEAL_LICENSED", "other, demonstration_cni2023")
    out = tmp_path / "list.csv"
    closed("find", "--out", out)
    assert "infrastructure_rank" in out.read_text(encoding="utf-8").splitlines()[0]


def test_without_social_infrastructure(alone: Cli, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    done = alone("find", "--out", out)
    assert done.code == 0
    assert "doubly disadvantaged" not in done.out
    assert done.out.count("The Community Needs Index is not in this atlas") == 1
    assert "commonweal sources cni2023" in done.out
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert {row["typology"] for row in rows} == {""}
    assert {row["deprived"] for row in rows} == {"true", "false"}
    assert alone("find", "--json").json["double_disadvantage"] is False


# Comparing


def test_who_joins_and_who_leaves(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "changes.csv"
    held = cli("compare", "deprivation=2019", "cut=20", "--out", out, "--json").json
    changes = {row["change"]: row["areas"] for row in held["summary"]}
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert len(rows) == sum(changes.values()) == len(held["areas"])
    assert held["before"]["deprivation"] == "2019"
    assert held["after"]["cut"] == 0.2
    joined = [row for row in held["areas"] if row["change"] == "joins"]
    assert len(joined) == changes["joins"] > 0
    assert all(row["because"] for row in joined)


def test_find_compares_with_other_settings(cli: Cli) -> None:
    by_find = cli("find", "--cut", "20", "--compare-with", "cut=10,deprivation=2019", "--json").json
    by_compare = cli("compare", "cut=10,deprivation=2019", "cut=20", "--json").json
    assert by_find == by_compare


def test_changes_may_be_listed(cli: Cli) -> None:
    done = cli("compare", "cut=10", "cut=20%", "--list")
    assert "The areas that join or leave" in done.out
    assert "joins" in done.out


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("year=2019", "The settings are: deprivation, infrastructure"),
        ("deprivation", "'deprivation'"),
        ("cut=", "'cut='"),
        ("cut=ten", "a percentage"),
        ("rule=either", "intersection or combined"),
    ],
)
def test_settings_that_are_none(cli: Cli, settings: str, told: str) -> None:
    done = cli("compare", settings, "cut=5")
    assert done.code == ERRORS["input"].exit_code
    assert told in done.err


def test_all_wrong_settings_are_told_at_once(cli: Cli) -> None:
    done = cli("find", "--compare-with", "a=1,b=2,cut=5", "--json")
    assert len(done.error["problems"]) == 2


def test_lists_of_other_areas_cannot_be_compared(cli: Cli) -> None:
    done = cli("compare", "geography=lsoa21", "geography=msoa21")
    assert done.code == ERRORS["input"].exit_code


def test_nothing_to_compare_without_social_infrastructure(alone: Cli) -> None:
    done = alone("compare", "cut=5", "cut=10")
    assert done.code == ERRORS["method"].exit_code
    assert "Community Needs Index" in done.err
