"""Neighbourhoods that decide: added from the atlas, listed, and a front page for each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonweal.errors import InputError
from commonweal.web.data import Held
from commonweal.web.data.deciding import chosen_areas
from commonweal.web.data.geography import small_areas
from commonweal.web.data.neighbourhoods import made
from commonweal.web.pages.decide.now import now_of
from commonweal.web.record.audit.verify import verify
from commonweal.web.record.changes.places import Facts, add_place, change_facts
from commonweal.web.record.models import AuditEntry, Neighbourhood
from tests.record_makers import give, keep, make_board, make_person, make_phase, make_place, sign_in


def officer() -> Client:
    person = make_person("Olu")
    give(person, "unit officer")
    return sign_in(person)


def test_a_made_neighbourhood_becomes_one_that_decides(country: Held) -> None:
    whole = made(country)
    assert whole is not None
    row = whole.result.table.row(0, named=True)
    client = officer()
    answer = client.post("/decide/new", {"areas": row["neighbourhood"], "parished": "no"})
    place = Neighbourhood.objects.get()
    assert answer["Location"] == f"/decide/{place.slug}"
    members = whole.result.members
    areas = members.filter(members["neighbourhood"] == row["neighbourhood"])["area_code"]
    assert place.areas == sorted(areas)
    assert (place.name, place.made) == (row["name"], row["neighbourhood"])
    assert (place.population, place.parished, place.electors) == (row["people"], False, None)
    assert place.counted == "2022"
    assert AuditEntry.objects.latest("number").says["areas"] == place.areas
    assert verify().ok
    page = client.get(f"/decide/{place.slug}").content.decode()
    assert f"{place.population:,} people live here (2022)" in page
    assert f"/neighbourhoods/{place.made}" in page
    profile = client.get(f"/neighbourhoods/{place.made}").content.decode()
    assert f'href="/decide/made/{place.made}"' in profile
    assert client.get(f"/decide/made/{place.made}")["Location"] == f"/decide/{place.slug}"


def test_a_made_neighbourhood_that_does_not_decide_yet_says_so(country: Held) -> None:
    answer = Client().get("/decide/made/n000000000000")
    assert answer.status_code == 404
    assert "does not decide here yet" in answer.content.decode()
    assert "decide/new" not in answer.content.decode()
    page = officer().get("/decide/made/n000000000000").content.decode()
    assert "/decide/new?areas=n000000000000" in page
    form = officer().get("/decide/new?areas=n000000000000").content.decode()
    assert ">n000000000000</textarea>" in form


def test_larger_areas_become_the_small_areas_in_them(country: Held) -> None:
    table = small_areas(country)
    row = table.row(0, named=True)
    for column in ("msoa_code", "ward_code"):
        inside = table.filter(table[column] == row[column])
        chosen = chosen_areas(country, row[column].lower())
        assert list(chosen.areas) == sorted(inside["area_code"])
        assert chosen.population == inside["people"].sum()
        assert chosen.name


def test_a_list_of_codes_counts_each_area_once(country: Held) -> None:
    first, second = small_areas(country)["area_code"].to_list()[:2]
    chosen = chosen_areas(country, f"{second}, {first}\n{second}")
    assert chosen.areas == (first, second)
    assert chosen.name == ""


def test_every_unknown_code_is_named(country: Held) -> None:
    with pytest.raises(InputError) as raised:
        chosen_areas(country, "E99999999 nowhere")
    assert [problem.came for problem in raised.value.problems] == ["E99999999", "nowhere"]


def test_what_is_wrong_with_a_new_neighbourhood_stands_beside_its_field(country: Held) -> None:
    codes = " ".join(small_areas(country)["area_code"].to_list()[:2])
    client = officer()
    answer = client.post("/decide/new", {"areas": codes, "name": "", "electors": "10"})
    assert answer.status_code == 422
    assert "We expected the name of a neighbourhood" in answer.content.decode()
    answer = client.post("/decide/new", {"areas": "E99999999", "name": "X"})
    assert answer.status_code == 422
    assert "E99999999" in answer.content.decode()
    assert not Neighbourhood.objects.exists()


def test_no_more_electors_than_people() -> None:
    with pytest.raises(InputError, match="no more electors than the 100 people"):
        add_place(make_person(), Facts("Hill", 101), ["D01000001"], 100)
    with pytest.raises(InputError, match="1 or more"):
        add_place(make_person(), Facts("Hill", 0), ["D01000001"], 100)
    with pytest.raises(InputError, match="small area"):
        add_place(make_person(), Facts("Hill"), [], 100)


def test_addresses_are_of_their_own_and_never_those_of_other_pages() -> None:
    by = make_person()
    slugs = [
        add_place(by, Facts(name), ["D01000001"], 100).slug
        for name in ("St Anne's", "St Anne's", "New", "Verify", "Made")
    ]
    assert slugs == ["st-annes", "st-annes-2", "new-2", "verify-2", "made-2"]


def test_only_those_who_may_add_neighbourhoods() -> None:
    place = make_place()
    chair = make_person()
    give(chair, "chair", place)
    assert sign_in(chair).get("/decide/new").status_code == 403
    assert Client().get("/decide/new").status_code == 302
    assert sign_in(chair).post("/decide/new", {"areas": "D01000001"}).status_code == 403
    assert Neighbourhood.objects.count() == 1


def test_a_chair_changes_the_facts_of_their_own_neighbourhood_only() -> None:
    mine, other = make_place("Mine"), make_place("Other")
    chair = make_person()
    give(chair, "chair", mine)
    client = sign_in(chair)
    sent = {"name": "Mine", "electors": "4200", "parished": "no"}
    assert client.post(f"/decide/{mine.slug}/facts", sent).status_code == 302
    assert client.post(f"/decide/{other.slug}/facts", sent).status_code == 403
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.electors, mine.parished) == (4_200, False)
    assert (other.electors, other.name) == (None, "Other")
    assert client.post(f"/decide/{mine.slug}/facts", {"name": " "}).status_code == 422


def test_the_address_stays_when_the_name_changes() -> None:
    place = make_place()
    slug = place.slug
    change_facts(make_person(), place, Facts("Another name"))
    assert Neighbourhood.objects.get(slug=slug).name == "Another name"


def test_the_list_says_what_is_going_on_and_hides_drafts() -> None:
    place = make_place()
    make_board(place, name="Northfield Together")
    make_phase(place, title="Spring fund", state="voting")
    make_phase(place, title="Secret plans", state="draft")
    page = Client().get("/decide").content.decode()
    assert "Northfield Together" in page
    assert "Spring fund" in page
    assert "Open for votes" in page
    assert "Secret plans" not in page
    assert "Add a neighbourhood" not in page


def test_the_list_takes_few_queries_however_many_neighbourhoods(
    django_assert_max_num_queries: object,
) -> None:
    for name in ("One", "Two", "Three", "Four", "Five"):
        make_phase(make_place(name))
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert Client().get("/decide").status_code == 200


@pytest.mark.parametrize(
    ("state", "days", "says", "page"),
    [
        ("proposing", -1, "Ideas can be sent from", ""),
        ("proposing", 0, "Send your idea by", ""),
        ("proposing", 14, "Send your idea by", ""),
        ("proposing", 15, "The time for ideas has passed. Voting opens on", ""),
        ("checking", 20, "The ideas are being checked. Voting opens on", ""),
        ("voting", 42, "Vote by", "/vote"),
        ("voting", 43, "Voting has ended", ""),
        ("closed", 43, "being counted", ""),
        ("decided", 50, "The vote is counted", "/result"),
    ],
)
def test_the_next_step_at_each_edge(state: str, days: int, says: str, page: str) -> None:
    phase = make_phase(make_place(), state=state)
    now = now_of(phase, phase.propose_from + timedelta(days=days))
    assert says in now.says
    assert now.address.endswith(f"/phases/{phase.slug}{page}")


def test_the_front_page_is_there_without_an_atlas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONWEAL_ATLAS", "/nowhere")
    place = make_place()
    page = Client().get(f"/decide/{place.slug}")
    assert page.status_code == 200
    assert "Its board is still to be formed" in page.content.decode()


def test_the_chair_is_told_what_to_do_and_others_are_not() -> None:
    place = make_place()
    chair, resident = make_person(), make_person(area="D01000001")
    give(chair, "chair", place)
    address = f"/decide/{place.slug}"
    assert "Form the board" in sign_in(chair).get(address).content.decode()
    assert "What you can do next" not in sign_in(resident).get(address).content.decode()
    board = make_board(place)
    yesterday = timezone.localdate() - timedelta(days=1)
    keep(board.meetings.model(board=board, on=yesterday))
    make_phase(place, state="draft", title="Autumn fund")
    page = sign_in(chair).get(address).content.decode()
    assert "The board does not yet meet its rule." in page
    assert "are not published" in page
    assert "Autumn fund is being prepared" in page
    assert "Autumn fund" not in Client().get(address).content.decode()


def test_the_front_page_leads_to_lists_and_moderators_to_their_queue() -> None:
    place, worker = make_place(), make_person("Priya")
    give(worker, "community worker", place)
    links = [f'href="/decide/{place.slug}/{page}"' for page in ("phases", "conversations")]
    queue = f'href="/decide/{place.slug}/moderation"'
    theirs, anyones = (
        reader.get(f"/decide/{place.slug}").content.decode()
        for reader in (sign_in(worker), Client())
    )
    assert all(link in anyones for link in links)
    assert queue in theirs
    assert queue not in anyones


def test_whoever_gives_roles_is_told_to_invite_a_chair() -> None:
    place = make_place()
    client = officer()
    address = f"/decide/{place.slug}"
    assert "Invite a chair" in client.get(address).content.decode()
    give(make_person(), "chair", place)
    assert "Invite a chair" not in client.get(address).content.decode()


def test_an_unknown_neighbourhood_is_not_found() -> None:
    assert Client().get("/decide/atlantis").status_code == 404
