"""Forms of governance side by side, for one neighbourhood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from commonweal.decide.governance.forms import SIGNATURES, Form, forms
from commonweal.decide.governance.petition import petition_in_words, petition_signatures
from commonweal.decide.governance.place import Place
from commonweal.decide.governance.standing import STANDINGS, Status
from commonweal.parameters import Reference, parameter

_PETITION = ("small_below", "small_share", "middle", "large_above", "large_share")
_FACTS = (
    ("electors", "the number of local government electors"),
    ("parished", "whether any of it is in a parish"),
    ("in_programme", "whether it is a Pride in Place neighbourhood"),
    ("has_forum", "whether a neighbourhood forum is designated"),
    ("reviewed_lately", "whether the council has lately ended a community governance review"),
)


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """One form, for one place.

    Attributes:
        form: what it is, what it gives and takes; numbers of the place are in its steps.
        status: `open`, `depends` or `not open`.
        reason: why.
    """

    form: Form
    status: Status
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every form of governance, for one place.

    Attributes:
        place: what was known of it.
        answers: one a form, from the least formal on.
        signatures: electors who must sign a petition for a community governance review; None
            where the electors are not known.
        not_known: facts of the place that would settle more.
        sources: of every number and every form, each once.
    """

    place: Place
    answers: tuple[FormAnswer, ...]
    signatures: int | None
    not_known: tuple[str, ...]
    sources: tuple[Reference, ...]

    def answer(self, form_id: str) -> FormAnswer:
        """The answer for one form.

        Raises:
            KeyError: no such form.
        """
        return {each.form.id: each for each in self.answers}[form_id]

    def explain(self) -> str:
        """What is open, what it gives and what it takes, in plain words."""
        lines = [self._finding()]
        for status in ("open", "depends", "not open"):
            lines += [_line(each) for each in self.answers if each.status == status]
        if self.signatures is not None:
            said = petition_in_words(self.place.electors, estimated=self.place.electors_estimated)
            lines.append(f"Signatures for a community governance review: {said}.")
        if self.not_known:
            lines.append(f"Not known of {self.place.name}: {'; '.join(self.not_known)}.")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, object]:
        """Everything, as plain values for JSON."""
        return {
            "place": asdict(self.place),
            "finding": self._finding(),
            "signatures": self.signatures,
            "signatures_estimated": self.place.electors_estimated,
            "forms": [
                {"status": each.status, "reason": each.reason, **asdict(each.form)}
                for each in self.answers
            ],
            "not_known": list(self.not_known),
            "sources": [asdict(each) for each in self.sources],
        }

    def _finding(self) -> str:
        counts = {
            status: sum(each.status == status for each in self.answers)
            for status in ("open", "depends", "not open")
        }
        return (
            f"Forms of governance for {self.place.name}: {len(self.answers)}. "
            f"Open: {counts['open']}; depending on something: {counts['depends']}; "
            f"not open: {counts['not open']}."
        )


def compare(place: Place) -> Comparison:
    """Every form of governance for a place: open or not and why, what it gives, what it takes."""
    answers = tuple(_answered(form, place) for form in forms())
    return Comparison(
        place,
        answers,
        None if place.electors is None else petition_signatures(place.electors),
        tuple(_unknown(place)),
        _sources(answers),
    )


def _answered(form: Form, place: Place) -> FormAnswer:
    said = petition_in_words(place.electors, estimated=place.electors_estimated)
    steps = tuple(replace(step, text=step.text.replace(SIGNATURES, said)) for step in form.steps)
    status, reason = STANDINGS[form.id](place)
    return FormAnswer(replace(form, steps=steps), status, reason)


def _unknown(place: Place) -> Iterator[str]:
    for field, words in _FACTS:
        if getattr(place, field) is None:
            yield words
    if place.electors_estimated:
        yield "the exact number of electors: what stands here is an estimate"


def _sources(answers: tuple[FormAnswer, ...]) -> tuple[Reference, ...]:
    petition = [parameter(f"governance.petition_{name}").reference for name in _PETITION]
    cited = [source for each in answers for source in each.form.sources]
    return tuple(dict.fromkeys([*cited, *petition]))


def _line(answer: FormAnswer) -> str:
    return f"{answer.status.capitalize()}: {answer.form.title}. {answer.reason}"
