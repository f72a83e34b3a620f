"""Grants by the ward of the body that received them: how much for a person, and whose money.

The list holds every grant that its funders published, so a ward that it does not name had none
from them. It has the ward of the recipient's office, not of the people who were helped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import Reference
from commonweal.understand.derived import DerivedMeasure, Pooled, pooled

_GRANTS = ("funder", "ward_code", "amount_gbp", "grants")
_WARDS = ("area_code", "people")

GRANTS_PER_HEAD = DerivedMeasure(
    id="derived.grants_per_head",
    title="Grants for every resident, to bodies with an office in the area",
    topic="civic life",
    unit="pounds a head over all years of the list",
    polarity="higher_is_better",
    kind="mean",
    numerator="grants_by_ward",
    denominator="people.total",
    note="By the office of the body that received the grant, not where it was spent.",
)
"""What money and people make together; its numerator is a list of grants, not an indicator."""

GRANTS_PER_1000 = DerivedMeasure(
    id="derived.grants_per_1000",
    title="Grants for every 1,000 residents, to bodies with an office in the area",
    topic="civic life",
    unit="grants for every 1,000 people over all years of the list",
    polarity="higher_is_better",
    kind="rate",
    numerator="grants_by_ward",
    denominator="people.total",
    multiplier=1_000,
    note="A grant counts once whatever its size, so that a few very large ones weigh little.",
)
"""How many grants: beside the money, which a few large grants can carry."""

_COUNTED = {GRANTS_PER_HEAD.id: "amount_gbp", GRANTS_PER_1000.id: "grants"}


@dataclass(frozen=True, slots=True)
class FunderGroup:
    """Funders of one kind, as the list spells them, and the document that says so."""

    id: str
    title: str
    funders: tuple[str, ...]
    reference: Reference


GOVERNMENT = FunderGroup(
    id="government",
    title="government and councils",
    funders=(
        "Birmingham City Council",
        "Department for Transport",
        "Dundee City Council",
        "Glasgow City Council",
    ),
    reference=Reference(
        "UKGrantmaking 2024: methodology and data, segments of grantmakers, 360Giving",
        "https://ukgrantmaking.org/report/2024-06/methodology-data",
    ),
)
LOTTERY = FunderGroup(
    id="lottery",
    title="distributors of the National Lottery",
    # The Big Lottery Fund has called itself The National Lottery Community Fund since 2019.
    funders=("Sport England", "The Big Lottery Fund"),
    reference=Reference(
        "UKGrantmaking 2025: National Lottery distributors, 360Giving",
        "https://www.ukgrantmaking.org/2025/national-lottery",
    ),
)
PUBLIC_FUNDERS: tuple[FunderGroup, ...] = (GOVERNMENT, LOTTERY)
"""Whose money is not charitable giving. What is in neither group is: trusts that an endowment of
public or lottery money founded (Nesta, Power to Change) decide for themselves and stay in."""


@dataclass(frozen=True, slots=True)
class WardGrants:
    """Grants of the funders kept, by ward.

    Attributes:
        table: one row a ward, by code: `area_code, people, grants, amount_gbp, per_head`. A ward
            without grants has nought; `per_head` is null where nobody lives.
        funders: names of the funders kept who gave anything, sorted.
        left_out: names of those left out.
        amount_gbp: money of the funders kept, wherever it went.
        matched_gbp: of that, what went to a ward of the table.
        in_country_gbp: of that, what went to a ward with a code of the table's country, in the
            table or not.
        unmatched: codes of that country which are not in the table, sorted.
    """

    table: pl.DataFrame
    funders: tuple[str, ...]
    left_out: tuple[str, ...]
    amount_gbp: float
    matched_gbp: float
    in_country_gbp: float
    unmatched: tuple[str, ...]

    @property
    def share_matched(self) -> float:
        """Part of all the money that is in the table, 0 to 1; 1 where there was no money."""
        return self.matched_gbp / self.amount_gbp if self.amount_gbp else 1.0

    @property
    def share_matched_in_country(self) -> float:
        """Part of the country's money that is in the table, 0 to 1; 1 where there was none."""
        return self.matched_gbp / self.in_country_gbp if self.in_country_gbp else 1.0

    def of(
        self, wards: pl.Series | None = None, measure: DerivedMeasure = GRANTS_PER_HEAD
    ) -> Pooled:
        """Pounds a head of a group of wards together, or of all.

        Args:
            wards: codes of the group.
            measure: or `GRANTS_PER_1000`, how many grants whatever their size.

        Raises:
            InputError: codes that the table does not have.
        """
        chosen = self.table
        if wards is not None:
            strange = wards.filter(~wards.is_in(self.table["area_code"].implode())).sort()
            if len(strange):
                raise InputError(
                    [InputProblem("a ward of the table", code) for code in strange],
                    "Grants of these wards are not known.",
                )
            chosen = chosen.filter(pl.col("area_code").is_in(wards.implode()))
        counted = chosen[_COUNTED[measure.id]].to_numpy()
        return pooled(counted, chosen["people"].to_numpy(), measure)


def grants_by_ward(
    grants: pl.DataFrame, wards: pl.DataFrame, without: Sequence[FunderGroup] = ()
) -> WardGrants:
    """Grants by ward of the recipient, of all funders but those left out.

    Args:
        grants: one row a funder, year and ward: `funder, ward_code, amount_gbp, grants`.
        wards: every ward of one vintage: `area_code, people`.
        without: groups of funders whose grants are left out.

    Raises:
        InputError: a column is missing, amounts below nought or not known, or a ward twice.
    """
    _must_be_fit(grants, wards)
    named = {name for group in without for name in group.funders}
    kept = grants.filter(~pl.col("funder").is_in(list(named)))
    country = wards["area_code"].str.head(1).unique()
    home = kept.filter(pl.col("ward_code").str.head(1).is_in(country.implode()))
    matched = home.join(wards, left_on="ward_code", right_on="area_code", how="semi")
    unmatched = home.join(wards, left_on="ward_code", right_on="area_code", how="anti")
    return WardGrants(
        table=_table(matched, wards),
        funders=tuple(kept["funder"].unique().sort()),
        left_out=tuple(sorted(named & set(grants["funder"]))),
        amount_gbp=float(kept["amount_gbp"].sum()),
        matched_gbp=float(matched["amount_gbp"].sum()),
        in_country_gbp=float(home["amount_gbp"].sum()),
        unmatched=tuple(unmatched["ward_code"].unique().sort()),
    )


def _table(matched: pl.DataFrame, wards: pl.DataFrame) -> pl.DataFrame:
    # Sorted first: the order of a sum shows in its last digit.
    summed = (
        matched.sort("ward_code", "funder", "amount_gbp")
        .group_by("ward_code", maintain_order=True)
        .agg(pl.col("grants", "amount_gbp").sum())
    )
    people = pl.col("people").cast(pl.Float64)
    return (
        wards.select("area_code", people)
        .join(summed, left_on="area_code", right_on="ward_code", how="left")
        .with_columns(pl.col("grants", "amount_gbp").fill_null(0).cast(pl.Float64))
        .with_columns(
            per_head=pl.when(pl.col("people") > 0).then(pl.col("amount_gbp") / pl.col("people"))
        )
        .sort("area_code")
    )


def _must_be_fit(grants: pl.DataFrame, wards: pl.DataFrame) -> None:
    problems = [
        InputProblem(f"a column {name}", f"none in the table of {what}", column=name)
        for what, frame, columns in (("grants", grants, _GRANTS), ("wards", wards, _WARDS))
        for name in columns
        if name not in frame.columns
    ]
    if problems:
        raise InputError(problems, "Grants by ward need other tables.")
    problems = [
        InputProblem("nought or more", f"{value}", column=name, row=row)
        for name in ("amount_gbp", "grants")
        for row, value in enumerate(grants[name])
        if value is None or not value >= 0
    ]
    twice = wards["area_code"].filter(wards["area_code"].is_duplicated()).unique().sort()
    problems += [InputProblem("each ward once", f"{code} more than once") for code in twice]
    if problems:
        raise InputError(problems, "The tables of grants and wards do not hold what they should.")
