"""Several tables as one report: whole or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commonweal.errors import InputError
from commonweal.report.bundle import Report, as_report, together
from commonweal.report.table import INVENTED, ReportTable


def test_a_table_alone_is_a_report(report: ReportTable) -> None:
    whole = as_report(report)
    assert (whole.title, whole.summary, whole.tables) == (report.title, (report.about,), (report,))
    assert as_report(whole) is whole
    assert whole.latest_source == report.latest_source == "2025-10-30"


def test_all_that_is_missing_is_told_at_once(report: ReportTable) -> None:
    with pytest.raises(InputError) as caught:
        Report("", (), (), report.provenance)
    assert [problem.column for problem in caught.value.problems] == ["title", "summary", "tables"]


def test_two_tables_of_one_title_are_refused(report: ReportTable) -> None:
    with pytest.raises(InputError, match="'A table' twice"):
        Report("Both", ("x",), (report, report), report.provenance)


def test_sources_are_those_of_all_tables_each_once(report: ReportTable) -> None:
    other = replace(report.provenance.sources[0], release="cni2023", attribution="Ours.")
    provenance = replace(report.provenance, sources=(other, *report.provenance.sources))
    second = replace(report, title="Second", provenance=provenance)
    whole = together("Both", ["Found."], [report, second])
    assert [source.release for source in whole.provenance.sources] == ["iod2025", "cni2023"]
    assert whole.attribution == ("Contains public sector information.", "Ours.")


def test_tables_of_two_atlases_do_not_belong_together(report: ReportTable) -> None:
    run = replace(report.provenance.run, atlas="other")
    second = replace(report, title="Second", provenance=replace(report.provenance, run=run))
    with pytest.raises(InputError, match="tables of one atlas, got tables of abc123 and other"):
        together("Both", ["Found."], [report, second])


def test_a_report_without_tables_is_refused() -> None:
    with pytest.raises(InputError, match="a report with its tables"):
        together("None", ["Found."], [])


def test_invented_data_is_named_once(invented: ReportTable) -> None:
    ready = together("Both", ["Found."], [invented]).ready()
    assert ready.title == f"Both ({INVENTED})"
    assert ready.ready().title == ready.title
    assert "demonstration" in ready.tables[0].table.columns
