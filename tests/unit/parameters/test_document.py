from __future__ import annotations

import pytest

from commonweal.errors import InputError, InputProblem
from commonweal.parameters.document import Fields, read_document

TEXT = """\
name = "x"            # line 1
"odd key" = 1

[first]               # line 4
cut = 0.1
deep.er = 2

[[many]]              # line 8
a = 1
[[many]]
a = 2
[[many.inner]]        # line 12
b = 3
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("name", 1),
        ("odd key", 2),
        ("first", 4),
        ("first.cut", 5),
        ("first.deep.er", 6),
        ("first.missing", 4),
        ("many.0.a", 9),
        ("many.1", 10),
        ("many.1.a", 11),
        ("many.1.inner.0.b", 13),
        ("nowhere", None),
    ],
)
def test_lines_of_fields(path: str, line: int | None) -> None:
    assert read_document(TEXT).line(path) == line


def test_what_is_not_toml_says_where() -> None:
    with pytest.raises(InputError, match=r"rule.toml: expected a TOML document.*line 2"):
        read_document("a = 1\nb = = 2", "rule.toml")


def test_every_problem_is_told_once_with_its_line() -> None:
    fields = Fields.of(read_document('a = "x"\nb = 1\nc = 1.5\nd = 1\ne = [1]', "f.toml"))
    fields.number("a")
    fields.text("b")
    fields.whole("c")
    fields.table("d")
    fields.tables("e")
    fields.text("f")

    def make() -> None:
        raise InputError([InputProblem("never told", "x", column="a"), InputProblem("g", "h")])

    with pytest.raises(InputError) as caught:
        fields.build(make, "Wrong:")
    assert str(caught.value).splitlines() == [
        "Wrong:",
        "- f.toml, f: expected a field 'f', got nothing",
        "- f.toml: expected g, got h",
        "- f.toml, line 1, a: expected a number, got 'x'",
        "- f.toml, line 2, b: expected text in quotes, got 1",
        "- f.toml, line 3, c: expected a whole number, got 1.5",
        "- f.toml, line 4, d: expected a table [d], got 1",
        "- f.toml, line 5, e: expected tables [[e]], got [1]",
    ]


def test_unknown_fields_are_told() -> None:
    fields = Fields.of(read_document("a = 1\nz = 1"))
    fields.number("a")
    with pytest.raises(
        InputError, match="line 2, z: expected one of the fields a, got a field 'z'"
    ):
        fields.build(dict, "Wrong:")


def test_a_truth_value_is_not_a_number() -> None:
    fields = Fields.of(read_document("a = true\nb = true"))
    fields.number("a", 1)
    fields.whole("b")
    with pytest.raises(InputError) as caught:
        fields.build(dict, "Wrong:")
    assert len(caught.value.problems) == 2


def test_what_was_built_comes_back() -> None:
    fields = Fields.of(read_document('a = "x"'))
    text = fields.text("a")
    assert fields.build(lambda: text, "Wrong:") == "x"
