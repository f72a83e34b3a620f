"""What may be asked, and how every problem of it is told at once."""

from __future__ import annotations

import pytest

from commonweal.errors import InputError
from commonweal.parameters import number
from commonweal.understand.profile import ProfileSpec, neighbourhood_spec


def test_an_area_or_a_neighbourhood() -> None:
    assert ProfileSpec("E01").count == number("profile.similar_places")
    made = neighbourhood_spec("Elm", ["B", "A"], "n1")
    assert made.members == (("A", 1.0), ("B", 1.0))
    assert neighbourhood_spec("Elm", {"A": 0.5}).members == (("A", 0.5),)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (ProfileSpec, ["neither"]),
        (lambda: ProfileSpec("E01", members=(("A", 1.0),)), ["both"]),
        (lambda: ProfileSpec(members=(("A", 1.0), ("A", 1.0))), ["A again"]),
        (lambda: ProfileSpec(members=(("A", 0.0), ("B", 1.5))), ["got 0", "1.5", "A", "B"]),
        (lambda: ProfileSpec(members=(("A", 2.0), ("A", 1.0)), similar=-1), ["A again", "2", "-1"]),
        (lambda: neighbourhood_spec("Elm", []), ["neither"]),
    ],
)
def test_every_problem_at_once(made, told: list[str]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError) as caught:
        made()
    for part in told:
        assert part in str(caught.value)
