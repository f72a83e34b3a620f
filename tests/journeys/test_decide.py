"""A neighbourhood decides, from its first invitation to money spent, as people do it in a browser.

Each step of the story is a function named for it. Days pass between the steps.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from commonweal.decide.published.archive import pack, unpack
from commonweal.parameters import number as parameter
from commonweal.web.data import held
from commonweal.web.data.geography import small_areas
from commonweal.web.data.neighbourhoods import made
from commonweal.web.pages.account.invitations import invite_by_mail
from commonweal.web.record.changes.boards import Seat, seat_member
from commonweal.web.record.changes.closing import close, count_phase
from commonweal.web.record.changes.people import give_role
from commonweal.web.record.changes.voting import cast
from commonweal.web.record.eligibility import Claim
from commonweal.web.record.models import Board, Neighbourhood, Person, Phase
from commonweal.web.record.papers import Choice
from tests.account_visits import member
from tests.journeys.visitors import Days, Visitor, letters, mailed
from tests.record_makers import PASSWORD, make_person, make_place, open_vote
from tests.voters import RECEIPT, page_of

pytestmark = pytest.mark.browser

OFFICER, CHAIR, WORKER, BODY, JOAN, KWAME = (
    f"{name}@example.org" for name in ("officer", "chair", "worker", "body", "joan", "kwame")
)
PHONE = 390
FUND = "Our first fund"
BENCHES, KITCHEN, POOL = "Benches by the shops", "Friday kitchen", "A swimming pool"
# Days after the first: ideas are sent, the list is closed, voting opens, is closed, work is done.
CLOSES_IDEAS, OPENS_VOTE, VOTES, CLOSES_VOTE, LAST_DAY, REPORTS = 14, 20, 21, 25, 30, 60
NO_OUTSIDE = """
import sys
CLOSED = {"socket.connect", "socket.getaddrinfo", "sqlite3.connect"}
def refuse(event, args):
    if event in CLOSED or (event == "import" and args[0].split(".")[0] == "django"):
        raise RuntimeError(f"{event} {args}")
sys.addaudithook(refuse)
from commonweal.cli.run import run
sys.exit(run(sys.argv[1:]))
"""


@dataclass
class Story:
    """What the steps share: who comes, the clock, and addresses found on the way."""

    visit: Callable[..., Visitor]
    days: Days
    folder: Path
    place: str = ""
    phase: str = ""
    name: str = ""
    receipts: dict[str, str] = field(default_factory=dict)

    def signed_in(self, email: str, to: str = "", **options: Any) -> Visitor:
        """Someone who signs in on the way to a page of the neighbourhood."""
        someone = self.visit(email, **options)
        someone.sign_in(to or self.place)
        return someone


def postcodes(areas: list[str]) -> list[str]:
    """Postcodes of some areas, in order."""
    ask = "SELECT postcode FROM {postcodes} WHERE list_contains(?, area_code) ORDER BY postcode"
    return list(held().atlas.query(ask, [areas])["postcode"])


def homes() -> list[str]:
    """Postcodes of the neighbourhood."""
    return postcodes(the_neighbourhood().areas)


def the_neighbourhood() -> Neighbourhood:
    """The one of the story; the vote without a script is in another."""
    found: Neighbourhood = Neighbourhood.objects.exclude(made="").get()
    return found


def test_a_neighbourhood_decides_and_anyone_can_check_it(
    visit: Callable[..., Visitor], days: Days, record: Path, tmp_path: Path
) -> None:
    story = Story(visit, days, tmp_path)
    the_officer_takes_up_the_invitation_of_the_operator(story)
    the_officer_adds_the_neighbourhood_from_the_atlas_and_invites_a_chair(story)
    the_chair_opens_an_account_and_accepts(story)
    the_chair_forms_a_board_and_adds_members_until_it_meets_its_rule(story)
    helpers_have_their_roles()
    the_chair_prepares_a_phase_and_publishes_it(story)
    a_resident_signs_up_and_proposes_with_a_picture(story)
    others_propose(story)
    people_support_and_comment(story)
    a_moderator_hides_a_comment(story)
    the_chair_closes_the_list(story)
    the_accountable_body_checks_what_can_be_done(story)
    the_chair_opens_the_vote(story)
    residents_vote_on_the_web(story)
    a_community_worker_enters_paper_ballots(story)
    the_other_residents_vote(story)
    the_chair_closes_the_vote_early_and_it_is_counted(story)
    anyone_reads_the_result_on_a_phone(story)
    voters_find_their_ballots(story)
    anyone_downloads_the_vote_and_verifies_it_alone(story)
    the_accountable_body_reports_on_delivery(story)
    the_record_is_as_its_log_says(record)


def the_officer_takes_up_the_invitation_of_the_operator(story: Story) -> None:
    officer = story.visit(OFFICER)
    officer.go("/decide")
    officer.heading("Decide together")
    site = officer.page.url.removesuffix("/decide")
    invite_by_mail(None, email=OFFICER, kind="unit officer", place=None, site=site)
    accept(officer, "Grace Obi", "You are now unit officer everywhere.")


def accept(someone: Visitor, name: str, told: str, postcode: str = "") -> None:
    """Follow the link of an invitation, open an account and accept."""
    someone.go(mailed(someone.email))
    someone.heading("You are invited")
    someone.follow("Open an account")
    someone.open_account(name, postcode)
    someone.press("Accept")
    someone.sees(told)


def the_officer_adds_the_neighbourhood_from_the_atlas_and_invites_a_chair(story: Story) -> None:
    whole = made(held())
    assert whole is not None
    best = whole.result.table.sort("chosen_people", "neighbourhood", descending=[True, False])
    officer = story.signed_in(OFFICER, f"/neighbourhoods/{best['neighbourhood'][0]}")
    officer.follow("What its people decide")
    officer.heading("This neighbourhood does not decide here yet")
    officer.forgive("404")
    officer.follow("Add it")
    officer.tick("No")
    officer.fill("Local government electors", "4200")
    officer.press("Add the neighbourhood")
    story.place, story.name = officer.path, best["name"][0]
    officer.heading(story.name)
    officer.sees("Now form its board.", "Nobody has the role of chair here yet.")
    officer.follow("Invite a chair")
    invite(officer, CHAIR, "Chair")


def invite(officer: Visitor, email: str, role: str) -> None:
    """Invite someone to a role, on the page of people and roles."""
    officer.fill("Email address", email)
    officer.main.get_by_label("Role", exact=True).first.select_option(label=role)
    officer.press("Send the invitation")
    officer.sees("The invitation is on its way.")


def the_chair_opens_an_account_and_accepts(story: Story) -> None:
    chair = story.visit(CHAIR)
    accept(chair, "Amina Yusuf", f"You are now chair in {story.name}.", homes()[0])
    chair.sees("Resident", "Chair")


def the_chair_forms_a_board_and_adds_members_until_it_meets_its_rule(story: Story) -> None:
    chair = story.signed_in(CHAIR)
    chair.follow("Form the board")
    chair.fill("Name of the board", "Our partnership")
    chair.tick("Big Local partnership")
    chair.press("Form the board")
    fewest = int(parameter("boards.big_local.smallest"))
    seat(chair, "Amina Yusuf", "Chair", "Lives in the neighbourhood")
    chair.sees("Not yet", "1 member sits")
    others_are_seated(fewest - 3)
    seat(chair, "Janet Moore", "Member", "Councillor")
    chair.sees("Not yet", f"{fewest - 1} members sit")
    seat(chair, "Derek Holt", "Member", "Lives in the neighbourhood")
    chair.sees("Yes", f"At least {fewest} members")
    chair.go(story.place)
    chair.sees("It meets its rule")


def seat(chair: Visitor, name: str, position: str, capacity: str) -> None:
    """Give somebody a place on the board."""
    chair.follow("Add a member")
    chair.fill("Name", name)
    chair.tick(position, capacity)
    chair.press("Keep")
    chair.sees(f"{name} is on the board.")


def others_are_seated(people: int) -> None:
    """More residents on the board, without a page for each."""
    board, chair = Board.objects.get(), Person.objects.get(email=CHAIR)
    for number in range(people):
        place = Seat(name=f"Member {number}", since=timezone.localdate(), lives_here=True)
        seat_member(chair, board, place)


def helpers_have_their_roles() -> None:
    """They come by invitation too, as the chair did."""
    place, officer = the_neighbourhood(), Person.objects.get(email=OFFICER)
    give_role(officer, member("Priya Nair", WORKER), "community worker", place)
    give_role(officer, member("Tom Ferris", BODY), "accountable body", place)


def the_chair_prepares_a_phase_and_publishes_it(story: Story) -> None:
    chair = story.signed_in(CHAIR)
    chair.follow("Prepare one")
    chair.fill("What the phase is called", FUND)
    chair.fill("What the money is for", "For things that bring neighbours together.")
    for label, day in (
        ("First day for ideas", 0),
        ("Last day for ideas", CLOSES_IDEAS),
        ("First day of voting", OPENS_VOTE),
        ("Last day of voting", LAST_DAY),
    ):
        chair.fill(label, story.days.day(day).isoformat())
    chair.tick("People may change their vote")
    chair.press("Go on to the money")
    chair.fill("What the pot is called", "Main pot")
    chair.fill("How much money it holds", "£10,000")
    chair.fill("Categories", "Places\nPeople")
    chair.press("Add the pot")
    chair.follow("Check and publish")
    chair.sees("This cannot be undone.", "Equal shares")
    chair.press("Publish the phase")
    chair.sees("The phase is published.", "£10,000")
    story.phase = chair.path


def a_resident_signs_up_and_proposes_with_a_picture(story: Story) -> None:
    joan = story.visit(JOAN)
    joan.go(story.phase)
    joan.follow("Send your idea")
    joan.heading("Sign in")
    joan.follow("Open one")
    joan.open_account("Joan Whittle", homes()[0])
    joan.heading("Send your idea")
    picture = story.folder / "bench.png"
    Image.effect_noise((640, 480), 40).convert("RGB").save(picture)
    joan.main.get_by_label("A picture").set_input_files(picture)
    joan.fill("What the picture shows", "The empty pavement where the benches would be")
    joan.fill("Where it is on the map", homes()[0])
    joan.tick("Show my name beside the idea")
    propose(joan, BENCHES, "Four benches, so that people can rest on the way.", "4,000", "Places")
    joan.sees("by Joan Whittle")
    shown = joan.main.get_by_alt_text("The empty pavement where the benches would be")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640


def propose(someone: Visitor, title: str, summary: str, cost: str, category: str) -> None:
    """Fill in and send the rest of the form of an idea."""
    someone.fill("Your idea in a few words", title)
    someone.fill("Your idea in one or two sentences", summary)
    someone.fill("What it would cost", cost)
    someone.pick("Category", category)
    someone.press("Send the idea")
    someone.heading(title)


def others_propose(story: Story) -> None:
    kwame = story.visit(KWAME)
    kwame.go("/account/sign-up")
    kwame.open_account("Kwame Boateng", homes()[-1])
    kwame.go(f"{story.phase}/propose")
    propose(kwame, KITCHEN, "A warm meal for everyone once a week.", "£7,000", "People")
    chair = story.signed_in(CHAIR, f"{story.phase}/propose")
    propose(chair, POOL, "For swimming all year.", "10000", "Places")
    chair.follow(f"All ideas of {FUND}")
    chair.sees("3 ideas", BENCHES, KITCHEN, POOL)


def idea(story: Story, number: int) -> str:
    """The address of an idea."""
    return f"{story.phase}/ideas/{number}"


def people_support_and_comment(story: Story) -> None:
    joan = story.signed_in(JOAN, idea(story, 2))
    joan.press("Support this idea")
    joan.sees("1 person supports this idea.")
    joan.fill("Your comment", "I can cook!")
    joan.press("Send the comment")
    kwame = story.signed_in(KWAME, idea(story, 1))
    kwame.fill("Your comment", "Only a fool would sit there. <script>alert(1)</script>")
    kwame.press("Send the comment")
    kwame.sees("<script>alert(1)</script>")
    joan.go(idea(story, 1))
    joan.press("Report")
    joan.sees("Reported: a moderator will look at it.")


def a_moderator_hides_a_comment(story: Story) -> None:
    worker = story.signed_in(WORKER)
    worker.follow("What waits for a moderator")
    worker.sees("Only a fool would sit there.")
    worker.follow("Hide this comment")
    worker.fill("Reason", "It insults people.")
    worker.press("Hide it")
    reader = story.visit()
    reader.go(idea(story, 1))
    reader.sees("A moderator has hidden this comment: It insults people.")
    assert "Only a fool" not in reader.page.content()


def the_chair_closes_the_list(story: Story) -> None:
    story.days.come_to(CLOSES_IDEAS)
    chair = story.signed_in(CHAIR, story.phase)
    chair.press("Close the list of ideas")
    chair.sees("The list of ideas is closed.")


def the_accountable_body_checks_what_can_be_done(story: Story) -> None:
    body = story.signed_in(BODY, story.phase)
    body.follow("Check whether ideas can be done")
    for title, verdict, reasons in (
        (BENCHES, "Yes, it can be done", "The highway has room for them."),
        (KITCHEN, "Yes, it can be done", "The kitchen meets the food rules."),
        (POOL, "No, it cannot be done", "There is no land that is large enough."),
    ):
        body.follow(f"Check {title}")
        body.tick(verdict)
        body.fill("Reasons", reasons)
        body.press("Record the check")
        body.sees(f"The check of “{title}” is recorded.")
    assert f"Your idea was checked: {BENCHES}" in letters(JOAN)
    body.follow(f"3. {POOL}")
    body.sees("No, it cannot be done", "There is no land that is large enough.", "Tom Ferris")


def the_chair_opens_the_vote(story: Story) -> None:
    story.days.come_to(OPENS_VOTE)
    chair = story.signed_in(CHAIR, story.phase)
    chair.follow("Open the vote")
    chair.sees(BENCHES, KITCHEN)
    assert POOL not in chair.main.inner_text()
    chair.press("Open the vote")
    chair.sees("Voting is open until")


def residents_vote_on_the_web(story: Story) -> None:
    story.days.come_to(VOTES)
    joan = story.signed_in(JOAN, story.phase)
    story.receipts["joan"] = vote(joan, [BENCHES], homes()[0])
    kwame = story.signed_in(KWAME, story.phase, width=PHONE)
    story.receipts["kwame"] = vote(kwame, [KITCHEN], homes()[-1])
    kwame.go(story.phase)
    kwame.follow("Vote")
    kwame.heading("You have voted")


def vote(someone: Visitor, ideas: list[str], postcode: str) -> str:
    """From the page of the phase to the receipt."""
    someone.follow("Vote")
    someone.heading("Vote")
    someone.fill("Your postcode", postcode)
    someone.tick("I am ")
    someone.press("Go to the ballot paper")
    someone.tick(*ideas)
    someone.press("Check your ballot")
    someone.sees("You chose:", *ideas)
    someone.press("Send my ballot")
    someone.heading("Your ballot is in")
    return receipt_on(someone)


def receipt_on(someone: Visitor) -> str:
    """The receipt that the page shows."""
    found = RECEIPT.search(someone.main.inner_text())
    assert found is not None
    return found[0]


def a_community_worker_enters_paper_ballots(story: Story) -> None:
    worker = story.signed_in(WORKER, story.phase)
    worker.follow("Enter paper ballots and help voters")
    for name, how, choices in (
        ("Derek Holt", "A ballot paper that they filled in", "1"),
        ("Maureen Price", "With help", "1, 2"),
    ):
        worker.tick(how)
        worker.fill("The voter’s full name", name)
        worker.fill("The voter’s postcode", homes()[1])
        worker.tick("They say that they are")
        worker.fill("The choices", choices)
        worker.press("Check it")
        worker.sees("The ballot chooses:", BENCHES)
        worker.press("Enter this ballot")
        story.receipts[name] = receipt_on(worker)
        worker.follow("Enter the next ballot")
    worker.sees("1 on paper and 1 with help have been entered so far.")
    worker.follow("Print ballot papers")
    worker.sees(BENCHES, "Voter’s slip")


def the_other_residents_vote(story: Story) -> None:
    """Enough of them that ballots are published, without a page for each."""
    found = Phase.objects.get(title=FUND)
    for number in range(int(parameter("publication.fewest_ballots"))):
        claim = Claim(name=f"Voter {number}", postcode=homes()[number], old_enough=True)
        cast(found, claim, {"main-pot": Choice(("1",) if number % 3 else ("2",))})


def the_chair_closes_the_vote_early_and_it_is_counted(story: Story) -> None:
    story.days.come_to(CLOSES_VOTE)
    chair = story.signed_in(CHAIR, story.phase)
    chair.follow("Close the vote")
    chair.sees("14 people have voted.")
    chair.fill("Why are you closing before the day that was published?", "The hall is closing.")
    chair.press("Close the vote and count")
    chair.heading(f"Result of {FUND}")
    chair.sees("Voting is closed and the votes are counted.")


def anyone_reads_the_result_on_a_phone(story: Story) -> None:
    reader = story.visit(width=PHONE)
    reader.go(story.phase)
    reader.sees("Decided", "Chosen", "Not chosen")
    reader.go(story.place)
    reader.follow(FUND)
    reader.sees(
        f"{story.name} chose 1 of 2 ideas. It costs £4,000 of £10,000. 14 people voted.",
        "The reason given: The hall is closing.",
        "What won",
        "What did not win",
        "It would have won with",
        "What other rules would have done",
    )
    won = reader.main.locator(".cw-wins")
    assert BENCHES in won.inner_text()
    reader.page.get_by_text("How the votes were counted").click()
    reader.sees("The board published this rule before anyone sent an idea.")
    reader.go(f"{story.phase}/vote")
    reader.heading("Voting has ended")
    reader.go(idea(story, 1))
    reader.sees("Chosen", "There is no report yet.")


def voters_find_their_ballots(story: Story) -> None:
    reader = story.visit()
    for voter, sees, not_there in (("joan", BENCHES, KITCHEN), ("kwame", KITCHEN, BENCHES)):
        reader.go(f"{story.phase}/result")
        reader.follow("Find your ballot")
        reader.fill("Your receipt", story.receipts[voter].lower())
        reader.press("Find my ballot")
        reader.heading("Your ballot")
        reader.sees("It was counted with these choices:", sees)
        assert not_there not in reader.main.inner_text()


def anyone_downloads_the_vote_and_verifies_it_alone(story: Story) -> None:
    reader = story.visit()
    reader.go(f"{story.phase}/result")
    file = reader.download("Download the vote", story.folder)
    reader.sees(f"commonweal decide verify {file.name}")
    receipt = story.receipts["Maureen Price"]
    done = commonweal_alone(story.folder, "decide", "verify", file.name, "--receipt", receipt)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Your ballot, as it was counted:" in done.stdout
    told = commonweal_alone(story.folder, "decide", "verify", file.name, "--json")
    assert json.loads(told.stdout)["ok"] is True, told.stdout
    broken = story.folder / "broken.zip"
    broken.write_bytes(bent(file.read_bytes()))
    assert commonweal_alone(story.folder, "decide", "verify", broken.name).returncode == 1


def bent(data: bytes) -> bytes:
    """The file with one ballot that chooses something else."""
    files = unpack(data)
    name = next(name for name in files if name.endswith("ballots.csv"))
    altered = re.sub(rb",1,$", b",2,", files[name], count=1, flags=re.MULTILINE)
    assert altered != files[name]
    return pack({**files, name: altered})


def commonweal_alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command with no record, atlas, Django or network: each of them stops it."""
    world = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", NO_OUTSIDE, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=world,
        timeout=120,
    )


def the_accountable_body_reports_on_delivery(story: Story) -> None:
    story.days.come_to(REPORTS)
    body = story.signed_in(BODY, f"{story.phase}/delivery")
    body.sees("0 of 1 done.", "No report yet")
    body.follow(f"Add a report on {BENCHES}")
    body.tick("Done")
    body.fill("What has happened, and what comes next", "All four benches stand.")
    body.fill("Spent so far, in all", "3,900")
    body.press("Add the report")
    body.sees("All four benches stand.", "£3,900 of £4,000 spent")
    assert f"News of your idea: {BENCHES}" in letters(JOAN)
    body.go(f"{story.phase}/delivery")
    body.sees("1 of 1 done. £3,900 spent of the £4,000 that was decided.")


def the_record_is_as_its_log_says(record: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "commonweal", "audit", "verify", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(record), "COMMONWEAL_DATA": str(record)},
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["ok"] is True
    assert found["entries"] > 50


def test_signing_in_voting_and_the_result_need_no_script(
    visit: Callable[..., Visitor], town: str
) -> None:
    phase, home = a_vote_that_is_open()
    nia = visit("nia@example.org", script=False)
    nia.go(page_of(phase, "phase"))
    nia.follow("Vote")
    nia.heading("Sign in")
    nia.type(Email_address=nia.email, Password=PASSWORD)
    nia.press("Sign in")
    nia.fill("Your postcode", "nowhere")
    nia.press("Go to the ballot paper")
    nia.sees("There is a problem", "Tick the box if you are 16 or older.")
    nia.forgive("422")
    nia.fill("Your postcode", home)
    nia.tick("I am 16 or older")
    nia.press("Go to the ballot paper")
    nia.main.get_by_label("Idea for main").nth(0).check()
    nia.press("Check your ballot")
    nia.press("Change my choices")
    assert nia.main.get_by_label("Idea for main").nth(0).is_checked()
    nia.press("Check your ballot")
    nia.press("Send my ballot")
    receipt = receipt_on(nia)
    it_is_counted(phase, home)
    nia.go(page_of(phase, "result"))
    nia.heading(f"Result of {phase.title}")
    nia.sees("What won", "Check it yourself")
    nia.follow("Find your ballot")
    nia.fill("Your receipt", receipt)
    nia.press("Find my ballot")
    nia.sees("It was counted with these choices:", "Idea for main")


def a_vote_that_is_open() -> tuple[Phase, str]:
    """A phase in another neighbourhood whose vote is open, and a postcode of somebody there."""
    area = small_areas(held())["area_code"][0]
    member("Nia Named", email="nia@example.org", area=area)
    phase = open_vote(place=make_place(areas=[area]))
    return phase, postcodes([area])[0]


def it_is_counted(phase: Phase, home: str) -> None:
    """Others vote, and the vote is closed and counted."""
    for number in range(int(parameter("publication.fewest_ballots"))):
        claim = Claim(name=f"Neighbour {number}", postcode=home, old_enough=True)
        cast(phase, claim, {"main": Choice(("1", "2"))})
    chair = make_person("Chair")
    close(chair, phase, "Everyone has voted.")
    count_phase(chair, phase)
