"""The recipes that the how-to prints are read, and those for the demonstration country run."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.atlas import Atlas
from commonweal.find.building.held import build_from_atlas
from commonweal.find.request import FindRequest, find_neighbourhoods
from tests.recipes import BOTH, DEMONSTRATION, recipes


def test_every_recipe_is_read() -> None:
    assert len(recipes()) == 3
    assert recipes()[BOTH].published == {"infrastructure": "2023"}


@pytest.mark.parametrize("place", [DEMONSTRATION, BOTH])
def test_the_demonstration_country_can_be_ranked(demonstration_atlas: Path, place: int) -> None:
    atlas = Atlas.open(demonstration_atlas)
    built = build_from_atlas(recipes()[place].indices["deprivation"], atlas)
    assert built.result.ranked == atlas.areas("lsoa21").height
    finding = find_neighbourhoods(FindRequest(), atlas, {"deprivation": built})
    assert finding.result is not None
    assert 0 < finding.chosen.height < built.result.ranked / 10 + 1
