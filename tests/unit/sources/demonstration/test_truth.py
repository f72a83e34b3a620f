from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy.stats import linregress

from commonweal.sources.demonstration import Country, CountrySpec
from commonweal.sources.demonstration.arrays import Floats
from commonweal.sources.demonstration.blocks import symmetric
from commonweal.sources.demonstration.measures import averaged, measure, true_measures
from commonweal.sources.demonstration.setting import RURAL_URBAN, make_setting, rural_urban
from commonweal.sources.demonstration.spec import MeasureSpec
from commonweal.sources.demonstration.truth import (
    DEPRIVATION_PERIODS,
    SpatialNoise,
    make_truth,
)


def _ring(size: int) -> SpatialNoise:
    """Noise on areas that stand in a ring, each with two neighbours."""
    around = np.arange(size)
    pairs = np.column_stack([around, (around + 1) % size])
    return SpatialNoise.over(symmetric(pairs, np.ones(size), size), 0.9, seed=1)


def _likeness(values: Floats) -> float:
    """Correlation of each area of a ring with the next."""
    return float(np.corrcoef(values, np.roll(values, 1))[0, 1])


def test_spatial_noise_solves_its_equation() -> None:
    noise = _ring(300)
    draw = noise.draw("a")
    shock = draw - 0.9 * (np.roll(draw, 1) + np.roll(draw, -1)) / 2
    assert abs(_likeness(shock)) < 0.15
    assert _likeness(draw) > 0.5
    assert abs(_likeness(noise.plain("a"))) < 0.15


def test_noise_has_its_own_draw_for_each_name() -> None:
    noise = _ring(50)
    assert np.array_equal(noise.draw("a"), noise.draw("a"))
    assert not np.array_equal(noise.draw("a"), noise.draw("b"))


def test_truth_is_standardised(country: Country) -> None:
    for values in (*country.truth.deprivation.values(), *country.truth.need.values()):
        assert values.mean() == pytest.approx(0, abs=1e-9)
        assert values.std() == pytest.approx(1)


def test_truth_changes_slowly(country: Country) -> None:
    deprivation, need = country.truth.deprivation, country.truth.need
    assert np.corrcoef(deprivation["2025"], deprivation["2019"])[0, 1] > 0.97
    assert np.corrcoef(deprivation["2025"], deprivation["2015"])[0, 1] > 0.94
    assert 0.9 < np.corrcoef(need["2023"], need["2019"])[0, 1] < 0.99


def test_a_cause_without_weight_has_no_effect(country: Country) -> None:
    causes = dict.fromkeys(country.spec.truth.deprivation, 0.0) | {"estate": 1.0}
    truth = dataclasses.replace(country.spec.truth, deprivation=causes)
    spec = dataclasses.replace(country.spec, truth=truth)
    made = make_truth(spec, country.setting, country.noise).deprivation["2025"]
    assert len(np.unique(made.round(9))) == 2


def test_estates_are_deprived_and_short_of_social_infrastructure(country: Country) -> None:
    estate = country.setting.estate == 1
    assert country.truth.deprivation["2025"][estate].mean() > 1
    assert country.truth.need["2023"][estate].mean() > 1


def test_setting_is_within_its_scale(country: Country) -> None:
    setting = country.setting
    for name in ("core", "edge", "industry", "estate", "seaside", "rural"):
        values = getattr(setting, name)
        assert values.min() >= 0
        assert values.max() <= 1
        assert values.max() > 0.5, name
    urban = country.seeds.town >= 0
    assert (setting.rural == ~urban).all()
    assert setting.core[~urban].max() == setting.edge[~urban].max() == 0
    assert setting.remote[~urban].mean() > setting.remote[urban].mean()


def test_estates_are_clusters_in_towns(country: Country) -> None:
    estate = country.setting.estate == 1
    assert (country.seeds.town[estate] >= 0).all()
    both = estate[country.borders].all(axis=1).sum()
    by_chance = len(country.borders) * estate.mean() ** 2
    assert both > 5 * by_chance


def test_a_country_without_towns_of_some_size_has_no_estates(country: Country) -> None:
    towns = dataclasses.replace(country.towns, areas=np.minimum(country.towns.areas, 10))
    pairs = np.vstack([country.borders, country.groups.ferries])
    graph = symmetric(pairs, np.ones(len(pairs)), country.spec.areas)
    setting = make_setting(country.spec, country.land, towns, country.seeds, graph)
    assert setting.estate.sum() == 0


def test_rural_and_urban_classes(country: Country) -> None:
    kinds = np.array(rural_urban(country.towns, country.seeds))
    assert set(kinds) <= set(RURAL_URBAN)
    urban = np.char.startswith(kinds, "U")
    assert 0.6 < urban.mean() < 0.9
    assert (np.char.startswith(kinds, "RS") == (country.seeds.town < 0)).all()
    assert np.char.endswith(kinds[country.seeds.piece > 0], "F1").all()


def test_a_measure_loads_on_the_truth_as_much_as_its_spec_says(country: Country) -> None:
    latent = country.truth.deprivation["2025"]
    specs = {"strong": MeasureSpec(0.95, 0.1), "weak": MeasureSpec(0.2, 0.1)}
    made = true_measures(specs, latent, country.setting, country.noise, DEPRIVATION_PERIODS, "2025")
    assert np.corrcoef(made["strong"], latent)[0, 1] == pytest.approx(0.95, abs=0.03)
    assert np.corrcoef(made["weak"], latent)[0, 1] == pytest.approx(0.2, abs=0.15)
    assert made["weak"].std() == pytest.approx(1)


def test_a_measure_keeps_most_of_its_own_part(country: Country) -> None:
    latent, specs = np.zeros(400), {"crime": MeasureSpec(0.0, 0.1)}
    newer, older = (
        true_measures(specs, latent, country.setting, country.noise, DEPRIVATION_PERIODS, period)
        for period in ("2025", "2019")
    )
    assert 0.93 < np.corrcoef(newer["crime"], older["crime"])[0, 1] < 0.995


def test_errors_have_the_variance_that_is_told() -> None:
    spec, true = CountrySpec(), {"a": np.zeros(20_000)}
    people = np.where(np.arange(20_000) < 10_000, 1640.0, 820.0)
    made = measure(spec, {"a": MeasureSpec(0.5, 0.08)}, true, people, "test")
    assert made.error_variance["a"][[0, -1]] == pytest.approx([0.08, 0.16])
    assert made.value["a"][:10_000].var() == pytest.approx(0.08, rel=0.05)
    assert made.value["a"][10_000:].var() == pytest.approx(0.16, rel=0.05)


def test_errors_know_nothing_of_the_truth(country: Country) -> None:
    true = {"a": country.truth.deprivation["2025"]}
    made = measure(country.spec, {"a": MeasureSpec(0.5, 0.08)}, true, country.people.area, "x")
    found = linregress(true["a"], made.value["a"] - true["a"])
    assert abs(found.slope) < 4 * found.stderr


def test_averages_are_weighted_by_people() -> None:
    found = averaged(
        {"a": np.array([1.0, 5.0])},
        np.array([0, 0, 1]),
        np.array([0, 1, 1]),
        np.array([3.0, 1.0, 9.0]),
    )
    assert found["a"].tolist() == [2.0, 5.0]
