"""An index made from a table, and from an atlas: what comes out and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.find import BuildSpec, build_index, build_spec
from commonweal.find.building.checked import checks_of
from commonweal.find.building.held import build_from_atlas
from commonweal.find.building.parts import Indicator, Part
from commonweal.find.request import FindRequest, find_neighbourhoods

RECIPE = """\
name = "mine"
title = "My index"
measures = "deprivation"

[[domains]]
name = "money"
weight = 0.6
indicators = [
    { name = "a" },
    { name = "b" },
]

[[domains]]
name = "life"
weight = 0.4
weights = "factor analysis"
indicators = [
    { name = "c" },
    { name = "d", polarity = "lower is worse" },
    { name = "e" },
]
"""
AREAS = 60


@pytest.fixture
def table() -> pl.DataFrame:
    rng = np.random.default_rng(5)
    need = rng.standard_normal(AREAS)
    noise = rng.standard_normal((5, AREAS)) * 0.7
    columns = dict(zip("abcde", need + noise, strict=True))
    columns["d"] = -columns["d"]
    return pl.DataFrame({"area_code": [f"A{place:03}" for place in range(AREAS)], **columns})


def refused(text: str, table: pl.DataFrame) -> str:
    with pytest.raises(InputError) as caught:
        build_index(build_spec(text, "mine.toml"), table)
    return str(caught.value)


def test_an_index_is_made(table: pl.DataFrame) -> None:
    made = build_index(build_spec(RECIPE), table)
    assert made.ranked == AREAS
    assert sorted(made.table["rank"]) == list(range(1, AREAS + 1))
    assert made.table.columns == [
        "area_code",
        "score",
        "rank",
        "decile",
        "money_rank",
        "life_rank",
        "unknown_because",
    ]
    assert made.weights.group_by("domain").agg(pl.col("weight").sum())["weight"].to_list() == (
        pytest.approx([1, 1])
    )
    assert made.weights["effective"].sum() == pytest.approx(1)
    assert "money 0.6, life 0.4" in made.explain()


def test_the_order_of_rows_does_not_matter(table: pl.DataFrame) -> None:
    spec = build_spec(RECIPE)
    made = build_index(spec, table)
    again = build_index(spec, table.sample(fraction=1, shuffle=True, seed=4))
    assert made.table.equals(again.table)


def test_a_constant_indicator_is_refused_with_its_line(table: pl.DataFrame) -> None:
    said = refused(RECIPE, table.with_columns(b=pl.lit(3.0)))
    assert "mine.toml, line 10, domains.0.indicators.1: expected b to differ" in said
    assert "3 everywhere" in said


def test_a_mostly_missing_indicator_is_refused_with_its_line(table: pl.DataFrame) -> None:
    few = pl.when(pl.int_range(pl.len()) < 20)
    said = refused(RECIPE, table.with_columns(few.then("a").alias("a"), c=pl.lit(None, pl.Float64)))
    assert "line 9" in said
    assert "a known of at least 50% of areas, got 20 of 60 (33%)" in said
    assert "line 18" in said
    assert "0 of 60" in said


def test_a_mostly_missing_indicator_passes_where_the_recipe_says_so(table: pl.DataFrame) -> None:
    few = pl.when(pl.int_range(pl.len()) < 20)
    made = build_index(
        build_spec("least_held = 0.3\n" + RECIPE), table.with_columns(few.then("a").alias("a"))
    )
    assert made.ranked == 20
    assert set(made.table["unknown_because"]) == {None, "no money"}


def test_what_is_missing_is_unknown_unless_it_may_be_left_out(table: pl.DataFrame) -> None:
    gap = table.with_columns(a=pl.when(pl.int_range(pl.len()) > 2).then("a"))
    assert build_index(build_spec(RECIPE), gap).ranked == AREAS - 3
    assert build_index(build_spec("least_known = 0.5\n" + RECIPE), gap).ranked == AREAS
    filled = build_index(build_spec('impute = "median"\n' + RECIPE), gap)
    assert filled.ranked == AREAS
    assert filled.record.filter(name="a")["filled"].item() == 3
    assert "Gaps that were filled: a (3)." in filled.explain()


def test_areas_of_which_too_little_is_known_are_left_out_and_named(table: pl.DataFrame) -> None:
    gap = table.with_columns(
        pl.when(pl.int_range(pl.len()) > 0).then(name).alias(name) for name in "abcd"
    )
    made = build_index(build_spec("screen = 0.5\n" + RECIPE), gap)
    assert made.left_out == ("A000",)
    first = made.table.row(0, named=True)
    assert (first["rank"], first["unknown_because"]) == (None, "too little is known")


def test_an_indicator_that_runs_against_the_others_is_refused(table: pl.DataFrame) -> None:
    text = RECIPE.replace(', polarity = "lower is worse"', "")
    with pytest.raises(MethodNotApplicable, match=r"life: d would get a weight of 0 or less"):
        build_index(build_spec(text), table)


def test_missing_columns_are_named(table: pl.DataFrame) -> None:
    said = refused(RECIPE, table.drop("a", "e"))
    assert "'a'" in said
    assert "'e'" in said


def test_what_is_no_share_cannot_be_shrunk(table: pl.DataFrame) -> None:
    text = RECIPE.replace('{ name = "a" }', '{ name = "a", shrink = true }')
    wide = table.with_columns(pl.lit(100.0).alias("a.out_of"), group_code=pl.lit("g"))
    assert "a between 0 and 1, to be shrunk" in refused(text, wide)
    assert "group_code" in refused(text, wide.drop("group_code"))


def test_counts_above_what_they_are_counted_among_are_taken_as_all_of_it() -> None:
    areas = 200
    people = np.full(areas, 100.0)
    counts = np.linspace(5, 60, areas)
    counts[0] = 150
    table = pl.DataFrame(
        {
            "area_code": [f"A{place:03}" for place in range(areas)],
            "poor": counts,
            "poor.out_of": people,
            "group_code": ["g", "h"] * (areas // 2),
        }
    )
    poor = Indicator("poor", count=True, out_of="people", shrink=True)
    spec = BuildSpec("one", "One", (Part("money", indicators=(poor,)),))
    made = build_index(spec, table)
    assert made.table.row(0, named=True)["rank"] == 1
    assert made.record["capped"].item() == 1
    assert "poor (1)" in made.explain()
    many = table.with_columns(poor=pl.col("poor") * 3)
    with pytest.raises(InputError, match="poor between 0 and 1"):
        build_index(spec, many)


def test_marks_must_make_sense(table: pl.DataFrame) -> None:
    text = RECIPE.replace(
        '{ name = "a" }', '{ name = "a", scale = "distance to target", target = -99 }'
    ).replace('{ name = "b" }', '{ name = "b", scale = "distance to reference", reference = "Z" }')
    said = refused(text, table)
    assert "a target beyond the best value" in said
    assert "a reference that is one of the areas, got 'Z'" in said
    right = text.replace("-99", "99").replace('"Z"', '"A001"')
    assert build_index(build_spec(right), table).ranked == AREAS


def test_checks_tell_what_runs_together(table: pl.DataFrame) -> None:
    checks = checks_of(build_index(build_spec(RECIPE), table))
    assert checks.indicators["name"].to_list() == list("abcde")
    assert (checks.indicators["with_index"] > 0.5).all()
    assert checks.against == ()
    assert checks.domains["alpha"].is_between(0.5, 1).all()
    equal = RECIPE.replace('weights = "factor analysis"\n', "").replace(
        ', polarity = "lower is worse"', ""
    )
    assert checks_of(build_index(build_spec(equal), table)).against == ("d",)


ON_ATLAS = """\
name = "mine"
title = "My index"
measures = "deprivation"

[[domains]]
name = "money"
indicators = [
    { name = "income", indicator = "imd.income.score", period = "2025", out_of = "people.total", \
shrink = true },
    { name = "employment", indicator = "imd.employment.score", period = "2025" },
]
"""


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


def test_unknown_indicators_are_told_together_with_their_lines(atlas: Atlas) -> None:
    text = ON_ATLAS.replace("imd.income.score", "imd.incme.score").replace(
        'employment.score", period = "2025"', 'employment.score", period = "1999"'
    )
    with pytest.raises(InputError) as caught:
        build_from_atlas(build_spec(text, "mine.toml"), atlas)
    first, second = (str(problem) for problem in caught.value.problems)
    assert "mine.toml, line 8, domains.0.indicators.0.indicator" in first
    assert "Did you mean imd.income.score" in first
    assert "line 9" in second
    assert "1999" in second


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('geography = "parish"', "a kind of area that is held"),
        ('groups = "parish"', "that is held"),
    ],
)
def test_unknown_geographies_are_told(atlas: Atlas, line: str, expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        build_from_atlas(build_spec(f"{line}\n{ON_ATLAS}"), atlas)


def test_a_rate_without_people_cannot_be_shrunk(atlas: Atlas) -> None:
    text = ON_ATLAS.replace('out_of = "people.total", ', "")
    with pytest.raises(InputError, match="what the rate is a share of"):
        build_from_atlas(build_spec(text), atlas)


def test_find_uses_an_index_of_ones_own(atlas: Atlas) -> None:
    built = build_from_atlas(build_spec(ON_ATLAS), atlas)
    finding = find_neighbourhoods(FindRequest(), atlas, {"deprivation": built})
    ranks = finding.table.select("area_code", rank=pl.col("deprivation_rank").cast(pl.Int64))
    assert ranks.equals(built.result.table.select("area_code", "rank").sort("area_code"))
    assert "My index" in finding.explain()
    assert "IMD" not in finding.explain()
    assert finding.provenance.run.spec["recipe_deprivation"] == built.fingerprint
    usual = find_neighbourhoods(FindRequest(), atlas)
    assert not finding.table["deprivation_rank"].equals(usual.table["deprivation_rank"])


def test_an_index_of_other_areas_is_refused(atlas: Atlas) -> None:
    built = build_from_atlas(build_spec(ON_ATLAS), atlas)
    with pytest.raises(InputError, match="an index of msoa21, got lsoa21"):
        find_neighbourhoods(FindRequest(geography="msoa21"), atlas, {"deprivation": built})


def test_what_may_not_be_passed_on_stays(closed_atlas: Path) -> None:
    """An index made from a closed release is as closed as it is."""
    from commonweal.report.own_index import own_index_report

    atlas = Atlas.open(closed_atlas)
    text = ON_ATLAS.replace("imd.employment.score", "cni.score").replace(
        'cni.score", period = "2025"', 'cni.score", period = "2023"'
    )
    built = build_from_atlas(build_spec(text), atlas)
    report = own_index_report(built, atlas)
    assert not {"score", "rank", "decile", "money_rank"} & set(report.table.columns)
    assert "may not be passed on" in " ".join(report.notes)
    released = own_index_report(built, atlas, built.inputs.releases)
    assert "score" in released.table.columns
    assert built.series().redistribute == "no"
