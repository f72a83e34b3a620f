"""Panels worked by hand: chances, conflicts, tickets, and what is said of bad input."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from commonweal.decide.sortition import (
    Feature,
    Panel,
    PanelSpec,
    Quota,
    QuotasConflict,
    draw_panel,
    panel_spec,
    read_volunteers,
)
from commonweal.decide.sortition.tickets import drawn_ticket, largest_remainders
from commonweal.errors import InputError

SEX = Feature("sex", (Quota("woman", 1, 1, 0.51), Quota("man", 1, 1, 0.49)))
TWO = PanelSpec(2, (SEX,), seed=1)


def table(*sexes: str, **more: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"id": [f"p{n}" for n in range(len(sexes))], "sex": list(sexes), **more})


def drawn(spec: PanelSpec, volunteers: pl.DataFrame) -> Panel:
    return draw_panel(spec, read_volunteers(volunteers, spec, "volunteers.csv"))


def chances(panel: Panel) -> dict[str, float]:
    return dict(panel.chances.select("id", "chance").iter_rows())


def test_one_of_each_by_hand() -> None:
    """One woman of three, one man of one: a third each, and he for certain."""
    panel = drawn(TWO, table("woman", "woman", "woman", "man"))
    assert chances(panel) == pytest.approx({"p0": 1 / 3, "p1": 1 / 3, "p2": 1 / 3, "p3": 1})
    assert panel.smallest == pytest.approx(1 / 3)
    assert panel.bound == pytest.approx(1 / 3)
    assert sorted(panel.chances["tickets"]) == [333, 333, 334, 1000]
    assert panel.balance.rows()[0] == ("sex", "woman", 1, 1, 1, 0.5, 3, 0.75, 0.51)
    assert "Every quota is met." in panel.explain()


def test_without_quotas_everyone_has_the_same_chance() -> None:
    panel = drawn(PanelSpec(3, seed=5, tickets=400), table(*["woman"] * 8))
    assert list(chances(panel).values()) == pytest.approx([3 / 8] * 8)
    assert set(panel.chances["tickets"]) == {150}


def test_a_fixed_seat_counts_towards_the_quotas() -> None:
    spec = replace(TWO, seats=("p0",))
    panel = drawn(spec, table("woman", "woman", "man", "man"))
    assert chances(panel) == pytest.approx({"p0": 1, "p1": 0, "p2": 0.5, "p3": 0.5})
    assert panel.shut_out == 1
    assert "leave 1 volunteers no chance" in panel.explain()


def test_one_of_a_household() -> None:
    """A couple and a woman alone, one woman and one man: the couple never sits together."""
    people = table("woman", "man", "woman", household=["a", "a", ""])
    panel = drawn(replace(TWO, household_limit=1), people)
    assert panel.members == ("p1", "p2")
    assert chances(drawn(TWO, people)) == pytest.approx({"p0": 0.5, "p1": 1, "p2": 0.5})


def test_the_second_smallest_chance_counts_too() -> None:
    """Where the only renter must sit, the others share what is left evenly, in each feature."""
    tenure = Feature("tenure", (Quota("rents", 1, 1), Quota("owns", 2, 2)))
    sex = Feature("sex", (Quota("woman", 1, 1), Quota("man", 2, 2)))
    people = table(
        "man", "man", "man", "woman", "woman", tenure=["rents", "owns", "owns", "owns", "owns"]
    )
    panel = drawn(PanelSpec(3, (tenure, sex), seed=1), people)
    assert list(chances(panel).values()) == pytest.approx([1, 0.5, 0.5, 0.5, 0.5])


def test_a_conflict_is_named_with_what_would_do() -> None:
    age = Feature("age", (Quota("young", 2, 3), Quota("old", 0, 9)))
    spec = PanelSpec(3, (age,), seed=1)
    people = pl.DataFrame({"id": ["a", "b", "c", "d"], "age": ["young", "old", "old", "old"]})
    with pytest.raises(QuotasConflict) as raised:
        drawn(spec, people)
    error = raised.value
    assert error.conflict == ("age young: at least 2",)
    (change,) = error.relaxations
    assert (change.place, change.before, change.after) == ("features.age.young.min", 2, 1)
    assert "age young: at least 2 → 1" in str(error)


def test_rules_that_conflict_only_together() -> None:
    age = Feature("age", (Quota("young", 2, 2), Quota("old", 2, 2)))
    people = pl.DataFrame({"id": list("abcdef"), "age": ["young", "old"] * 3})
    with pytest.raises(QuotasConflict) as raised:
        drawn(PanelSpec(3, (age,), seed=1), people)
    assert set(raised.value.conflict) == {
        "a panel of 3",
        "age young: at least 2",
        "age old: at least 2",
    }
    assert sum(abs(each.before - each.after) for each in raised.value.relaxations) == 1


def test_quotas_changed_as_told_leave_a_panel() -> None:
    age = Feature("age", (Quota("young", 3, 3), Quota("old", 1, 1)))
    sex = Feature("sex", (Quota("woman", 3, 4), Quota("man", 0, 1)))
    people = pl.DataFrame(
        {"id": list("abcdef"), "age": ["young", "old"] * 3, "sex": ["man", "woman"] * 3}
    )
    spec = PanelSpec(4, (age, sex), seed=1)
    with pytest.raises(QuotasConflict) as raised:
        drawn(spec, people)
    after = {each.place: each.after for each in raised.value.relaxations}
    features = tuple(
        replace(
            feature,
            quotas=tuple(
                replace(
                    quota,
                    least=after.get(f"features.{feature.name}.{quota.value}.min", quota.least),
                    most=after.get(f"features.{feature.name}.{quota.value}.max", quota.most),
                )
                for quota in feature.quotas
            ),
        )
        for feature in spec.features
    )
    assert len(drawn(replace(spec, features=features), people).members) == 4


def test_too_few_volunteers_is_no_matter_of_quotas() -> None:
    with pytest.raises(QuotasConflict, match="find more volunteers") as raised:
        drawn(PanelSpec(5, seed=1), table("woman", "man"))
    assert raised.value.conflict == ("a panel of 5",)
    assert raised.value.relaxations == ()


def test_the_ticket_can_be_worked_out_by_anybody() -> None:
    digest = hashlib.sha256(b"commonweal sortition 417208").hexdigest()
    assert drawn_ticket(417208, 1000) == int(digest, 16) % 1000 + 1
    numbers = [drawn_ticket(seed, 10) for seed in range(2000)]
    assert min(np.bincount(numbers)[1:]) > 150
    assert set(numbers) == set(range(1, 11))


def test_the_list_does_not_depend_on_the_seed() -> None:
    people = table(*["woman", "man"] * 6)
    one, other = drawn(TWO, people), drawn(replace(TWO, seed=2), people)
    assert one.tickets.equals(other.tickets)
    assert one.ticket != other.ticket
    assert drawn(TWO, people).members == one.members


def test_largest_remainders_add_up() -> None:
    assert largest_remainders(np.array([0.5, 0.25, 0.25]), 10) == [5, 3, 2]
    assert largest_remainders(np.full(3, 1 / 3), 1000) == [334, 333, 333]


def test_no_seed_no_draw() -> None:
    with pytest.raises(InputError, match="a published seed"):
        drawn(replace(TWO, seed=None), table("woman", "man"))


def test_bad_volunteers_are_told_by_row_and_never_by_name() -> None:
    people = pl.DataFrame(
        {"id": ["Ann Smith", "Ann Smith", ""], "sex": ["woman", "Secret", None], "note": ["x"] * 3}
    )
    with pytest.raises(InputError) as raised:
        read_volunteers(people, replace(TWO, seats=("Bob Jones",)), "v.csv")
    told = str(raised.value)
    assert {problem.row for problem in raised.value.problems} == {3, 4, None}
    assert len(raised.value.problems) == 5
    assert "v.csv, column" in told or "v.csv" in told
    for private in ("Ann", "Secret", "Bob"):
        assert private not in told


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="'household'"):
        read_volunteers(table("woman"), replace(TWO, household_limit=1))
    with pytest.raises(InputError, match="at least one volunteer"):
        read_volunteers(table().cast(pl.String), TWO)


TOML = """
size = 4
household_limit = 1
seed = 9
tickets = 500
[[seats]]
id = "p1"
[features.age]
"16 to 29" = { min = 1, max = 2, population = 0.25 }
"30 and over" = { min = 2, max = 3 }
"""


def test_a_spec_is_read() -> None:
    spec = panel_spec(TOML)
    assert (spec.size, spec.household_limit, spec.seed, spec.tickets) == (4, 1, 9, 500)
    assert spec.seats == ("p1",)
    assert spec.features[0].quotas[0] == Quota("16 to 29", 1, 2, 0.25)
    assert panel_spec("size = 3").tickets == 1000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a field 'size'"),
        ("size = 0", "1 or more"),
        ("size = 3\ncolour = 1", "colour"),
        ("size = 3\nseed = -1", "0 or more"),
        ("size = 3\nhousehold_limit = 0", "1 or more"),
        ("size = 1\n[[seats]]\nid = 'a'\n[[seats]]\nid = 'b'", "no more fixed seats"),
        ("size = 3\n[[seats]]\nid = 'a'\n[[seats]]\nid = 'a'", "each id once"),
        ("size = 3\n[features.age]\nold = { min = 2, max = 1 }", "0 ≤ min ≤ max"),
        ("size = 3\n[features.age]\nold = { min = 2 }", "a field 'max'"),
        ("size = 3\n[features.age]\nold = { min = 1, max = 2, share = 1 }", "share"),
        ("size = 3\n[features.age]\nold = { min = 1, max = 2, population = 2 }", "from 0 to 1"),
        ("size = 3\n[features.age]\n", "at least one value"),
    ],
)
def test_a_bad_spec_says_why(text: str, told: str) -> None:
    with pytest.raises(InputError) as raised:
        panel_spec(text)
    assert told in str(raised.value)
