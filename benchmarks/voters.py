"""The voters of the voting benchmark, against one database: `python -m benchmarks.voters`.

Reads DATABASE_URL, COMMONWEAL_DATA and COMMONWEAL_ATLAS; prints one line of JSON.
"""

from __future__ import annotations

import asyncio
import html
import json
import os
import random
import re
import signal
import subprocess
import time
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx

from benchmarks.processes import COMMONWEAL

VOTERS, SECONDS, IDEAS, CODES = 200, 60.0, 12, 20_000
PORT = 8399
SAID = re.compile(r'name="said" value="([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
RECEIPT = re.compile(r"\b(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}\b")


@dataclass(slots=True)
class Tally:
    """What the voters saw.

    Attributes:
        receipts: what each receipt was given for.
        used: codes that turned out used though no receipt came: the answer was lost, not the vote.
        unanswered: tries that got no answer.
        waits: seconds from the first form to the receipt.
    """

    receipts: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    unanswered: int = 0
    waits: list[float] = field(default_factory=list)


def main() -> None:
    from commonweal.web.record.prepare import prepare

    prepare()
    phase, codes = _open_vote()
    address = f"http://127.0.0.1:{PORT}/decide/{phase.neighbourhood.slug}/phases/{phase.slug}/vote"
    tally = asyncio.run(_minute(address, codes))
    print(json.dumps(_checked(phase, tally)))


def _open_vote() -> tuple[Any, list[str]]:
    """A phase that goes by code, with a dozen ideas, whose vote is open."""
    from django.utils import timezone

    from commonweal.decide.published import PUBLISHED, says_published
    from commonweal.web.record.audit.recording import recorded
    from commonweal.web.record.changes.voting import make_codes, open_voting
    from commonweal.web.record.models import Neighbourhood, Person, Phase, Pot, Proposal
    from commonweal.web.record.vote_file import phase_id

    today = timezone.localdate()
    chair = Person(name="Chair", email="chair@example.org")
    place = Neighbourhood(slug="loadfield", name="Loadfield", areas=["D01000001"])
    rule = 'rule = "equal-shares"\ncompletion = "add1"\n'
    with recorded("made for a benchmark"):
        chair.save()
        place.save()
        phase = Phase(
            neighbourhood=place,
            slug="spring",
            title="Spring",
            state="checking",
            propose_from=today - timedelta(days=9),
            propose_until=today - timedelta(days=8),
            vote_from=today - timedelta(days=1),
            vote_until=today + timedelta(days=1),
            least_age=16,
            eligibility="code",
        )
        phase.save()
        pot = Pot(phase=phase, slug="main", name="Main", amount=Decimal(50_000), rule=rule)
        pot.save()
        for number in range(1, IDEAS + 1):
            Proposal(
                phase=phase,
                pot=pot,
                number=number,
                title=f"Idea {number}",
                summary="An idea",
                cost=Decimal(1_000 * number),
                state="feasible",
                sent=timezone.now(),
            ).save()
    with recorded(PUBLISHED, about=phase, place=place) as entry:
        days = (phase.vote_from.isoformat(), phase.vote_until.isoformat())
        entry.says.update(says_published(phase_id(phase), {"main": rule}, *days))
    open_voting(chair, phase)
    phase.refresh_from_db()
    return phase, make_codes(chair, phase, CODES)


async def _minute(address: str, codes: list[str]) -> Tally:
    """Everyone votes, again and again, each time with a new code; the server dies midway."""
    tally, waiting = Tally(), iter(codes)
    server = await _start(address)
    end = time.monotonic() + SECONDS
    voters = [asyncio.create_task(_voter(address, waiting, tally, end)) for _ in range(VOTERS)]
    await asyncio.sleep(SECONDS / 2)
    server.send_signal(signal.SIGKILL)
    server.wait()
    server = await _start(address)
    await asyncio.gather(*voters)
    server.terminate()
    server.wait(timeout=30)
    return tally


async def _start(address: str) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(
        [COMMONWEAL, "serve", "--port", str(PORT)],
        env={**os.environ, "COMMONWEAL_HOSTS": "127.0.0.1"},
        stdout=subprocess.DEVNULL,
    )
    async with httpx.AsyncClient() as client:
        while True:
            try:
                if (await client.get(address, timeout=5)).status_code == 200:
                    return server
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            if server.poll() is not None:
                raise SystemExit("The server did not start.")


async def _voter(address: str, codes: Any, tally: Tally, end: float) -> None:
    chance = random.SystemRandom()
    while time.monotonic() < end:
        code, start = next(codes), time.monotonic()
        choice = str(chance.randint(1, IDEAS))
        while not await _vote(address, code, choice, tally):
            tally.unanswered += 1
            await asyncio.sleep(0.2)
        tally.waits.append(time.monotonic() - start)


async def _vote(address: str, code: str, choice: str, tally: Tally) -> bool:
    """Vote as a browser does; False where no answer came."""
    async with httpx.AsyncClient(timeout=60, verify=False) as client:  # noqa: S501 (plain http)
        try:
            page = await client.get(address)
            who = {"step": "who", "code": code, "old_enough": "on"}
            page = await _send(client, page, address, who)
            said = SAID.search(page.text)
            if page.status_code == 422 and said is None:
                tally.used.add(code)
                return True
            if said is None:
                return False
            signed = {"said": html.unescape(said[1]), "choice.main": choice}
            page = await _send(client, page, address, {**signed, "step": "check"})
            page = await _send(client, page, address, {**signed, "step": "send"})
        except httpx.TransportError:
            return False
    if receipt := RECEIPT.search(page.text):
        tally.receipts[receipt[0]] = choice
        return True
    if page.status_code == 422:
        tally.used.add(code)
        return True
    return False


async def _send(
    client: httpx.AsyncClient, page: httpx.Response, address: str, fields: dict[str, str]
) -> httpx.Response:
    token = TOKEN.search(page.text)
    given = {**fields, "csrfmiddlewaretoken": token[1] if token else ""}
    return await client.post(address, data=given, headers={"Referer": address})


def _checked(phase: Any, tally: Tally) -> dict[str, object]:
    """Close and count the vote, and look for every receipt."""
    from django.db import connection

    from commonweal.decide.published import tracker_of, verify
    from commonweal.web.record.audit.verify import verify as verify_record
    from commonweal.web.record.changes.closing import close, count_phase
    from commonweal.web.record.models import AuditEntry, CastBallot, Person, Roll
    from commonweal.web.record.vote_file import vote_file

    chair = Person.objects.get(name="Chair")
    close(chair, phase, "The benchmark ends.")
    count_phase(chair, phase)
    phase.refresh_from_db()
    ballots = {ballot.tracker: ballot.choices for ballot in CastBallot.objects.all()}
    lost = sum(
        ballots.get(tracker_of(receipt, "main")) != [choice]
        for receipt, choice in tally.receipts.items()
    )
    accepted = AuditEntry.objects.filter(action="ballot accepted").count()
    doubled = max(0, len(ballots) - len(tally.receipts) - len(tally.used))
    if not len(ballots) == Roll.objects.count() == accepted:
        doubled += abs(len(ballots) - accepted) + abs(Roll.objects.count() - accepted)
    if not (verify(vote_file(phase)).ok and verify_record().ok):
        raise SystemExit("What was published does not verify.")
    waits = sorted(tally.waits)
    middle, most = waits[len(waits) // 2], waits[int(0.95 * len(waits))]
    line = (
        f"{VOTERS} voters at once for {SECONDS:.0f} s, the server killed midway: "
        f"{len(ballots):,} ballots, {lost} lost, {doubled} doubled; {len(tally.receipts):,} "
        f"receipts, {len(tally.used)} ballots in though their answer was lost, "
        f"{tally.unanswered} tries without an answer; a vote of four pages took {middle:.1f} s, "
        f"{most:.1f} s at the 95th percentile ({connection.vendor})."
    )
    return {
        "lost": lost,
        "doubled": doubled,
        "a_second": len(ballots) / SECONDS,
        "line": line,
    }


if __name__ == "__main__":
    main()
