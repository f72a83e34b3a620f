"""A board held against its rule on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

from commonweal.decide.boards.members import Member, member_problems
from commonweal.decide.boards.requirement import Requirement
from commonweal.decide.boards.requirements import requirements
from commonweal.decide.boards.rule import CompositionRule
from commonweal.decide.boards.terms import Sitting, TermEnd, day_in_words, sitting
from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number


@dataclass(frozen=True, slots=True)
class Vacancy:
    """People whom a board lacks by its rule. One person may fill several vacancies.

    Attributes:
        people: how many.
        wanted: what they must be, in words.
    """

    people: int
    wanted: str


@dataclass(frozen=True, slots=True)
class BoardCheck:
    """What a rule asks of a board, and how far the board meets it on a day.

    Attributes:
        rule: what it was held against.
        on: the day.
        notice_days: days from which the end of a term is told.
        sitting: who sits, whose term has ended or soon ends, who is to come.
        requirements: every requirement, met or not, in the order of the rule.
    """

    rule: CompositionRule
    on: dt.date
    notice_days: int
    sitting: Sitting
    requirements: tuple[Requirement, ...]

    @property
    def met(self) -> bool | None:
        """Whether the board meets its rule; None where something is not known and nothing wrong."""
        found = [each.met for each in self.requirements if each.binding]
        if False in found:
            return False
        return None if None in found else True

    @property
    def vacancies(self) -> tuple[Vacancy, ...]:
        """Whom the board lacks, by each binding requirement that says how many."""
        return tuple(
            Vacancy(each.missing, each.wanted[each.missing > 1])
            for each in self.requirements
            if each.binding and each.missing
        )

    def explain(self) -> str:
        """The finding, then a line for what is wrong, not known, ending or left open."""
        return "\n".join([self._finding(), *self._lines()])

    def as_dict(self) -> dict[str, object]:
        """Everything, as plain values for JSON."""
        rule = {
            "name": self.rule.name,
            "title": self.rule.title,
            "set_by": self.rule.set_by,
            "source": asdict(self.rule.source),
            "open": list(self.rule.open),
        }
        return {
            "rule": rule,
            "on": self.on.isoformat(),
            "met": self.met,
            "finding": self._finding(),
            "size": len(self.sitting.members),
            "requirements": [_plain(each) for each in self.requirements],
            "vacancies": [asdict(each) for each in self.vacancies],
            "ended": [_plain_end(each) for each in self.sitting.ended],
            "ending": [_plain_end(each) for each in self.sitting.ending],
            "notice_days": self.notice_days,
            "to_come": list(self.sitting.to_come),
        }

    def _finding(self) -> str:
        size = len(self.sitting.members)
        people = f"{size or 'No'} {'member sits' if size == 1 else 'members sit'}"
        binding = [each for each in self.requirements if each.binding]
        broken = sum(each.met is False for each in binding)
        if broken:
            verdict = f"It does not meet the rule: {broken} of {len(binding)} requirements fail."
        elif self.met is None:
            unknown = sum(each.met is None for each in binding)
            verdict = f"Nothing is against the rule, but {unknown} of {len(binding)} "
            verdict += "requirements cannot be told from what was given."
        else:
            verdict = f"It meets the rule: {len(binding)} of {len(binding)} requirements."
        return f"{self.rule.title}, {day_in_words(self.on)}: {people} on the board. {verdict}"

    def _lines(self) -> Iterable[str]:
        for each in self.requirements:
            if each.met:
                continue
            mark = "Not known" if each.met is None else "Not met" if each.binding else "Looked for"
            yield f"{mark}: {each.needed}; found: {each.found}. {each.to_do}"
        for end in self.sitting.ended:
            day = day_in_words(end.last_day)
            yield f"Ended: the term of {end.name}, on {day}. They are not counted."
        for end in self.sitting.ending:
            left = f"in {end.days_left} days" if end.days_left != 1 else "tomorrow"
            yield f"Ending: the term of {end.name}, on {day_in_words(end.last_day)} " + (
                f"({left})." if end.days_left else "(today)."
            )
        if self.sitting.to_come:
            yield f"To come: {', '.join(self.sitting.to_come)}."
        yield from (f"Left open: {text}" for text in self.rule.open)


def asked(rule: CompositionRule) -> tuple[str, ...]:
    """What a rule asks of a board, each requirement in words; what is only looked for says so."""
    nobody = Sitting((), (), (), (), ())
    return tuple(
        each.needed if each.binding else f"{each.needed} (looked for)"
        for each in requirements(rule, nobody, dt.date.min, None, ())
    )


def check(
    rule: CompositionRule,
    members: Iterable[Member],
    on: dt.date,
    *,
    formed: dt.date | None = None,
    declared: Collection[str] = (),
) -> BoardCheck:
    """Hold a board against a rule.

    Args:
        rule: what the board must be.
        members: in any order; only those whose term runs on the day are counted.
        on: the day.
        formed: first day of the board, or of its latest designation, where that is limited.
        declared: ids of the rule's statements that somebody has declared to hold.

    Raises:
        InputError: members that contradict themselves, or a statement that the rule does not
            have; carries every problem.
    """
    listed = tuple(members)
    problems = [*member_problems(listed)]
    known = [statement.id for statement in rule.statements]
    for each in sorted(set(declared) - set(known)):
        expected = f"one of {', '.join(known)}" if known else "no statement: the rule asks for none"
        problems.append(InputProblem(expected, repr(each), column="declared"))
    if problems:
        raise InputError(problems, "The board cannot be checked:")
    notice = int(number("boards.notice_days"))
    who = sitting(listed, on, rule.term_years, notice)
    return BoardCheck(rule, on, notice, who, tuple(requirements(rule, who, on, formed, declared)))


def _plain(requirement: Requirement) -> dict[str, object]:
    plain = asdict(requirement)
    del plain["wanted"]
    return {**plain, "names": list(requirement.names)}


def _plain_end(end: TermEnd) -> dict[str, object]:
    return {**asdict(end), "last_day": end.last_day.isoformat()}
