"""Asking an atlas: the editions, geographies and what happens where an index is not held."""

from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.errors import InputError, MethodNotApplicable, UnknownArea, UnknownIndicator
from commonweal.find.request import FindRequest, find_neighbourhoods


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


def test_the_default_list_is_both_ranks_inside_the_cut(atlas: Atlas) -> None:
    finding = find_neighbourhoods(FindRequest(), atlas)

    table = finding.table
    assert table.columns[:3] == ["area_code", "area_name", "typology"]
    limit = table.height // 10
    inside = table.filter(
        (pl.col("deprivation_rank") <= limit) & (pl.col("infrastructure_rank") <= limit)
    )
    assert finding.chosen["area_code"].to_list() == inside["area_code"].to_list()
    assert 0 < finding.chosen.height < limit


def test_two_routes_agree_on_the_list(atlas: Atlas) -> None:
    by_sql = atlas.query(
        "with ranks as (select area_code, indicator, value from {observations} "
        "where geography = 'lsoa21' and (indicator, period) in "
        "(('imd.rank', '2025'), ('cni.rank', '2023'))) "
        "select area_code from ranks group by 1 "
        "having max(value) <= floor(0.1 * (select count(distinct area_code) from ranks)) "
        "and count(*) = 2 order by 1"
    )
    finding = find_neighbourhoods(FindRequest(), atlas)
    assert finding.chosen["area_code"].to_list() == by_sql["area_code"].to_list()


def test_an_older_edition_is_placed_among_the_areas_it_was_made_for(atlas: Atlas) -> None:
    finding = find_neighbourhoods(FindRequest(deprivation="2019"), atlas)

    assert finding.deprivation.way == "carried"
    assert finding.deprivation.ranked == atlas.areas("lsoa11").height
    unchanged = atlas.lookup("lsoa11", "lsoa21").filter(change="U")
    published = atlas.observations("imd.rank", "2019", "lsoa11").select("area_code", "value")
    both = (
        finding.deprivation.table.join(unchanged, left_on="area_code", right_on="to_code")
        .join(published, left_on="from_code", right_on="area_code")
        .select("rank", "value")
    )
    assert both.height > 300
    assert both["rank"].cast(pl.Float64).to_list() == both["value"].to_list()


def test_larger_areas_are_ranked_on_the_mean_of_their_parts(atlas: Atlas) -> None:
    finding = find_neighbourhoods(FindRequest(geography="msoa21"), atlas)

    assert finding.deprivation.way == "averaged"
    assert finding.table.height == atlas.areas("msoa21").height
    assert finding.table["deprivation_rank"].max() == finding.table.height


def test_a_place_shows_its_own_areas_with_the_ranks_of_the_country(atlas: Atlas) -> None:
    whole = find_neighbourhoods(FindRequest(), atlas)
    district = atlas.areas("district24")["area_code"][0]

    part = find_neighbourhoods(FindRequest(within=district), atlas)

    assert 0 < part.table.height < whole.table.height
    assert (
        part.table.rows()
        == whole.table.join(part.table.select("area_code"), on="area_code", how="semi").rows()
    )


def test_without_social_infrastructure_nothing_is_called_double_disadvantage(
    deprivation_only_atlas: Path,
) -> None:
    finding = find_neighbourhoods(FindRequest(), Atlas.open(deprivation_only_atlas))

    assert finding.infrastructure is None
    assert finding.table["typology"].null_count() == finding.table.height
    assert "doubly" not in finding.explain()
    assert "double" not in finding.explain()
    assert "Community Needs Index is not in this atlas" in finding.explain()
    assert finding.chosen.height == finding.table.height // 10


def test_the_result_names_its_sources_and_its_run(atlas: Atlas) -> None:
    provenance = find_neighbourhoods(FindRequest(cut=0.05), atlas).provenance

    assert [source.title for source in provenance.sources] == [
        "Indices of Deprivation 2025 (invented, demonstration country)",
        "Community Needs Index 2023 (invented, demonstration country)",
    ]
    assert provenance.run.atlas == atlas.id
    assert provenance.run.spec["cut"] == 0.05
    assert provenance.demonstration


def test_asking_twice_gives_the_same(atlas: Atlas) -> None:
    first, second = (find_neighbourhoods(FindRequest(), atlas) for _ in range(2))
    assert first.table.equals(second.table)


def test_every_problem_of_a_request_is_reported_at_once() -> None:
    with pytest.raises(InputError) as caught:
        FindRequest(cut=0, geography="parish12")
    assert len(caught.value.problems) == 2


def test_an_edition_that_is_not_held_is_named_with_those_that_are(atlas: Atlas) -> None:
    with pytest.raises(UnknownIndicator, match="2025"):
        find_neighbourhoods(FindRequest(deprivation="1991"), atlas)


def test_an_index_that_no_lookup_leads_from_is_refused(atlas: Atlas) -> None:
    with pytest.raises(MethodNotApplicable, match="no lookup leads"):
        find_neighbourhoods(FindRequest(geography="lsoa01"), atlas)


def test_a_place_that_is_not_held_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownArea, match="E06999999"):
        find_neighbourhoods(FindRequest(within="E06999999"), atlas)
