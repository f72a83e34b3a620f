from __future__ import annotations

import numpy as np

from commonweal.sources.demonstration import Country


def test_most_areas_did_not_change(country: Country) -> None:
    change = country.vintages.change
    assert 0.9 < (change == "U").sum() / country.spec.areas < 0.97
    assert set(change.tolist()) == {"U", "S", "M", "X"}


def test_each_kind_of_change_is_what_its_letter_says(country: Country) -> None:
    old, new, change = country.vintages.old, country.vintages.new, country.vintages.change
    successors, predecessors = np.bincount(old), np.bincount(new)
    for letter, after, before in (("U", {1}, {1}), ("S", {2}, {1}), ("M", {1}, {2})):
        chosen = change == letter
        assert set(successors[old[chosen]]) == after
        assert set(predecessors[new[chosen]]) == before


def test_the_irregular_change_is_neither_split_nor_merger(country: Country) -> None:
    chosen = country.vintages.change == "X"
    old, new = country.vintages.old[chosen], country.vintages.new[chosen]
    assert chosen.sum() == 3
    assert len(set(old)) == len(set(new)) == 2


def test_numbers_add_up(country: Country) -> None:
    change = country.vintages.change
    splits, merged = (change == "S").sum() // 2, (change == "M").sum() // 2
    assert country.vintages.size == country.spec.areas - splits + merged
    assert splits == round(0.027 * 400)
    assert merged == 1


def test_every_block_has_an_area_in_both_vintages(country: Country) -> None:
    vintages = country.vintages
    held = {*zip(vintages.old.tolist(), vintages.new.tolist(), strict=True)}
    seen = {*zip(vintages.block.tolist(), country.blocks.area.tolist(), strict=True)}
    assert held == seen
    assert np.unique(vintages.block).tolist() == list(range(vintages.size))


def test_changes_stay_inside_wards_and_msoas(country: Country) -> None:
    vintages = country.vintages
    for groups in (country.groups.msoa, country.groups.ward24):
        assert (groups[vintages.parent[vintages.old]] == groups[vintages.new]).all()
