"""Records asked over the demonstration country, with its groups and with groups of one's own."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.atlas.engines import open_engine
from commonweal.errors import InputError, MethodNotApplicable, UnknownArea
from commonweal.find.typology import TYPOLOGY
from commonweal.report.records import TABLES, records_report
from commonweal.understand.people import ask_records
from commonweal.understand.people.request import RecordsAnswer, groups_from, own_groups
from tests.records import people, spec


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.fixture(scope="module")
def files(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records of people of the demonstration country, in two files."""
    folder = tmp_path_factory.mktemp("records")
    codes = atlas.areas("lsoa21")["area_code"].to_list()
    table = people(codes, 60_000)
    table.head(25_000).write_parquet(folder / "1.parquet")
    table.tail(35_000).write_parquet(folder / "2.parquet")
    return folder


@pytest.fixture(scope="module")
def answer(atlas: Atlas, files: Path) -> RecordsAnswer:
    with open_engine() as engine:
        return ask_records(spec(), files, engine, atlas)


def test_the_typology_groups_the_records(answer: RecordsAnswer) -> None:
    groups = answer.result.groups["group"].to_list()
    assert groups[:4] == list(TYPOLOGY)
    assert groups[-1] == "all"
    assert answer.result.records == 60_000
    assert answer.result.left_out == 0


def test_the_sources_stand_with_it(answer: RecordsAnswer) -> None:
    assert answer.provenance.sources[0].title == "Invented records"
    assert len(answer.provenance.sources) > 1
    assert answer.provenance.demonstration
    told = answer.provenance.run.spec
    assert told["engine"] == "duckdb"
    assert told["fewest"] == 5


def test_engines_give_the_same_answer(atlas: Atlas, files: Path, answer: RecordsAnswer) -> None:
    with open_engine("polars") as engine:
        other = ask_records(spec(), files, engine, atlas)
    for name in TABLES:
        assert getattr(other.result, name).equals(getattr(answer.result, name))


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_ready_to_hand_out(answer: RecordsAnswer, table: str) -> None:
    report = records_report(answer, table)
    assert set(report.columns) == set(report.table.columns)
    assert "invented" in report.ready().title
    assert "id" not in report.table.columns


def test_there_is_no_other_table(answer: RecordsAnswer) -> None:
    with pytest.raises(InputError, match="one of groups, cells, areas"):
        records_report(answer, "people")


def test_a_larger_geography_groups_them_as_well(atlas: Atlas, files: Path) -> None:
    asked = spec(groups="region24")
    grouping = groups_from(asked, atlas)
    assert grouping.table.height == atlas.areas("lsoa21").height
    names = atlas.areas("region24")["area_name"].to_list()
    with open_engine() as engine:
        found = ask_records(asked, files, engine, atlas).result.groups
    assert found["group"].to_list() == [*names, "all"]


def test_geographies_that_do_not_hold_the_areas(atlas: Atlas) -> None:
    with pytest.raises(UnknownArea):
        groups_from(spec(groups="parish24"), atlas)
    with pytest.raises(InputError, match="a geography that lsoa21 areas lie in"):
        groups_from(spec(groups="lep17"), atlas)


def test_groups_of_ones_own_need_no_atlas(files: Path, atlas: Atlas) -> None:
    codes = atlas.areas("lsoa21").select("area_code")
    own = codes.with_columns(group=pl.lit("b")).with_row_index("n")
    own = own.with_columns(group=pl.when(pl.col("n") < 100).then(pl.lit("a")).otherwise("group"))
    with open_engine() as engine:
        found = ask_records(spec(groups="my own"), files, engine, groups=own)
    assert found.result.groups["group"].to_list() == ["a", "b", "all"]
    assert found.provenance.run.atlas == ""
    assert not found.provenance.demonstration
    assert "by my own" in found.explain()


def test_own_groups_are_checked() -> None:
    with pytest.raises(InputError, match="a column 'group'"):
        own_groups(pl.DataFrame({"area_code": ["A"]}))
    twice = pl.DataFrame({"area_code": ["A", "A"], "group": ["x", "y"]})
    with pytest.raises(InputError, match="more than once"):
        own_groups(twice)


def test_without_atlas_and_groups_there_is_nothing_to_say(files: Path) -> None:
    with open_engine() as engine, pytest.raises(MethodNotApplicable, match="one of them is needed"):
        ask_records(spec(), files, engine)


def test_where_infrastructure_is_not_held_deprivation_groups_them(
    deprivation_only_atlas: Path, files: Path
) -> None:
    atlas = Atlas.open(deprivation_only_atlas)
    with open_engine() as engine:
        found = ask_records(spec(), files, engine, atlas)
    assert found.result.groups["group"].to_list()[:2] == ["deprived", "not deprived"]
    assert "Community Needs Index is not in this atlas" in found.explain()


def test_codes_of_other_areas_are_named(atlas: Atlas, tmp_path: Path) -> None:
    wards = atlas.areas("msoa21")["area_code"].to_list()
    people(wards, 50).write_parquet(tmp_path / "x.parquet")
    with open_engine() as engine, pytest.raises(InputError, match="codes of MSOA 2021"):
        ask_records(spec(), tmp_path, engine, atlas)
