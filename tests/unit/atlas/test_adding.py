"""An analyst's own release: read from a spec, checked against the atlas, kept and taken away."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.atlas.added_spec import AddedSpec, read_spec
from commonweal.atlas.adding import added_releases, kept, prepare, removed
from commonweal.atlas.build import build_atlas
from commonweal.catalogue import INDICATORS
from commonweal.errors import InputError, SourceMissing, UnknownIndicator
from commonweal.sources.acquire import Sources

TOP = """id = "gardens2026"
title = "Community gardens"
publisher = "Our council"
published = "2026-05-01"
licence = "Open Government Licence v3.0"
redistribute = "yes"
geography = "lsoa21"
code_column = "code"
period = "2026"
"""
SHARE = """
[[indicators]]
column = "share"
id = "gardens.share"
title = "Households with a plot"
unit = "share, 0 to 1"
polarity = "higher_is_better"
kind = "proportion"
apportion = "people"
low = 0
high = 1
"""
SPEC = TOP + SHARE
Given = Callable[..., tuple[Path, Path]]


@pytest.fixture(scope="module")
def atlas(demonstration_atlas: Path) -> Atlas:
    return Atlas.open(demonstration_atlas)


@pytest.fixture
def given(tmp_path: Path, atlas: Atlas) -> Given:
    """Writes a file and its spec; by default half of the areas, and nothing wrong."""

    def write(
        spec: str = SPEC, rows: pl.DataFrame | str | None = None, name: str = "gardens.csv"
    ) -> tuple[Path, Path]:
        file, described = tmp_path / name, tmp_path / "gardens.toml"
        described.write_text(spec, encoding="utf-8")
        if isinstance(rows, str):
            file.write_text(rows, encoding="utf-8")
        else:
            frame = atlas.areas("lsoa21").select(code="area_code", share=pl.lit(0.25))
            (frame.head(200) if rows is None else rows).write_csv(file)
        return file, described

    return write


def problems(spec: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_spec(spec, "gardens.toml", "data.csv")
    return [str(problem) for problem in caught.value.problems]


def read(spec: str) -> AddedSpec:
    return read_spec(spec, "gardens.toml", "data.csv")


# The spec


def test_a_spec_becomes_a_release() -> None:
    release = read(SPEC).release
    assert release.id == "gardens2026"
    assert release.files[0].path == "added/gardens2026/data.csv"
    assert release.licence.redistribute == "yes"
    assert release.licence.attribution == "Community gardens, Our council."
    assert release.is_read
    (definition,) = release.indicators
    assert (definition.id, definition.topic, definition.kind) == (
        "gardens.share",
        "added",
        "proportion",
    )
    (measure,) = read(SPEC).table.measures
    assert (measure.low, measure.high, measure.missing, measure.period) == (0, 1, 0, "2026")


def test_parts_of_an_indicator() -> None:
    more = 'numerator_column = "n"\ndenominator_column = "d"\nlower_column = "l"\nscale = 0.01\n'
    measures = {measure.part: measure for measure in read(SPEC + more).table.measures}
    assert {part: measure.column for part, measure in measures.items()} == {
        "value": "share",
        "numerator": "n",
        "denominator": "d",
        "lower": "l",
    }
    assert measures["lower"].scale == 0.01
    assert measures["lower"].high == 1
    assert measures["numerator"].scale == 1.0
    assert measures["numerator"].high is None


def test_an_indicator_of_the_catalogue_needs_no_words() -> None:
    short = TOP + '\n[[indicators]]\ncolumn = "people"\nid = "people.total"\n'
    assert read(short).release.indicators == (INDICATORS["people.total"],)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ('id = "gardens2026"', 'id = "Gardens!"', 1, "an id of small letters"),
        ('id = "gardens2026"', 'id = "../../etc"', 1, "an id of small letters"),
        ('id = "gardens2026"', 'id = "iod2025"', 1, "an id of your own"),
        ('title = "Community gardens"', "title = 3", 2, "text in quotes"),
        ('title = "Community gardens"', 'title = " "', 2, "nothing"),
        ('redistribute = "yes"', 'redistribute = "maybe"', 6, "'yes', 'no', 'ask'"),
        ('geography = "lsoa21"', 'geography = "parish"', 7, "no geography 'parish'"),
        ('period = "2026"', 'supersedes = "x"\nperiod = "2026"', 9, "the id of a release"),
        ('polarity = "higher_is_better"', 'polarity = "good"', 16, "'neutral'"),
        ('kind = "proportion"', 'kind = "rank"', 18, "'never', because a rank"),
        ('id = "gardens.share"', 'id = "gardens"', 13, "a topic and a name"),
        ("low = 0", "low = 2", 19, "low to be at most high"),
        ("low = 0", "lowest = 0", 19, "a field 'lowest'"),
        ("high = 1", "missing = -5", 20, "-1 for any number"),
        ('unit = "share, 0 to 1"', 'unit = ""', 15, "nothing"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, line: int, told: str) -> None:
    assert old in SPEC
    found = problems(SPEC.replace(old, new))
    assert any(f"line {line}," in text and told in text for text in found), found


def test_all_problems_of_a_spec_are_told_at_once() -> None:
    wrong = SPEC.replace("gardens2026", "NO").replace("lsoa21", "x").replace("higher_is", "is")
    assert len(problems(wrong)) == 3


@pytest.mark.parametrize("field", ["id", "title", "publisher", "published", "licence", "period"])
def test_a_missing_field_is_named(field: str) -> None:
    kept_lines = [line for line in TOP.splitlines() if not line.startswith(f"{field} =")]
    found = problems("\n".join(kept_lines) + SHARE)
    assert any(f"a field '{field}'" in text for text in found)


def test_no_indicator_at_all() -> None:
    assert any("[[indicators]]" in text for text in problems(TOP))


def test_an_indicator_stands_once_a_period() -> None:
    assert any("twice" in text for text in problems(SPEC + SHARE))
    other = SHARE.replace('id = "g', 'period = "2025"\nid = "g')
    assert len(read(SPEC + other).table.measures) == 2


def test_a_definition_of_the_catalogue_may_not_differ() -> None:
    spec = TOP + '\n[[indicators]]\ncolumn = "n"\nid = "people.total"\nunit = "households"\n'
    (found,) = problems(spec)
    assert "expected 'people', got 'households'" in found
    assert "line 14" in found


def test_not_toml() -> None:
    with pytest.raises(InputError, match=r"gardens\.toml: expected a TOML document"):
        read("id = ")


# The file


def test_a_right_file_can_be_added(given: Given, atlas: Atlas) -> None:
    addition = prepare(*given(), atlas)
    assert (addition.areas, addition.areas_held) == (200, 400)
    assert "200 of the 400" in addition.notes[0]


@pytest.mark.parametrize("missing", [0, 1])
def test_a_file_that_is_not_there(given: Given, atlas: Atlas, missing: int) -> None:
    files = given()
    files[missing].unlink()
    with pytest.raises(SourceMissing, match=files[missing].name):
        prepare(*files, atlas)


def refused(given: Given, atlas: Atlas, **wrong: object) -> str:
    with pytest.raises(InputError) as caught:
        prepare(*given(**wrong), atlas)
    return str(caught.value)


def test_a_missing_column_names_the_nearest_and_the_line(given: Given, atlas: Atlas) -> None:
    told = refused(given, atlas, rows="code,shares\nD01000001,0.5\n")
    assert "column 'share': expected this column" in told
    assert "'shares'" in told
    assert "Line 12 of gardens.toml" in told


def test_values_out_of_range_are_told_by_row(given: Given, atlas: Atlas) -> None:
    told = refused(given, atlas, rows="code,share\nD01000001,0.5\nD01000002,7\nD01000003,x\n")
    assert "row 3: expected a value from 0 to 1, got '7'" in told
    assert "row 4: expected a number, got 'x'" in told


def test_a_blank_is_not_zero(given: Given, atlas: Atlas) -> None:
    rows = "code,share\nD01000001,0.5\nD01000002,\n"
    assert "got a blank" in refused(given, atlas, rows=rows)
    assert prepare(*given(SPEC + "missing = 1\n", rows), atlas).areas == 2


def test_codes_of_another_vintage_are_recognised(given: Given, atlas: Atlas) -> None:
    old = atlas.areas("lsoa11").select(code="area_code", share=pl.lit(0.5))
    told = refused(given, atlas, rows=old)
    assert "line 7, geography: expected codes of LSOA 2021" in told
    assert "390 of them are codes of LSOA 2011" in told
    assert 'geography = "lsoa11"' in told
    assert "It became D01" in told


def test_old_codes_are_right_where_the_spec_says_so(given: Given, atlas: Atlas) -> None:
    old = atlas.areas("lsoa11").select(code="area_code", share=pl.lit(0.5))
    addition = prepare(*given(SPEC.replace("lsoa21", "lsoa11"), old), atlas)
    assert addition.areas == addition.areas_held == 390
    assert addition.notes == ()


def test_codes_of_another_level_are_recognised(given: Given, atlas: Atlas) -> None:
    rows = atlas.areas("msoa21").select(code="area_code", share=pl.lit(0.5))
    told = refused(given, atlas, rows=rows)
    assert "are codes of MSOA 2021" in told
    assert told.count("'D02000001'") == 1, "each wrong code is told once"


def test_codes_of_nowhere(given: Given, atlas: Atlas) -> None:
    told = refused(given, atlas, rows="code,share\nX1,0.5\n")
    assert "No area of this atlas has any of these codes" in told


def test_a_code_that_stands_twice(given: Given, atlas: Atlas) -> None:
    told = refused(given, atlas, rows="code,share\nD01000001,0.5\nD01000001,0.6\n")
    assert "each code once" in told


def test_a_geography_that_the_atlas_lacks(given: Given, atlas: Atlas) -> None:
    told = refused(given, atlas, spec=SPEC.replace("lsoa21", "lsoa01"))
    assert "line 7, geography: expected one of" in told


def test_fewer_rows_than_the_spec_expects(given: Given, atlas: Atlas) -> None:
    told = refused(given, atlas, spec=SPEC.replace("period =", "rows = 400\nperiod ="))
    assert "expected 400 areas, got 200" in told


def test_another_encoding(given: Given, atlas: Atlas, tmp_path: Path) -> None:
    file, spec = given()
    file.write_bytes("code,share\nD01000001,½\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"text in UTF-8.*0xbd"):
        prepare(file, spec, atlas)


def test_a_truncated_archive(given: Given, atlas: Atlas, tmp_path: Path) -> None:
    _, spec = given()
    packed = tmp_path / "gardens.csv.gz"
    packed.write_bytes(gzip.compress(b"code,share\n" + b"D01000001,0.5\n" * 500)[:40])
    with pytest.raises(InputError, match="a whole gzip file"):
        prepare(packed, spec, atlas)


def test_a_series_that_is_held_already(given: Given, atlas: Atlas) -> None:
    spec = TOP.replace('"2026"\n', '"2022"\n', 1)
    spec = spec.replace('period = "2026"', 'period = "2022"')
    spec += '\n[[indicators]]\ncolumn = "share"\nid = "people.total"\n'
    told = refused(given, atlas, spec=spec)
    assert "people.total of 2022, which demonstration_iod2025 has" in told


# Keeping it


@pytest.fixture
def root(demonstration_atlas: Path, tmp_path: Path) -> Path:
    """A copy of the atlas that a test may change."""
    copy = tmp_path / "atlas"
    shutil.copytree(demonstration_atlas, copy)
    return copy


def files(root: Path) -> dict[str, bytes]:
    paths = (path for path in (root / "added").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def test_what_is_kept_is_found_again(given: Given, atlas: Atlas, root: Path) -> None:
    addition = prepare(*given(), atlas)
    with kept(root, addition):
        pass
    ((release, paths),) = added_releases(root)
    assert release == addition.release
    assert list(paths) == ["added/gardens2026/data.csv"]
    assert paths["added/gardens2026/data.csv"].is_file()


def test_a_build_that_fails_leaves_nothing(given: Given, atlas: Atlas, root: Path) -> None:
    addition = prepare(*given(), atlas)
    with pytest.raises(RuntimeError), kept(root, addition):
        raise RuntimeError
    assert files(root) == {}
    assert added_releases(root) == []


def test_a_failure_brings_back_what_was_there(given: Given, atlas: Atlas, root: Path) -> None:
    with kept(root, prepare(*given(), atlas)):
        pass
    before = files(root)
    newer = prepare(*given(SPEC.replace("Our council", "Another")), atlas)
    with pytest.raises(KeyboardInterrupt), kept(root, newer):
        raise KeyboardInterrupt
    assert files(root) == before
    with pytest.raises(RuntimeError), removed(root, "gardens2026"):
        raise RuntimeError
    assert files(root) == before


def test_removing_what_was_never_added(root: Path, given: Given, atlas: Atlas) -> None:
    with pytest.raises(UnknownIndicator, match="none was"), removed(root, "gardens2026"):
        pass
    with kept(root, prepare(*given(), atlas)):
        pass
    with pytest.raises(UnknownIndicator, match="these were: gardens2026"), removed(root, ".."):
        pass
    with removed(root, "gardens2026"):
        pass
    assert added_releases(root) == []


def test_a_build_reads_what_was_added(
    given: Given, atlas: Atlas, root: Path, tmp_path: Path
) -> None:
    from tests import sites

    def build() -> None:
        sources = Sources(None, tmp_path / "cache", online=False)
        build_atlas(root, sources, demonstration=True, seed=sites.SEED, areas=sites.AREAS)

    with kept(root, prepare(*given(), atlas)):
        build()
    made = Atlas.open(root)
    held = made.observations("gardens.share")
    assert held["value"].to_list() == [0.25] * 200
    assert held["row"].to_list() == list(range(2, 202))
    assert made.indicator("gardens.share").title == "Households with a plot"
    assert made.source("gardens2026").publisher == "Our council"
    again = prepare(*given(), made)
    assert again.release.id == "gardens2026", "the same release may take its own place"
    with removed(root, "gardens2026"):
        build()
    assert Atlas.open(root).id == atlas.id, "the atlas is as it was, byte for byte"
