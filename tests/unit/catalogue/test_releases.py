"""What every record of the catalogue must hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from commonweal.catalogue import (
    GEOGRAPHIES,
    INDICATORS,
    RELEASES,
    geography,
    indicator,
    release,
)
from commonweal.catalogue.licences import LICENCES
from commonweal.catalogue.open_access import OPEN_ACCESS
from commonweal.catalogue.series import table_series
from commonweal.catalogue.types import (
    Indicator,
    LookupTable,
    Release,
    SourceFile,
    Table,
)
from commonweal.errors import UnknownArea, UnknownIndicator

FILES = [pytest.param(each, file, id=file.path) for each in RELEASES for file in each.files]
TABLES = [
    pytest.param(each, table, id=f"{each.id}-{number}-{place}")
    for each in RELEASES
    for number, file in enumerate(each.files)
    for place, table in enumerate(file.contents)
    if isinstance(table, Table)
]
# Tables that rightly hold fewer or more areas than there are.
OTHER_NUMBERS = {
    "life_expectancy_msoa11": "areas with implausible figures are left out",
    "hlnm_2025": "the Isles of Scilly are left out",
}


def all_series(*, instead: bool = False) -> Iterator[tuple[str, str, str, str]]:
    """Release, indicator, period and geography of everything that is read."""
    for each in RELEASES:
        for file in each.files:
            if bool(file.instead_of) == instead:
                for table in file.contents:
                    for series in sorted(table_series(each, table)):
                        yield each.id, *series


def test_ids_are_unique() -> None:
    assert max(Counter(each.id for each in RELEASES).values()) == 1
    assert all(re.fullmatch(r"[a-z0-9_]+", each.id) for each in RELEASES)


def test_no_file_belongs_to_two_releases() -> None:
    paths = [path for each in RELEASES for f in each.files for path in (f.path, *f.companions)]
    assert [path for path, number in Counter(paths).items() if number > 1] == []


@pytest.mark.parametrize("each", RELEASES, ids=lambda each: each.id)
def test_a_release_says_where_it_comes_from(each: Release) -> None:
    assert each.title
    assert each.publisher
    assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", each.published)
    assert re.match(r"https?://", each.landing_page)
    assert each.licence.attribution
    assert each.licence is LICENCES[each.licence.id]
    assert each.files
    assert each.is_read or each.note


@pytest.mark.parametrize("each", RELEASES, ids=lambda each: each.id)
def test_a_release_of_extracts_says_what_is_known_of_the_official_form(each: Release) -> None:
    held = {file.form for file in each.files if not file.instead_of}
    if each.is_read and "official" not in held:
        assert each.official_form


@pytest.mark.parametrize(("each", "file"), FILES)
def test_a_file_is_described(each: Release, file: SourceFile) -> None:
    assert not file.path.startswith(("/", "."))
    assert ".." not in file.path.split("/")
    assert re.fullmatch(r"[0-9a-f]{64}", file.sha256) or (file.instead_of and not file.sha256)
    assert len(file.companion_sha256) == len(file.companions)
    assert not file.address or file.address.startswith("https://")
    assert set(file.instead_of) <= {other.path for other in each.files} - {file.path}


def test_only_the_owners_indices_and_shared_registers_must_not_be_passed_on() -> None:
    asked = {each.id for each in RELEASES if each.redistribute != "yes"}
    assert asked == {
        "cni2019",
        "cni2022_wales",
        "cni2022_scotland",
        "cni2022_northern_ireland",
        "cni2023",
        "cni2023_msoa21",
        "hlnm_2025",
        "left_behind_areas_uk",
        "open_referral_examples",
        "pabulib",
        "warm_spaces",
    }


@pytest.mark.parametrize(("each", "table"), TABLES)
def test_a_table_fits_its_geography(each: Release, table: Table) -> None:
    known = GEOGRAPHIES[table.geography]
    if known.areas and each.id not in OTHER_NUMBERS:
        assert table.rows == known.areas
    columns = [table.code_column, *(measure.column for measure in table.measures)]
    if table.headings:
        assert set(columns) <= set(table.headings)
    assert table.measures or table.labels or table.name_column


@pytest.mark.parametrize(("each", "table"), TABLES)
def test_measures_are_defined_once(each: Release, table: Table) -> None:
    parts = Counter((m.indicator, m.period or each.period, m.part) for m in table.measures)
    assert [part for part, number in parts.items() if number > 1] == []
    for measure in table.measures:
        assert measure.indicator in INDICATORS
        assert measure.period or each.period
        if measure.part == "numerator" and measure.column:
            assert INDICATORS[measure.indicator].kind in {"proportion", "rate"}
    assert all(label.period or each.period for label in table.labels)


def test_no_series_comes_from_two_places() -> None:
    places: dict[tuple[str, str, str], list[str]] = {}
    for release_id, *series in all_series():
        name, period, geography_id = series
        places.setdefault((name, period, geography_id), []).append(release_id)
    assert {key: found for key, found in places.items() if len(found) > 1} == {}


def test_an_official_file_gives_all_that_its_extracts_give() -> None:
    for each in RELEASES:
        for official in (file for file in each.files if file.instead_of):
            replaced = {
                (m.indicator, m.period or each.period)
                for file in each.files
                if file.path in official.instead_of
                for table in file.contents
                if isinstance(table, Table)
                for m in table.measures
            }
            (table,) = official.contents
            assert isinstance(table, Table)
            own = {(m.indicator, m.period or each.period) for m in table.measures}
            assert replaced <= own
            others = {
                (name, period)
                for release_id, name, period, _ in all_series()
                if release_id == each.id
            }
            assert own & (others - replaced) == set()


def test_every_indicator_is_read_somewhere_or_worked_out() -> None:
    read = {name for _, name, _, _ in (*all_series(), *all_series(instead=True))}
    worked_out = {item.id for item in OPEN_ACCESS.indicators}
    assert not read & worked_out
    assert set(INDICATORS) == read | worked_out


def test_indicators_are_defined_once() -> None:
    defined = Counter(item.id for each in RELEASES for item in each.indicators)
    assert [name for name, number in defined.items() if number > 1] == []


@pytest.mark.parametrize("known", INDICATORS.values(), ids=lambda known: known.id)
def test_an_indicator_says_how_it_may_cross_a_change_of_boundaries(known: Indicator) -> None:
    assert known.title
    assert known.topic
    assert known.unit
    if known.kind in {"rank", "decile", "median"}:
        assert known.apportion == "never"
    if known.kind == "count":
        assert known.apportion in {"people", "area"}
    if known.kind == "proportion" and known.numerator:
        assert known.denominator
    if known.kind == "rank":
        assert known.polarity == "higher_is_better"


@pytest.mark.parametrize("each", RELEASES, ids=lambda each: each.id)
def test_lookups_name_known_geographies(each: Release) -> None:
    for file in each.files:
        for table in file.contents:
            if isinstance(table, LookupTable):
                links = (table.origin, *table.targets)
                assert {link.geography for link in links} <= set(GEOGRAPHIES)


@pytest.mark.parametrize("text", ["lsoa21", "LSOA 2021", "LSOA21", "lsoa2021"])
def test_a_geography_by_any_way_of_writing_it(text: str) -> None:
    assert geography(text).id == "lsoa21"


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(UnknownArea, match="lsoa31"):
        geography("lsoa31")
    with pytest.raises(UnknownIndicator, match=r"imd\.scroe"):
        indicator("imd.scroe")
    with pytest.raises(UnknownIndicator, match="iod2031"):
        release("iod2031")
    assert indicator("imd.score").kind == "score"
    assert release("iod2025").period == "2025"
