"""Ranks of a measure that may not be passed on leave by no door."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from django.test import Client, override_settings

from commonweal.report.export import FORMATS
from commonweal.web.data import held
from tests import sites

RELEASE = "demonstration_cni2023"


def released(answer: object) -> bytes:
    return b"".join(answer) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined, arg-type]


def columns_of(content: bytes, format: str, folder: Path) -> list[str]:
    if format == "csv":
        return pl.read_csv(io.BytesIO(content), infer_schema=False).columns
    if format == "parquet":
        return pl.read_parquet(io.BytesIO(content)).columns
    if format == "geojson":
        return list(json.loads(content)["features"][0]["properties"])
    if format == "json":
        return [item["name"] for item in json.loads(content)["tables"][0]["columns"]]
    if format == "gpkg":
        import pyogrio

        path = folder / "list.gpkg"
        path.write_bytes(content)
        return list(pyogrio.read_dataframe(path).columns)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())


@pytest.fixture
def licensed() -> Iterator[Client]:
    """A reader where the operator declares a licence."""
    with (
        override_settings(RATE_LIMIT=0),
        sites.using(sites.closed_atlas(), COMMONWEAL_LICENSED=f"other, {RELEASE}"),
    ):
        yield Client()


@pytest.mark.parametrize("format", FORMATS)
def test_no_download_holds_them(closed: Client, tmp_path: Path, format: str) -> None:
    answer = closed.get(f"/download/neighbourhoods.{format}?type=all")
    assert answer.status_code == 200
    columns = columns_of(released(answer), format, tmp_path)
    assert "infrastructure_rank" not in columns
    assert "typology" in columns


@pytest.mark.parametrize("format", FORMATS)
def test_a_declared_licence_opens_them(licensed: Client, tmp_path: Path, format: str) -> None:
    answer = licensed.get(f"/download/neighbourhoods.{format}")
    assert "infrastructure_rank" in columns_of(released(answer), format, tmp_path)


@pytest.mark.parametrize("rule", ["intersection", "combined"])
def test_the_service_leaves_them_out(closed: Client, rule: str) -> None:
    answer = closed.get(f"/api/v1/find?rule={rule}&page_size=1").json()
    assert not {"infrastructure_rank", "combined_rank"} & set(answer["items"][0])
    assert "left out" in " ".join(answer["notes"])
    assert answer["items"][0]["typology"]


@pytest.mark.parametrize("indicator", ["cni.rank", "cni.score", "cni.connectedness.rank"])
@pytest.mark.parametrize("format", ["json", "csv"])
def test_the_service_refuses_their_figures(closed: Client, indicator: str, format: str) -> None:
    answer = closed.get(f"/api/v1/observations?indicator={indicator}&format={format}")
    assert answer.status_code == 403
    assert "COMMONWEAL_LICENSED" in answer.json()["detail"]


def test_the_figures_of_one_area_leave_them_out(closed: Client) -> None:
    code = held().atlas.areas("lsoa21")["area_code"][0]
    answer = closed.get(f"/api/v1/areas/{code}/observations?page_size=1000").json()
    indicators = {item["indicator"] for item in answer["items"]}
    assert "imd.rank" in indicators
    assert not {name for name in indicators if name.startswith("cni")}


def test_a_licence_opens_the_service(licensed: Client) -> None:
    assert "infrastructure_rank" in licensed.get("/api/v1/find?page_size=1").json()["items"][0]
    assert licensed.get("/api/v1/observations?indicator=cni.rank").status_code == 200


@pytest.mark.parametrize("cut", ["1", "9.9", "10.01", "37"])
def test_fine_cuts_would_give_them_away(closed: Client, cut: str) -> None:
    assert closed.get(f"/api/v1/find?cut={cut}").status_code == 403
    assert closed.get(f"/?cut={cut}").status_code == 422


def test_the_cuts_on_offer_are_answered(closed: Client) -> None:
    for cut in (5, 10, 20):
        assert closed.get(f"/api/v1/find?cut={cut}&page_size=1").status_code == 200
        assert closed.get(f"/?cut={cut}").status_code == 200


def test_a_fine_cut_is_answered_where_all_is_open(client: Client) -> None:
    assert client.get("/api/v1/find?cut=7.5&page_size=1").status_code == 200


def test_area_pages_do_not_say_them(closed: Client) -> None:
    kept = held()
    ranks = kept.atlas.observations("cni.rank", "2023", "lsoa21")
    for code in ranks["area_code"][:20]:
        text = closed.get(f"/areas/{code}").content.decode()
        verdict = text[text.index('class="cw-verdict"') : text.index("cw-facts")]
        assert "by CNI 2023: rank" not in verdict
        assert "by CNI 2023" in verdict


def test_no_value_file_holds_more_than_classes(closed: Client) -> None:
    from commonweal.web.data.measures import options

    kept = held()
    for colour in options(kept).colours:
        for view in ("map", "cartogram"):
            answer = closed.get(f"/values/{kept.id}.bin?colour={colour.value}&view={view}")
            assert len(set(answer.content)) <= 11


def test_no_colour_shows_its_tenths(closed: Client) -> None:
    text = closed.get("/").content.decode()
    offered = text[text.index('id="colour"') : text.index("</select>", text.index('id="colour"'))]
    assert "Community" not in offered
    assert closed.get("/?colour=infrastructure").status_code == 422
