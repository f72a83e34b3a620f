"""Pools too large to list their panels: every quota kept, the smallest chance near the bound."""

from __future__ import annotations

import pytest

from benchmarks.sortition import generated
from commonweal.decide.sortition import Panel, PanelSpec, Volunteers, draw_panel


def check(spec: PanelSpec, people: Volunteers, panel: Panel) -> None:
    """Look at every ticket; hold the chances against the bound."""
    values = dict(zip(people.ids, people.values, strict=True))
    for members in {tuple(each) for each in panel.tickets["members"].to_list()}:
        assert len(set(members)) == spec.size
        for place, feature in enumerate(spec.features):
            held = [values[member][place] for member in members]
            for quota in feature.quotas:
                assert quota.least <= held.count(quota.value) <= quota.most
    assert panel.chances["chance"].sum() == pytest.approx(spec.size)
    assert 0.99 * panel.bound <= panel.smallest <= panel.bound + 1e-9
    due = panel.chances["chance"] * spec.tickets
    assert float((panel.chances["tickets"] - due).abs().max() or 0) < 5


def test_a_middling_pool() -> None:
    spec, people = generated(200, 20, 3)
    check(spec, people, draw_panel(spec, people))


@pytest.mark.slow
def test_two_thousand_volunteers() -> None:
    spec, people = generated(2000, 100, 1)
    check(spec, people, draw_panel(spec, people))
