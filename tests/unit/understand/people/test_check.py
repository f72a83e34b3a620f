"""What is wrong with records is told once, with counts, and with nothing of a single record."""

from __future__ import annotations

import polars as pl
import pytest

from commonweal.atlas.engines import open_engine
from commonweal.errors import InputError
from commonweal.understand.people.check import column_problems, unusable, value_problems
from commonweal.understand.people.prevalence import NO_AREAS, prevalence_of_records
from commonweal.understand.people.request import counted as count_files
from commonweal.understand.people.spec import RecordsSpec
from tests.records import counted, spec

AREAS = pl.DataFrame({"area_code": ["E01000001", "E01000002"], "group": ["x", "y"]})
ELSEWHERE = pl.DataFrame(
    {"area_code": ["E01000010", "E01000004"], "geography": ["lsoa11", "lsoa01"]}
)


def records(**columns: list[object]) -> pl.DataFrame:
    good: dict[str, list[object]] = {
        "area": ["E01000001"],
        "sex": [1],
        "age": [40],
        "ill": [1],
    }
    size = max(len(values) for values in columns.values()) if columns else 1
    filled = {name: columns.get(name, values * size) for name, values in good.items()}
    return pl.DataFrame(filled | {"people": columns.get("people", [1] * size)}, strict=False)


def told(table: pl.DataFrame, asked: RecordsSpec | None = None) -> list[str]:
    asked = asked or spec()
    return list(map(str, value_problems(asked, counted(table, asked), AREAS, ELSEWHERE)))


def test_good_records_have_no_problems() -> None:
    assert told(records()) == []
    assert unusable(counted(records()), AREAS) == 0


def test_codes_are_told_by_vintage() -> None:
    codes = ["E01000001", "E01000010", "E01000010", "E01000004", "E01999999", "John Smith", None]
    found = told(records(area=codes))
    assert found == [
        "column 'area': expected an area code, got none in 1 record",
        "column 'area': expected codes of LSOA 2021, got 5 records with 1 codes of LSOA 2001 "
        "(first: E01000004), 1 codes of LSOA 2011 (first: E01000010), 1 unknown codes (first: "
        "E01999999), 1 values that are no codes of areas",
    ]
    assert unusable(counted(records(area=codes)), AREAS) == 6


def test_values_are_told_with_their_number_and_never_shown() -> None:
    table = records(sex=[1, 7777, None], age=[-3, 40, 8888], ill=[1, 1, 6666])
    assert told(table) == [
        "column 'sex': expected 1 or 2, got something else or nothing in 2 records",
        "column 'age': expected an age from 0 to 125, got another or none in 2 records",
        "column 'ill': expected 0 or 1, got something else in 1 record",
    ]
    assert unusable(counted(table), AREAS) == 3


def test_people_and_events_of_addresses() -> None:
    table = records(people=[2, -1, 3, None], ill=[3, 0, 1, 0])
    asked = spec(people="people")
    assert told(table, asked) == [
        "column 'people': expected whole numbers of 0 or more, got something else in 2 records",
        "column 'ill': expected whole numbers from 0 to the people of the record, got something "
        "else in 1 record",
    ]
    years = records(people=[0.5, -1.0], ill=[2, 1])
    assert told(years, spec(people="people", measure="rate")) == [
        "column 'people': expected numbers of 0 or more, got something else in 1 record"
    ]


def test_any_wrong_record_stops_the_work_unless_a_share_is_allowed() -> None:
    table = records(age=[40] * 99 + [None])
    counts = counted(table)
    with pytest.raises(InputError) as caught:
        prevalence_of_records(spec(), counts, AREAS)
    assert "1 of 100 records (1.00%) cannot be counted" in str(caught.value)
    assert "most_left_out" in str(caught.value)
    result = prevalence_of_records(spec(most_left_out=0.01), counts, AREAS)
    assert (result.records, result.left_out) == (100, 1)
    # A small number of records is a small count of people like any other.
    assert "Fewer than 5 of 100 records are left out" in " ".join(result.notes)


def test_no_records_at_all() -> None:
    with pytest.raises(InputError, match="expected records, got none"):
        prevalence_of_records(spec(), counted(records().clear()), AREAS)
    bad = counted(records(area=["x"]))
    with pytest.raises(InputError, match="no codes of areas"):
        prevalence_of_records(spec(most_left_out=0.99), bad, AREAS, NO_AREAS)


def test_columns_are_looked_at_before_anything_is_counted() -> None:
    types = {"area": pl.Int64, "sex": pl.Float64, "age": pl.String, "ill": pl.Date}
    with open_engine("polars") as engine:
        schema = engine.hold(pl.DataFrame(schema=types)).collect_schema()
    found = "\n".join(map(str, column_problems(spec(people="households"), schema)))
    for part in (
        "column 'households': expected a column for people, got the columns area, sex, age, ill",
        "column 'area': expected area codes as text, got values of type Int64",
        "column 'sex': expected text or whole numbers for sex",
        "column 'age': expected numbers, got values of type String",
        "column 'ill': expected 0 and 1, counts, or true and false",
    ):
        assert part in found


def test_sexes_must_be_written_as_the_column_holds_them() -> None:
    with open_engine("polars") as engine:
        schema = engine.hold(records()).collect_schema()
    found = column_problems(spec(sexes=(("M", "men"), ("2", "women"))), schema)
    assert [str(problem) for problem in found] == [
        "column 'sex': expected whole numbers in [sexes], as the column holds them, got 'M'"
    ]


def test_files_with_other_columns_are_refused(tmp_path: object) -> None:
    path = f"{tmp_path}/records.parquet"
    records().drop("age").write_parquet(path)
    with open_engine() as engine, pytest.raises(InputError, match="a column for age"):
        count_files(spec(), path, engine)
