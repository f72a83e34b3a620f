"""Comments and moderation: shown at once, hidden with a reason that all read, never silently."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.parameters import number
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes import comments, moderation
from commonweal.web.record.models import AuditEntry, Comment, Person, Proposal
from tests.record_makers import (
    AREAS,
    give,
    keep,
    make_person,
    make_phase,
    make_place,
    make_pot,
    make_proposal,
    sign_in,
)

SCRIPT = "<img src=x onerror=alert(1)>"


@pytest.fixture
def proposal() -> Proposal:
    return make_proposal(make_pot(make_phase(make_place())))


@pytest.fixture
def resident() -> Person:
    return make_person("Ada", area=AREAS[0])


@pytest.fixture
def moderator(proposal: Proposal) -> Person:
    person = make_person("Wendy")
    give(person, "community worker", proposal.phase.neighbourhood)
    return person


def address(proposal: Proposal, end: str = "") -> str:
    phase = proposal.phase
    base = f"/decide/{phase.neighbourhood.slug}/phases/{phase.slug}/ideas/{proposal.number}"
    return f"{base}/{end}" if end else base


def page_of(proposal: Proposal) -> str:
    return Client().get(address(proposal)).content.decode()


def test_a_comment_is_shown_at_once_as_text(proposal: Proposal, resident: Person) -> None:
    answer = sign_in(resident).post(address(proposal, "comments"), {"text": f"Yes! {SCRIPT}"})
    assert answer["Location"] == f"{address(proposal)}#comments"
    page = page_of(proposal)
    assert SCRIPT not in page
    assert "Yes! &lt;img" in page
    assert "Ada" in page
    assert AuditEntry.objects.latest("number").says["comment"] == Comment.objects.get().pk
    assert verify().ok


def test_only_people_of_the_neighbourhood_comment(proposal: Proposal) -> None:
    path = address(proposal, "comments")
    assert sign_in(make_person(area="E01000001")).post(path, {"text": "Hi"}).status_code == 403
    assert Client().post(path, {"text": "Hi"}).status_code == 302
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2_001])
def test_a_comment_that_cannot_be_is_told_on_the_page(
    proposal: Proposal, resident: Person, text: str
) -> None:
    answer = sign_in(resident).post(address(proposal, "comments"), {"text": text})
    assert answer.status_code == 422
    assert 'href="#id_text"' in answer.content.decode()
    with pytest.raises(InputError):
        comments.comment(resident, proposal, text)
    assert not Comment.objects.exists()


def test_one_person_comments_no_more_than_so_often_an_hour(
    proposal: Proposal, resident: Person
) -> None:
    most = int(number("participation.comments_an_hour"))
    for _ in range(most):
        last = comments.comment(resident, proposal, "Again")
    answer = sign_in(resident).post(address(proposal, "comments"), {"text": "Once more"})
    assert answer.status_code == 422
    assert Comment.objects.count() == most
    last.sent = timezone.now() - timedelta(minutes=61)
    keep(last)
    comments.comment(resident, proposal, "Now")
    assert Comment.objects.count() == most + 1


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_nothing_is_added_to_an_idea_that_is_gone(
    proposal: Proposal, resident: Person, state: str
) -> None:
    proposal.state = state
    keep(proposal)
    with pytest.raises(MethodNotApplicable):
        comments.comment(resident, proposal, "Still?")


def test_a_report_brings_a_comment_before_a_moderator_once(
    proposal: Proposal, resident: Person, moderator: Person
) -> None:
    row = comments.comment(resident, proposal, "Rude words")
    queue = f"/decide/{proposal.phase.neighbourhood.slug}/moderation"
    assert "Rude words" not in sign_in(moderator).get(queue).content.decode()
    path = address(proposal, f"comments/{row.pk}/report")
    for _ in range(3):
        assert sign_in(make_person()).post(path).status_code == 302
    assert Comment.objects.get().reports == 1
    assert "Rude words" in sign_in(moderator).get(queue).content.decode()
    assert "a moderator will look at it" in page_of(proposal)
    with pytest.raises(MethodNotApplicable):
        comments.report(resident, row)


def test_a_hidden_comment_leaves_its_reason_in_its_place(
    proposal: Proposal, resident: Person, moderator: Person
) -> None:
    row = comments.comment(resident, proposal, "Rude words")
    comments.report(moderator, row)
    path = address(proposal, f"comments/{row.pk}/moderate")
    assert sign_in(moderator).post(path, {"reason": " "}).status_code == 422
    assert sign_in(moderator).post(path, {"reason": "It is rude."}).status_code == 302
    page = page_of(proposal)
    assert "Rude words" not in page
    assert "A moderator has hidden this comment: It is rude." in page
    assert sign_in(moderator).post(f"{path}?act=keep", {"reason": "On second thought."})
    assert "Rude words" in page_of(proposal)
    assert Comment.objects.get().reports == 0
    assert verify().ok


def test_a_hidden_idea_is_out_of_reach_and_its_number_says_why(
    proposal: Proposal, resident: Person, moderator: Person
) -> None:
    path = address(proposal, "moderate")
    sign_in(moderator).post(path, {"reason": "It advertises a shop."})
    for end in ("", "support", "comments", "edit"):
        assert sign_in(resident).get(address(proposal, end)).status_code == 404
    phase = proposal.phase
    listing = f"/decide/{phase.neighbourhood.slug}/phases/{phase.slug}"
    page = Client().get(listing).content.decode()
    assert "Benches" not in page
    assert "hidden by a moderator – It advertises a shop." in page
    assert sign_in(moderator).post(path, {"reason": "Again"}).status_code == 422
    sign_in(moderator).post(f"{path}?act=keep", {"reason": "The shop is gone."})
    proposal.refresh_from_db()
    assert proposal.state == "sent"
    assert "Benches" in Client().get(listing).content.decode()


def test_what_stands_on_a_ballot_paper_cannot_be_hidden(moderator: Person) -> None:
    voted = make_proposal(make_pot(make_phase(make_place("Other"), state="voting")))
    with pytest.raises(MethodNotApplicable):
        moderation.hide_proposal(moderator, voted, "Too late")


def test_only_moderators_of_this_neighbourhood_moderate(
    proposal: Proposal, resident: Person
) -> None:
    row = comments.comment(resident, proposal, "Words")
    elsewhere = make_person()
    give(elsewhere, "community worker", make_place("Elsewhere"))
    for person in (resident, elsewhere):
        for end in ("moderate", f"comments/{row.pk}/moderate"):
            answer = sign_in(person).post(address(proposal, end), {"reason": "No"})
            assert answer.status_code == 403
        queue = f"/decide/{proposal.phase.neighbourhood.slug}/moderation"
        assert sign_in(person).get(queue).status_code == 403
        assert sign_in(person).get(f"{queue}/log").status_code == 403
    row.refresh_from_db()
    proposal.refresh_from_db()
    assert (row.state, proposal.state) == ("shown", "feasible")


def test_a_comment_is_reached_through_its_own_idea_only(
    proposal: Proposal, resident: Person, moderator: Person
) -> None:
    row = comments.comment(resident, proposal, "Words")
    other = make_proposal(proposal.pot, "Other")
    for end in ("report", "erase", "moderate"):
        path = address(other, f"comments/{row.pk}/{end}")
        assert sign_in(moderator).post(path, {"reason": "No"}).status_code == 404
    row.refresh_from_db()
    assert (row.state, row.reports) == ("shown", 0)


def test_its_author_erases_a_comment_and_nobody_else(
    proposal: Proposal, resident: Person, moderator: Person
) -> None:
    row = comments.comment(resident, proposal, "I regret this")
    path = address(proposal, f"comments/{row.pk}/erase")
    assert sign_in(moderator).post(path).status_code == 403
    with pytest.raises(PermissionDenied):
        comments.erase(moderator, row)
    assert sign_in(resident).get(path).status_code == 302
    assert Comment.objects.get().text == "I regret this"
    sign_in(resident).post(path)
    assert Comment.objects.get().text == ""
    page = page_of(proposal)
    assert "I regret this" not in page
    assert "Erased by the person who wrote it." in page
    for again in (comments.erase, lambda by, it: moderation.hide_comment(by, it, "x")):
        with pytest.raises(MethodNotApplicable):
            again(resident, row)
    assert verify().ok


def test_the_log_of_moderation_tells_what_was_done_and_why(
    proposal: Proposal, resident: Person, moderator: Person
) -> None:
    row = comments.comment(resident, proposal, "Rude words")
    moderation.hide_comment(moderator, row, "It is rude.")
    moderation.hide_proposal(moderator, proposal, "It advertises.")
    observer = make_person()
    give(observer, "observer", proposal.phase.neighbourhood)
    log = f"/decide/{proposal.phase.neighbourhood.slug}/moderation/log"
    page = sign_in(observer).get(log).content.decode()
    assert page.find("It advertises.") < page.find("It is rude.")
    assert "Comment hidden" in page
    assert "Rude words" not in page
    assert "Wendy" not in page
    entries = AuditEntry.objects.filter(action__in=moderation.ACTIONS)
    assert "rude" not in str(list(entries.values_list("says", flat=True)))


def test_forms_sent_from_another_site_are_refused(proposal: Proposal, resident: Person) -> None:
    reader = Client(enforce_csrf_checks=True)
    reader.force_login(resident)
    for end in ("comments", "support"):
        assert reader.post(address(proposal, end), {"text": "x"}).status_code == 403
    assert not Comment.objects.exists()
