"""Bad files: each error names the file, sheet, column and row, what was expected and what came."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from commonweal.catalogue import release
from commonweal.catalogue.types import LookupTable, Release, SourceFile, Table
from commonweal.errors import InputError, InputProblem, SourceMissing
from commonweal.sources.read import read_content, read_release
from tests.unit.sources.forms import Made, small


class Form:
    """One table of a release, and a small file in its form."""

    def __init__(self, release_id: str, ending: str, folder: Path) -> None:
        self.release: Release = release(release_id)
        self.file: SourceFile = next(
            file for file in self.release.files if file.path.endswith(ending)
        )
        self.made: Made = small(self.file.contents[0])
        self.folder = folder

    @property
    def name(self) -> str:
        return self.file.path.rsplit("/", 1)[-1]

    def problems(self) -> list[InputProblem]:
        """The problems found in the file as it now is."""
        return self.problems_of(self.made.write(self.folder, self.file.path))

    def problems_of(self, path: Path) -> list[InputProblem]:
        with pytest.raises(InputError) as caught:
            read_content(self.release, self.file, self.made.content, path)
        problems = list(caught.value.problems)
        assert all(problem.file == path.name for problem in problems)
        assert all(problem.expected and problem.came for problem in problems)
        return problems

    def read(self) -> Any:
        path = self.made.write(self.folder, self.file.path)
        return read_content(self.release, self.file, self.made.content, path)


@pytest.fixture
def people(tmp_path: Path) -> Form:
    """A workbook with every heading declared."""
    return Form("iod2025", "File_6_IoD2025_Population_Denominators.xlsx", tmp_path)


@pytest.fixture
def needs(tmp_path: Path) -> Form:
    """A csv file."""
    return Form("cni2023", "cni2023_england_lsoa21.csv", tmp_path)


@pytest.fixture
def scores(tmp_path: Path) -> Form:
    """A packed csv file for LSOA 2011."""
    return Form("iod2019", "extract_iod2019_all_raw_scores_lsoa11.csv.gz", tmp_path)


@pytest.fixture
def older(tmp_path: Path) -> Form:
    """A csv file for LSOA 2001."""
    return Form("iod2010", "scores_ranks.csv.gz", tmp_path)


@pytest.fixture
def lookup(tmp_path: Path) -> Form:
    return Form("lookup_lsoa11_lsoa21", ".csv.gz", tmp_path)


@pytest.fixture
def households(tmp_path: Path) -> Form:
    return Form("census2021_ts011", ".csv.gz", tmp_path)


@pytest.fixture
def ages(tmp_path: Path) -> Form:
    return Form("population_lsoa11_2020", ".csv.gz", tmp_path)


TOTAL = "Total population: mid 2022"
SHEET = "ID 2025 Population Denominators"


def only(problems: list[InputProblem]) -> InputProblem:
    (problem,) = problems
    return problem


def test_the_forms_themselves_are_good(
    people: Form, needs: Form, scores: Form, older: Form, lookup: Form, households: Form, ages: Form
) -> None:
    for form in (people, needs, scores, older, lookup, households, ages):
        assert form.read()


# Truncated


def test_fewer_rows(people: Form) -> None:
    people.made.rows.pop()
    problem = only(people.problems())
    assert problem.sheet == SHEET
    assert (problem.expected, problem.came) == ("3 areas", "2")
    assert "cut off" in problem.hint


def test_a_packed_file_that_breaks_off(scores: Form) -> None:
    path = scores.made.write(scores.folder, scores.file.path)
    path.write_bytes(path.read_bytes()[:-20])
    problem = only(scores.problems_of(path))
    assert problem.expected == "a whole gzip file"
    assert "Fetch the file again" in problem.hint


def test_a_packed_file_with_a_flipped_bit(scores: Form) -> None:
    path = scores.made.write(scores.folder, scores.file.path)
    data = bytearray(path.read_bytes())
    data[-6] ^= 0xFF
    path.write_bytes(bytes(data))
    assert only(scores.problems_of(path)).expected == "a whole gzip file"


def test_a_packed_file_that_is_not_packed(scores: Form) -> None:
    path = scores.folder / scores.name
    path.write_text(scores.made.text(), encoding="utf-8")
    assert only(scores.problems_of(path)).expected == "a whole gzip file"


def test_a_workbook_that_breaks_off(people: Form) -> None:
    path = people.made.write(people.folder, people.file.path)
    path.write_bytes(path.read_bytes()[:500])
    assert only(people.problems_of(path)).expected == "a workbook"


def test_a_line_that_breaks_off(needs: Form) -> None:
    path = needs.made.write(needs.folder, needs.file.path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex(",")], encoding="utf-8")
    problem = only(needs.problems_of(path))
    assert problem.row == 4
    assert problem.came == "a blank"


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_text_file(needs: Form, content: str) -> None:
    path = needs.folder / needs.name
    path.write_text(content, encoding="utf-8")
    assert needs.problems_of(path)


def test_a_missing_file(needs: Form) -> None:
    with pytest.raises(SourceMissing, match="no such file"):
        read_content(needs.release, needs.file, needs.made.content, needs.folder / "gone.csv")


# Renamed and reordered


def test_a_renamed_column_of_a_declared_form(people: Form) -> None:
    people.made.rename(TOTAL, "Total population: mid 2023")
    expected, strange = people.problems()
    assert (expected.column, expected.sheet) == (TOTAL, SHEET)
    assert "position 5" in expected.expected
    assert expected.came == "'Total population: mid 2023'"
    assert strange.expected == "no such column"


def test_a_renamed_column_of_an_open_form(needs: Form) -> None:
    old = "Civic Assets Domain Score"
    needs.made.rename(old, "Civic Assets Score")
    problem = only(needs.problems())
    assert problem.column == old
    assert "Is it now called 'Civic Assets Score'?" in problem.hint


def test_reordered_columns_of_a_declared_form(people: Form) -> None:
    for row in (people.made.headings, *people.made.rows):
        row[4], row[5] = row[5], row[4]
    first, second = people.problems()
    assert first.expected == f"{TOTAL!r} at position 5"
    assert second.came == "another order"


def test_reordered_columns_of_an_open_form_are_read_by_name(needs: Form) -> None:
    before = needs.read().observations.sort("indicator", "row")
    for row in (needs.made.headings, *needs.made.rows):
        row.reverse()
    assert needs.read().observations.sort("indicator", "row").equals(before)


def test_shuffled_rows_give_the_same_figures(needs: Form) -> None:
    keys = ["indicator", "area_code"]
    before = needs.read().observations.drop("row").sort(keys)
    needs.made.rows.reverse()
    assert needs.read().observations.drop("row").sort(keys).equals(before)


def test_another_sheet(people: Form) -> None:
    people.made.sheet = "ID 2019 Population Denominators"
    problem = only(people.problems())
    assert problem.expected == f"a sheet {SHEET!r}"
    assert "'ID 2019 Population Denominators'" in problem.came
    assert "right year" in problem.hint


# Re-encoded


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "cp1252"])
def test_another_encoding(needs: Form, encoding: str) -> None:
    needs.made.put("lsoa21_name", 1, "Weston-super-Mare, Café 001A")
    path = needs.folder / needs.name
    path.write_bytes(needs.made.text().encode(encoding))
    problem = only(needs.problems_of(path))
    assert problem.expected == "text in UTF-8"
    assert problem.row == (1 if "16" in encoding else 3)
    assert "another encoding" in problem.hint


def test_a_byte_order_mark_and_other_line_ends_are_no_fault(needs: Form) -> None:
    before = needs.read().observations
    path = needs.folder / needs.name
    path.write_bytes(b"\xef\xbb\xbf" + needs.made.text().replace("\n", "\r\n").encode())
    read = read_content(needs.release, needs.file, needs.made.content, path)
    assert read.observations.equals(before)


# Wrong year


def test_codes_of_a_later_vintage_say_which(scores: Form) -> None:
    scores.made.put("LSOA11CD", 1, "E01033769")
    problem = only(scores.problems())
    assert (problem.column, problem.row) == ("LSOA11CD", 3)
    assert problem.expected == "a code of LSOA 2011 (this one came with LSOA 2021)"
    assert problem.came == "'E01033769'"


def test_codes_of_2011_where_2001_is_expected(older: Form) -> None:
    older.made.put("lsoa01_code", 0, "E01032483")
    assert "came with LSOA 2011" in only(older.problems()).expected


def test_a_file_of_an_older_vintage_says_which(people: Form) -> None:
    """Fewer areas than expected, and not one code that is new in 2021."""
    people.made.content = replace(people.made.content, rows=4)
    problem = only(people.problems())
    assert "E01000003, came with LSOA 2001: none of LSOA 2021 is there" in problem.hint


def test_the_number_of_areas_tells_the_vintage(needs: Form) -> None:
    table = needs.file.contents[0]
    assert isinstance(table, Table)
    made = needs.made
    made.content = table
    template = made.rows[0]
    place = made.headings.index("lsoa21_code")
    made.rows = [
        [f"E01{number:06d}" if at == place else cell for at, cell in enumerate(template)]
        for number in range(1, 32845)
    ]
    problem = only([problem for problem in needs.problems() if problem.expected.endswith("areas")])
    assert "32,844 is the number of LSOAs (2011) in England" in problem.hint
    assert "came with LSOA 2011" in problem.hint


def test_a_code_of_another_kind(scores: Form) -> None:
    scores.made.put("LSOA11CD", 0, "E02000001")
    problem = only(scores.problems())
    assert (problem.expected, problem.came) == ("a code of LSOA 2011", "'E02000001'")


def test_a_lookup_with_codes_of_the_wrong_vintage(lookup: Form) -> None:
    lookup.made.put("LSOA11CD", 2, "E01035762")
    problem = only(lookup.problems())
    assert (problem.column, problem.row) == ("LSOA11CD", 4)
    assert "came with LSOA 2021" in problem.expected


# Duplicates, ranges, text, blanks


def test_a_code_that_stands_twice(people: Form) -> None:
    people.made.put("LSOA code (2021)", 1, "E01000001")
    problems = people.problems()
    assert [problem.row for problem in problems] == [2, 3]
    assert all(problem.expected == "each code once" for problem in problems)


def test_a_blank_code(people: Form) -> None:
    people.made.put("LSOA code (2021)", 1, "")
    problems = people.problems()
    assert problems[0].expected == "an area code"
    assert problems[0].row == 3
    assert problems[0].came == "a blank"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-1", "a value from 0 to 30000"),
        ("30001", "a value from 0 to 30000"),
        ("many", "a number"),
        ("1.234,5", "a number"),
        ("12,5", "a number"),
        ("nan", "a number"),
        ("inf", "a number"),
        ("1e999", "a number"),
        ("", "a value"),
        ("-", "a number"),
        ("*", "a number"),
        ("[c]", "a number"),
    ],
)
def test_a_value_that_is_none(people: Form, value: str, expected: str) -> None:
    people.made.put(TOTAL, 2, value)
    problem = only(people.problems())
    assert (problem.column, problem.sheet, problem.row) == (TOTAL, SHEET, 4)
    assert problem.expected == expected
    assert problem.came == (repr(value) if value else "a blank")


@pytest.mark.parametrize("value", ["1,234", " 1234 ", "1234.0", "1.234e3"])
def test_a_value_that_is_one(people: Form, value: str) -> None:
    people.made.put(TOTAL, 2, value)
    totals = people.read().observations.filter(indicator="people.total")
    assert totals["value"].to_list()[-1] == 1234


@pytest.mark.parametrize("value", ["0", "11", "2.5"])
def test_a_decile_is_a_whole_number_from_1_to_10(tmp_path: Path, value: str) -> None:
    form = Form("iod2025", "File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx", tmp_path)
    form.made.put(form.made.headings[-1], 0, value)
    assert only(form.problems()).row == 2


def test_blanks_that_are_known_stay_missing(tmp_path: Path) -> None:
    form = Form("iod2019_indicators", ".csv.gz", tmp_path)
    form.made.put("income_domain_numerator", 1, "")
    read = form.read().observations.filter(indicator="iod.income_deprived_people")
    assert read["area_code"].to_list() == ["E01000001", "E01000003"]
    assert 0.0 not in read["value"]


def test_more_blanks_than_known_are_refused(tmp_path: Path) -> None:
    form = Form("iod2019_indicators", ".csv.gz", tmp_path)
    column = "income_domain_numerator"
    form.made.rows = [[f"E01{number:06d}", *form.made.rows[0][1:]] for number in range(1, 41)]
    form.made.content = replace(form.made.content, rows=40)
    for row in range(32):
        form.made.put(column, row, "")
    problems = form.problems()
    assert problems[0].expected == "at most 31 blanks"
    assert problems[-1].came == "29 more rows like these"


def test_all_problems_are_reported_at_once(people: Form) -> None:
    people.made.put(TOTAL, 0, "many")
    people.made.put("Population aged 16-59: mid 2022", 1, "-5")
    people.made.put("LSOA code (2021)", 2, "E01000002")
    people.made.put("Older population aged 60 and over: mid 2022", 2, "")
    problems = people.problems()
    assert {(problem.row, problem.expected) for problem in problems} == {
        (2, "a number"),
        (3, "a value from 0 to 30000"),
        (3, "each code once"),
        (4, "each code once"),
        (4, "a value"),
    }


def test_the_message_is_one_a_person_can_act_on(people: Form) -> None:
    people.made.put(TOTAL, 0, "many")
    path = people.made.write(people.folder, people.file.path)
    with pytest.raises(InputError) as caught:
        read_content(people.release, people.file, people.made.content, path)
    assert str(caught.value) == (
        "English Indices of Deprivation 2025: the file does not hold what was expected.\n"
        f"- {people.name}, sheet {SHEET!r}, column {TOTAL!r}, row 2: "
        "expected a number, got 'many'"
    )


def test_problems_of_all_files_are_reported_at_once(people: Form, tmp_path: Path) -> None:
    """A release of two files, each with a fault."""
    second = Form("iod2025", "File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx", tmp_path)
    people.made.put(TOTAL, 0, "many")
    second.made.rows.pop()
    files, paths = [], {}
    for form in (people, second):
        files.append(replace(form.file, contents=(form.made.content,)))
        paths[form.file.path] = form.made.write(tmp_path, form.file.path)
    with pytest.raises(InputError) as caught:
        read_release(replace(people.release, files=tuple(files)), paths)
    assert [problem.file for problem in caught.value.problems] == [people.name, second.name]


# Other forms


def test_an_unknown_category(households: Form) -> None:
    households.made.put("deprivation_dimensions", 1, "Household is deprived in five dimensions")
    problems = households.problems()
    assert problems[0].row == 3
    assert "one of" in problems[0].expected
    assert any("3 areas with" in problem.expected for problem in problems)


def test_a_category_that_stands_twice(households: Form) -> None:
    households.made.rows.append(list(households.made.rows[0]))
    problems = households.problems()
    assert [problem.row for problem in problems[:2]] == [2, 17]
    assert problems[0].expected == "each area and category once"


def test_a_count_above_its_total(households: Form) -> None:
    households.made.put("n", 0, "99999")
    problem = only(households.problems())
    assert (problem.column, problem.row) == ("n", 2)
    assert problem.expected == "a count within total_households"


def test_ages_that_do_not_make_the_total(ages: Form) -> None:
    ages.made.put("17", 1, "0")
    problem = only(ages.problems())
    assert (problem.column, problem.row) == ("total_population", 3)
    assert problem.expected == "the sum of all ages"


def test_a_year_of_age_that_is_missing(ages: Form) -> None:
    ages.made.rename("55", "fifty-five")
    assert only(ages.problems()).column == "55"


def test_a_place_off_the_grid(tmp_path: Path) -> None:
    form = Form("centroids_lsoa11", ".csv.gz", tmp_path)
    form.made.put("X", 0, "-0.12")
    problem = only(form.problems())
    assert (problem.column, problem.row) == ("X", 2)


def test_a_postcode_that_stands_twice(tmp_path: Path) -> None:
    form = Form("code_point_open", ".csv.gz", tmp_path)
    form.made.put("Postcode", 1, "zz19ZZ")
    assert [problem.row for problem in form.problems()] == [2, 3]


def test_a_record_without_what_it_must_have(tmp_path: Path) -> None:
    form = Form("pride_in_place", ".xlsx", tmp_path)
    form.made.put("MSOA code", 0, "")
    problem = only(form.problems())
    assert (problem.column, problem.row, problem.sheet) == ("MSOA code", 2, "pride_in_place_codes")


def test_words_that_mean_nothing_are_missing(tmp_path: Path) -> None:
    form = Form("sports_clubs", ".csv.gz", tmp_path)
    form.made.put("postcode", 0, "No data")
    records = form.read().records["sports_clubs"]
    assert records["postcode"].to_list() == [None, "postcode 1", "postcode 2"]
    assert records["active"].to_list() == [True, True, True]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"[{]", "a whole JSON file"),
        (gzip.compress(b"[]")[:-3], "a whole JSON file"),
        (gzip.compress(b'{"a": 1}'), "a list of objects"),
        (gzip.compress(b"[1, 2]"), "a list of objects"),
    ],
)
def test_json_that_is_none(tmp_path: Path, data: bytes, expected: str) -> None:
    found = release("warm_spaces")
    path = tmp_path / "places.json.gz"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_content(found, found.files[0], found.files[0].contents[0], path)
    assert only(list(caught.value.problems)).expected == expected


def test_an_ending_that_is_not_known(needs: Form) -> None:
    path = needs.folder / "areas.pdf"
    path.write_bytes(b"%PDF")
    assert "csv" in only(needs.problems_of(path)).expected


def test_a_lookup_without_a_successor(lookup: Form) -> None:
    assert isinstance(lookup.made.content, LookupTable)
    lookup.made.put("LSOA21CD", 0, "")
    problem = only(lookup.problems())
    assert (problem.column, problem.came) == ("LSOA21CD", "a blank")
