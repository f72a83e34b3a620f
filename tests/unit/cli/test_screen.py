"""Numbers and tables as people read them."""

from __future__ import annotations

import pytest

from commonweal.cli.screen import Screen, Share, console, number, print_json, sentence, shown


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, "not known"),
        (True, "yes"),
        (False, "no"),
        (1262, "1,262"),
        (1262.0, "1,262"),
        (0.25, "0.25"),
        (12.34567, "12.346"),
        (-0.5, "-0.5"),
        (Share(0.0374), "3.7%"),
        ("[bold]a name[/]", "[bold]a name[/]"),
    ],
)
def test_cells(cell: object, expected: str) -> None:
    assert shown(cell) == expected


@pytest.mark.parametrize(("value", "expected"), [(0.0004, "0"), (1e15, "1,000,000,000,000,000")])
def test_numbers_at_the_edge(value: float, expected: str) -> None:
    assert number(value) == expected


def test_a_sentence_begins_with_a_capital() -> None:
    assert sentence("ward 2024: Birchwood") == "Ward 2024: Birchwood"
    assert sentence("LSOA 2021") == "LSOA 2021"
    assert sentence("") == ""


def test_a_table_is_never_cut_short_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(console())
    long = "x" * 300
    screen.table(["name", "count"], [(long, 1), ("short", 1_000_000)])
    told = capsys.readouterr().out
    assert long in told
    assert "1,000,000" in told
    assert "…" not in told


def test_markup_in_data_is_shown_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(console())
    screen.say("[red]words[/red]", "")
    screen.table(["[a]"], [("[b]",)])
    told = capsys.readouterr().out
    assert "[red]words[/red]" in told
    assert "[a]" in told
    assert "[b]" in told
    assert "\x1b" not in told, "no colours where nobody looks"


def test_a_table_without_rows_has_its_headings(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(console()).table(["district", "areas"], [])
    assert "district" in capsys.readouterr().out


def test_json_has_no_value_that_is_no_number() -> None:
    with pytest.raises(ValueError, match="nan"):
        print_json({"value": float("nan")})
