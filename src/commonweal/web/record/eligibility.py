"""Who may vote: by postcode or by code, one person one ballot, whatever the channel."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.decide.published.receipts import ALPHABET
from commonweal.errors import InputError, InputProblem, UnknownArea
from commonweal.web.data import held
from commonweal.web.record.models import Person, Phase, Pot, Roll, VotingCode
from commonweal.web.record.sealing import mark

CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Claim:
    """What someone says to be given a ballot paper.

    Attributes:
        name: their full name.
        postcode: where they live; neither is kept.
        code: a code that was sent to them.
        old_enough: they say that they have reached the least age.
        person: their account, where they vote with one.
        channel: how the ballot comes.
        entered_by: who enters it for them, on paper or with help.
    """

    name: str = ""
    postcode: str = ""
    code: str = ""
    old_enough: bool = False
    person: Person | None = None
    channel: str = str(Roll.Channel.WEB)
    entered_by: Person | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """That a claim is good: the pots it may vote on, its marks on the roll, its code if any."""

    pots: tuple[Pot, ...]
    mark: str
    code: VotingCode | None = None


def right_to_vote(phase: Phase, claim: Claim) -> Right:
    """The right to vote that a claim gives.

    Raises:
        InputError: it gives none; carries every problem, `column` names the field.
    """
    problems = list(_missing(phase, claim))
    code = _code_of(phase, claim.code) if claim.code else None
    if claim.code and code is None:
        expected = "a code of this vote that has not been used"
        problems.append(InputProblem(expected, "another code", column="code"))
    area = code.area if code and code.area else ""
    if claim.postcode:
        area = area_of(claim.postcode) or ""
        if not area:
            expected = "a postcode that we hold"
            problems.append(InputProblem(expected, "one we do not", column="postcode"))
        elif area not in phase.neighbourhood.areas and code is None:
            expected = f"a postcode in {phase.neighbourhood.name}"
            problems.append(InputProblem(expected, "one outside it", column="postcode"))
    pots = tuple(pot for pot in phase.pots.all() if not pot.areas or area in pot.areas)
    if not problems and not pots:
        expected = "an address where there is money to vote on"
        problems.append(InputProblem(expected, "another", column="postcode"))
    if problems:
        raise InputError(problems, "You cannot vote with this:")
    return Right(pots, mark(phase.key, _identity(phase, claim)), code)


def area_of(postcode: str) -> str | None:
    """The small area of a postcode, or None where it is not held."""
    try:
        return held().atlas.postcode(postcode).area_code
    except UnknownArea:
        return None


def digest_of_code(code: str) -> str:
    """What is kept of a voting code."""
    plain = "".join(code.upper().split()).replace("-", "").replace("O", "0")
    plain = plain.replace("I", "1").replace("L", "1")
    return hashlib.sha256(f"commonweal voting code\n{plain}".encode()).hexdigest()


def new_code(random_bytes: bytes) -> str:
    """A voting code of 60 random bits, such as `7M2Q-KX5D-09TB`."""
    bits = int.from_bytes(random_bytes, "big")
    text = "".join(ALPHABET[bits >> (5 * place) & 31] for place in range(CODE_LENGTH))
    return "-".join(text[place : place + 4] for place in range(0, CODE_LENGTH, 4))


def _missing(phase: Phase, claim: Claim) -> Iterator[InputProblem]:
    kinds = Phase.Eligibility
    if not claim.old_enough:
        expected = f"that the voter is {phase.least_age} or older"
        yield InputProblem(expected, "no answer", column="old_enough")
    if phase.eligibility == kinds.CODE:
        if not claim.code:
            yield InputProblem("the code that was sent to you", "nothing", column="code")
        return
    # A name and a postcode are asked for even with a code, where both ways are open: otherwise
    # one person could go both.
    if not claim.name.strip():
        yield InputProblem("your full name", "nothing", column="name")
    if not claim.postcode.strip():
        yield InputProblem("your postcode", "nothing", column="postcode")
    if claim.code and phase.eligibility == kinds.POSTCODE:
        yield InputProblem("no code: this vote goes by postcode", "a code", column="code")


def _code_of(phase: Phase, code: str) -> VotingCode | None:
    return VotingCode.objects.filter(phase=phase, digest=digest_of_code(code)).first()


def _identity(phase: Phase, claim: Claim) -> str:
    if phase.eligibility == Phase.Eligibility.CODE:
        return f"code\n{digest_of_code(claim.code)}"
    return f"name\n{_plain(claim.name)}\n{_plain(claim.postcode)}"


def _plain(text: str) -> str:
    """Letters and digits only, in one case and without accents, so that spellings meet."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if letter.isalnum())
