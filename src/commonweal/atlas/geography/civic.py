"""Grants and charities of wards, brought to small areas. What is not in a list is unknown."""

from __future__ import annotations

import polars as pl

from commonweal.atlas.geography.carry import carry

PER_PEOPLE = 1_000
_LEAST_COVER = 0.5


def grants_by_area(grants: pl.DataFrame, wards: pl.DataFrame, onward: pl.DataFrame) -> pl.DataFrame:
    """Grants for every 1,000 people, from the wards of the bodies that received them.

    Only funders who gave in every region count: one that serves a single county would make the
    rest of the country look poor in grants. The list has ward codes of several years. A grant
    stands under one code, so the rates of an area's wards of different years are added. An area
    is unknown where none of its wards is in the list at all.

    Args:
        grants: funder, ward_code, region, grants.
        wards: area_code (small area, older vintage), ward_code, people (of that part), for every
            vintage of wards that a lookup leads to.
        onward: the weighted lookup from those small areas to the ones wanted.

    Returns:
        `area_code`, `value` (null where unknown), `approximate`.
    """
    regions = grants["region"].n_unique()
    everywhere = (
        grants.group_by("funder")
        .agg(pl.col("region").n_unique())
        .filter(pl.col("region") == regions)
    )
    counted = (
        grants.join(everywhere, on="funder", how="semi")
        .group_by("ward_code")
        .agg(pl.col("grants").sum())
    )
    listed = grants.select("ward_code").unique()
    totals = _with_ward_people(wards)
    seen = totals.join(listed, on="ward_code", how="semi").join(counted, on="ward_code", how="left")
    rate = pl.col("grants").fill_null(0) / pl.col("ward_people") * PER_PEOPLE
    rates = seen.filter(pl.col("ward_people") > 0).group_by("area_code").agg(value=rate.sum())
    return _carried(rates, onward)


def charities_by_area(
    charities: pl.DataFrame,
    districts: pl.DataFrame,
    wards: pl.DataFrame,
    onward: pl.DataFrame,
    least_recorded: float,
) -> pl.DataFrame:
    """Charities for every 1,000 people, where the counts of a district are nearly whole.

    Args:
        charities: ward_code, charities.
        districts: ward_code (every ward), district_code.
        wards: area_code (small area, older vintage), ward_code, people; wards of one vintage.
        onward: the weighted lookup from those small areas to the ones wanted.
        least_recorded: share of a district's wards that must have a count.

    Returns:
        `area_code`, `value` (null where unknown), `approximate`.
    """
    with_count = districts.join(charities, on="ward_code", how="left").with_columns(
        recorded=pl.col("charities").is_not_null().mean().over("district_code")
    )
    used = with_count.filter(pl.col("recorded") >= least_recorded).drop_nulls("charities")
    rate = pl.col("charities") / pl.col("ward_people") * PER_PEOPLE
    rates = (
        _with_ward_people(wards)
        .join(used, on="ward_code")
        .filter(pl.col("ward_people") > 0)
        .group_by("area_code")
        .agg(value=rate.sum())
    )
    return _carried(rates, onward)


def _with_ward_people(wards: pl.DataFrame) -> pl.DataFrame:
    """Each pair of area and ward once, with all the people of the ward.

    A ward that kept its code through several vintages is one ward.
    """
    pairs = wards.sort("area_code", "ward_code").unique(
        ["area_code", "ward_code"], keep="first", maintain_order=True
    )
    return pairs.with_columns(ward_people=pl.col("people").sum().over("ward_code"))


def _carried(rates: pl.DataFrame, onward: pl.DataFrame) -> pl.DataFrame:
    held = rates.join(
        onward.select(area_code="from_code").unique(), on="area_code", how="semi"
    ).sort("area_code")
    found = carry(held, onward, kind="rate", apportion="people", least_cover=_LEAST_COVER)
    return found.select("area_code", pl.col("value").round(6), approximate=pl.lit(value=True))
