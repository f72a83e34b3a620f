from __future__ import annotations

import pytest

from commonweal.errors import InputError
from commonweal.find import Domain, IndexSpec, index_spec

WRITTEN = """\
name = "mine"
title = "My index"

[[domains]]
name = "work"
weight = 0.6
column = "work_rate"

[[domains]]
name = "homes"
weight = 0.4
polarity = "lower is worse"

  [[domains.parts]]
  name = "cold"
  weight = 1
  [[domains.parts]]
  name = "crowded"
  weight = 2
"""


def test_a_written_index_is_read() -> None:
    spec = index_spec(WRITTEN)
    assert spec == IndexSpec(
        name="mine",
        title="My index",
        domains=(
            Domain("work", 0.6, "work_rate"),
            Domain("homes", 0.4, "", "lower is worse", (Domain("cold", 1), Domain("crowded", 2))),
        ),
    )
    assert spec.columns() == ("work_rate", "cold", "crowded")
    assert spec.constant == 23
    assert spec.ties == "mean"


def test_weights_may_stand_in_one_table() -> None:
    text = 'name = "a"\n[weights]\nx = 2\ny = 3\n[[domains]]\nname = "x"\n[[domains]]\nname = "y"\n'
    assert [domain.weight for domain in index_spec(text).domains] == [2, 3]


def test_every_problem_is_told_with_its_line() -> None:
    text = """\
name = "a"
transformation = "cube"
precison = "single"
[weights]
x = 2
unknown = 3
[[domains]]
name = "x"
[[domains]]
name = "x"
weight = -1
polarity = "up"
[[domains]]
name = "z"
"""
    with pytest.raises(InputError) as caught:
        index_spec(text, "mine.toml")
    told = str(caught.value).splitlines()
    assert told[0] == "mine.toml does not describe an index:"
    for expected in (
        "mine.toml, line 2, transformation: expected 'exponential' or 'rank' or 'none'",
        "mine.toml, line 3, precison: expected one of the fields",
        "mine.toml, line 6, weights.unknown: expected the name of a domain ('x', 'x', 'z')",
        "mine.toml, line 10, domains.1.name: expected distinct names, got 'x' again",
        "mine.toml, line 11, domains.1.weight: expected a weight of 0 or more, got -1.0",
        "mine.toml, line 12, domains.1.polarity: expected 'higher is worse'",
        "mine.toml, line 13, domains.2.weight: expected a field 'weight', got nothing",
    ):
        assert any(expected in line for line in told), expected
    assert len(told) == 8


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": ""}, "name: expected"),
        ({"domains": ()}, "at least one domain"),
        ({"domains": (Domain("a", 0),)}, "a weight above 0 in some domain"),
        ({"domains": (Domain("a", float("nan")),)}, "a weight of 0 or more"),
        ({"domains": (Domain("a", 1, parts=(Domain("b", -1),)),)}, "a weight of 0 or more"),
        ({"constant": 0}, "a number above 0"),
        ({"ties": "highest"}, "'mean' or 'lowest'"),
        ({"precision": "half"}, "'double' or 'single'"),
        ({"aggregation": "product"}, "'weighted sum'"),
    ],
)
def test_a_spec_made_in_code_is_checked_too(change: dict[str, object], told: str) -> None:
    given = {"name": "a", "title": "A", "domains": (Domain("a", 1),)} | change
    with pytest.raises(InputError) as caught:
        IndexSpec(**given)  # type: ignore[arg-type]
    problems = " ".join(f"{p.column}: expected {p.expected}" for p in caught.value.problems)
    assert told in problems
