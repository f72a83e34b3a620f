"""Recipes that people write: what is read, and what is said of each mistake."""

from __future__ import annotations

import pytest

from commonweal.errors import InputError
from commonweal.find import build_spec
from commonweal.find.building.chosen import chosen_indices
from commonweal.find.building.parts import Indicator, Part
from commonweal.find.building.spec import BuildSpec

WRITTEN = """\
name = "mine"
title = "My index"
measures = "deprivation"

[[domains]]
name = "money"
weight = 0.6
indicators = [
    { name = "income", indicator = "imd.income.score", period = "2025" },
    { name = "work", polarity = "lower is worse", impute = "mean" },
]

[[domains]]
name = "home"
weight = 0.4

[[domains.parts]]
name = "inside"
[[domains.parts.indicators]]
name = "cold"

[[domains.parts]]
name = "outside"
[[domains.parts.indicators]]
name = "air"
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        build_spec(text, "mine.toml")
    return [str(problem) for problem in caught.value.problems]


def test_a_recipe_is_read() -> None:
    spec = build_spec(WRITTEN)
    money = Part(
        "money",
        weight=0.6,
        indicators=(
            Indicator("income", "imd.income.score", "2025"),
            Indicator("work", polarity="lower is worse", impute="mean"),
        ),
    )
    home = Part(
        "home",
        weight=0.4,
        parts=(
            Part("inside", weight=0.5, indicators=(Indicator("cold"),)),
            Part("outside", weight=0.5, indicators=(Indicator("air"),)),
        ),
    )
    assert spec == BuildSpec("mine", "My index", (money, home), measures="deprivation")
    assert spec.columns() == ("income", "work", "cold", "air")
    assert [leaf.name for leaf in spec.leaves()] == ["money", "inside", "outside"]
    assert spec.paths()["air"] == "domains.1.parts.1.indicators.0"
    assert spec.index_spec().columns() == ("money", "inside", "outside")


def test_weights_that_do_not_sum_are_a_mistake() -> None:
    (said,) = problems_of(WRITTEN.replace("weight = 0.4", "weight = 0.5"))
    assert said.startswith("mine.toml, line 7, domains.0.weight: expected weights that sum to 1")
    assert "0.6 + 0.5 = 1.1" in said
    assert "scale_weights = true" in said


def test_weights_are_scaled_where_that_is_asked_for() -> None:
    text = "scale_weights = true\n" + WRITTEN.replace("weight = 0.4", "weight = 1.8")
    weights = [domain.weight for domain in build_spec(text).index_spec().domains]
    assert weights == pytest.approx([0.25, 0.75])


def test_the_weights_of_the_english_index_are_no_mistake() -> None:
    """They sum to 0.999, and are used as they are."""
    shares = (0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093)
    parts = tuple(
        Part(f"d{place}", weight=share, indicators=(Indicator(f"i{place}"),))
        for place, share in enumerate(shares)
    )
    spec = BuildSpec("english", "English", parts).index_spec()
    assert tuple(domain.weight for domain in spec.domains) == shares


def test_every_problem_is_told_with_its_line() -> None:
    text = """\
name = "mine"
scale = "cubed"
least_held = 2
colour = "red"
[[domains]]
name = "a"
weights = "factor analysis"
indicators = [
    { name = "x", per = 0 },
    { name = "x", count = true },
]
"""
    said = problems_of(text)
    assert [line.split(":")[0] for line in said] == [
        "mine.toml, line 2, scale",
        "mine.toml, line 3, least_held",
        "mine.toml, line 4, colour",
        "mine.toml, line 7, domains.0.weights",
        "mine.toml, line 9, domains.0.indicators.0.per",
        "mine.toml, line 10, domains.0.indicators.1.name",
        "mine.toml, line 10, domains.0.indicators.1.out_of",
    ]
    assert "at least 3 indicators for factor analysis" in "\n".join(said)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('name = "income",', 'name = "income", weight = 0.5,', "weights = 'given' in the domain"),
        ('name = "money"', 'name = "money"\nweights = "given"', "a weight above 0, got nothing"),
        ("weight = 0.6", "weight = -1", "a weight above 0, got -1"),
        ('impute = "mean"', 'impute = "neutral", scale = "min-max"', "impute = 'neutral'"),
        ('impute = "mean"', 'scale = "share of maximum"', "no meaning for values with their sign"),
        ('impute = "mean"', 'scale = "distance to target"', "a target = number"),
        ('impute = "mean"', 'scale = "distance to reference"', "code of an area"),
        ('impute = "mean"', "shrnk = true", "a field 'shrnk'"),
        ('name = "outside"', 'name = "inside"', "a name of its own for each domain"),
        ('measures = "deprivation"', 'measures = "wealth"', "'deprivation' or 'infrastructure'"),
        ('name = "mine"', 'name = ""', "a name"),
    ],
)
def test_each_mistake_is_named(old: str, new: str, expected: str) -> None:
    said = "\n".join(problems_of(WRITTEN.replace(old, new)))
    assert expected in said
    assert "mine.toml, line " in said


def test_an_empty_recipe_is_a_mistake() -> None:
    assert any("at least one domain" in said for said in problems_of('name = "a"\n'))


def test_a_whole_recipe_says_what_it_measures() -> None:
    chosen = chosen_indices(WRITTEN)
    assert chosen.indices == {"deprivation": build_spec(WRITTEN)}
    assert not chosen.published
    with pytest.raises(InputError, match="measures = 'deprivation'"):
        chosen_indices(WRITTEN.replace('measures = "deprivation"\n', ""))


TWO = """\
[deprivation]
published = "2019"

[infrastructure]
name = "ours"
[[infrastructure.domains]]
name = "places"
indicators = [
    { name = "libraries" },
    { name = "clubs" },
]
"""


def test_a_file_may_choose_for_both_measures() -> None:
    chosen = chosen_indices(TWO)
    assert chosen.published == {"deprivation": "2019"}
    assert [each.name for each in chosen.indices["infrastructure"].indicators()] == [
        "libraries",
        "clubs",
    ]


def test_problems_in_a_table_name_its_line() -> None:
    with pytest.raises(InputError) as caught:
        chosen_indices(
            TWO.replace('"clubs"', '"clubs", per = 0').replace("2019", "2") + "[other]\n"
        )
    said = [str(problem) for problem in caught.value.problems]
    assert any("line 10, infrastructure.domains.0.indicators.1.per" in each for each in said)
    assert any("line 12, other" in each for each in said)
