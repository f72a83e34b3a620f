"""A table without its description does not leave; invented data is labelled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commonweal.errors import InputError
from commonweal.provenance import Provenance
from commonweal.report.table import INVENTED, ReportTable


@pytest.mark.parametrize("field", ["title", "about"])
def test_words_are_needed(report: ReportTable, field: str) -> None:
    with pytest.raises(InputError, match=f"a table with its {field}"):
        replace(report, **{field: ""})  # type: ignore[arg-type]


def test_sources_are_needed(report: ReportTable) -> None:
    with pytest.raises(InputError, match="sources"):
        replace(report, provenance=Provenance((), report.provenance.run))


def test_every_column_is_described(report: ReportTable) -> None:
    told = {name: words for name, words in report.columns.items() if name not in ("rank", "score")}
    with pytest.raises(InputError) as caught:
        replace(report, columns=told)
    assert [problem.column for problem in caught.value.problems] == ["rank", "score"]


def test_all_problems_are_told_at_once(report: ReportTable) -> None:
    with pytest.raises(InputError) as caught:
        replace(report, title="", about="", columns={})
    assert len(caught.value.problems) == 2 + len(report.table.columns)


def test_what_is_no_number_is_not_known(report: ReportTable) -> None:
    assert report.ready().table["score"].to_list() == [1.5, None, None]


def test_categories_and_lists_become_text(report: ReportTable) -> None:
    table = report.ready().table
    assert table["typology"].to_list() == ["neither", None, "deprived only"]
    assert table["periods"].to_list() == ["2019, 2025", "", "2025"]


def test_real_data_gets_no_label(report: ReportTable) -> None:
    ready = report.ready()
    assert ready.title == report.title
    assert "demonstration" not in ready.table.columns


def test_invented_data_says_so_in_title_notes_and_rows(invented: ReportTable) -> None:
    ready = invented.ready()
    assert INVENTED in ready.title
    assert "invented" in ready.notes[0]
    assert ready.table["demonstration"].unique().to_list() == [INVENTED]
    assert ready.columns["demonstration"]
    assert ready.ready().title == ready.title, "a second time changes nothing"


def test_attribution_is_told_once(report: ReportTable) -> None:
    twice = replace(
        report, provenance=replace(report.provenance, sources=report.provenance.sources * 2)
    )
    assert twice.attribution == ("Contains public sector information.",)
    assert twice.latest_source == "2025-10-30"
