"""Proposals: sent in time by those who may, changed by their proposer only, shown safely."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image as Picture

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.parameters import number
from commonweal.web.data import Held
from commonweal.web.data.spots import Spot, find_spot, refuse_far, spot_map
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes import feasibility, proposals
from commonweal.web.record.changes.proposals import ProposalText
from commonweal.web.record.models import AuditEntry, Image, Person, Phase, Pot, Proposal, Support
from tests.record_makers import (
    AREAS,
    TODAY,
    give,
    keep,
    make_person,
    make_phase,
    make_place,
    make_pot,
    make_proposal,
    sign_in,
)

DAY = timedelta(days=1)
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def phase() -> Phase:
    """A phase that is open for ideas today."""
    today = timezone.localdate()
    dates = {
        "propose_from": today - DAY,
        "propose_until": today + DAY,
        "vote_from": today + 2 * DAY,
        "vote_until": today + 3 * DAY,
    }
    return make_phase(make_place(), **dates)


@pytest.fixture
def pot(phase: Phase) -> Pot:
    return make_pot(phase, 20_000, ceiling=Decimal(5_000), categories=["Parks", "Play"])


@pytest.fixture
def resident() -> Person:
    return make_person("Ada", area=AREAS[0])


def text(pot: Pot, **changes: Any) -> ProposalText:
    given = {"title": "Benches", "summary": "Six.", "cost": Decimal(2_000), "category": "Parks"}
    return ProposalText(pot=pot, **{**given, **changes})


def form(**changes: Any) -> dict[str, Any]:
    given = {"pot": "main", "title": "Benches", "summary": "Six of them.", "cost": "2,000"}
    return {**given, "category": "Parks", **changes}


def address(phase: Phase, end: str = "propose") -> str:
    return f"/decide/{phase.neighbourhood.slug}/phases/{phase.slug}/{end}"


def picture(name: str = "photo.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Picture.new("RGB", (60, 40), (10, 90, 20)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def test_a_resident_sends_an_idea_with_a_picture(pot: Pot, resident: Person) -> None:
    reader = sign_in(resident)
    sent = form(picture=picture(), alt="A bench", named="on", where="Rose Park")
    answer = reader.post(address(pot.phase), sent)
    assert answer["Location"] == address(pot.phase, "ideas/1")
    found = Proposal.objects.get()
    assert (found.number, found.cost, found.author, found.proposer) == (1, 2_000, "Ada", resident)
    page = Client().get(address(pot.phase, "ideas/1")).content.decode()
    for words in ("Benches", "£2,000", "Rose Park", "by Ada", 'alt="A bench"'):
        assert words in page
    assert verify().ok


def test_a_picture_is_served_as_what_it_is(pot: Pot, resident: Person) -> None:
    sign_in(resident).post(address(pot.phase), form(picture=picture("x.html"), alt="A bench"))
    image = Image.objects.get()
    path = address(pot.phase, f"ideas/1/pictures/{image.pk}")
    answer = Client().get(path)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "max-age=604800" in answer["Cache-Control"]
    assert Picture.open(io.BytesIO(answer.content)).size == (60, 40)
    other = make_proposal(pot, "Other")
    wrong = address(pot.phase, f"ideas/{other.number}/pictures/{image.pk}")
    assert Client().get(wrong).status_code == 404


def test_disguised_and_oversized_pictures_are_refused_in_plain_words(
    pot: Pot, resident: Person
) -> None:
    reader = sign_in(resident)
    false = SimpleUploadedFile("photo.jpg", b"<html>" + SCRIPT.encode(), "image/jpeg")
    answer = reader.post(address(pot.phase), form(picture=false, alt="x"))
    assert answer.status_code == 422
    assert "a JPEG, PNG or WebP file" in answer.content.decode()
    with override_settings(LARGEST_UPLOAD=50):
        answer = reader.post(address(pot.phase), form(picture=picture(), alt="x"))
    assert answer.status_code == 422
    assert "megabytes at most" in answer.content.decode()
    answer = reader.post(address(pot.phase), form(picture=picture()))
    assert 'href="#id_alt"' in answer.content.decode()
    assert not Proposal.objects.exists()
    assert not Image.objects.exists()


@pytest.mark.parametrize("days", [-2, 2])
def test_nobody_proposes_before_the_first_or_after_the_last_day(
    pot: Pot, resident: Person, days: int
) -> None:
    on = timezone.localdate() + days * DAY
    with pytest.raises(MethodNotApplicable, match="Ideas may be sent from"):
        proposals.propose(resident, pot.phase, text(pot), on=on)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_the_first_and_the_last_day_count(pot: Pot, resident: Person, days: int) -> None:
    on = timezone.localdate() + days * DAY
    assert proposals.propose(resident, pot.phase, text(pot), on=on).number == 1


@pytest.mark.parametrize("state", ["draft", "checking", "voting", "closed", "decided"])
def test_nobody_proposes_in_another_state(resident: Person, state: str) -> None:
    phase = make_phase(make_place(), state=state)
    pot = make_pot(phase)
    with pytest.raises(MethodNotApplicable):
        proposals.propose(resident, phase, text(pot, category=""), on=TODAY)


def test_strangers_propose_only_where_everyone_may(pot: Pot) -> None:
    stranger = make_person("Eve", area="E09999999")
    assert sign_in(stranger).post(address(pot.phase), form()).status_code == 403
    with pytest.raises(PermissionDenied):
        proposals.propose(stranger, pot.phase, text(pot))
    pot.phase.who_proposes = "anyone"
    keep(pot.phase)
    assert sign_in(stranger).post(address(pot.phase), form()).status_code == 302
    answer = Client().post(address(pot.phase), form())
    assert answer.status_code == 302
    assert "/account/" in answer["Location"]
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"cost": Decimal(5_001)}, {"cost"}),
        ({"cost": Decimal(0)}, {"cost"}),
        ({"category": "Roads"}, {"category"}),
        ({"title": " "}, {"title"}),
        ({"cost": Decimal(-1), "category": "", "summary": ""}, {"cost", "category", "summary"}),
    ],
)
def test_every_problem_of_an_idea_is_told_at_once(
    pot: Pot, resident: Person, changes: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(InputError) as error:
        proposals.propose(resident, pot.phase, text(pot, **changes))
    assert {problem.column for problem in error.value.problems} == wrong


def test_a_pot_of_another_phase_cannot_pay(pot: Pot, resident: Person) -> None:
    other = make_pot(make_phase(make_place("Elsewhere")), slug="other")
    with pytest.raises(InputError, match="a pot of Spring fund"):
        proposals.propose(resident, pot.phase, text(other))
    answer = sign_in(resident).post(address(pot.phase), form(pot="other"))
    assert answer.status_code == 422


def test_numbers_follow_each_other_whatever_became_of_the_others(
    pot: Pot, resident: Person
) -> None:
    first = proposals.propose(resident, pot.phase, text(pot))
    proposals.withdraw(resident, first)
    assert proposals.propose(resident, pot.phase, text(pot)).number == 2


def test_one_person_sends_no_more_than_so_many_an_hour(pot: Pot, resident: Person) -> None:
    most = int(number("participation.proposals_an_hour"))
    for _ in range(most):
        last = proposals.propose(resident, pot.phase, text(pot))
    answer = sign_in(resident).post(address(pot.phase), form())
    assert answer.status_code == 422
    assert f"You have sent {most} ideas in the last hour" in answer.content.decode()
    proposals.propose(make_person(area=AREAS[1]), pot.phase, text(pot))
    last.sent = timezone.now() - timedelta(hours=1, seconds=1)
    keep(last)
    assert proposals.propose(resident, pot.phase, text(pot)).number == most + 2


def test_scripts_in_an_idea_are_shown_as_text(pot: Pot, resident: Person) -> None:
    sent = form(title=SCRIPT, summary=SCRIPT, text=SCRIPT, where=SCRIPT, named="on")
    resident.name = SCRIPT
    keep(resident)
    reader = sign_in(resident)
    assert reader.post(address(pot.phase), sent).status_code == 302
    moderator = make_person("Mo")
    for kind in ("community worker", "chair"):
        give(moderator, kind, pot.phase.neighbourhood)
    ends = (address(pot.phase, ""), address(pot.phase, "ideas/1"), address(pot.phase, "checks"))
    place = f"/decide/{pot.phase.neighbourhood.slug}"
    for path in (*(end.rstrip("/") for end in ends), f"{place}/moderation"):
        page = sign_in(moderator).get(path).content.decode()
        assert SCRIPT not in page, path
        assert "&lt;script&gt;" in page, path


def test_only_its_proposer_changes_or_withdraws_an_idea(pot: Pot, resident: Person) -> None:
    found = proposals.propose(resident, pot.phase, text(pot))
    for other in (make_person(area=AREAS[0]), make_person()):
        give(other, "chair", pot.phase.neighbourhood)
        for end in ("edit", "withdraw"):
            path = address(pot.phase, f"ideas/{found.number}/{end}")
            assert sign_in(other).post(path, form(title="Mine")).status_code == 403
    found.refresh_from_db()
    assert (found.title, found.state) == ("Benches", "sent")


def test_an_idea_is_reached_in_its_own_place_and_phase_only(pot: Pot, resident: Person) -> None:
    proposals.propose(resident, pot.phase, text(pot))
    elsewhere = make_phase(make_place("Elsewhere"))
    neighbour = make_phase(pot.phase.neighbourhood)
    reader = sign_in(resident)
    for phase in (elsewhere, neighbour):
        for end in ("", "/edit", "/withdraw"):
            assert reader.get(address(phase, f"ideas/1{end}")).status_code == 404
    crossed = f"/decide/{elsewhere.neighbourhood.slug}/phases/{pot.phase.slug}/ideas/1"
    assert reader.get(crossed).status_code == 404


def test_a_change_is_recorded_and_makes_a_check_void(pot: Pot, resident: Person) -> None:
    found = proposals.propose(resident, pot.phase, text(pot))
    verdict = feasibility.Verdict(
        feasible=True, reasons="Fine.", cost=Decimal(2_500), checked_by="Wendy, the Trust"
    )
    feasibility.check(make_person("Wendy"), found, verdict)
    reader = sign_in(resident)
    path = address(pot.phase, "ideas/1/edit")
    assert "It was checked already" in reader.get(path).content.decode().replace("it was", "It was")
    assert reader.post(path, form(title="Better benches", cost="3000")).status_code == 302
    found.refresh_from_db()
    assert (found.title, found.cost, found.state) == ("Better benches", 3_000, "sent")
    assert not hasattr(Proposal.objects.get(), "feasibility")
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.says["proposal"]) == ("proposal changed", 1)
    assert verify().ok


def test_a_picture_is_kept_replaced_or_taken_away(pot: Pot, resident: Person) -> None:
    reader, path = sign_in(resident), address(pot.phase, "ideas/1/edit")
    reader.post(address(pot.phase), form(picture=picture(), alt="A bench"))
    first = Image.objects.get()
    reader.post(path, form(alt="An old bench"))
    kept = Image.objects.get()
    assert (kept.pk, kept.alt) == (first.pk, "An old bench")
    reader.post(path, form(picture=picture(), alt="A new bench"))
    assert Image.objects.get().pk != first.pk
    reader.post(path, form(drop_picture="on"))
    assert not Image.objects.exists()
    assert verify().ok


def test_an_idea_cannot_be_changed_once_the_list_is_closed(pot: Pot, resident: Person) -> None:
    found = proposals.propose(resident, pot.phase, text(pot))
    with pytest.raises(MethodNotApplicable):
        proposals.change(resident, found, text(pot), on=timezone.localdate() + 2 * DAY)
    pot.phase.state = "checking"
    keep(pot.phase)
    with pytest.raises(MethodNotApplicable):
        proposals.change(resident, found, text(pot))
    proposals.withdraw(resident, found)
    found.refresh_from_db()
    assert found.state == "withdrawn"
    pot.phase.state = "voting"
    keep(pot.phase)
    with pytest.raises(MethodNotApplicable):
        proposals.withdraw(resident, make_proposal(pot, proposer=resident))


def test_a_withdrawn_idea_leaves_the_list_and_says_so(pot: Pot, resident: Person) -> None:
    proposals.propose(resident, pot.phase, text(pot))
    reader = sign_in(resident)
    path = address(pot.phase, "ideas/1/withdraw")
    assert reader.get(path).status_code == 200
    assert Proposal.objects.get().state == "sent"
    reader.post(path)
    page = Client().get(address(pot.phase, "").rstrip("/")).content.decode()
    assert "Benches" not in page
    assert "Idea 1: withdrawn" in page


def test_support_counts_once_a_person_and_can_be_taken_back(pot: Pot, resident: Person) -> None:
    make_proposal(pot)
    reader, path = sign_in(resident), address(pot.phase, "ideas/1/support")
    for _ in range(3):
        assert reader.post(path).status_code == 302
    assert Support.objects.count() == 1
    assert AuditEntry.objects.filter(action="support given").count() == 1
    sign_in(make_person(area=AREAS[2])).post(path)
    assert "2 people support" in Client().get(address(pot.phase, "ideas/1")).content.decode()
    reader.post(path, {"back": "1"})
    reader.post(path, {"back": "1"})
    assert Support.objects.count() == 1
    assert sign_in(make_person()).post(path).status_code == 403
    assert reader.get(path).status_code == 302
    assert verify().ok


def test_support_ends_when_voting_opens(resident: Person) -> None:
    voted = make_proposal(make_pot(make_phase(make_place(), state="voting")))
    with pytest.raises(MethodNotApplicable):
        proposals.support(resident, voted)
    assert not Support.objects.exists()


def test_the_list_is_sifted_and_sorted_without_script(pot: Pot, resident: Person) -> None:
    young = make_pot(pot.phase, 5_000, slug="young", name="Young", categories=["Play"])
    make_proposal(pot, "Costly", 4_000, category="Parks")
    make_proposal(pot, "Liked", 3_000, category="Play")
    make_proposal(young, "Cheap", 1_000, category="Play")
    proposals.support(resident, Proposal.objects.get(title="Liked"))
    base = address(pot.phase, "").rstrip("/")

    def titles(query: str) -> list[str]:
        page = Client().get(f"{base}?{query}").content.decode()
        found = {page.find(f">{title}</a>"): title for title in ("Costly", "Liked", "Cheap")}
        return [found[at] for at in sorted(found) if at >= 0]

    assert titles("") == ["Costly", "Liked", "Cheap"]
    assert titles("sort=newest") == ["Cheap", "Liked", "Costly"]
    assert titles("sort=support") == ["Liked", "Costly", "Cheap"]
    assert titles("sort=cost") == ["Cheap", "Liked", "Costly"]
    assert titles("category=Play&sort=title") == ["Cheap", "Liked"]
    assert titles("pot=young") == ["Cheap"]
    assert titles("pot=none&category=none&sort=none") == ["Costly", "Liked", "Cheap"]


def test_one_who_is_not_to_be_named_is_not_named(pot: Pot, resident: Person) -> None:
    sign_in(resident).post(address(pot.phase), form())
    page = Client().get(address(pot.phase, "ideas/1")).content.decode()
    assert "Ada" not in page
    assert "someone who prefers not to be named" in page


def middle(country: Held) -> Spot:
    """The middle of the first area of the neighbourhood."""
    row = country.atlas.query(
        "select postcode from {postcodes} where area_code = ? order by postcode limit 1", [AREAS[0]]
    )
    return find_spot(country, row["postcode"][0])


def test_a_place_is_found_by_postcode_and_by_coordinates(country: Held) -> None:
    spot = middle(country)
    again = find_spot(country, f" {spot.latitude}, {spot.longitude} ")
    assert again == spot
    refuse_far(country, "lsoa21", AREAS, spot)
    for wrong in ("nowhere", "ZZ99 9ZZ", "51.5", "", "<b>", "99.0, 999.0"):
        with pytest.raises(InputError, match="a postcode that exists"):
            find_spot(country, wrong)


@pytest.mark.parametrize("away", [Spot(0.0, 10.0), Spot(179.0, -89.9), Spot(999.0, 99.0)])
def test_a_place_far_away_is_refused(country: Held, away: Spot) -> None:
    with pytest.raises(InputError, match="a place in the neighbourhood"):
        refuse_far(country, "lsoa21", AREAS, away)


def test_near_is_as_near_as_the_parameter_says(country: Held) -> None:
    spot, step = middle(country), 0.002
    north = spot
    for _ in range(500):
        north = Spot(north.longitude, north.latitude + step)
        try:
            refuse_far(country, "lsoa21", AREAS, north)
        except InputError as error:
            came = error.problems[0].came
            break
    assert came in {"one 1.0 km away", "one 1.1 km away", "one 1.2 km away"}


def test_ideas_with_a_place_stand_on_the_map(country: Held, pot: Pot, resident: Person) -> None:
    spot = middle(country)
    given = f"{spot.latitude}, {spot.longitude}"
    assert sign_in(resident).post(address(pot.phase), form(spot=given)).status_code == 302
    page = Client().get(address(pot.phase, "").rstrip("/")).content.decode()
    assert "Map of 1 idea in" in page
    edit = sign_in(resident).get(address(pot.phase, "ideas/1/edit")).content.decode()
    assert given in edit
    answer = sign_in(resident).post(address(pot.phase), form(spot="51.5, 10.1"))
    assert answer.status_code == 422
    assert 'href="#id_spot"' in answer.content.decode()


def test_every_spot_lies_within_its_drawing(country: Held) -> None:
    spots = [(1, middle(country)), (2, Spot(0.0, 10.0)), (3, Spot(-170.0, 80.0))]
    drawn = spot_map(country, "lsoa21", AREAS, spots)
    assert drawn is not None
    assert drawn.outline.startswith("M")
    assert [name for name, _, _ in drawn.spots] == [1, 2, 3]
    assert all(0 < x < drawn.size and 0 < y < drawn.size for _, x, y in drawn.spots)
    assert spot_map(country, "lsoa21", ["E00000000"], spots) is None
