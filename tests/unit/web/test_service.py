"""The data service: strict, in pages, as csv, in plain words when it refuses."""

from __future__ import annotations

import io
from typing import Any

import polars as pl
import pytest
from django.test import Client

from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.web.api.service import service
from commonweal.web.data import Held

PROBLEM = "application/problem+json"


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def csv(client: Client, path: str) -> pl.DataFrame:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    return pl.read_csv(io.BytesIO(answer.content), infer_schema_length=None)


def test_find_gives_what_the_library_gives(client: Client, country: Held) -> None:
    expected = find_neighbourhoods(FindRequest(cut=0.2), country.atlas)
    answer = get(client, "find?cut=20&page_size=1000")
    assert answer["finding"] == expected.explain()
    assert answer["total"] == expected.table.height
    types = {item["area_code"]: item["typology"] for item in answer["items"]}
    assert types == dict(expected.table.select("area_code", "typology").iter_rows())
    assert answer["sources"]
    assert answer["atlas"] == {
        "id": country.id,
        "label": "the demonstration country",
        "demonstration": True,
    }


def test_find_as_csv_is_the_whole_list_and_says_that_it_is_invented(
    client: Client, country: Held
) -> None:
    rows = csv(client, "find?format=csv&typology=doubly+disadvantaged")
    expected = find_neighbourhoods(FindRequest(), country.atlas).chosen
    assert rows.columns[:3] == ["area_code", "area_name", "typology"]
    assert sorted(rows["area_code"]) == expected["area_code"].sort().to_list()
    assert set(rows["demonstration"]) == {"invented demonstration data"}


@pytest.mark.parametrize("geography", ["msoa21", "ward24"])
def test_find_answers_for_larger_areas(client: Client, country: Held, geography: str) -> None:
    answer = get(client, f"find?geography={geography}&page_size=1")
    assert answer["total"] == country.atlas.areas(geography).height


def test_pages_hold_everything_once(client: Client, country: Held) -> None:
    codes = country.atlas.areas("lsoa21")["area_code"].to_list()
    found: list[str] = []
    for page in range(1, 6):
        answer = get(client, f"areas?page={page}&page_size=97")
        found += [item["area_code"] for item in answer["items"]]
    assert found == codes
    assert answer["pages"] == -(-len(codes) // 97)
    assert get(client, "areas?page=1000")["items"] == []


def test_areas_within_another(client: Client, country: Held) -> None:
    district = country.atlas.areas("district24")["area_code"][0]
    inside = country.atlas.areas("lsoa21", within=district)["area_code"].to_list()
    answer = get(client, f"areas?within={district}&page_size=1000")
    assert [item["area_code"] for item in answer["items"]] == inside


def test_one_area_tells_its_successors(client: Client, country: Held) -> None:
    old, new = (country.atlas.areas(name)["area_code"] for name in ("lsoa11", "lsoa21"))
    code = old.filter(~old.is_in(new.implode()))[0]
    answer = get(client, f"areas/{code}")
    assert answer["geography"] == "lsoa11"
    assert sum(
        item["weight"] for item in answer["successors"] if item["geography"] == "lsoa21"
    ) == pytest.approx(1)
    assert get(client, f"areas/{new[0]}")["successors"] == []


def test_neighbours_are_mutual(client: Client, country: Held) -> None:
    code = country.atlas.areas("lsoa21")["area_code"][5]
    for item in get(client, f"areas/{code}/neighbours")["items"]:
        back = get(client, f"areas/{item['area_code']}/neighbours")["items"]
        assert code in {other["area_code"] for other in back}


def test_observations_carry_row_and_source(client: Client, country: Held) -> None:
    expected = country.atlas.observations("imd.score", "2025", "lsoa21")
    answer = get(client, "observations?indicator=imd.score&period=2025&page_size=1000")
    assert [item["value"] for item in answer["items"]] == expected["value"].to_list()
    assert answer["sources"][0]["publisher"]
    rows = csv(client, "observations?indicator=imd.score&period=2025&format=csv")
    assert rows["value"].to_list() == expected["value"].to_list()


def test_an_indicator_tells_file_and_column(client: Client) -> None:
    answer = get(client, "indicators/imd.rank")
    assert {"period", "geography", "release", "file", "column", "open"} <= set(answer["series"][0])
    listed = get(client, "indicators?page_size=1000")
    assert "imd.rank" in {item["indicator"] for item in listed["items"]}


def test_search_finds_by_name_and_code(client: Client, country: Held) -> None:
    district = country.atlas.areas("district24").row(0, named=True)
    for text in (district["area_name"], district["area_code"]):
        hits = get(client, f"search?q={text}")["items"]
        assert district["area_code"] in {hit["area_code"] for hit in hits}
    assert csv(client, f"search?q={district['area_code']}&format=csv").height == 1
    assert get(client, "search?q=zzzzqqq")["items"] == []


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("find?cut=0", 422, "cut"),
        ("find?cut=100", 422, "cut"),
        ("find?cut=1e1", 422, "a number such as"),
        ("find?cut=nan", 422, "a number such as"),
        ("find?ct=10", 422, "'ct'"),
        ("find?cut=10&cut=20", 422, "cut once"),
        ("find?deprivation=1066", 404, "imd"),
        ("find?geography=parish20", 404, "parish20"),
        ("find?within=E99999999", 404, "E99999999"),
        ("find?rule=either", 422, "rule"),
        ("areas?page=0", 422, "page"),
        ("areas?page=1.5", 422, "digits"),
        ("areas?page=+1", 422, "digits"),
        ("areas?page_size=1001", 422, "page_size"),
        ("areas?format=xml", 422, "format"),
        ("areas?geography=", 422, "geography"),
        ("areas/E99999999", 404, "E99999999"),
        ("areas/E01;drop", 422, "form"),
        ("areas/E99999999/neighbours", 404, "E99999999"),
        ("indicators/imd.rnk", 404, "Did you mean"),
        ("observations", 422, "is needed"),
        ("observations?indicator=imd.rank&period=1066", 404, "1066"),
        ("search", 422, "is needed"),
        ("search?q=", 422, "q"),
        ("search?q=a&limit=51", 422, "limit"),
        ("nothing", 404, "address"),
    ],
)
def test_what_is_refused_is_refused_in_words(
    client: Client, path: str, status: int, told: str
) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == PROBLEM
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert told in problem["detail"]
    assert "Traceback" not in problem["detail"]


def test_the_schema_tells_of_every_operation(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    assert set(schema["paths"]) == {
        f"/api/v1/{path}"
        for path in (
            "find",
            "areas",
            "areas/{code}",
            "areas/{code}/neighbours",
            "areas/{code}/observations",
            "areas/{code}/profile",
            "search",
            "indicators",
            "indicators/{indicator}",
            "issues",
            "issues/{issue}/chart",
            "prevalence",
            "observations",
            "sources",
            "decide/log",
            "decide/neighbourhoods",
            *(
                f"decide/{{place}}/{name}"
                for name in (
                    "board",
                    "conversations",
                    "conversations/{conversation}",
                    "corrections",
                    "decisions",
                    "feasibility",
                    "interests",
                    "meetings",
                    "members",
                    "phases",
                    "pots",
                    "progress",
                    "proposals",
                    "results",
                    "results/{phase}/{pot}",
                    "statements",
                )
            ),
        )
    }
    for path in schema["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert operation["description"]
            assert PROBLEM in operation["responses"]["422"]["content"]


def test_the_page_of_the_service_describes_every_operation(client: Client) -> None:
    text = client.get("/api").content.decode()
    for path in service.get_openapi_schema()["paths"]:
        assert f"GET {path}" in text
