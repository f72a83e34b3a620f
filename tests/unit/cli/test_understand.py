"""`understand` over the demonstration country."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.unit.cli.conftest import Cli


def test_key_findings_and_the_largest_gaps(cli: Cli) -> None:
    done = cli("understand")
    assert done.code == 0
    assert "invented" in done.out.splitlines()[0]
    assert "Key findings" in done.out
    assert "In doubly disadvantaged neighbourhoods" in done.out
    assert "Largest gaps: doubly disadvantaged against the demonstration country" in done.out
    assert "Ranges hold the true figure 95% of the time" in done.out
    assert "Source: " in done.out


def test_the_answer_for_machines(cli: Cli) -> None:
    held = cli("understand", "--issue", "children", "--by", "region", "--json").json
    assert [item["id"] for item in held["issues"]] == ["children"]
    assert held["groups"]["doubly disadvantaged"] > 0
    assert held["gaps"][0].keys() >= {"measure", "gap", "gap_lower", "gap_upper", "adjusted"}
    assert held["gaps_by_part"]
    assert held["like_for_like"]
    assert held["provenance"]["sources"]


def test_tables_pdf_and_a_folder(cli: Cli, tmp_path: Path) -> None:
    for name in ("gaps.csv", "all.xlsx", "report.pdf", "report.html"):
        done = cli("understand", "--issue", "civic-life", "--out", tmp_path / name)
        assert f"Written to {tmp_path / name}" in done.out
        assert (tmp_path / name).stat().st_size > 1000
    table = pl.read_csv(tmp_path / "gaps.csv")
    assert {"measure", "group", "against", "gap", "ratio", "stands_out"} <= set(table.columns)
    folder = tmp_path / "report"
    assert cli("understand", "--by", "region", "--out", folder).code == 0
    names = {path.name for path in folder.iterdir()}
    assert {"report.pdf", "report.html", "findings.csv", "gaps.csv", "gaps-by-part.csv"} <= names
    assert {"like-for-like.csv", "issue-children.svg"} <= names


def test_what_cannot_be_asked(cli: Cli, alone: Cli) -> None:
    assert "there is no issue 'wealth'" in cli("understand", "--issue", "wealth").err
    assert cli("understand", "--by", "street").code == 2
    assert "file name ending in" in cli("understand", "--out", "a.doc").err
    refused = alone("understand")
    assert refused.code == 9
    assert "no typology" in refused.err


def test_a_list_of_areas_is_held_against_all_others(cli: Cli, tmp_path: Path) -> None:
    whole = cli("understand", "--issue", "children", "--json").json
    assert cli("find", "--out", tmp_path / "list.csv").code == 0
    table = pl.read_csv(tmp_path / "list.csv")
    chosen = table.filter(pl.col("typology") == "doubly disadvantaged").select("area_code")
    chosen.write_csv(tmp_path / "chosen.csv")
    held = cli(
        "understand", "--issue", "children", "--from-codes", tmp_path / "chosen.csv", "--json"
    ).json
    assert held["groups"]["chosen"] == chosen.height
    mine = {row["measure"]: row["value"] for row in held["gaps"] if row["group"] == "chosen"}
    theirs = {
        row["measure"]: row["value"]
        for row in whole["gaps"]
        if row["group"] == "doubly disadvantaged"
    }
    assert mine.keys() == theirs.keys()
    assert all(abs(mine[name] - theirs[name]) < 1e-9 for name in mine)


def test_a_list_of_what_is_not_there_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("E99999999\nnot a code\n", encoding="utf-8")
    done = cli("understand", "--from-codes", tmp_path / "list.txt")
    assert done.code == 2
    assert "row 1" in done.err
    assert "row 2" in done.err
