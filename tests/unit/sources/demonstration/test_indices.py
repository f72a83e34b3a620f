"""The published indices follow the published methods, which `find` rebuilds on its own."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from commonweal.catalogue.indicators import CNI_DOMAINS, DOMAINS
from commonweal.find import make_index
from commonweal.find.english import cni_spec, imd_spec, subdomain_spec
from commonweal.sources.demonstration import Demonstration

EDITIONS = ("2015", "2019", "2025")
PARTS = {
    "education": {
        "children_and_young_people": "imd.children_young_people.rank",
        "adult_skills": "imd.adult_skills.rank",
    },
    "barriers": {
        "geographical_barriers": "imd.geographical_barriers.rank",
        "wider_barriers": "imd.wider_barriers.rank",
    },
    "living_environment": {"indoors": "imd.indoors.rank", "outdoors": "imd.outdoors.rank"},
}
CNI_COLUMNS = {
    "civic_assets": "civic_assets",
    "connectedness": "connectedness",
    "engaged_community": "active_engaged_community",
}


def _wide(country: Demonstration, family: str, period: str) -> pl.DataFrame:
    chosen = pl.col("indicator").str.starts_with(family) & (pl.col("period") == period)
    held = country.observations.filter(chosen)
    return held.pivot("indicator", index="area_code", values="value").sort("area_code")


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_index_is_rebuilt_exactly_from_domain_ranks(full: Demonstration, edition: str) -> None:
    table = _wide(full, "imd", edition)
    spec = imd_spec(edition, {name: f"imd.{name}.rank" for name in DOMAINS})
    made = make_index(spec, table).table
    assert made["score"].to_numpy() == pytest.approx(table["imd.score"].to_numpy(), abs=1e-9)
    for kind in ("rank", "decile"):
        assert made[kind].to_list() == table[f"imd.{kind}"].cast(pl.Int64).to_list()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("domain", PARTS)
def test_a_domain_is_rebuilt_exactly_from_its_subdomains(
    full: Demonstration, domain: str, edition: str
) -> None:
    table = _wide(full, "imd", edition)
    made = make_index(subdomain_spec(domain, edition, PARTS[domain]), table).table
    score = table[f"imd.{domain}.score"].to_numpy()
    assert made["score"].to_numpy() == pytest.approx(score, abs=1e-9)
    assert made["rank"].to_list() == table[f"imd.{domain}.rank"].cast(pl.Int64).to_list()


@pytest.mark.parametrize("edition", ["2019", "2023"])
def test_community_needs_are_rebuilt_exactly(full: Demonstration, edition: str) -> None:
    table = _wide(full, "cni", edition)
    kind = "score" if edition == "2019" else "rank"
    columns = {name: f"cni.{own}.{kind}" for name, own in CNI_COLUMNS.items()}
    made = make_index(cni_spec(edition, columns), table).table
    assert made["score"].to_numpy() == pytest.approx(table["cni.score"].to_numpy(), abs=1e-9)
    assert made["rank"].to_list() == table["cni.rank"].cast(pl.Int64).to_list()


@pytest.mark.parametrize("edition", ["2019", "2023"])
def test_community_needs_are_the_sum_of_three_domains(small: Demonstration, edition: str) -> None:
    table = _wide(small, "cni", edition)
    total = sum(table[f"cni.{domain}.score"].to_numpy() for domain in CNI_DOMAINS)
    # The sum of 2023 is stored in single precision.
    tolerance = 1e-9 if edition == "2019" else 1e-5
    assert total == pytest.approx(table["cni.score"].to_numpy(), abs=tolerance)


@pytest.mark.parametrize("edition", EDITIONS)
def test_ranks_and_deciles(small: Demonstration, edition: str) -> None:
    table = _wide(small, "imd", edition)
    n = table.height
    families = [name.removesuffix(".rank") for name in table.columns if name.endswith(".rank")]
    assert len(families) == 16
    for family in families:
        score, rank = (table[f"{family}.{kind}"].to_numpy() for kind in ("score", "rank"))
        assert rank.min() == 1
        assert len(np.unique(rank)) > 0.99 * n
        assert (np.diff(score[np.argsort(rank)]) <= 0).all()
        decile = table[f"{family}.decile"].to_numpy()
        assert (decile == np.ceil(10 * rank / n)).all()


def test_scores_are_on_their_published_scales(full: Demonstration) -> None:
    table = _wide(full, "imd", "2025")
    for share in ("income", "employment", "idaci", "idaopi"):
        values = table[f"imd.{share}.score"].to_numpy()
        assert 0 < values.min() < 0.05
        assert 0.4 < values.max() < 1
    assert table["imd.income.score"].mean() == pytest.approx(0.23, abs=0.03)
    assert table["imd.employment.score"].mean() == pytest.approx(0.13, abs=0.03)
    for domain in (*DOMAINS,):
        scaled = table[f"imd.{domain}.transformed"].to_numpy()
        assert 0 < scaled.min() < 0.1
        assert scaled.max() == pytest.approx(100)
    assert table["imd.score"].mean() == pytest.approx(21.7, abs=0.1)
    assert abs(table["imd.health.score"].mean()) < 0.1


def test_flagged_wards_are_in_the_worst_tenth_of_both(small: Demonstration) -> None:
    flagged = small.values("cni.flagged", "2019")
    ranks = small.values("cni.rank", "2019").rename({"value": "rank"})
    worst = flagged.join(ranks, on="area_code").filter(pl.col("value") == 1)
    assert set(flagged["value"]) == {0.0, 1.0}
    assert worst["rank"].max() <= flagged.height // 10
    assert worst.height < flagged.height // 10
