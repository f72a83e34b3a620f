from __future__ import annotations

import pytest

from commonweal.catalogue import INDICATORS
from commonweal.errors import InputError
from commonweal.find.open_index import open_index_spec
from commonweal.parameters import fingerprint, recipe

TOML = """
name = "small"
title = "Small"
[[domains]]
name = "places"
[[domains.indicators]]
name = "near"
indicator = "access.library.nearest"
period = "2023"
polarity = "higher is worse"
"""


def test_the_declared_recipe() -> None:
    spec = open_index_spec()
    assert [domain.name for domain in spec.domains] == ["places", "connections", "civic_life"]
    assert {domain.weight for domain in spec.domains} == {1}
    assert spec.transformation == "exponential"
    assert spec.standardisation == "normal scores"
    assert all(each.indicator in INDICATORS for each in spec.indicators())
    assert all(each.weakness for each in spec.indicators())
    assert all(why for _, why in spec.left_out)


def test_polarities_are_those_of_the_catalogue() -> None:
    for each in open_index_spec().indicators():
        worse = {"higher_is_worse": "higher is worse", "higher_is_better": "lower is worse"}
        assert each.polarity == worse[INDICATORS[each.indicator].polarity], each.name


def test_kinds_of_place_count_alike_and_roads_count_as_one() -> None:
    places, connections, _ = open_index_spec().domains
    kinds: dict[str, float] = {}
    for each in places.indicators:
        kind = each.indicator.split(".")[1]
        kinds[kind] = kinds.get(kind, 0) + each.weight
    assert set(kinds.values()) == {3}
    roads = [each.weight for each in connections.indicators if each.name.startswith("road_")]
    assert sum(roads) == 1


def test_a_recipe_of_ones_own() -> None:
    spec = open_index_spec(TOML)
    assert spec.least_known == 0.5
    assert spec.of_domains(("places",)).domains[0].name == "places"


def test_without_a_domain_or_an_indicator() -> None:
    spec = open_index_spec()
    assert len(spec.without("places").domains) == 2
    fewer = spec.without("charities").domains[-1].indicators
    assert [each.name for each in fewer] == ["grants", "sports_club_supply"]
    assert spec.without("nothing") == spec


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('name = "near"', 'name = "places"'), "a name of its own, got 'places' again"),
        (('"higher is worse"', '"up"'), "polarity: expected 'higher is worse' or 'lower is worse'"),
        (('period = "2023"', 'period = "2023"\nweight = 0'), "a weight above 0, got 0"),
        (('title = "Small"', "least_known = 2"), "a share above 0 and at most 1, got 2"),
        (('title = "Small"', 'standardisation = "x"'), "expected 'normal scores' or 'z scores'"),
        (('title = "Small"', 'size = "x"'), "a field 'size'"),
    ],
)
def test_problems_name_the_line(change: tuple[str, str], told: str) -> None:
    with pytest.raises(InputError, match=r"my\.toml") as caught:
        open_index_spec(TOML.replace(*change), "my.toml")
    assert told in str(caught.value)
    assert "line" in str(caught.value)


def test_no_domain_at_all() -> None:
    with pytest.raises(InputError, match="at least one domain"):
        open_index_spec('name = "none"')


def test_the_recipe_is_part_of_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    from commonweal.parameters import reader

    before, files = fingerprint(), reader._files
    monkeypatch.setattr(
        reader,
        "_files",
        lambda kind="data": (
            [(n, t + " ") for n, t in files(kind)] if kind == "recipes" else files(kind)
        ),
    )
    assert fingerprint() != before
    assert recipe("open_social_infrastructure").endswith(" ")
