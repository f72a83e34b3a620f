"""The log is written with every change, and shows every change made behind its back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.utils.functional import SimpleLazyObject

from commonweal.web.record.audit.open import NotRecorded, only_reading, row_name
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.models import AuditEntry, AuditSecret, Neighbourhood, Person, Witness
from tests.record_makers import keep, make_board, make_person, make_place


def altered(sql: str, *values: object) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    return [str(found) for found in verify().alterations]


def test_a_change_and_its_entry_come_together() -> None:
    place = make_place()
    with recorded("place renamed", by=make_person(), place=place, about=place, was="Northfield"):
        place.name = "Northfields"
        place.save()
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.subject, entry.place) == (
        "place renamed",
        f"neighbourhood:{place.pk}",
        place.slug,
    )
    assert entry.says == {"was": "Northfield"}
    assert set(entry.commitments) == {"by", f"neighbourhood:{place.pk}"}
    assert verify().ok


def test_an_entry_about_whoever_has_signed_in_names_their_row() -> None:
    person = make_person()
    with recorded("looked up", by=person, about=SimpleLazyObject(lambda: person)):
        pass
    assert AuditEntry.objects.latest("number").subject == row_name(person)


def test_what_fails_leaves_neither_change_nor_entry() -> None:
    place, before = make_place(), AuditEntry.objects.count()

    def fail() -> None:
        with recorded("place renamed", place=place):
            place.name = "Elsewhere"
            place.save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    place.refresh_from_db()
    assert place.name == "Northfield"
    assert AuditEntry.objects.count() == before
    assert verify().ok


def test_nothing_changes_outside_an_entry() -> None:
    place = make_place()
    with pytest.raises(NotRecorded):
        place.save()
    with pytest.raises(NotRecorded):
        place.delete()
    with pytest.raises(NotRecorded):
        Neighbourhood.objects.update(name="X")
    with pytest.raises(NotRecorded):
        Neighbourhood.objects.all().delete()
    with pytest.raises(NotRecorded):
        Neighbourhood.objects.bulk_create([Neighbourhood(slug="x", name="X")])
    assert verify().ok


def test_nothing_changes_while_a_request_only_reads() -> None:
    with only_reading(), pytest.raises(NotRecorded), recorded("place added"):
        pass


def test_changes_of_many_rows_are_held_too() -> None:
    first, second = make_place("First"), make_place("Second")
    with recorded("places renamed"):
        Neighbourhood.objects.filter(pk__in=[first.pk, second.pk]).update(name="Both")
    assert verify().ok
    with recorded("place removed"):
        Neighbourhood.objects.filter(pk=first.pk).delete()
    assert verify().ok
    assert Witness.objects.filter(row=f"neighbourhood:{first.pk}").count() == 0


def test_one_entry_within_another_holds_its_own_rows() -> None:
    place = make_place()
    with recorded("outer"):
        place.name = "Outer"
        place.save()
        board = make_board(place)
    inner, outer = AuditEntry.objects.order_by("-number")[:2][::-1]
    assert inner.subject == f"board:{board.pk}"
    assert f"board:{board.pk}" not in outer.commitments
    assert verify().ok


def test_a_row_changed_behind_the_log_is_named() -> None:
    place = make_place()
    found = altered("UPDATE record_neighbourhood SET name = 'Mine' WHERE id = %s", place.pk)
    assert len(found) == 1
    assert found[0].startswith(f"neighbourhood:{place.pk}: changed outside the record after entry")


def test_a_row_added_or_deleted_behind_the_log_is_named() -> None:
    place = make_place()
    board = make_board(place)
    found = altered("DELETE FROM record_board WHERE id = %s", board.pk)
    assert [line.split(" after ")[0] for line in found] == [
        f"board:{board.pk}: deleted outside the record"
    ]
    other = make_place("Other")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_witness WHERE row = %s", [f"neighbourhood:{other.pk}"])
    assert any(f"neighbourhood:{other.pk}: added outside" in str(f) for f in verify().alterations)


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("UPDATE record_auditentry SET action = 'x' WHERE number = 2", "entry 2"),
        ("UPDATE record_auditentry SET at = '2020-01-01T00:00:00Z' WHERE number = 2", "entry 2"),
        ("UPDATE record_auditentry SET hash = previous WHERE number = 3", "entry 3"),
        ("DELETE FROM record_auditentry WHERE number = 2", "entry 2"),
        ("DELETE FROM record_auditentry WHERE number = 4", "entry 4"),
        ("UPDATE record_audithead SET number = 3", "entry"),
    ],
)
def test_every_alteration_of_the_log_is_found_where_it_is(sql: str, where: str) -> None:
    for name in ("One", "Two", "Three", "Four"):
        make_place(name)
    assert verify().ok
    found = altered(sql)
    assert found
    assert any(line.startswith(where) for line in found), found


def test_a_chain_made_anew_is_found_by_a_head_noted_before() -> None:
    make_place("One")
    noted = AuditEntry.objects.latest("number")
    assert verify((noted.number, noted.hash)).ok
    assert not verify((noted.number, "0" * 64)).ok
    assert not verify((99, noted.hash)).ok


def test_the_log_names_nobody() -> None:
    person = make_person("Beatrice Unusual", email="beatrice@example.org")
    with recorded("thing done", by=person, place=make_place()):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM record_auditentry")
        text = str(cursor.fetchall())
    assert "Beatrice" not in text
    assert "beatrice" not in text


def test_destroying_the_salts_of_a_person_leaves_the_chain_whole() -> None:
    person = make_person()
    with recorded("thing done", by=person):
        pass
    AuditSecret.objects.filter(person=person).delete()
    assert verify().ok


def test_signing_in_needs_no_entry_and_breaks_nothing(client: Client) -> None:
    person = keep(Person(email="c@example.org", name="Cy"))
    client.force_login(person)
    person.refresh_from_db()
    assert person.last_login is not None
    assert verify().ok
