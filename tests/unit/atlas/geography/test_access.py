from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.atlas.geography.access import (
    AccessRules,
    access_around,
    access_rules,
    access_to,
    access_to_jobs,
    affected_areas,
    homes,
)
from commonweal.parameters import numbers

RULES = AccessRules((800.0, 1600.0, 2400.0), (1.0, 0.68, 0.22), 3, (5000.0, 10_000.0, 15_000.0))
AREAS = pl.DataFrame(
    {
        "area_code": ["B", "A", "C"],
        "people": [300, 100, None],
        "easting": [1000.0, 0.0, 9000.0],
        "northing": [0.0, 0.0, 0.0],
    }
)
POSTCODES = pl.DataFrame(
    {"area_code": ["A", "A", "B"], "easting": [0.0, 200.0, 1000.0], "northing": [0.0, 0.0, 0.0]}
)


def country(seed: int, areas: int = 60) -> tuple[pl.DataFrame, pl.DataFrame]:
    rng = np.random.default_rng(seed)
    codes = [f"A{n:02d}" for n in range(areas)]
    at = rng.uniform(0, 30_000, (areas, 2)).round()
    of = rng.integers(0, areas, areas * 8)
    spread = rng.normal(0, 400, (len(of), 2)).round()
    frame = pl.DataFrame({"area_code": codes, "people": rng.integers(500, 3000, areas)})
    frame = frame.with_columns(easting=pl.Series(at[:, 0]), northing=pl.Series(at[:, 1]))
    xy = at[of] + spread
    postcodes = pl.DataFrame(
        {"area_code": [codes[n] for n in of], "easting": xy[:, 0], "northing": xy[:, 1]}
    )
    return frame, postcodes


def test_the_rules_are_those_of_the_parameters() -> None:
    rules = access_rules()
    assert rules.zones == numbers("open_access.zones")
    assert rules.reach == 2400
    assert rules.nth == 3


def test_postcodes_count_alike_within_an_area() -> None:
    living = homes(POSTCODES, AREAS)
    assert living.codes.to_list() == ["A", "B", "C"]
    found = access_to(living, np.array([[500.0, 0.0]]), RULES)
    # A: 500 m and 300 m; B: 500 m; C has no postcode and is stood for by its centre.
    assert found["nearest"].to_list() == [400, 500, 8500]
    assert found["third"].to_list() == [None] * 3
    # 100 + 300 people share it; the people of C are not known and too far away.
    assert found["supply"].to_list() == [25, 25, 0]


@pytest.mark.parametrize("seed", range(6))
def test_around_a_change_is_the_same_as_everywhere(seed: int) -> None:
    areas, postcodes = country(seed)
    rng = np.random.default_rng(seed + 50)
    sites = rng.uniform(0, 30_000, (25, 2)).round()
    living = homes(postcodes, areas)
    before = access_to(living, sites, RULES)
    new = rng.uniform(0, 30_000, (2, 2)).round()
    after_sites, changed = np.vstack([sites[3:], new]), np.vstack([sites[:3], new])
    third = before["third"].to_numpy()
    part = access_around(living, after_sites, changed, third, RULES)
    whole = access_to(living, after_sites, RULES)
    assert part.equals(whole.join(part.select("area_code"), on="area_code", how="semi"))
    untouched = whole.join(part.select("area_code"), on="area_code", how="anti")
    assert untouched.equals(before.join(part.select("area_code"), on="area_code", how="anti"))
    assert 0 < part.height < areas.height


def test_without_old_distances_nobody_is_left_out() -> None:
    living = homes(POSTCODES, AREAS)
    unknown = np.full(3, np.nan)
    assert affected_areas(living, np.array([[1e6, 1e6]]), unknown, RULES).all()


def test_jobs_within_reach() -> None:
    jobs = pl.DataFrame({"easting": [0.0], "northing": [0.0], "jobs": [80.0]})
    areas = AREAS.with_columns(pl.col("people").fill_null(100))
    found = access_to_jobs(areas, jobs, RULES)
    # A and B in the first zone (100 + 300), C at 9 km in the second: 0.68 of 100. 80 / 468 each.
    assert found["area_code"].to_list() == ["A", "B", "C"]
    assert found["value"].to_list() == pytest.approx([80 / 468, 80 / 468, 0.68 * 80 / 468])
