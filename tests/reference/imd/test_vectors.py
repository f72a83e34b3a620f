"""The stored worked examples of the official technical reports, and a second copy of File 10."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from commonweal.find import agreement, summarise
from commonweal.parameters import table
from commonweal.stats.transform import exponential

Figure = Callable[[str, object], None]


@pytest.fixture(scope="module")
def examples(vectors: Path) -> dict[str, dict[str, object]]:
    text = (vectors / "imd/official_worked_examples.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def test_transformation(examples: dict[str, dict[str, object]]) -> None:
    published = examples["exponential_transform"][
        "nimdm_example_5_areas_most_to_least_deprived_rounded"
    ]
    assert exponential([1, 2, 3, 4, 5], 5, 23).round().tolist() == published


def test_weights(examples: dict[str, dict[str, object]]) -> None:
    held = {name.split("_")[0]: weight for name, weight in table("iod.domain_weights").items()}
    published = {name: examples["weights"][name] for name in held}
    assert held == published


def test_subdomain_weights(examples: dict[str, dict[str, object]]) -> None:
    recovered = examples["iod2025_subdomain_weights_recovered_by_regression"]["living_environment"]
    assert dict(table("iod.subdomain_weights.living_environment", edition="2025")) == recovered


def test_proportions_of_districts(iod2025: pl.DataFrame, vectors: Path, figure: Figure) -> None:
    copy = pl.read_csv(vectors / "imd/iod2025_ltla_summaries.csv")
    proportion = next(name for name in copy.columns if "proportion" in name and "rank" not in name)
    published = copy.select(pl.col(copy.columns[0]).alias("area_code"), proportion=proportion)
    areas = iod2025.rename({"imd_rank": "rank", "imd_score": "score"})
    made = summarise(areas, areas.select("area_code", "group_code")).table
    found = agreement(made, published, "proportion", 4)
    figure("Districts 2025, second copy", found.sentence())
    assert found.equal == found.of == 296
