"""What a benchmark says of its figures, and that the evidence page understands what it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.results import Figure, Place, Result, machine, show, write
from commonweal.cli.evidence import read_benchmarks
from commonweal.report.evidence import Held
from commonweal.report.evidence.performance import TARGETS, Target, last_run

TARGET = Target("build", "cold", "A build", 120, "s")


@pytest.mark.parametrize(("seconds", "missed"), [(119.9, 0), (120.04, 0), (120.06, 1)])
def test_a_figure_is_held_against_its_target_as_it_is_printed(
    seconds: float, missed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(Result({"cold": Figure(seconds)}), [TARGET]) == missed
    assert ("NOT met" in capsys.readouterr().out) == bool(missed)


def test_the_page_agrees_with_the_benchmark(tmp_path: Path) -> None:
    """The same figure is met, or not, on both."""
    for seconds in (119.9, 120.04, 120.06):
        result = Result({"cold": Figure(seconds, "A note.")})
        write(result, tmp_path / "build.json")
        held = Held(None, read_benchmarks(tmp_path))  # type: ignore[arg-type]
        (target,) = [item for item in TARGETS if item.id == "cold"]
        measured = last_run(held, target)
        assert measured.figures == (seconds,)
        assert measured.note == f"A note. On {machine()}."


def test_a_figure_that_is_lacking_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert show(Result({}), [TARGET]) == 0
    assert "not measured" in capsys.readouterr().out


def test_the_machine_is_told_without_its_name() -> None:
    import platform

    assert "cores" in machine()
    assert platform.node() not in machine().split()


def test_the_named_atlas_comes_before_the_built_one(tmp_path: Path) -> None:
    named, results = tmp_path / "named", tmp_path / "results"
    place = Place(results, None, named)
    with pytest.raises(SystemExit, match="no atlas"):
        place.atlas()
    place.built.mkdir(parents=True)
    (place.built / "current").write_text("one", encoding="utf-8")
    assert place.atlas() == place.built
    named.mkdir()
    (named / "current").write_text("two", encoding="utf-8")
    assert place.atlas() == named


def test_without_files_it_says_how_to_name_them(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="--mirror"):
        Place(tmp_path, None, None).files()
