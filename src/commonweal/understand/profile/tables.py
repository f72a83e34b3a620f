"""What profiles are made from: everything of a country that any of them needs, gathered once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import InputError, InputProblem, UnknownArea
from commonweal.find.request import Finding
from commonweal.provenance import Run, Source
from commonweal.understand.profile.assets import Assets
from commonweal.understand.profile.history import Editions, Series
from commonweal.understand.profile.level import Level
from commonweal.understand.profile.spec import ProfileSpec
from commonweal.understand.profile.summed import Figures

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SET = "neighbourhood"
"""The level of a place that is put together from small areas."""
STANDS_BESIDE = "msoa"
"""The level whose places a neighbourhood is held against: about as many people live in each."""


@dataclass(frozen=True)
class ProfileTables:
    """Everything of a country that profiles are made from.

    Attributes:
        small: one row a small area, by code, as `places.small_areas` gives it.
        levels: the places of each level, small areas included.
        country: the country's figures (one place).
        assets: registers of places to meet.
        finding: what was found.
        certainty: how sure that is, by small area; None where it was not simulated.
        hidden: conditions whose ranks may not be told.
        editions: deprivation at every edition; None where none is held.
        claimants: by year; None where not held.
        classes: town or country of each small area: code to words.
        sources: by release.
        label: what the country is called.
        run: what made these tables.
        demonstration: whether the country is invented.
        withheld: releases of registers that may not be shown.
    """

    small: pl.DataFrame
    levels: Mapping[str, Level]
    country: Figures
    assets: Assets
    finding: Finding
    certainty: pl.DataFrame | None
    hidden: frozenset[str]
    editions: Editions | None
    claimants: Series | None
    classes: Mapping[str, str]
    sources: Mapping[str, Source]
    label: str
    run: Run
    demonstration: bool = False
    withheld: tuple[str, ...] = field(default=())

    @cached_property
    def types(self) -> dict[str, str | None]:
        """The type of each small area; empty where types are not known."""
        table = self.finding.table
        if self.finding.result is None:
            return {}
        return dict(zip(table["area_code"], table["typology"].cast(pl.String), strict=True))

    def level_of(self, code: str) -> Level:
        """The level that a code belongs to.

        Raises:
            UnknownArea: no place of today has it.
        """
        for level in self.levels.values():
            if code in level.place:
                return level
        raise UnknownArea(
            f"there is no profile of {code!r}: it is not the code of an area of today. Old codes "
            "lead to what became of them: commonweal area CODE"
        )

    def members_of(self, spec: ProfileSpec) -> list[str]:
        """Codes of the small areas of a place.

        Raises:
            UnknownArea: no place of today has the code.
        """
        if spec.members:
            return [code for code, _ in spec.members]
        level = self.level_of(spec.code)
        rows = level.rows[level.place[spec.code]]
        codes: list[str] = self.small["area_code"][rows.tolist()].to_list()
        return codes

    def rows_of(self, members: tuple[tuple[str, float], ...]) -> tuple[Ints, Floats]:
        """Rows of small areas and the share of each that belongs to a place.

        Raises:
            InputError: carries every code that is not one of a small area of today.
        """
        place = self.levels["lsoa"].place
        problems = [
            InputProblem("the code of a small area of today (LSOA 2021)", code, column="area_code")
            for code, _ in members
            if code not in place
        ]
        if problems:
            raise InputError(problems, "No profile can be made of these areas:")
        rows = np.array([place[code] for code, _ in members], dtype=np.int64)
        return rows, np.array([share for _, share in members])
