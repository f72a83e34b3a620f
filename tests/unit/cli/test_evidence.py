"""`commonweal evidence`: exit codes, the page, and what it reads of benchmarks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commonweal.cli.evidence import claims_json, read_benchmarks
from commonweal.cli.run import run
from commonweal.errors import MethodNotApplicable, exit_code
from commonweal.report import evidence
from commonweal.report.evidence import Claim, Expectation, Group, GroupOutcome, Measured, Outcome
from tests import sites


def outcomes(figure: float) -> tuple[GroupOutcome, ...]:
    claim = Claim("a", "What", Expectation("exactly", (1,)), lambda _: Measured((1,), "1"))
    group = Group("g", "G", "About", (claim,))
    return (GroupOutcome(group, (Outcome(claim, Measured((figure,), f"{figure:g}")),)),)


def test_the_demonstration_country_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["evidence", "--atlas", str(sites.demonstration_atlas())])
    assert code == exit_code(MethodNotApplicable(""))
    assert "invented" in capsys.readouterr().err


def test_nothing_is_written_when_it_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "evidence.md"
    run(["evidence", "--atlas", str(sites.demonstration_atlas()), "--out", str(out)])
    assert not out.exists()


@pytest.mark.parametrize(("figure", "code"), [(1, 0), (2, 1)])
def test_the_exit_code_says_whether_all_agree(
    figure: float, code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(evidence, "measure_all", lambda *_, **__: outcomes(figure))
    out = tmp_path / "evidence.md"
    atlas = str(sites.demonstration_atlas())
    assert run(["evidence", "--atlas", atlas, "--out", str(out)]) == code
    assert out.read_text(encoding="utf-8").startswith("# Evidence")


def test_an_unknown_claim_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["evidence", "--only", "dd-2026", "--atlas", str(sites.demonstration_atlas())])
    assert code == 2
    assert "dd-2025" in capsys.readouterr().err


def test_benchmarks_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text(json.dumps({"machine": "m"}), encoding="utf-8")
    assert read_benchmarks(tmp_path) == {"build": {"machine": "m"}}
    assert read_benchmarks(tmp_path / "nowhere") == {}


def test_json_holds_each_claim() -> None:
    (told,) = claims_json(outcomes(2))
    assert told["id"] == "a"
    assert told["agrees"] is False
    assert told["figures"] == [2]
    json.dumps(told)
