"""`decide board` by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Cli

MEMBERS = "name,capacities,position,since,until,lives_here\n" + "".join(
    f"Person {n},,,2024-05-01,{'2026-04-30' if n == 7 else ''},{'yes' if n < 4 else 'no'}\n"
    for n in range(8)
)
OWN = 'name = "ours"\ntitle = "Our board"\nset_by = "us"\nsmallest = 9\n'


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    path.write_text(MEMBERS, encoding="utf-8")
    return path


def test_a_board_that_meets_its_rule(plain: Cli, members: Path) -> None:
    on = ("--on", "2026-04-01")
    told = plain("decide", "board", "check", members, "--rule", "big-local", *on).out
    assert "8 members sit on the board. It meets the rule: 2 of 2 requirements." in told
    assert "Ending: the term of Person 7, on 30 April 2026 (in 29 days)." in told
    assert "https://localtrust.org.uk" in told


def test_the_day_decides(plain: Cli, members: Path) -> None:
    asked = ("decide", "board", "check", members, "--rule", "big-local", "--json")
    assert plain(*asked, "--on", "2026-04-30").json["met"] is True
    later = plain(*asked, "--on", "2026-05-01").json
    assert later["met"] is False
    assert later["vacancies"] == [{"people": 1, "wanted": "member"}]
    assert [end["name"] for end in later["ended"]] == ["Person 7"]


def test_without_a_day_it_is_today(plain: Cli, members: Path) -> None:
    told = plain("decide", "board", "check", members, "--rule", "big-local", "--json").json
    assert told["on"] > "2026-04-01"


def test_an_own_rule_from_a_file(plain: Cli, members: Path, tmp_path: Path) -> None:
    rule = tmp_path / "ours.toml"
    rule.write_text(OWN, encoding="utf-8")
    told = plain("decide", "board", "check", members, "--rule", rule, "--json").json
    assert told["rule"]["title"] == "Our board"
    assert told["met"] is False


def test_what_is_declared_and_since_when(plain: Cli, members: Path) -> None:
    asked = ("decide", "board", "check", members, "--rule", "neighbourhood-forum", "--json")
    done = plain(*asked, "--on", "2026-04-01", "--formed", "2024-01-01", "--declared", "purpose")
    met = {each["id"]: each["met"] for each in done.json["requirements"]}
    assert met["lasts"] is True
    assert met["statement-purpose"] is True
    assert met["statement-constitution"] is None


def test_mistakes_are_told(plain: Cli, members: Path) -> None:
    asked = ("decide", "board", "check", members)
    assert "big-local" in plain(*asked, "--rule", "nothing").err
    wrong = plain(*asked, "--rule", "big-local", "--declared", "purpose")
    assert (wrong.code, "the rule asks for none" in wrong.err) == (2, True)
    members.write_text(MEMBERS.replace("2024-05-01", "May", 1), encoding="utf-8")
    done = plain(*asked, "--rule", "big-local")
    assert done.code == 2
    assert "column 'since', row 2" in done.err


def test_the_rules_are_listed(plain: Cli) -> None:
    told = plain("decide", "board", "rules").out
    assert "Big Local partnership: big-local" in told
    assert "- at least 8 members" in told
    listed = plain("decide", "board", "rules", "--json").json["rules"]
    assert len(listed) == 5
    assert all(rule["asks"] and rule["source"]["href"] for rule in listed)
