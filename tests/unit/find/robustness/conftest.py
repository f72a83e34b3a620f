"""A small list to simulate, of indices whose truth is drawn here."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from commonweal.find.english import cni_spec, imd_spec
from commonweal.find.robustness import IndexModel, ListModel, known_errors
from commonweal.find.robustness.model import leaves

Make = Callable[..., ListModel]


@pytest.fixture(scope="session")
def make_list() -> Make:
    """Makes a list model of so many areas with an error variance, drawn from a seed."""

    def make(areas: int = 300, error: float = 0.05, seed: int = 3, cut: float = 0.1) -> ListModel:
        rng = np.random.default_rng(seed)
        codes = tuple(f"A{number:05d}" for number in range(areas))
        latent = rng.standard_normal(areas)
        models = []
        for spec in (imd_spec("2025", polarity="higher is worse"), cni_spec("2023")):
            measures = []
            for leaf in leaves(spec.domains):
                true = 0.8 * latent + 0.6 * rng.standard_normal(areas)
                values = true + error**0.5 * rng.standard_normal(areas)
                measures.append(known_errors(leaf.name, values, np.full(areas, error), "drawn"))
            models.append(IndexModel(spec.name, spec, codes, tuple(measures)))
        return ListModel(*models, cut=cut)

    return make
