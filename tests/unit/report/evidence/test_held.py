"""What claims are measured on: indicators side by side, and figures worked out once."""

from __future__ import annotations

import pytest

from commonweal.atlas import Atlas
from commonweal.errors import UnknownIndicator
from commonweal.report.evidence import Held
from commonweal.report.evidence.held import remembered
from tests import sites


@pytest.fixture(scope="module")
def held() -> Held:
    return Held(Atlas.open(sites.demonstration_atlas()))


def test_values_stand_side_by_side_by_area(held: Held) -> None:
    columns = {"score": ("imd.score", "2025"), "rank": ("imd.rank", "2025")}
    table = held.values(columns, "lsoa21")
    ranks = held.atlas.observations("imd.rank", "2025", "lsoa21")
    assert table.columns == ["area_code", "score", "rank"]
    assert table.height == sites.AREAS
    assert dict(table.select("area_code", "rank").iter_rows()) == dict(
        ranks.select("area_code", "value").iter_rows()
    )


def test_what_is_not_held_is_refused_by_name(held: Held) -> None:
    with pytest.raises(UnknownIndicator, match="1831"):
        held.values({"rank": ("imd.rank", "1831")}, "lsoa21")


def test_a_shared_figure_is_worked_out_once(held: Held) -> None:
    calls = []

    @remembered
    def figure(held: Held, edition: str) -> str:
        calls.append(edition)
        return edition.upper()

    fresh = Held(held.atlas)
    assert [figure(fresh, "a"), figure(fresh, "a"), figure(fresh, "b")] == ["A", "A", "B"]
    assert calls == ["a", "b"]


def test_figures_of_one_run_are_not_those_of_another(held: Held) -> None:
    @remembered
    def identity(held: Held) -> int:
        return id(held)

    first, second = Held(held.atlas), Held(held.atlas)
    assert identity(first) != identity(second)


def test_figures_that_share_a_name_are_kept_apart(held: Held) -> None:
    def one() -> object:
        @remembered
        def figure(held: Held) -> int:
            return 1

        return figure(shared)

    def two() -> object:
        @remembered
        def figure(held: Held) -> int:
            return 2

        return figure(shared)

    shared = Held(held.atlas)
    assert (one(), two()) == (1, 2)
