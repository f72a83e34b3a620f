"""The rows of the open record. Nothing in them tells of a voter or of an account."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NeighbourhoodRow:
    """A neighbourhood that decides here; `areas` are codes of small areas."""

    place: str
    name: str
    geography: str
    areas: list[str]
    population: int | None
    electors: int | None
    parished: bool | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board and the rule that its composition is held to (`own` for the board's own)."""

    place: str
    name: str
    rule: str
    formed: str
    purpose: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of the board under the name that the board publishes."""

    place: str
    member: int
    name: str
    position: str
    capacities: list[str]
    lives_here: bool
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class InterestRow:
    """An interest that a member declared."""

    place: str
    member: int
    text: str
    declared: str
    ended: str | None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting whose minutes are published; `present` are numbers of members."""

    place: str
    meeting: int
    on: str
    where: str
    agenda: str
    minutes: str
    present: list[int]


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction of published minutes."""

    place: str
    meeting: int
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision of the board with its reasons and votes."""

    place: str
    number: int
    on: str
    text: str
    reasons: str
    votes_for: int | None
    votes_against: int | None
    abstained: int | None
    stood_aside: str


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase as it was published, and where it stands."""

    place: str
    phase: str
    title: str
    about: str
    state: str
    propose_from: str
    propose_until: str
    vote_from: str
    vote_until: str
    ballot: str
    most_choices: int | None
    points: int | None
    who_proposes: str
    eligibility: str
    least_age: int
    may_change: bool
    closed_early: str


@dataclass(frozen=True, slots=True)
class PotRow:
    """Money of a phase, in pounds, and its rule of counting as TOML with the rule's SHA-256."""

    place: str
    phase: str
    pot: str
    name: str
    amount: float
    ceiling: float | None
    areas: list[str]
    categories: list[str]
    rule: str
    rule_sha256: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal; `author` only where they chose to be named. Costs in pounds."""

    place: str
    phase: str
    number: int
    pot: str
    title: str
    summary: str
    text: str
    cost: float
    category: str
    where: str
    longitude: float | None
    latitude: float | None
    author: str
    state: str
    state_reason: str
    sent: str
    supports: int
    comments: int


@dataclass(frozen=True, slots=True)
class FeasibilityRow:
    """Whether a proposal can be done, by whom it was checked, why, and at which cost in pounds."""

    place: str
    phase: str
    number: int
    feasible: bool
    checked_by: str
    reasons: str
    cost: float
    on: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """The result of a pot: numbers of the proposals that won, and the result in words.

    With few ballots only the winners are told, and `withheld` says so.
    """

    place: str
    phase: str
    pot: str
    winners: list[str]
    ballots: int | None
    explanation: str
    withheld: str


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A report on the delivery of a proposal that won; `spent` in pounds."""

    place: str
    phase: str
    number: int
    on: str
    stage: str
    text: str
    spent: float


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation; what people said only once it is closed."""

    place: str
    conversation: str
    question: str
    about: str
    open: bool
    opened: str
    closed: str | None
    people: int | None
    groups: int | None
    explanation: str | None


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement that is shown, and once the conversation is closed how people answered.

    A count that could reveal a person is left out.
    """

    place: str
    conversation: str
    number: int
    text: str
    agree: int | None
    disagree: int | None
    passed: int | None
    seen: int | None
    consensus: float | None
    difference: float | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the log: what happened and when. The whole entry is in `log.jsonl`."""

    number: int
    at: str
    action: str
    place: str
    says: str
    hash: str
