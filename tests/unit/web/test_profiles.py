"""The profile on the pages: the heart of every area's and neighbourhood's page, and its files."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client, override_settings

from commonweal.understand.profile.history import Trend, Year
from commonweal.web.data import Held, held
from commonweal.web.data.geography import small_areas
from commonweal.web.data.neighbourhoods import made
from commonweal.web.data.profiles import tables
from commonweal.web.data.years import HEIGHT, WIDTH, drawn
from tests.unit.web.test_pages import text_of, words

HEADINGS = (
    "Who lives here",
    "Strengths",
    "What is harder",
    "Within a walk",
    "How it stands on every measure",
    "Places like this one",
    "What next",
)


def first(country: Held, level: str) -> str:
    column = "area_code" if level == "lsoa" else f"{level}_code"
    return str(small_areas(country)[column].drop_nulls()[0])


@pytest.mark.parametrize("level", ["lsoa", "msoa", "ward"])
def test_a_page_reads_in_the_order_of_a_profile(client: Client, country: Held, level: str) -> None:
    said = text_of(client, f"/areas/{first(country, level)}")
    found = re.findall(r"<h2[^>]*>([^<]+)</h2>", said)
    shown = [heading for heading in found if heading in HEADINGS]
    assert shown == list(HEADINGS)


@pytest.mark.parametrize("level", ["district", "region"])
def test_large_places_have_no_walk(client: Client, country: Held, level: str) -> None:
    said = text_of(client, f"/areas/{first(country, level)}")
    assert "Within a walk" not in said
    assert "How it stands on every measure" in said


def test_every_section_of_figures_has_its_sources(client: Client, country: Held) -> None:
    said = text_of(client, f"/areas/{first(country, 'lsoa')}")
    spine = said[said.index('id="spine-heading"') : said.index('id="similar-heading"')]
    assert spine.count('class="cw-source"') >= spine.count("<table")


def test_the_line_of_a_measure_is_left_out_of_what_is_read_aloud(
    client: Client, country: Held
) -> None:
    said = text_of(client, f"/areas/{first(country, 'lsoa')}")
    marks = re.findall(r'<svg class="cw-spine__mark"[^>]*>', said)
    assert marks
    assert all('aria-hidden="true"' in mark for mark in marks)
    assert "style=" not in said[said.index("<main") : said.index("</main")]


def test_a_neighbourhood_says_what_cannot_be_said_of_it(client: Client, country: Held) -> None:
    whole = made(country)
    assert whole
    one = whole.result.table["neighbourhood"][0]
    said = words(text_of(client, f"/neighbourhoods/{one}"))
    for told in ("What cannot be said of it", "Ranks neither add nor average", "Who lives here"):
        assert told in said
    assert client.get(f"/neighbourhoods/{one}.pdf").content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("format", "kind"),
    [
        ("pdf", "application/pdf"),
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("xlsx", "spreadsheetml"),
        ("csv-metadata.json", "application/csvm+json"),
    ],
)
def test_the_files_of_a_page(client: Client, country: Held, format: str, kind: str) -> None:
    code = first(country, "lsoa")
    answer = client.get(f"/areas/{code}.{format}")
    assert answer.status_code == 200
    assert kind in answer.headers["Content-Type"]
    if format == "pdf":
        assert "demonstration" in answer.headers["Content-Disposition"]
    if format == "json":
        assert json.loads(answer.content)["place"]["code"] == code


def test_a_page_leads_to_its_files_under_the_same_rule(client: Client, country: Held) -> None:
    code = first(country, "lsoa")
    said = text_of(client, f"/areas/{code}?cut=20")
    links = re.findall(rf'href="(/areas/{code}\.[^"]+)"', said)
    assert {link.split(".")[1].split("?")[0] for link in links} == {"pdf", "xlsx", "csv", "json"}
    for link in links:
        assert "cut=20" in link
        assert client.get(link.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("path", ["D01000001.doc", "D09999999.pdf", "X.pdf", "D01000001.gpkg"])
def test_files_that_are_not_there(client: Client, path: str) -> None:
    assert client.get(f"/areas/{path}").status_code == 404


def test_an_old_code_has_no_files(client: Client, country: Held) -> None:
    old, new = (country.atlas.areas(name)["area_code"] for name in ("lsoa11", "lsoa21"))
    gone = old.filter(~old.is_in(new.implode()))[0]
    assert client.get(f"/areas/{gone}.pdf").status_code == 404


def test_a_code_in_small_letters_leads_to_the_file(client: Client, country: Held) -> None:
    code = first(country, "lsoa")
    answer = client.get(f"/areas/{code.lower()}.pdf")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"{code}.pdf")


def test_what_may_not_be_passed_on_is_not_in_any_file(closed: Client) -> None:
    code = first(held(), "lsoa")
    told = json.loads(closed.get(f"/areas/{code}.json").content)
    assert not [row for row in told["spine"] if row["measure"].startswith("cni")]
    assert not re.search(r"by CNI 2023: rank", told["standing"]["sentence"])


def test_with_deprivation_alone_the_page_is_whole(alone: Client) -> None:
    said = words(text_of(alone, f"/areas/{first(held(), 'lsoa')}"))
    assert "doubly" not in said.lower()
    assert "Places like this one" in said


def test_the_tables_are_gathered_once(client: Client, country: Held) -> None:
    assert tables(country) is tables(country)


def test_files_are_limited_and_pages_are_not(client: Client, country: Held) -> None:
    from commonweal.web.limits import _limited

    with override_settings(RATE_LIMIT=1):
        assert _limited("/areas/E01000001.pdf")
        assert _limited("/neighbourhoods/n1.pdf")
        assert _limited("/understand/report.pdf")
        assert not _limited("/understand/health")
        assert not _limited("/areas/E01000001")


def trend(values: list[float], country: float = 0.03) -> Trend:
    years = tuple(
        Year(str(2013 + place), value, value * 0.9, value * 1.1, country)
        for place, value in enumerate(values)
    )
    return Trend("Claimants", years, "getting worse", "2013", "r", "")


@pytest.mark.parametrize("values", [[0.05], [0.01] * 10, [0.0, 0.0], [0.001, 0.9], [0.3, 0.03]])
def test_years_are_drawn_inside_the_picture(values: list[float]) -> None:
    made_drawing = drawn(trend(values), "England")
    numbers = [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?", made_drawing.here)]
    assert all(0 <= x <= WIDTH for x in numbers[::2])
    assert all(0 <= y <= HEIGHT for y in numbers[1::2])
    assert made_drawing.years[-1][1] == str(2012 + len(values))
    assert len(made_drawing.years) <= 6
    assert abs(made_drawing.ends[0] - made_drawing.ends[1]) >= 14
    assert 2 <= len(made_drawing.levels) <= 6
