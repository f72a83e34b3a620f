"""Change over time asked of the demonstration country's atlas."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.errors import InputError, MethodNotApplicable, UnknownArea, UnknownIndicator
from commonweal.find import DOUBLY_DISADVANTAGED, compare_lists
from commonweal.find.change import (
    ChangeRequest,
    editions_in,
    find_change,
    find_typology_change,
    follow,
)
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.stats import quantile_of_rank


@pytest.fixture(scope="module")
def country(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


def test_all_editions_held_are_put_on_the_areas_of_today(country: Atlas) -> None:
    found = find_change(ChangeRequest(), country)
    assert found.request.start == "2015"
    assert found.request.end == "2025"
    assert found.result.editions == ("2015", "2019", "2025")
    assert found.result.table.height == 400
    assert {source.release for source in found.provenance.sources} == {
        f"demonstration_iod{period}" for period in found.result.editions
    }


@pytest.mark.parametrize("period", ["2015", "2019"])
def test_an_unchanged_area_keeps_its_published_rank_and_tenth(country: Atlas, period: str) -> None:
    table = find_change(ChangeRequest(), country).result.table
    lookup = country.lookup("lsoa11", "lsoa21").filter(pl.col("change") == "U")
    published = country.observations("imd.rank", period, "lsoa11")
    joined = lookup.join(published, left_on="from_code", right_on="area_code").join(
        table, left_on="to_code", right_on="area_code"
    )
    assert joined.height > 300
    assert joined[f"rank_{period}"].to_list() == joined["value"].cast(pl.Int64).to_list()
    tenths = quantile_of_rank(joined["value"].cast(pl.Int64).to_numpy(), published.height)
    assert joined[f"decile_{period}"].to_list() == tenths.tolist()
    assert not joined[f"approximate_{period}"].any()


def test_areas_whose_boundary_changed_are_marked(country: Atlas) -> None:
    table = find_change(ChangeRequest(), country).result.table
    changed = country.lookup("lsoa11", "lsoa21").filter(
        (pl.col("change") != "U") & (pl.col("weight") > 0)
    )
    marked = table.filter(pl.col("approximate_2019"))["area_code"]
    assert set(marked) == set(changed["to_code"])
    assert not table["approximate_2025"].any()


def test_published_tenths_of_the_latest_edition(country: Atlas) -> None:
    table = find_change(ChangeRequest(), country).result.table
    published = country.observations("imd.decile", "2025", "lsoa21").sort("area_code")
    assert table["decile_2025"].to_list() == published["value"].to_list()


def test_people_are_those_of_the_areas(country: Atlas) -> None:
    result = find_change(ChangeRequest(), country).result
    people = country.areas("lsoa21")["people"].sum()
    assert result.transitions["people"].sum() == people
    assert result.persistence["people"].sum() == people


def test_a_place_keeps_the_tenths_of_the_country(country: Atlas) -> None:
    whole = find_change(ChangeRequest(), country).result.table
    district = country.lookup("lsoa21", "district24")["to_code"][0]
    inside = find_change(ChangeRequest(within=district), country).result.table
    assert 0 < inside.height < whole.height
    assert inside.equals(whole.join(inside.select("area_code"), on="area_code", how="semi"))


def test_what_was_followed_once_answers_again(country: Atlas) -> None:
    followed = follow(country, "imd", "lsoa21")
    request = ChangeRequest(start="2019", end="2025")
    again = find_change(request, country, followed)
    assert again.result.table.equals(find_change(request, country).result.table)
    assert list(again.ranks) == ["2019", "2025"]


def test_a_domain_is_followed_like_the_whole(country: Atlas) -> None:
    found = find_change(ChangeRequest(index="imd.income"), country)
    assert found.result.editions[-1] == "2025"
    assert found.result.transitions["areas"].sum() == 400 - found.result.unknown


def test_means_over_smaller_areas_are_approximate_only_where_boundaries_changed(
    country: Atlas,
) -> None:
    table = find_change(ChangeRequest(geography="msoa21"), country).result.table
    assert not table["approximate_2025"].any()
    assert "rank_2019" in table.columns


def test_an_edition_that_is_not_held_is_told_with_those_that_are(country: Atlas) -> None:
    with pytest.raises(UnknownIndicator, match=r"2004 and 2012 .* 2015, 2019, 2025"):
        find_change(ChangeRequest(start="2004", end="2012"), country)


def test_backwards_is_refused(country: Atlas) -> None:
    with pytest.raises(InputError, match="an edition not before 2025"):
        find_change(ChangeRequest(start="2025", end="2019"), country)


def test_one_edition_alone_shows_no_change(country: Atlas) -> None:
    found = find_change(ChangeRequest(start="2025", end="2025"), country)
    assert found.result.flows.is_empty()
    assert "no change can be shown" in found.explain()


def test_unknown_index_geography_and_place_are_refused(country: Atlas) -> None:
    with pytest.raises(UnknownIndicator, match="luck"):
        find_change(ChangeRequest(index="luck"), country)
    with pytest.raises(UnknownArea):
        find_change(ChangeRequest(geography="planet21"), country)
    with pytest.raises(UnknownArea):
        find_change(ChangeRequest(within="E99999999"), country)


def test_areas_that_no_edition_reaches_are_refused(country: Atlas) -> None:
    assert editions_in(country, "imd", "lsoa01") == ()
    with pytest.raises(MethodNotApplicable, match="LSOA 2001"):
        find_change(ChangeRequest(geography="lsoa01"), country)


# Types


def test_types_agree_with_the_comparison_of_lists(country: Atlas) -> None:
    found = find_typology_change(country)
    lists = [
        find_neighbourhoods(FindRequest(deprivation=period), country).result
        for period in ("2019", "2025")
    ]
    assert lists[0] is not None
    assert lists[1] is not None
    summary = dict(compare_lists(lists[0], lists[1]).summary.select("change", "areas").rows())
    assert found.stayed == summary.get("stays", 0)
    assert found.doubly("2019") - found.stayed == summary.get("leaves", 0)
    assert found.doubly("2025") - found.stayed == summary.get("joins", 0)


def test_only_deprivation_moves_an_area_between_types(country: Atlas) -> None:
    found = find_typology_change(country)
    short = [DOUBLY_DISADVANTAGED, "infrastructure-poor only"]
    crossed = found.flows.filter(pl.col("before").is_in(short) != pl.col("after").is_in(short))
    assert crossed["areas"].sum() == 0
    assert found.flows["areas"].sum() == 400
    assert found.flows["people"].sum() == found.table["people"].sum()
    assert "Community Needs Index 2023 throughout" in found.explain()


def test_wards_have_types_at_one_edition_and_no_change(country: Atlas) -> None:
    found = find_typology_change(country, "ward17")
    assert found.editions == ("2019",)
    assert found.infrastructure == "2019"
    assert found.flows.is_empty()
    assert "no change of type can be shown" in found.explain()


def test_areas_without_an_index_of_social_infrastructure_have_no_types(country: Atlas) -> None:
    with pytest.raises(MethodNotApplicable) as caught:
        find_typology_change(country, "msoa21")
    assert "LSOA 2021 (2023)" in str(caught.value)
    assert "ward 2017 (2019)" in str(caught.value)


def test_an_atlas_without_any_says_so(deprivation_only_atlas: Path) -> None:
    with pytest.raises(MethodNotApplicable, match="not in this atlas at all"):
        find_typology_change(Atlas.open(deprivation_only_atlas))
