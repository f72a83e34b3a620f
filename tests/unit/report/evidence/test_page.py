"""The evidence page: a sceptical reader finds each figure, its source and what is not met."""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.parameters import Reference
from commonweal.report.evidence import (
    Claim,
    Detail,
    Expectation,
    Group,
    GroupOutcome,
    Measured,
    Outcome,
    evidence_page,
)
from commonweal.report.evidence.page import markdown_table
from tests import sites

BOOK = Reference("A book about it", "https://example.org/book")


def claim(id: str, what: str, expected: Expectation, **more: object) -> Claim:
    return Claim(id, what, expected, lambda _: Measured((1,), "1"), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def page() -> str:
    atlas = Atlas.open(sites.demonstration_atlas())
    release = atlas.manifest["releases"][0] if atlas.manifest["releases"] else ""
    releases = (release,) if release else ()
    met = claim(
        "met",
        "Areas | found",
        Expectation("exactly", (1,), "published"),
        releases=(*releases, "not_in_this_atlas"),
        references=(BOOK,),
        note="How to read it",
    )
    missed = claim("missed", "Wards found", Expectation("at least", (9,), of=10))
    lacking = claim("lacking", "Tiles", Expectation("at most", (50,), unit="ms"))
    found = claim("found", "Postcodes near an edge", Expectation("open"))
    names = pl.DataFrame({"ward": ["Oldtown", None], "rank": [1234, 2]})
    detail = Detail("The 2 wards missed", "Why they are.", names)
    group = Group("g", "A group", "What it shows.", (met, missed, lacking, found), ("A gap.",))
    outcomes = (
        Outcome(met, Measured((1,), "1", "Found here.")),
        Outcome(missed, Measured((8,), "8 of 10", details=(detail,))),
        Outcome(lacking, None, "it has not been run"),
        Outcome(found, Measured((5,), "5")),
    )
    return evidence_page((GroupOutcome(group, outcomes),), atlas)


def line(page: str, start: str) -> str:
    return next(text for text in page.splitlines() if text.startswith(start))


def test_it_counts_what_agrees_and_what_does_not(page: str) -> None:
    assert (
        "4 figures: 1 as expected, 1 not, 1 not measured, 1 with nothing to hold them against."
        in page
    )


def test_what_is_not_met_comes_before_the_figures(page: str) -> None:
    assert page.index("## What is not met") < page.index("## A group")
    assert "- **Wards found**: expected at least 9 of 10, measured 8 of 10." in page
    assert "- **Tiles**: not measured, because it has not been run." in page
    assert "\n- A gap.\n" in page
    assert "[A group](#the-2-wards-missed)" in page


def test_a_row_has_claim_expected_measured_verdict_and_command(page: str) -> None:
    row = line(page, "| Areas")
    assert row.startswith("| Areas \\| found | 1 (published) ")
    assert row.endswith("| 1 | yes | `commonweal evidence --only met` |")
    assert "| 8 of 10 | **no** |" in line(page, "| Wards found")
    assert "at least 9 of 10 (our target)" in line(page, "| Wards found")
    assert "| not measured | not measured |" in line(page, "| Tiles")
    assert "| 5 | – |" in line(page, "| Postcodes")


def test_sources_are_numbered_and_linked(page: str) -> None:
    assert "[A book about it](https://example.org/book)" in page
    before, _, _ = page.partition("[A book about it]")
    number = before.rpartition('id="source-')[2].partition('"')[0]
    assert f"[{number}](#source-{number})" in line(page, "| Areas")


def test_notes_and_single_areas_are_named(page: str) -> None:
    assert "- `met`: How to read it Found here." in page
    assert "### The 2 wards missed" in page
    assert "| Oldtown | 1,234 |" in page
    assert "| not known | 2 |" in page


def test_it_says_which_atlas_and_how_to_do_it_again(page: str) -> None:
    assert f"`{Atlas.open(sites.demonstration_atlas()).id}`" in page
    assert "make evidence" in page


def test_a_table_cannot_be_broken_by_its_text() -> None:
    rows = list(markdown_table(pl.DataFrame({"a": ["x | y\nz"]})))
    assert rows == ["| a |", "| --- |", "| x \\| y z |"]
