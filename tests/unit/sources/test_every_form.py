"""Every table of the catalogue reads a small file in its form, and refuses it when it differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commonweal.catalogue import RELEASES
from commonweal.catalogue.types import (
    AgeTable,
    JsonRecords,
    LongTable,
    LookupTable,
    Release,
    SourceFile,
    Table,
)
from commonweal.errors import InputError
from commonweal.sources.read import read_content
from tests.unit.sources.forms import ROWS, has_text_form, small, small_json

FORMS = [
    pytest.param(release, file, content, id=f"{release.id}-{number}-{place}")
    for release in RELEASES
    for number, file in enumerate(release.files)
    for place, content in enumerate(file.contents)
    if has_text_form(file.path, content)
]


def heights(tables: Any) -> int:
    frames = (tables.observations, tables.classes, tables.pairs, tables.points, tables.postcodes)
    return sum(frame.height for frame in (*frames, *tables.records.values(), tables.areas))


@pytest.mark.parametrize(("release", "file", "content"), FORMS)
def test_a_file_in_its_form_is_read(
    release: Release, file: SourceFile, content: Any, tmp_path: Path
) -> None:
    made = small(content)
    path = made.write(tmp_path, file.path)
    tables = read_content(release, file, made.content, path)
    assert heights(tables)
    if isinstance(content, Table) and content.measures:
        expected = {(m.indicator, m.period or release.period) for m in content.measures}
        series = tables.series.select("indicator", "period").rows()
        assert sorted(series) == sorted(expected)
        assert tables.observations.height == ROWS * len(expected)
        assert tables.observations["value"].null_count() == 0
        first = content.skip + 2
        assert set(tables.observations["row"]) == set(range(first, first + ROWS))
    if isinstance(content, Table) and content.labels:
        assert tables.classes.height == ROWS * len(content.labels)
    if isinstance(content, LongTable):
        assert tables.observations.height == ROWS * len(content.categories)
    if isinstance(content, AgeTable):
        assert tables.observations.height == ROWS * (len(content.bands) + 1)
    if isinstance(content, LookupTable):
        assert tables.pairs.height == ROWS * len(content.targets)


@pytest.mark.parametrize(("release", "file", "content"), FORMS)
def test_a_file_without_its_last_row_is_refused(
    release: Release, file: SourceFile, content: Any, tmp_path: Path
) -> None:
    made = small(content)
    made.rows.pop()
    path = made.write(tmp_path, file.path)
    with pytest.raises(InputError) as caught:
        read_content(release, file, made.content, path)
    message = str(caught.value)
    assert path.name in message
    assert release.title in message


@pytest.mark.parametrize(("release", "file", "content"), FORMS)
def test_a_renamed_column_is_refused_and_named(
    release: Release, file: SourceFile, content: Any, tmp_path: Path
) -> None:
    made = small(content)
    old = made.headings[-1]
    made.rename(old, "Something else")
    path = made.write(tmp_path, file.path)
    with pytest.raises(InputError) as caught:
        read_content(release, file, made.content, path)
    assert old in str(caught.value)


JSON_FORMS = [
    pytest.param(release, file, content, id=release.id)
    for release in RELEASES
    for file in release.files
    for content in file.contents
    if isinstance(content, JsonRecords)
]


@pytest.mark.parametrize(("release", "file", "content"), JSON_FORMS)
def test_a_json_list_in_its_form_is_read(
    release: Release, file: SourceFile, content: JsonRecords, tmp_path: Path
) -> None:
    text, table = small_json(content)
    path = tmp_path / "places.json"
    path.write_text(text, encoding="utf-8")
    (records,) = read_content(release, file, table, path).records.values()
    assert records.height == ROWS
    assert records["row"].to_list() == [1, 2, 3]
    assert records.columns == [*(item.name for item in content.fields), "row"]


def test_every_form_is_covered() -> None:
    """Only maps and the old workbook formats have no small file here: those need the mirror."""
    uncovered = [
        file.path
        for release in RELEASES
        for file in release.files
        for content in file.contents
        if not has_text_form(file.path, content)
    ]
    endings = {path.removesuffix(".gz").rsplit(".", 1)[-1] for path in uncovered}
    assert endings == {"geojson", "shp", "gpkg", "xls", "ods", "json"}
