"""Conversations: opened, answered, moderated, closed; what their pages show and refuse."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.parameters import number
from commonweal.web.data.opinion_picture import picture
from commonweal.web.pages.decide.conversation_results import bar, results_of
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes import conversations as changes
from commonweal.web.record.models import AuditEntry, Conversation, Neighbourhood, Person, Response
from commonweal.web.record.opinions import answers_of, in_own_order
from tests.record_makers import AREAS, give, make_person, make_place, sign_in

SEEDS = [f"Statement number {each}." for each in range(1, 9)]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def place(client: Client) -> Neighbourhood:
    """A neighbourhood, with a site that has an atlas."""
    return make_place()


@pytest.fixture
def chair(place: Neighbourhood) -> Person:
    """Its chair."""
    person = make_person("Chair")
    give(person, "chair", place)
    return person


@pytest.fixture
def talk(place: Neighbourhood, chair: Person) -> Conversation:
    """An open conversation."""
    return changes.open_conversation(chair, place, "What next?", "To hear you.", SEEDS)


def residents(many: int) -> list[Person]:
    return [make_person(f"Resident {each}", area=AREAS[0]) for each in range(many)]


def answer_all(people: list[Person], talk: Conversation, views: dict[int, int]) -> None:
    for person in people:
        for statement, value in views.items():
            changes.answer(person, talk, statement, value)


def address(talk: Conversation, page: str = "") -> str:
    return f"/decide/{talk.neighbourhood.slug}/conversations/{talk.slug}{page}"


def closed(talk: Conversation, chair: Person) -> Any:
    changes.close_conversation(chair, talk)
    return talk.result


# Opening


def test_a_chair_opens_one_by_its_form(place: Neighbourhood, chair: Person) -> None:
    reader = sign_in(chair)
    new = f"/decide/{place.slug}/conversations/new"
    sent = {"question": "What next?", "about": SCRIPT, "seeds": "\n".join([*SEEDS, ""])}
    answer = reader.post(new, sent, follow=True)
    text = answer.content.decode()
    made = Conversation.objects.get()
    assert answer.redirect_chain == [(address(made), 302)]
    assert made.statements.count() == len(SEEDS)
    assert SCRIPT not in text
    assert "&lt;script&gt;" in text


def test_what_is_wrong_is_said_beside_the_fields_all_at_once(
    place: Neighbourhood, chair: Person
) -> None:
    sent = {"question": "Q", "seeds": f"Once\nonce\n{'x' * 141}"}
    answer = sign_in(chair).post(f"/decide/{place.slug}/conversations/new", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "each statement once" in text
    assert "a statement of 140 letters at most" in text
    assert not Conversation.objects.exists()


def test_too_few_statements_do_not_open_one(place: Neighbourhood, chair: Person) -> None:
    few = SEEDS[: int(number("conversations.fewest_seeds")) - 1]
    with pytest.raises(InputError, match="statements to begin with"):
        changes.open_conversation(chair, place, "Q", "", few)
    with pytest.raises(InputError, match="expected a question"):
        changes.open_conversation(chair, place, " ", "", SEEDS)


def test_addresses_never_meet_one_another_or_a_page(place: Neighbourhood, chair: Person) -> None:
    made = [
        changes.open_conversation(chair, place, question, "", SEEDS).slug
        for question in ("New", "New", "What next?", "What next?", "???")
    ]
    assert made == ["new-2", "new-3", "what-next", "what-next-2", "conversation"]


# Answering


def test_statements_come_one_at_a_time_until_all_are_answered(talk: Conversation) -> None:
    [person] = residents(1)
    reader, seen = sign_in(person), []
    for _ in SEEDS:
        text = reader.get(address(talk, "/take-part")).content.decode()
        [number_shown] = re.findall(r'name="number" value="(\d+)"', text)
        seen.append(int(number_shown))
        assert [f'value="{value}"' in text for value in (1, -1, 0)] == [True] * 3
        reader.post(address(talk, "/take-part"), {"number": number_shown, "value": "1"})
    assert sorted(seen) == list(range(1, 9))
    assert (
        "You have answered everything" in reader.get(address(talk, "/take-part")).content.decode()
    )


def test_everyone_has_an_order_of_their_own_that_stays(talk: Conversation) -> None:
    people = residents(5)
    orders = {tuple(one.number for one in in_own_order(person, talk)) for person in people}
    assert len(orders) > 1
    again = [one.number for one in in_own_order(people[0], talk)]
    assert tuple(again) in orders
    assert all(sorted(order) == list(range(1, 9)) for order in orders)


def test_another_answer_takes_the_place_of_the_first(talk: Conversation) -> None:
    [person] = residents(1)
    changes.answer(person, talk, 3, 1)
    page = sign_in(person).get(address(talk, "/take-part?again=3")).content.decode()
    assert 'name="number" value="3"' in page
    changes.answer(person, talk, 3, -1)
    assert answers_of(person, talk) == {3: -1}
    assert Response.objects.count() == 1
    assert verify().ok


@pytest.mark.parametrize(("statement", "value"), [(3, 2), (3, -2), (99, 1)])
def test_an_answer_of_no_meaning_is_refused(talk: Conversation, statement: int, value: int) -> None:
    [person] = residents(1)
    with pytest.raises(InputError):
        changes.answer(person, talk, statement, value)
    answer = sign_in(person).post(
        address(talk, "/take-part"), {"number": statement, "value": value}
    )
    assert answer.status_code == 422
    assert not Response.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"number": "x", "value": "1"}, {"number": "1"}])
def test_a_made_up_form_is_not_found(talk: Conversation, sent: dict[str, str]) -> None:
    [person] = residents(1)
    assert sign_in(person).post(address(talk, "/take-part"), sent).status_code == 404


def test_the_log_tells_neither_the_statement_nor_the_answer(talk: Conversation) -> None:
    [person] = residents(1)
    changes.answer(person, talk, 3, -1)
    entry = AuditEntry.objects.latest("number")
    assert entry.says == {"conversation": talk.slug}
    assert entry.subject == f"conversation:{talk.pk}"


# Statements of one's own


def test_a_statement_waits_until_it_is_read(talk: Conversation, chair: Person) -> None:
    [person] = residents(1)
    reader = sign_in(person)
    text = f"Swings for all {SCRIPT}"
    reader.post(address(talk, "/suggest"), {"text": text})
    assert "Swings" not in Client().get(address(talk)).content.decode()
    worker = sign_in(chair)
    queue = worker.get(address(talk, "/moderate")).content.decode()
    assert "Swings for all &lt;script&gt;" in queue
    assert person.name not in queue
    worker.post(address(talk, "/moderate"), {"number": 9, "do": "show"})
    shown = Client().get(address(talk)).content.decode()
    assert "Swings for all &lt;script&gt;" in shown
    assert SCRIPT not in shown
    assert person.name not in shown


def test_a_statement_is_not_shown_only_with_a_reason(talk: Conversation, chair: Person) -> None:
    [person] = residents(1)
    changes.suggest(person, talk, "My neighbour is noisy")
    worker = sign_in(chair)
    answer = worker.post(address(talk, "/moderate"), {"number": 9, "do": "hide", "reason": " "})
    assert answer.status_code == 422
    worker.post(
        address(talk, "/moderate"), {"number": 9, "do": "hide", "reason": "A private person"}
    )
    shown = Client().get(address(talk)).content.decode()
    assert "A private person" in shown
    assert "noisy" not in shown
    assert "A private person" in sign_in(person).get(address(talk, "/take-part")).content.decode()
    assert "private" not in json.dumps(AuditEntry.objects.latest("number").says)


@pytest.mark.parametrize("text", ["", "   ", "x" * 141, "statement  number 1."])
def test_a_statement_that_says_nothing_new_is_refused(talk: Conversation, text: str) -> None:
    [person] = residents(1)
    answer = sign_in(person).post(address(talk, "/suggest"), {"text": text})
    assert answer.status_code == 422
    assert talk.statements.count() == len(SEEDS)


def test_one_person_cannot_flood_the_moderators(talk: Conversation, chair: Person) -> None:
    [person, other] = residents(2)
    most = int(number("conversations.most_waiting"))
    for each in range(most):
        changes.suggest(person, talk, f"Mine {each}")
    with pytest.raises(InputError, match="unread statements"):
        changes.suggest(person, talk, "One more")
    changes.suggest(other, talk, "Somebody else's")
    changes.show(chair, talk.statements.get(number=9))
    changes.suggest(person, talk, "One more")


# Who may


@pytest.mark.parametrize("ending", ["/take-part", "/suggest", "/moderate", "/close"])
def test_others_may_not(talk: Conversation, ending: str) -> None:
    stranger = make_person("Stranger", area="D01999999")
    for method in ("get", "post"):
        assert getattr(sign_in(stranger), method)(address(talk, ending)).status_code == 403
        sent_away = getattr(Client(), method)(address(talk, ending))
        assert sent_away.status_code == 302
        assert "/account/" in sent_away["Location"]


def test_a_role_elsewhere_reaches_nothing_here(talk: Conversation) -> None:
    elsewhere = make_place("Elsewhere")
    chair = make_person("Other chair")
    give(chair, "chair", elsewhere)
    reader = sign_in(chair)
    assert reader.post(address(talk, "/close")).status_code == 403
    # Nor through an address of their own neighbourhood.
    here = address(talk, "/close").replace(talk.neighbourhood.slug, elsewhere.slug)
    assert reader.post(here).status_code == 404
    talk.refresh_from_db()
    assert talk.open


@pytest.mark.parametrize("ending", ["/take-part", "/moderate", "/close"])
def test_forms_from_other_sites_are_refused(talk: Conversation, chair: Person, ending: str) -> None:
    give(chair, "resident", talk.neighbourhood)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(chair)
    assert strict.post(address(talk, ending), {"number": 1, "value": 1}).status_code == 403


# Closing, and results


def test_nothing_is_told_of_answers_while_it_is_open(talk: Conversation) -> None:
    answer_all(residents(12), talk, {1: 1, 2: -1})
    text = Client().get(address(talk)).content.decode()
    assert "12 people have taken part" in text
    assert not re.search(r"\d+ (agree|disagree)|\d%", text)


def test_a_closed_one_takes_nothing_more(talk: Conversation, chair: Person) -> None:
    [person] = residents(1)
    sign_in(chair).post(address(talk, "/close"))
    reader = sign_in(person)
    for page, sent in (
        ("/take-part", {"number": 1, "value": 1}),
        ("/suggest", {"text": "Too late"}),
    ):
        answer = reader.post(address(talk, page), sent, follow=True)
        assert "is closed, so nothing was changed" in answer.content.decode()
    for change in (
        lambda: changes.close_conversation(chair, talk),
        lambda: changes.hide(chair, talk.statements.first(), "No"),
        lambda: changes.show(chair, talk.statements.first()),
    ):
        with pytest.raises(MethodNotApplicable, match="closed"):
            change()
    assert not Response.objects.exists()


def test_planted_groups_and_what_they_share_are_on_the_page(
    talk: Conversation, chair: Person
) -> None:
    ones, others = residents(8), residents(8)
    shared = {1: 1, 2: 1, 3: -1}
    answer_all(ones, talk, {**shared, **dict.fromkeys(range(4, 9), 1)})
    answer_all(others, talk, {**shared, **dict.fromkeys(range(4, 9), -1)})
    result = closed(talk, chair)
    assert [group["size"] for group in result["groups"]] == [8, 8]
    text = Client().get(address(talk)).content.decode()
    agreed, rest = text.split("Groups of people who think alike")
    assert "Statement number 1." in agreed
    assert "16 agree (100%)" in agreed
    assert "Most people disagree" in agreed
    assert "Statement number 5." not in agreed
    assert "Where groups differ" in rest
    assert "Group A: 8 people" in rest
    assert not any(person.name in text for person in (*ones, *others))


def test_the_result_is_that_of_the_close_and_the_log_holds_its_digest(
    talk: Conversation, chair: Person
) -> None:
    people = residents(10)
    answer_all(people, talk, dict.fromkeys(range(1, 9), 1))
    result = closed(talk, chair)
    said = AuditEntry.objects.latest("number").says
    assert said == {
        "conversation": talk.slug,
        "people": 10,
        "result": changes.digest(result),
    }
    talk.refresh_from_db()
    assert changes.digest(talk.result) == said["result"]
    assert verify().ok


def test_statements_that_are_not_shown_count_for_nothing(talk: Conversation, chair: Person) -> None:
    answer_all(residents(10), talk, dict.fromkeys(range(1, 9), 1))
    changes.hide(chair, talk.statements.get(number=2), "Not a fair question")
    assert len(closed(talk, chair)["statements"]) == len(SEEDS) - 1


@pytest.mark.parametrize("many", [0, 1, 4])
def test_few_people_are_not_told_apart(talk: Conversation, chair: Person, many: int) -> None:
    answer_all(residents(many), talk, dict.fromkeys(range(1, 9), -1))
    result = closed(talk, chair)
    assert result["groups"] == []
    assert {tuple(each) for each in result["leanings"].values()} == {
        ("too few answered" if many else "nobody answered",)
    }
    text = Client().get(address(talk)).content.decode()
    assert "too few to look for groups" in text


def test_the_result_holds_nothing_of_single_people(talk: Conversation, chair: Person) -> None:
    people = residents(12)
    answer_all(people, talk, dict.fromkeys(range(1, 9), 1))
    text = json.dumps(closed(talk, chair))
    assert not any(str(person.pk) in text for person in people)


# What the page draws


def test_a_bar_shows_all_or_what_it_may() -> None:
    whole = bar("Everyone", {"agree": 6, "disagree": 3, "passed": 1, "seen": 10})
    assert whole.whole
    assert [(part.kind, part.share, part.start) for part in whole.parts] == [
        ("agree", 60, 0),
        ("disagree", 30, 70),
        ("passed", 10, 60),
    ]
    held = bar("Group A", {"agree": None, "disagree": 4, "passed": None, "seen": 10}, "most agree")
    assert not held.whole
    assert [(part.kind, part.start) for part in held.drawn] == [("disagree", 60)]
    unknown = bar("Group A", {"agree": 6, "disagree": None, "passed": None, "seen": None})
    assert unknown.drawn == ()
    nobody = bar("Everyone", {"agree": 0, "disagree": 0, "passed": 0, "seen": 0})
    assert nobody.drawn == ()


@pytest.mark.parametrize(
    "middles",
    [[(0.0, 0.0), (0.0, 0.0)], [(0.0, 0.0), (1.0, 0.5), (1.1, 0.5)], [(-3.0, 2.0), (5.0, 2.0)]],
)
def test_crowds_stand_apart_within_the_picture(middles: list[tuple[float, float]]) -> None:
    groups = [
        {"name": "ABC"[each], "size": 10 + 20 * each, "x": x, "y": y}
        for each, (x, y) in enumerate(middles)
    ]
    drawn = picture(groups)
    for crowd in drawn.crowds:
        assert crowd.radius <= crowd.x <= drawn.width - crowd.radius
        assert crowd.radius <= crowd.y <= drawn.height - crowd.radius
        assert len(crowd.dots) == crowd.size
    for one in drawn.crowds:
        for other in drawn.crowds:
            apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert one is other or apart > one.radius + other.radius


def test_of_many_people_a_dot_stands_for_several() -> None:
    groups = [
        {"name": "A", "size": 900, "x": 0, "y": 0},
        {"name": "B", "size": 300, "x": 1, "y": 1},
    ]
    drawn = picture(groups)
    assert drawn.each == 3
    assert [len(crowd.dots) for crowd in drawn.crowds] == [300, 100]


def test_one_group_is_not_shown_as_groups(talk: Conversation, chair: Person) -> None:
    answer_all(residents(12), talk, dict.fromkeys(range(1, 9), 1))
    shown = results_of(closed(talk, chair))
    assert shown.groups == ()
    assert shown.picture is None
    assert all(said.by_group == () for said in shown.everything)
    assert "No separate groups stand out" in Client().get(address(talk)).content.decode()
