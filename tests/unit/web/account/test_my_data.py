"""One's own data: taken away as a file, and erased without breaking the log."""

from __future__ import annotations

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from commonweal.provenance.chain import opens
from commonweal.web.record.audit.rows import as_text
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes.erase import erase
from commonweal.web.record.models import (
    AuditEntry,
    AuditSecret,
    CastBallot,
    Comment,
    Conversation,
    Feasibility,
    Invitation,
    Member,
    Person,
    Proposal,
    Response,
    Role,
    Roll,
    Statement,
    Support,
    Witness,
)
from tests.account_visits import Visitor, member, switched_on, visitor
from tests.record_makers import (
    TODAY,
    give,
    keep,
    make_board,
    make_member,
    make_phase,
    make_place,
    make_pot,
    make_proposal,
)

NAME, EMAIL = "Beatrice Unusual", "beatrice@example.org"


@pytest.fixture
def person() -> Person:
    """Someone who has left a trace in every table that can hold one."""
    place = make_place()
    found = member(NAME, email=EMAIL, area=place.areas[0])
    now = timezone.now()
    give(found, "chair", place)
    make_member(make_board(place), NAME, person=found)
    pot = make_pot(make_phase(place))
    own = make_proposal(pot, "Benches", proposer=found, author=NAME)
    other = make_proposal(pot, "Trees", proposer=member("Cy"), author="Cy")
    keep(Support(proposal=other, person=found))
    keep(Comment(proposal=other, person=found, text="Trees need care", sent=now))
    keep(Comment(proposal=own, person=Person.objects.get(name="Cy"), text="Good", sent=now))
    keep(
        Feasibility(
            proposal=other,
            checker=found,
            checked_by=NAME,
            feasible=True,
            reasons="It can be done",
            asked=100,
            cost=100,
            on=TODAY,
        )
    )
    talk = keep(
        Conversation(neighbourhood=place, slug="talk", question="What matters?", opened=TODAY)
    )
    said = keep(Statement(conversation=talk, number=1, text="More benches", person=found))
    keep(Response(statement=said, person=found, value=1))
    keep(Roll(phase=pot.phase, mark="m" * 64, person=found, channel="web"))
    keep(CastBallot(pot=pot, tracker="T" * 20, choices=["1"]))
    keep(Invitation(digest="d" * 64, email=EMAIL.upper(), kind="observer", until=now))
    SocialAccount.objects.create(
        user=found, provider="council", uid=f"uid-{EMAIL}", extra_data={"name": NAME}
    )
    return found


def everything_in_the_database() -> str:
    """Every column of every table, as text; sessions opened."""
    held = [f"{one.get_decoded()}" for one in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                held.extend(
                    bytes(one).decode("utf-8", "replace")
                    if isinstance(one, bytes | memoryview)
                    else str(one)
                    for one in row
                )
    return "\n".join(held).lower()


def test_the_file_holds_everything_about_oneself_and_nothing_about_others(person: Person) -> None:
    answer = visitor(person).look("my-data")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    told = json.loads(answer.content)
    assert told["person"]["email"] == EMAIL
    assert told["person"]["area"] == person.area
    assert [one["role"] for one in told["roles"]] == ["chair"]
    assert [one["title"] for one in told["proposals"]] == ["Benches"]
    assert [one["text"] for one in told["comments"]] == ["Trees need care"]
    assert [one["proposal"] for one in told["supports"]] == ["Trees"]
    assert [one["text"] for one in told["statements"]] == ["More benches"]
    assert [one["value"] for one in told["responses"]] == [1]
    assert [one["name"] for one in told["boards"]] == [NAME]
    assert [one["reasons"] for one in told["checks"]] == ["It can be done"]
    assert [one["id"] for one in told["single_sign_on"]] == [f"uid-{EMAIL}"]
    assert [one["email"] for one in told["email_addresses"]] == [EMAIL]
    text = answer.content.decode()
    assert "Cy" not in text
    assert "password" not in text


def test_the_file_tells_that_one_voted_and_never_how(person: Person) -> None:
    told = json.loads(visitor(person).look("my-data").content)
    assert told["voted"] == [{"place": "Northfield", "phase": "Spring fund", "channel": "web"}]
    text = json.dumps(told)
    assert "T" * 20 not in text
    assert "m" * 64 not in text


def test_every_table_that_names_a_person_is_in_the_file(person: Person) -> None:
    """A table that is added later must be thought of here as well."""
    names = {
        model._meta.model_name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) is Person and not field.auto_created
    }
    thought_of = {
        *("auditsecret", "authenticator", "comment", "emailaddress", "feasibility", "member"),
        *("proposal", "response", "role", "roll", "socialaccount", "statement", "support"),
    }
    assert names == thought_of


def test_the_file_has_the_entries_of_the_log_about_oneself() -> None:
    reader = Visitor()
    reader.sign_up(EMAIL, name=NAME)
    reader.confirm()
    told = json.loads(reader.look("my-data").content)
    assert [(one["action"], one["by_you"]) for one in told["log"]] == [
        ("account opened", True),
        ("address confirmed", True),
    ]


@pytest.fixture
def erased(person: Person) -> Person:
    switched_on(person)
    half_way = Visitor()
    half_way.send("account_reset_password", email=EMAIL)
    trace = everything_in_the_database()
    assert NAME.lower() in trace
    assert EMAIL in trace
    erase(person, names_too=True)
    person.refresh_from_db()
    return person


def test_nothing_that_names_an_erased_person_is_left(erased: Person) -> None:
    left = everything_in_the_database()
    assert "beatrice" not in left
    assert "unusual" not in left
    for model in (EmailAddress, Authenticator, SocialAccount):
        assert not model.objects.filter(user=erased).exists()
    for model in (AuditSecret, Role, Support, Response, Roll, Member, Comment, Statement):
        assert not model.objects.filter(person=erased).exists()
    assert not Proposal.objects.filter(proposer=erased).exists()
    assert (erased.name, erased.area, erased.is_active, erased.erased) == ("", "", False, True)
    assert str(erased.pk) not in {
        one.get_decoded().get("_auth_user_id") for one in Session.objects.all()
    }


def test_the_log_verifies_after_an_erasure_and_is_not_changed_by_it(person: Person) -> None:
    before = list(AuditEntry.objects.order_by("number").values())
    erase(person)
    assert list(AuditEntry.objects.order_by("number").values())[: len(before)] == before
    assert verify((before[-1]["number"], before[-1]["hash"])).ok


def test_no_commitment_to_an_erased_person_can_be_tried_out() -> None:
    """Somebody who guesses the person right has no salt any more to see it by."""
    reader = Visitor()
    reader.sign_up(EMAIL, name=NAME)
    reader.confirm()
    person = Person.objects.get()
    was = as_text(Person.objects.filter(pk=person.pk).values()[0])
    entry = AuditEntry.objects.filter(action="account opened").get()
    salts = [bytes(one.salt) for one in AuditSecret.objects.filter(person=person)]
    assert any(opens(entry.commitments["by"], salt, str(person.pk)) for salt in salts)
    erase(person)
    left = [bytes(one.salt) for model in (AuditSecret, Witness) for one in model.objects.all()]
    for entry in AuditEntry.objects.filter(action__in=["account opened", "address confirmed"]):
        for held in entry.commitments.values():
            assert not any(
                opens(held, salt, text) for salt in left for text in (str(person.pk), was)
            )


def test_what_others_rely_on_stays_without_a_name(erased: Person) -> None:
    own = Proposal.objects.get(title="Benches")
    assert (own.author, own.proposer, own.summary) == ("", None, "Benches for all")
    assert Statement.objects.get().text == "More benches"
    gone = Comment.objects.get(state="erased")
    assert (gone.text, gone.person) == ("", None)
    assert Comment.objects.get(state="shown").text == "Good"
    assert Feasibility.objects.get().checked_by == "Former member"
    assert Member.objects.get().name == "Former member"
    assert Roll.objects.get().mark == "m" * 64, "nobody votes twice by erasing an account"
    assert CastBallot.objects.count() == 1


def test_the_name_on_a_board_stays_unless_asked(person: Person) -> None:
    erase(person)
    assert Member.objects.get().name == NAME
    assert Member.objects.get().person is None


def test_an_erased_account_cannot_be_used_and_the_address_is_free(erased: Person) -> None:
    assert Visitor().sign_in(EMAIL).status_code == 422
    reader = Visitor()
    reader.sign_up(EMAIL)
    reader.confirm()
    assert Person.objects.get(email=EMAIL).pk != erased.pk


def test_people_erase_themselves_after_their_password_once_more(person: Person) -> None:
    reader = visitor(person)
    assert reader.look("my-erasure").headers["Location"].startswith("/account/again?next=")
    reader.once_more()
    unsure = reader.send("my-erasure", names_too="on")
    assert unsure.status_code == 422
    assert "Tick the box if you are sure" in unsure.content.decode()
    done = reader.send("my-erasure", sure="on")
    assert done.headers["Location"] == "/decide"
    assert reader.person is None
    person.refresh_from_db()
    assert person.erased
    assert "Your account is erased" in reader.look("/decide").content.decode()
    assert verify().ok


def test_the_page_of_an_account_shows_what_one_wrote(person: Person) -> None:
    text = visitor(person).look("my-account").content.decode()
    for words in ("Benches", "Trees need care", "More benches", "Chair", "Resident", EMAIL):
        assert words in text


def test_the_search_above_would_find_a_name(person: Person) -> None:
    """It would be worth nothing if it did not look into every table."""
    assert everything_in_the_database().count("beatrice") > 8
