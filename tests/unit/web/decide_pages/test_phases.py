"""A phase: prepared in draft, published with everything checked, frozen from then on."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonweal.decide import count_spec
from commonweal.decide.published import PUBLISHED
from commonweal.errors import InputError, MethodNotApplicable
from commonweal.web.pages.decide.phase_forms import Money, PotForm, pot_initial, pot_plan
from commonweal.web.pages.decide.phase_words import ballot_words, pot_words
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes import phases
from commonweal.web.record.counting_rules import COUNTING_RULES, rule_of, rule_text
from commonweal.web.record.models import AuditEntry, Neighbourhood, Person, Phase, Pot
from commonweal.web.record.phase_plans import DAYS, PhasePlan, PotPlan, phase_problems
from tests.record_makers import give, make_person, make_phase, make_place, make_pot, sign_in

DAY = timedelta(days=1)
STEPS = ("checks", "open-vote", "codes", "paper", "close-vote")
TODAY = date(2026, 5, 1)
PLAN = PhasePlan(
    title="Spring fund",
    about="Money for places to meet.",
    propose_from=TODAY,
    propose_until=TODAY + 14 * DAY,
    vote_from=TODAY + 28 * DAY,
    vote_until=TODAY + 42 * DAY,
    least_age=16,
)
POT = PotPlan(
    name="Main pot",
    amount=Decimal(20_000),
    ceiling=Decimal(5_000),
    categories=["Parks", "Play"],
    rule=rule_text("equal-shares-add1u"),
)


@pytest.fixture
def place() -> Neighbourhood:
    return make_place()


@pytest.fixture
def chair(place: Neighbourhood) -> Person:
    person = make_person("Grace")
    give(person, "chair", place)
    return person


@pytest.fixture
def draft(place: Neighbourhood, chair: Person) -> Phase:
    made = phases.prepare(chair, place, PLAN)
    phases.add_pot(chair, made, POT)
    return made


def columns(error: pytest.ExceptionInfo[InputError]) -> set[str]:
    return {problem.column for problem in error.value.problems}


def phase_form(**changes: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": "Spring fund",
        "about": "Money for places to meet.",
        "propose_from": today.isoformat(),
        "propose_until": (today + 14 * DAY).isoformat(),
        "vote_from": (today + 28 * DAY).isoformat(),
        "vote_until": (today + 42 * DAY).isoformat(),
        "who_proposes": "residents",
        "eligibility": "postcode",
        "least_age": "16",
        "ballot": "approval",
        **changes,
    }


def pot_form(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Main pot",
        "amount": "£20,000",
        "ceiling": "5,000.50",
        "categories": "Parks\nPlay\n",
        "rule": "equal-shares-add1u",
        **changes,
    }


@pytest.mark.parametrize("rule", COUNTING_RULES, ids=lambda rule: rule.id)
def test_every_rule_of_the_list_is_read_back_as_itself(rule: Any) -> None:
    found, spec = rule_of(rule_text(rule.id, minimum_votes=3))
    assert found == rule
    assert (spec.rule, spec.completion, spec.minimum_votes) == (rule.rule, rule.completion, 3)
    assert rule.how
    assert rule.why


def test_publishing_says_what_the_published_vote_is_checked_against(
    place: Neighbourhood, chair: Person, draft: Phase
) -> None:
    phases.publish(chair, draft, on=TODAY)
    draft.refresh_from_db()
    assert draft.state == "proposing"
    pot = draft.pots.get()
    entry = AuditEntry.objects.get(action=PUBLISHED)
    assert (entry.subject, entry.place) == (f"phase:{draft.pk}", place.slug)
    assert entry.says == {
        "phase": f"{place.slug}/spring-fund",
        "rules": {"main-pot": hashlib.sha256(pot.rule.encode()).hexdigest()},
        "opens": "2026-05-29",
        "closes": "2026-06-12",
        "propose_from": "2026-05-01",
        "propose_until": "2026-05-15",
        "amounts": {"main-pot": "20000.00"},
        "ballot": "approval",
        "most_choices": None,
        "points": None,
        "who_proposes": "residents",
        "eligibility": "postcode",
        "least_age": 16,
        "may_change": False,
    }
    assert verify().ok


def test_nothing_that_people_rely_on_changes_after_publication(chair: Person, draft: Phase) -> None:
    pot = draft.pots.get()
    phases.publish(chair, draft, on=TODAY)
    entries = AuditEntry.objects.count()
    before = (Phase.objects.values().get(), Pot.objects.values().get())
    for change in (
        lambda: phases.change(chair, draft, replace(PLAN, title="Other")),
        lambda: phases.add_pot(chair, draft, replace(POT, name="Another")),
        lambda: phases.change_pot(chair, pot, replace(POT, amount=Decimal(1_000_000))),
        lambda: phases.remove_pot(chair, pot),
        lambda: phases.publish(chair, draft, on=TODAY),
    ):
        with pytest.raises(MethodNotApplicable):
            change()
    assert (Phase.objects.values().get(), Pot.objects.values().get()) == before
    assert AuditEntry.objects.count() == entries


def test_a_published_phase_has_no_forms(place: Neighbourhood, chair: Person) -> None:
    phase = make_phase(place)
    make_pot(phase)
    base = f"/decide/{place.slug}/phases/{phase.slug}"
    reader = sign_in(chair)
    for path in ("edit", "pots/new", "pots/main", "pots/main/remove", "publish"):
        assert reader.get(f"{base}/{path}").status_code == 404, path
        assert reader.post(f"{base}/{path}", phase_form()).status_code == 404, path


def test_everything_that_is_missing_is_told_at_once(place: Neighbourhood, chair: Person) -> None:
    made = phases.prepare(chair, place, replace(PLAN, about=""))
    with pytest.raises(InputError) as error:
        phases.publish(chair, made, on=TODAY + DAY)
    assert columns(error) == {"about", "propose_from", "pots"}
    made.refresh_from_db()
    assert made.state == "draft"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"propose_until": TODAY - DAY}, {"propose_until"}),
        ({"vote_from": TODAY + 13 * DAY}, {"vote_from"}),
        ({"vote_until": TODAY + 27 * DAY}, {"vote_until"}),
        ({"ballot": "points"}, {"points"}),
        ({"title": "!!"}, {"title"}),
        ({"most_choices": 0, "ballot": "points"}, {"points", "most_choices"}),
    ],
)
def test_a_phase_that_cannot_be_is_refused(
    place: Neighbourhood, chair: Person, changes: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(InputError) as error:
        phases.prepare(chair, place, replace(PLAN, **changes))
    assert columns(error) == wrong
    assert not Phase.objects.exists()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"amount": Decimal(0)}, {"amount", "ceiling"}),
        ({"ceiling": Decimal(20_001)}, {"ceiling"}),
        ({"areas": ["E01000001"]}, {"areas"}),
        ({"categories": ["A, B"]}, {"categories"}),
        ({"categories": ["Play", "play"]}, {"categories"}),
        ({"rule": 'rule = "transferable-vote"'}, {"rule"}),
        ({"rule": 'rule = "run-off"'}, {"rule"}),
        ({"rule": "nonsense ="}, {""}),
        ({"rule": 'rule = "greedy-votes"\n[[floors]]\ncategory = "Play"\namount = 10'}, {"floors"}),
        ({"rule": 'rule = "knapsack"\n[[floors]]\ncategory = "Art"\namount = 10'}, {"floors"}),
        ({"rule": 'rule = "knapsack"\n[[floors]]\ncategory = "Play"\namount = 9e9'}, {"floors"}),
    ],
)
def test_a_pot_that_cannot_be_is_refused(
    chair: Person, draft: Phase, changes: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(InputError) as error:
        phases.add_pot(chair, draft, replace(POT, **changes))
    assert columns(error) == wrong
    assert draft.pots.count() == 1


def test_short_names_are_free_of_each_other_and_of_the_addresses_of_forms(
    place: Neighbourhood, chair: Person
) -> None:
    titles = ("Spring fund", "Spring fund", "New", "__Étés__")
    made = [phases.prepare(chair, place, replace(PLAN, title=title)) for title in titles]
    assert [phase.slug for phase in made] == ["spring-fund", "spring-fund-2", "new-2", "etes"]
    pots = [phases.add_pot(chair, made[0], POT).slug for _ in range(2)]
    assert pots == ["main-pot", "main-pot-2"]


def test_the_list_closes_on_its_last_day_and_not_before(chair: Person, draft: Phase) -> None:
    phases.publish(chair, draft, on=TODAY)
    with pytest.raises(MethodNotApplicable, match="15 May 2026"):
        phases.close_proposals(chair, draft, on=TODAY + 13 * DAY)
    phases.close_proposals(chair, draft, on=TODAY + 14 * DAY)
    draft.refresh_from_db()
    assert draft.state == "checking"
    with pytest.raises(MethodNotApplicable):
        phases.close_proposals(chair, draft, on=TODAY + 14 * DAY)
    assert AuditEntry.objects.latest("number").says["proposals"] == 0


def test_a_chair_prepares_and_publishes_a_phase_by_its_pages(
    place: Neighbourhood, chair: Person
) -> None:
    reader, base = sign_in(chair), f"/decide/{place.slug}/phases"
    answer = reader.post(f"{base}/new", phase_form())
    assert answer["Location"] == f"{base}/spring-fund/pots/new"
    answer = reader.post(
        answer["Location"],
        pot_form(rule="knapsack", floors="Play: £1,000", ceilings="Parks: 6000", minimum_votes=5),
    )
    assert answer["Location"] == f"{base}/spring-fund"
    pot = Pot.objects.get()
    spec = count_spec(pot.rule)
    assert (pot.amount, pot.ceiling) == (20_000, Decimal("5000.50"))
    assert pot.categories == ["Parks", "Play"]
    assert [(each.category, each.amount) for each in spec.floors] == [("Play", 1_000)]
    assert spec.minimum_votes == 5
    page = reader.get(f"{base}/spring-fund/pots/main-pot").content.decode()
    assert "Play: 1000" in page
    assert reader.post(f"{base}/spring-fund/edit", phase_form(title="Spring")).status_code == 302
    draft = reader.get(f"{base}/spring-fund").content.decode()
    assert "Check and publish" in draft
    assert reader.post(f"{base}/spring-fund/publish").status_code == 302
    page = Client().get(f"{base}/spring-fund").content.decode()
    for words in ("£20,000", "The set that spends most votes", "At most £6,000 goes to Parks."):
        assert words in page
    assert "Check and publish" not in page


def test_what_is_wrong_with_a_form_is_said_beside_its_field(
    place: Neighbourhood, chair: Person
) -> None:
    reader, base = sign_in(chair), f"/decide/{place.slug}/phases"
    late = (timezone.localdate() + 60 * DAY).isoformat()
    answer = reader.post(f"{base}/new", phase_form(propose_from=late))
    assert answer.status_code == 422
    assert 'href="#id_propose_until"' in answer.content.decode()
    reader.post(f"{base}/new", phase_form())
    wrong = pot_form(amount="lots", floors="Play 10")
    answer = reader.post(f"{base}/spring-fund/pots/new", wrong)
    assert answer.status_code == 422
    assert "Give pounds as a number" in answer.content.decode()
    answer = reader.post(f"{base}/spring-fund/pots/new", pot_form(floors="Play 10"))
    assert 'href="#id_floors"' in answer.content.decode()
    answer = reader.post(f"{base}/spring-fund/publish")
    assert answer.status_code == 422
    assert "at least one pot" in answer.content.decode()


def test_a_pot_can_be_changed_and_taken_out_of_a_draft(chair: Person, draft: Phase) -> None:
    reader = sign_in(chair)
    base = f"/decide/{draft.neighbourhood.slug}/phases/{draft.slug}/pots/main-pot"
    assert reader.post(base, pot_form(amount="30000")).status_code == 302
    assert draft.pots.get().amount == 30_000
    assert reader.get(f"{base}/remove").status_code == 302
    assert draft.pots.count() == 1
    reader.post(f"{base}/remove")
    assert not draft.pots.exists()
    assert verify().ok


def test_a_draft_is_seen_by_the_board_only(chair: Person, draft: Phase) -> None:
    path = f"/decide/{draft.neighbourhood.slug}/phases/{draft.slug}"
    assert Client().get(path).status_code == 404
    assert sign_in(make_person(area="D01000001")).get(path).status_code == 404
    assert sign_in(chair).get(path).status_code == 200
    listing = f"/decide/{draft.neighbourhood.slug}/phases"
    assert "Spring fund" not in Client().get(listing).content.decode()
    assert "Spring fund" in sign_in(chair).get(listing).content.decode()


@pytest.mark.parametrize("path", ["new", "{phase}/edit", "{phase}/publish", "{phase}/pots/new"])
def test_only_the_chair_of_this_neighbourhood_prepares_its_phases(draft: Phase, path: str) -> None:
    address = f"/decide/{draft.neighbourhood.slug}/phases/{path.format(phase=draft.slug)}"
    assert Client().post(address).status_code == 302
    elsewhere = make_person("Chair elsewhere")
    give(elsewhere, "chair", make_place("Elsewhere"))
    for person in (make_person(area="D01000001"), elsewhere):
        assert sign_in(person).post(address, phase_form()).status_code == 403
    assert Phase.objects.get().state == "draft"


def test_a_chair_reaches_no_phase_of_another_neighbourhood(draft: Phase) -> None:
    elsewhere, chair = make_place("Elsewhere"), make_person("Chair elsewhere")
    give(chair, "chair", elsewhere)
    reader = sign_in(chair)
    for path in ("edit", "publish", "pots/new", "pots/main-pot"):
        address = f"/decide/{elsewhere.slug}/phases/{draft.slug}/{path}"
        assert reader.post(address, phase_form()).status_code == 404


def test_forms_sent_from_another_site_are_refused(chair: Person, draft: Phase) -> None:
    reader = Client(enforce_csrf_checks=True)
    reader.force_login(chair)
    address = f"/decide/{draft.neighbourhood.slug}/phases/{draft.slug}/publish"
    assert reader.post(address).status_code == 403
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_reading_every_page_of_a_phase_changes_nothing(chair: Person, draft: Phase) -> None:
    reader, entries = sign_in(chair), AuditEntry.objects.count()
    base = f"/decide/{draft.neighbourhood.slug}/phases"
    for path in ("", "/new", *(f"/{draft.slug}{end}" for end in ("", "/edit", "/publish"))):
        assert reader.get(base + path).status_code == 200
    assert reader.get(f"{base}/{draft.slug}/close-ideas").status_code in (302, 404)
    assert AuditEntry.objects.count() == entries


def test_the_public_page_says_who_when_and_how(place: Neighbourhood) -> None:
    phase = make_phase(
        place,
        about="For <b>all</b>.\n\nSecond.",
        ballot="points",
        points=10,
        most_choices=3,
        who_proposes="anyone",
        eligibility="code",
        may_change=True,
    )
    make_pot(phase, 20_000, rule=rule_text("greedy-votes", minimum_votes=5))
    page = Client().get(f"/decide/{place.slug}/phases/{phase.slug}").content.decode()
    for words in (
        "For &lt;b&gt;all&lt;/b&gt;.",
        "£20,000",
        "Anyone with an account here",
        "16 or older",
        "Share out 10 points between ideas, 3 at most",
        "You may change your vote until voting closes.",
        "Most votes first",
        "An idea needs 5 votes or more to win.",
        "1 May 2026",
    ):
        assert words in page, words


@pytest.mark.parametrize("state", ["checking", "voting", "closed", "decided"])
def test_the_page_of_a_phase_can_be_read_in_every_state(place: Neighbourhood, state: str) -> None:
    phase = make_phase(place, state=state)
    make_pot(phase)
    answer = Client().get(f"/decide/{place.slug}/phases/{phase.slug}")
    assert answer.status_code == 200
    assert phase.get_state_display() in answer.content.decode()
    assert f"/decide/{place.slug}/phases/{phase.slug}/propose" not in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "links"),
    [
        ("proposing", {"checks"}),
        ("checking", {"checks", "open-vote", "codes"}),
        ("voting", {"codes", "paper", "close-vote"}),
        ("closed", {"close-vote"}),
        ("decided", set()),
    ],
)
def test_helpers_are_led_to_what_is_theirs_to_do(
    place: Neighbourhood, chair: Person, state: str, links: set[str]
) -> None:
    give(chair, "community worker", place)
    phase = make_phase(place, state=state, eligibility="either")
    make_pot(phase)
    base = f"/decide/{place.slug}/phases/{phase.slug}"
    page = sign_in(chair).get(base).content.decode()
    found = {end for end in STEPS if f'href="{base}/{end}"' in page}
    assert found == links
    public = Client().get(base).content.decode()
    assert not any(f'href="{base}/{end}"' in public for end in STEPS)


def test_amounts_are_written_as_people_write_them() -> None:
    written = Money().prepare_value
    assert written(Decimal("6400.00")) == "6,400"
    assert written(Decimal("5410.50")) == "5,410.50"
    assert Money().clean(written(Decimal("5410.50"))) == Decimal("5410.50")
    assert written("lots") == "lots"


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 1, 9)), min_size=4, max_size=4))
def test_days_are_taken_exactly_when_they_are_in_order(days: list[date]) -> None:
    plan = replace(PLAN, **dict(zip(DAYS, days, strict=True)))
    wrong = {problem.column for problem in phase_problems(plan)}
    assert bool(wrong) == (days != sorted(days))
    assert wrong <= set(list(DAYS)[1:])


@pytest.mark.parametrize(
    "given_form",
    [
        pot_form(),
        pot_form(ceiling="", categories="", minimum_votes="7"),
        pot_form(rule="knapsack", floors="Parks: 100\nPlay: 0.5", ceilings="Play: £7,000.25"),
        pot_form(rule="phragmen", areas=["D01000002", "D01000003"]),
    ],
)
def test_a_pot_read_back_into_its_form_is_the_same_pot(
    chair: Person, draft: Phase, given_form: dict[str, Any]
) -> None:
    areas = [(code, code) for code in draft.neighbourhood.areas]
    first = PotForm(given_form, areas=areas)
    assert first.is_valid(), first.errors
    pot = phases.add_pot(chair, draft, pot_plan(first.cleaned_data))
    pot.refresh_from_db()
    fields = {name: value for name, value in pot_initial(pot).items() if value is not None}
    again = PotForm(fields, areas=areas)
    assert again.is_valid(), again.errors
    assert pot_plan(again.cleaned_data) == pot_plan(first.cleaned_data)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ballot": "approval"}, "Choose the ideas you support"),
        ({"ballot": "approval", "most_choices": 3}, "Choose the ideas you support, 3 at most"),
        ({"ballot": "knapsack"}, "Choose ideas until the pot is spent"),
        ({"ballot": "ranked"}, "Put ideas in order, the one you want most first"),
        ({"ballot": "points", "points": 1}, "Share out 1 point between ideas"),
        ({"ballot": "points", "points": 10}, "Share out 10 points between ideas"),
    ],
)
def test_a_ballot_paper_is_said_in_words(fields: dict[str, Any], words: str) -> None:
    assert ballot_words(Phase(**fields)) == words


def test_a_pot_is_said_in_words() -> None:
    bounds = 'rule = "knapsack"\nminimum_votes = 1\n[[floors]]\ncategory = "Play"\namount = 500'
    pot = Pot(rule=bounds, areas=["D1", "D2", "D3"])
    words = pot_words(pot, {"D1": "Hill", "D2": "Dale"})
    assert words.areas == "Hill, Dale and D3"
    assert words.limits == (
        "An idea needs 1 vote or more to win.",
        "At least £500 goes to Play.",
    )


def test_what_belongs_to_another_ballot_is_not_kept(place: Neighbourhood, chair: Person) -> None:
    plan = replace(PLAN, ballot="knapsack", most_choices=3, points=10)
    made = phases.prepare(chair, place, plan)
    assert (made.most_choices, made.points) == (None, None)
    plan = replace(PLAN, ballot="points", most_choices=3, points=10)
    made = phases.change(chair, made, plan)
    assert (made.most_choices, made.points) == (3, 10)


def test_a_list_that_cannot_be_closed_yet_says_so_where_the_button_was(
    place: Neighbourhood, chair: Person
) -> None:
    last = timezone.localdate() + DAY
    days = {"propose_from": last, "propose_until": last, "vote_from": last, "vote_until": last}
    phase = make_phase(place, **days)
    make_pot(phase)
    base = f"/decide/{place.slug}/phases/{phase.slug}"
    answer = sign_in(chair).post(f"{base}/close-ideas", follow=True)
    assert "The list cannot be closed before that day." in answer.content.decode()
    phase.refresh_from_db()
    assert phase.state == "proposing"
