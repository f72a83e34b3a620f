"""Panels by lot on the web: announced, then drawn; of volunteers only their ids are kept."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from commonweal.decide.sortition import draw_panel, panel_spec, read_volunteers
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes import panels as changes
from commonweal.web.record.models import AuditEntry, Panel
from tests.record_makers import TODAY, give, keep, make_person, make_place, sign_in

SPEC = """
size = 4
[features.age]
young = { min = 2, max = 2 }
old = { min = 2, max = 2 }
"""
SEED = 417208


def volunteers(people: int = 12) -> bytes:
    rows = [f"v{n:02d},{'young' if n % 3 else 'old'},Person Number{n}" for n in range(people)]
    return ("id,age,name\n" + "\n".join(rows) + "\n").encode()


def told(**fields: Any) -> changes.Announcement:
    given = {"title": "A panel", "spec": SPEC, "seed_from": "A lottery", "volunteers": volunteers()}
    return changes.Announcement(**{**given, **fields})


def sent(content: bytes | None = None, **fields: str) -> dict[str, Any]:
    file = SimpleUploadedFile("v.csv", volunteers() if content is None else content)
    given = {"title": "A panel", "spec": SPEC, "seed_from": "A lottery", "volunteers": file}
    return {**given, **fields}


@pytest.fixture
def place() -> Any:
    return make_place()


@pytest.fixture
def worker(place: Any) -> Client:
    person = make_person("Will")
    give(person, "community worker", place)
    return sign_in(person)


def test_announced_then_drawn_as_the_command_draws_it(place: Any, worker: Client) -> None:
    answer = worker.post(f"/decide/{place.slug}/panels/new", sent())
    address = answer["Location"]
    panel = Panel.objects.get()
    assert (panel.number, panel.seed, panel.ticket) == (1, None, None)
    before = Client().get(f"{address}/tickets.csv").content
    assert Client().get(f"{address}/panel.csv").status_code == 404
    file = SimpleUploadedFile("v.csv", volunteers())
    assert (
        worker.post(f"{address}/draw", {"seed": str(SEED), "volunteers": file}).status_code == 302
    )
    assert Client().get(f"{address}/tickets.csv").content == before
    spec = panel_spec(f"seed = {SEED}\n{SPEC}")
    table = pl.read_csv(io.BytesIO(volunteers()), infer_schema=False)
    drawn = draw_panel(spec, read_volunteers(table, spec))
    listed = Client().get(f"{address}/panel.csv").content.decode().split()
    assert listed == ["id", *drawn.members]
    panel.refresh_from_db()
    assert panel.ticket == drawn.ticket
    # What the page tells anyone to work out by hand.
    number = int(hashlib.sha256(f"commonweal sortition {SEED}".encode()).hexdigest(), 16)
    assert panel.ticket == number % len(panel.tickets) + 1
    page = Client().get(address).content.decode()
    assert hashlib.sha256(volunteers()).hexdigest() in page
    assert f"--seed {SEED}" in page
    assert verify().ok


def test_the_balance_adds_up_to_the_panel(place: Any) -> None:
    panel = changes.announce_panel(make_person(), place, told(), TODAY)
    changes.draw(make_person(), panel, SEED, volunteers(), TODAY)
    panel.refresh_from_db()
    assert sum(row["members"] for row in panel.balance) == 4
    assert sum(row["volunteers"] for row in panel.balance) == 12
    assert all(row["least"] <= row["members"] <= row["most"] for row in panel.balance)
    text = Client().get(f"/decide/{place.slug}/panels/1/balance.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["value"] for row in rows] == ["young", "old"]
    chances = Client().get(f"/decide/{place.slug}/panels/1/chances.csv").content.decode()
    held = [float(row["chance"]) for row in csv.DictReader(io.StringIO(chances))]
    assert sum(held) == pytest.approx(4)


def test_nothing_of_the_volunteers_is_kept_but_their_ids(place: Any, worker: Client) -> None:
    worker.post(f"/decide/{place.slug}/panels/new", sent())
    file = SimpleUploadedFile("v.csv", volunteers())
    worker.post(f"/decide/{place.slug}/panels/1/draw", {"seed": "7", "volunteers": file})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM record_panel")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT * FROM record_auditentry")
        rows += str(cursor.fetchall())
    assert "v03" in rows
    assert "Person" not in rows
    panel = Panel.objects.get()
    assert set(panel.chances[0]) == {"id", "chance", "tickets"}


@pytest.mark.parametrize("name", ["Ada Lovelace", "ada@example.org", "07700900123456"])
def test_ids_that_would_name_people_are_refused_without_repeating_them(
    place: Any, worker: Client, name: str
) -> None:
    content = volunteers().replace(b"v05", name.encode())
    answer = worker.post(f"/decide/{place.slug}/panels/new", sent(content))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "row 7" in page
    assert name not in page
    assert '<a href="#id_volunteers">' in page
    assert not Panel.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"spec": "size = 'x'"}, "size"),
        ({"spec": f"seed = 3\n{SPEC}"}, "no seed yet"),
        ({"spec": SPEC.replace("min = 2, max = 2", "min = 3, max = 3")}, "No panel"),
        ({"volunteers": b"\x00\xff"}, "csv"),
        ({"volunteers": b"id,age\nv01,purple\n"}, "one of young, old"),
        ({"volunteers": b"age\nyoung\n"}, "column 'id'"),
        ({"seed_from": " "}, "how it is found"),
    ],
)
def test_what_cannot_be_announced(place: Any, fields: dict[str, Any], words: str) -> None:
    with pytest.raises((InputError, MethodNotApplicable)) as raised:
        changes.announce_panel(make_person(), place, told(**fields), TODAY)
    assert words in str(raised.value)
    assert not Panel.objects.exists()


def test_conflicting_quotas_are_named_on_the_page(place: Any, worker: Client) -> None:
    spec = SPEC.replace("min = 2, max = 2", "min = 3, max = 3")
    answer = worker.post(f"/decide/{place.slug}/panels/new", sent(spec=spec))
    assert answer.status_code == 422
    assert "rules that can hold together" in answer.content.decode()


def test_a_large_file_is_refused_before_it_is_read(place: Any, worker: Client) -> None:
    content = b"id,age\n" + b"v01,young\n" * 60_000
    answer = worker.post(f"/decide/{place.slug}/panels/new", sent(content))
    assert answer.status_code == 422
    assert "500,000 bytes at most" in answer.content.decode()


def test_another_file_is_not_drawn_from(place: Any, worker: Client) -> None:
    panel = changes.announce_panel(make_person(), place, told(), TODAY)
    file = SimpleUploadedFile("v.csv", volunteers(13))
    address = f"/decide/{place.slug}/panels/1/draw"
    answer = worker.post(address, {"seed": "7", "volunteers": file})
    assert answer.status_code == 422
    assert panel.digest in answer.content.decode()
    panel.refresh_from_db()
    assert panel.ticket is None


def test_a_panel_is_drawn_once(place: Any, worker: Client) -> None:
    panel = changes.announce_panel(make_person(), place, told(), TODAY)
    changes.draw(make_person(), panel, 7, volunteers(), TODAY)
    with pytest.raises(MethodNotApplicable, match="drawn already"):
        changes.draw(make_person(), panel, 8, volunteers(), TODAY)
    panel.refresh_from_db()
    assert panel.seed == 7
    answer = worker.get(f"/decide/{place.slug}/panels/1/draw")
    assert answer["Location"] == f"/decide/{place.slug}/panels/1"


def test_tickets_changed_since_they_were_published_stop_the_draw(place: Any) -> None:
    panel = changes.announce_panel(make_person(), place, told(), TODAY)
    panel.tickets = [["v00", "v00", "v00", "v00"]] * len(panel.tickets)
    keep(panel)
    with pytest.raises(MethodNotApplicable, match="has changed"):
        changes.draw(make_person(), panel, SEED, volunteers(), TODAY)
    panel.refresh_from_db()
    assert panel.ticket is None


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_that_is_none(place: Any, seed: int) -> None:
    panel = changes.announce_panel(make_person(), place, told(), TODAY)
    with pytest.raises(InputError, match="whole number of 0 or more"):
        changes.draw(make_person(), panel, seed, volunteers(), TODAY)


def test_panels_are_numbered_in_their_neighbourhood(place: Any) -> None:
    other = make_place("Other")
    by = make_person()
    numbers = [
        changes.announce_panel(by, where, told(), TODAY).number for where in (place, other, place)
    ]
    assert numbers == [1, 1, 2]
    assert AuditEntry.objects.latest("number").says["number"] == 2
    page = Client().get(f"/decide/{place.slug}/panels").content.decode()
    assert f"/decide/{place.slug}/panels/2" in page


@pytest.mark.parametrize("role", ["resident", "board member", "observer"])
def test_other_roles_draw_no_panel(place: Any, role: str) -> None:
    panel = changes.announce_panel(make_person(), place, told(), TODAY)
    person = make_person()
    give(person, role, place)
    client = sign_in(person)
    assert client.post(f"/decide/{place.slug}/panels/new", sent()).status_code == 403
    assert client.post(f"/decide/{place.slug}/panels/1/draw", {"seed": "7"}).status_code == 403
    panel.refresh_from_db()
    assert panel.ticket is None
    assert Panel.objects.count() == 1


def test_a_panel_of_another_neighbourhood_is_not_reached(place: Any, worker: Client) -> None:
    other = make_place("Other")
    changes.announce_panel(make_person(), other, told(title="<b>Theirs</b>"), TODAY)
    for path in ("", "/draw", "/tickets.csv"):
        assert worker.get(f"/decide/{place.slug}/panels/1{path}").status_code == 404
    assert worker.get(f"/decide/{other.slug}/panels/1/draw").status_code == 403
    page = Client().get(f"/decide/{other.slug}/panels/1").content.decode()
    assert "&lt;b&gt;Theirs" in page
    assert Client().get(f"/decide/{other.slug}/panels/1/secret.csv").status_code == 404
