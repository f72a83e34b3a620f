"""Draw a demonstration country step by step: land, people, groups, names, truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from commonweal.sources.demonstration.arrays import Floats, Ints, group_mean
from commonweal.sources.demonstration.blocks import Blocks, area_borders, make_blocks, symmetric
from commonweal.sources.demonstration.gazetteer import Gazetteer, make_gazetteer
from commonweal.sources.demonstration.hierarchy import Hierarchy, make_hierarchy
from commonweal.sources.demonstration.land import Land, make_land
from commonweal.sources.demonstration.people import (
    LATEST,
    AgeShares,
    People,
    make_ages,
    make_people,
)
from commonweal.sources.demonstration.postcodes import Postcodes, make_postcodes
from commonweal.sources.demonstration.setting import Setting, make_setting
from commonweal.sources.demonstration.settlements import Seeds, Towns, make_settlements
from commonweal.sources.demonstration.spec import CountrySpec
from commonweal.sources.demonstration.truth import SpatialNoise, Truth, make_truth
from commonweal.sources.demonstration.vintages import Vintages, make_vintages


@dataclass(frozen=True, slots=True)
class Country:
    """Everything about one demonstration country before it is published.

    Arrays over small areas are in the order of `seeds`; other numbers are explained where each
    part is made.

    Attributes:
        spec: what it was drawn from.
        land, towns, seeds, blocks: its ground.
        borders: pairs of small areas (2021) that share an edge.
        people, ages: who lives there.
        groups: MSOAs, wards, districts and regions.
        vintages: small areas of 2011.
        gazetteer: codes and names.
        setting: causes of deprivation and need.
        noise: where spatial draws come from; the same name gives the same draw.
        truth: true deprivation and need.
        postcodes: postcodes with the areas they were drawn for.
    """

    spec: CountrySpec
    land: Land
    towns: Towns
    seeds: Seeds
    blocks: Blocks
    borders: Ints
    people: People
    ages: AgeShares
    groups: Hierarchy
    vintages: Vintages
    gazetteer: Gazetteer
    setting: Setting
    noise: SpatialNoise
    truth: Truth
    postcodes: Postcodes

    @property
    def ward17_of_blocks(self) -> Ints:
        """Ward of 2017 of each block, in the numbers of the gazetteer."""
        return np.asarray(self.groups.ward17[self.vintages.parent][self.vintages.block])

    def middles(self, labels: Ints) -> Floats:
        """People-weighted middle of each group of blocks, in metres."""
        return group_mean(labels, self.blocks.xy, self.people.of_blocks(self.blocks, LATEST))


def make_country(spec: CountrySpec) -> Country:
    """Draw a country. The same spec gives the same country."""
    land = make_land(spec)
    towns, seeds = make_settlements(spec, land)
    blocks = make_blocks(spec, land, seeds)
    borders = area_borders(blocks)
    people = make_people(spec, seeds, blocks)
    groups = make_hierarchy(spec, towns, seeds, borders, people.area)
    both = groups.msoa * (int(groups.ward24.max()) + 1) + groups.ward24
    vintages = make_vintages(spec, blocks, borders, both, seeds.piece)
    graph = _graph(borders, groups.ferries, spec.areas)
    setting = make_setting(spec, land, towns, seeds, graph)
    noise = SpatialNoise.over(graph, spec.truth.dependence, spec.seed)
    truth = make_truth(spec, setting, noise)
    gazetteer = make_gazetteer(spec, towns, seeds, groups, vintages)
    msoa_order = np.argsort(np.argsort(gazetteer.msoa.code.astype(str)))
    return Country(
        spec=spec,
        land=land,
        towns=towns,
        seeds=seeds,
        blocks=blocks,
        borders=borders,
        people=people,
        ages=make_ages(spec, truth.deprivation["2025"], setting),
        groups=groups,
        vintages=vintages,
        gazetteer=gazetteer,
        setting=setting,
        noise=noise,
        truth=truth,
        postcodes=make_postcodes(spec, blocks, people.share, msoa_order[groups.msoa]),
    )


def _graph(borders: Ints, ferries: Ints, size: int) -> csr_array:
    """Neighbours over land and by ferry, 1 for each pair."""
    pairs = np.vstack([borders, ferries])
    return symmetric(pairs, np.ones(len(pairs)), size)
