"""The recipes of the how-to, on the real atlas."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from commonweal.atlas import Atlas
from commonweal.find.building.checked import checks_of
from commonweal.find.building.held import build_from_atlas
from tests.recipes import DEMONSTRATION, ENGLAND, recipes

Figure = Callable[[str, object], None]


@pytest.mark.parametrize(("place", "least"), [(ENGLAND, 33_700), (DEMONSTRATION, 33_755)])
def test_england_can_be_ranked(england: Atlas, figure: Figure, place: int, least: int) -> None:
    built = build_from_atlas(recipes()[place].indices["deprivation"], england)
    made = built.result
    assert made.ranked >= least
    published = england.observations("imd.rank", "2025", "lsoa21").select("area_code", "value")
    both = made.table.drop_nulls("rank").join(published, on="area_code")
    agreement = float(np.corrcoef(both["rank"], both["value"])[0, 1])
    figure(f"{built.label}: rank correlation with the IMD of 2025", agreement)
    # Made of much the same indicators: near it, and not it.
    assert 0.85 < agreement < 0.999
    checks = checks_of(made)
    assert checks.against == ()
    assert (checks.domains["alpha"] > 0.7).all()
