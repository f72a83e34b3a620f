"""What is asked, written in TOML."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from commonweal.errors import InputError
from commonweal.understand.spec import PrevalenceSpec, prevalence_spec


def test_the_usual_question_needs_no_words() -> None:
    assert prevalence_spec("") == PrevalenceSpec()


def test_every_field_can_be_written() -> None:
    spec = prevalence_spec(
        """
        deprivation = "2019"
        infrastructure = "open"
        cut = 0.2
        split = "region"
        against = "England; deprived only"
        confidence = 0.998
        false_discoveries = 0.01

        [[measures]]
        id = "census.cars_none"

        [[measures]]
        id = "imd.score"
        period = "2019"
        """
    )
    assert (spec.find.deprivation, spec.find.infrastructure, spec.find.cut) == ("2019", "open", 0.2)
    assert spec.measures == ("census.cars_none", "imd.score")
    assert spec.periods == {"imd.score": "2019"}
    assert spec.against == ("England", "deprived only")
    assert (spec.split, spec.confidence, spec.false_discoveries) == ("region", 0.998, 0.01)


def test_every_problem_is_told_with_its_line() -> None:
    with pytest.raises(InputError) as refused:
        prevalence_spec(
            'split = "street"\nconfidence = 2\ncolour = "red"\n[[measures]]\nperiod = "2019"\n'
        )
    told = str(refused.value)
    assert "line 1, split" in told
    assert "line 2, confidence" in told
    assert "line 3, colour" in told
    assert "measures.0.id" in told
    with pytest.raises(InputError, match="x more than once"):
        PrevalenceSpec(measures=("x", "x"))
    with pytest.raises(InputError, match="cut"):
        prevalence_spec("cut = 2")


def test_the_spec_that_the_how_to_prints_can_be_read() -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "understand-an-issue.md"
    shown = page.read_text(encoding="utf-8").split("`prevalence_spec(text)`:")[1]
    spec = prevalence_spec(textwrap.dedent(shown))
    assert spec.periods == {"benefits.claimant_share": "2019"}
    assert spec.split == "region"
