"""The evidence page: what is claimed, what was measured, and what is not met, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version

import polars as pl

from commonweal.atlas import Atlas
from commonweal.parameters import Reference, fingerprint
from commonweal.provenance import Source
from commonweal.report.evidence.claim import Claim, Detail, GroupOutcome, Outcome

_BASIS = {"published": "published", "target": "our target"}
_FORMS = {
    "official": "the official file",
    "extract": "values read out of the official file by others",
    "derived": "a file that others made from the official one",
}
_HOW_TO_READ = """\
Every figure under "measured" was worked out by the run that wrote this page; none is typed in.
**Published** figures stand in an official file or document. **Our target** is a figure that was
set for this project beforehand. "About" allows an eighth either way. Each claim can be measured
again with the command beside it."""


def evidence_page(groups: Sequence[GroupOutcome], atlas: Atlas) -> str:
    """The page.

    Args:
        groups: outcomes of all claims.
        atlas: what they were measured on.
    """
    numbered = _Sources(atlas)
    body = [part for group in groups for part in _group(group, numbered)]
    lines = [*_head(groups, atlas), *_not_met(groups), *body, *numbered.listed(), *_terms(numbered)]
    return "\n".join(lines).rstrip() + "\n"


class _Sources:
    """Releases and documents in the order that the page names them, each with a number."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._numbers: dict[str | Reference, int] = {}

    def marks(self, claim: Claim) -> str:
        """`[1](#source-1) [2](#source-2)` for what a claim rests on."""
        held = [name for name in claim.releases if name in self._atlas.manifest["releases"]]
        wanted: list[str | Reference] = [*held, *claim.references]
        numbers = [self._numbers.setdefault(name, len(self._numbers) + 1) for name in wanted]
        return " ".join(f"[{number}](#source-{number})" for number in numbers)

    @property
    def releases(self) -> tuple[Source, ...]:
        return tuple(self._atlas.source(name) for name in self._numbers if isinstance(name, str))

    def _form(self, release: str) -> str:
        """How the files of a release are held."""
        forms = self._atlas.sources().filter(pl.col("release") == release)["form"]
        return "held as " + " and ".join(_FORMS[form] for form in sorted(set(forms), reverse=True))

    def listed(self) -> Iterator[str]:
        yield from ("## Sources", "")
        for item, number in self._numbers.items():
            anchor = f'<a id="source-{number}"></a>'
            if isinstance(item, Reference):
                yield f"{number}. {anchor}[{item.title}]({item.href})."
            else:
                source = self._atlas.source(item)
                yield (
                    f"{number}. {anchor}{source.publisher}, [{source.title}]"
                    f"({source.landing_page}), {source.published}. {source.licence}. Release "
                    f"`{item}`, {self._form(item)}."
                )
        yield ""


def _head(groups: Sequence[GroupOutcome], atlas: Atlas) -> Iterator[str]:
    outcomes = [outcome for group in groups for outcome in group.outcomes]
    published = sorted(set(atlas.sources()["published"].drop_nulls()))
    yield from ("# Evidence", "")
    yield "<!-- Written by `commonweal evidence`. Do not edit: run `make evidence`. -->"
    yield ""
    yield (
        "This page holds every figure that Commonweal claims beside the published figure, or the "
        "target, and says where the two differ."
    )
    yield from ("", f"**{_counted(outcomes)}**", "", _HOW_TO_READ, "")
    releases = len(atlas.manifest["releases"])
    yield (
        f"- Data: {atlas.label}; {releases} releases, published from {published[0][:4]} to "
        f"{published[-1]}."
    )
    yield f"- Atlas: `{atlas.id}` (a digest of everything in it)."
    yield f"- Commonweal {version('commonweal')}, policy numbers `{fingerprint()[:12]}`."
    yield "- To do it all again: `make evidence`."
    yield ""


def _counted(outcomes: Sequence[Outcome]) -> str:
    agree = sum(outcome.agrees is True for outcome in outcomes)
    differ = sum(outcome.agrees is False for outcome in outcomes)
    lacking = sum(outcome.measured is None for outcome in outcomes)
    is_open = len(outcomes) - agree - differ - lacking
    return (
        f"{len(outcomes)} figures: {agree} as expected, {differ} not, {lacking} not measured, "
        f"{is_open} with nothing to hold them against."
    )


def _not_met(groups: Sequence[GroupOutcome]) -> Iterator[str]:
    outcomes = [outcome for group in groups for outcome in group.outcomes]
    details = [
        (group, detail)
        for group in groups
        for outcome in group.outcomes
        for detail in (outcome.measured.details if outcome.measured else ())
    ]
    yield from ("## What is not met, and what remains", "")
    differ = [outcome for outcome in outcomes if outcome.agrees is False]
    if not differ:
        yield "- No figure that was measured falls short of what was expected."
    for outcome in differ:
        shown = outcome.measured.shown if outcome.measured else ""
        yield (
            f"- **{outcome.claim.what}**: expected {outcome.claim.expected.in_words()}, "
            f"measured {shown}. {outcome.claim.note}".rstrip()
        )
    for outcome in outcomes:
        if outcome.measured is None:
            yield f"- **{outcome.claim.what}**: not measured, because {_ended(outcome.why_not)}"
    for group in groups:
        yield from (f"- {gap}" for gap in group.group.gaps)
    for group, detail in details:
        yield f"- {detail.title}: [{group.group.title}](#{_slug(detail.title)})."
    yield ""


def _group(group: GroupOutcome, sources: _Sources) -> Iterator[str]:
    yield from (f"## {group.group.title}", "", group.group.about, "")
    yield "| claim | published or expected | measured | agrees? | how to reproduce |"
    yield "| --- | --- | --- | --- | --- |"
    for outcome in group.outcomes:
        yield _row(outcome, sources)
    yield ""
    notes = list(_notes(group.outcomes))
    if notes:
        yield from (*notes, "")
    for outcome in group.outcomes:
        for detail in outcome.measured.details if outcome.measured else ():
            yield from _detail(detail)


def _row(outcome: Outcome, sources: _Sources) -> str:
    claim = outcome.claim
    expected = claim.expected.in_words()
    if claim.expected.kind != "open":
        expected += f" ({_BASIS[claim.expected.basis]})"
    cells = [
        claim.what,
        f"{expected} {sources.marks(claim)}".strip(),
        outcome.measured.shown if outcome.measured else "not measured",
        _verdict(outcome),
        " or ".join(f"`{command}`" for command in claim.commands),
    ]
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _verdict(outcome: Outcome) -> str:
    if outcome.measured is None:
        return "not measured"
    return {True: "yes", False: "**no**", None: "–"}[outcome.agrees]


def _notes(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """What there is to say about single claims; the same words about several are said once."""
    told: dict[str, list[str]] = {}
    for outcome in outcomes:
        found = outcome.measured.note if outcome.measured else ""
        text = " ".join(part for part in (outcome.claim.note, found) if part)
        if text:
            told.setdefault(text, []).append(outcome.claim.id)
    for text, ids in told.items():
        yield f"- {', '.join(f'`{name}`' for name in ids)}: {_ended(text)}"


def _detail(detail: Detail) -> Iterator[str]:
    yield from (f"### {detail.title}", "", detail.about, "")
    yield from markdown_table(detail.table)
    yield ""


def markdown_table(table: pl.DataFrame) -> Iterator[str]:
    """A table in Markdown; what is not known says so."""
    yield f"| {' | '.join(_cell(name) for name in table.columns)} |"
    yield f"|{' --- |' * table.width}"
    for row in table.iter_rows():
        yield f"| {' | '.join(_cell(_shown(value)) for value in row)} |"


def _terms(sources: _Sources) -> Iterator[str]:
    yield from ("## Licences", "")
    for attribution in dict.fromkeys(source.attribution for source in sources.releases):
        yield f"- {attribution}"
    yield (
        "- Scores and ranks of the Community Needs Index are not on this page: they belong to "
        "their owner. What is worked out from them is."
    )
    yield ""


def _shown(value: object) -> str:
    if value is None:
        return "not known"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _ended(text: str) -> str:
    return text if text.endswith((".", ":", "?")) else f"{text}."


def _slug(title: str) -> str:
    """The anchor that a heading gets on the usual sites."""
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")
