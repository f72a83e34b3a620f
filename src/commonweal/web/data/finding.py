"""The finding under a choice: the type of every small area, and how many of each there are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from commonweal.find import TYPOLOGY, Cut
from commonweal.find.request import Finding as Answer
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.provenance import Source
from commonweal.stats import cut_rank, quantile_of_rank
from commonweal.web.data.choice import RULES, Choice
from commonweal.web.data.geography import SMALL, small_areas
from commonweal.web.data.opened import Held


@dataclass(frozen=True, slots=True)
class Group:
    """Areas of one type: how many, and the people who live in them."""

    typology: str
    areas: int
    people: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found under a choice.

    `table` has a row for every small area in the order of its code: what `small_areas` gives,
    then `typology`, `deprivation_rank`, `deprivation_decile`, `deprived` and, where a measure of
    social infrastructure is held, `infrastructure_rank`, `infrastructure_poor`,
    `deprivation_class`, `infrastructure_class`. Without one, `double` is false and `typology`
    is null throughout. `answer` is what `find` gave.
    """

    choice: Choice
    answer: Answer
    table: pl.DataFrame
    groups: tuple[Group, ...]
    cuts: dict[str, Cut]

    @property
    def double(self) -> bool:
        """Whether both measures are held."""
        return self.answer.result is not None

    @property
    def areas(self) -> int:
        """Number of small areas."""
        return self.table.height

    @property
    def people(self) -> int:
        """Everyone who lives in them."""
        return int(self.table["people"].sum() or 0)

    @property
    def main(self) -> Group:
        """The doubly disadvantaged or, with one measure only, the most deprived."""
        return self.groups[0]

    @property
    def sources(self) -> tuple[Source, ...]:
        """What it rests on."""
        return self.answer.provenance.sources


def finding(held: Held, choice: Choice) -> Finding:
    """The finding under a choice; kept, so that a second page does not work it out again."""
    key = ("finding", choice.deprivation, choice.infrastructure, choice.cut, choice.rule)
    found = held.keep(key, lambda: _found(held, choice))
    return replace(found, choice=choice)


def request_for(choice: Choice, geography: str = SMALL, within: str | None = None) -> FindRequest:
    """A choice in the words of `find`."""
    usual = FindRequest()
    return FindRequest(
        deprivation=choice.deprivation,
        infrastructure=choice.infrastructure or usual.infrastructure,
        geography=geography,
        cut=choice.cut / 100,
        rule=RULES.get(choice.rule, usual.rule),
        within=within,
    )


def _found(held: Held, choice: Choice) -> Finding:
    answer = find_neighbourhoods(request_for(choice), held.atlas)
    cuts = _cuts(answer)
    own = answer.table.drop("area_name", "local_name", "people", strict=False)
    table = small_areas(held).join(own, on="area_code", how="left", maintain_order="left")
    table = _with_deciles(table, cuts["deprivation"]).with_columns(
        pl.col("typology").cast(pl.String)
    )
    if "infrastructure" in cuts:
        inside = pl.col("infrastructure_rank") <= cuts["infrastructure"].rank
        table = table.with_columns(infrastructure_poor=inside)
    return Finding(choice, answer, table, _groups(answer, table), cuts)


def _cuts(answer: Answer) -> dict[str, Cut]:
    if answer.result is not None:
        return {each.name: each for each in answer.result.cuts}
    share, ranked = answer.request.cut, answer.deprivation.ranked
    label = f"IMD {answer.request.deprivation}"
    return {"deprivation": Cut("deprivation", label, share, cut_rank(share, ranked), ranked)}


def _with_deciles(table: pl.DataFrame, cut: Cut) -> pl.DataFrame:
    """Tenths from ranks. A carried rank may lie one beyond the areas it was placed among."""
    rank = pl.col("deprivation_rank").cast(pl.Int64)
    within = table.select(rank.fill_null(1).clip(1, cut.ranked)).to_series().to_numpy()
    deciles = pl.Series(quantile_of_rank(within, cut.ranked), dtype=pl.Int64)
    return table.with_columns(
        deprivation_rank=rank,
        deprived=rank <= cut.rank,
        deprivation_decile=pl.when(rank.is_not_null()).then(deciles),
    )


def _groups(answer: Answer, table: pl.DataFrame) -> tuple[Group, ...]:
    if answer.result is None:
        column = "deprived"
        kinds: dict[str, str | bool] = {"deprived": True, "not deprived": False}
    else:
        column, kinds = "typology", {name: name for name in TYPOLOGY}
    made = []
    for title, value in kinds.items():
        rows = table.filter(pl.col(column) == value)
        made.append(Group(title, rows.height, int(rows["people"].sum() or 0)))
    return tuple(made)


def typology_number(table: pl.DataFrame) -> pl.Series:
    """The typology as numbers in its own order, null where unknown."""
    return table["typology"].replace_strict(
        list(TYPOLOGY), list(range(len(TYPOLOGY))), default=None, return_dtype=pl.UInt8
    )
