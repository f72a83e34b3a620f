"""A profile: the records that a page, a document and a file are made of."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.provenance import Provenance
from commonweal.understand.measures import Measure
from commonweal.understand.profile.assets import Near
from commonweal.understand.profile.history import History
from commonweal.understand.profile.similar import Reason
from commonweal.understand.profile.spec import ProfileSpec
from commonweal.understand.profile.standing import Standing
from commonweal.understand.profile.words import (
    UNKNOWN,
    amount,
    between,
    listed,
    place_words,
    unit_words,
)

TOO_FEW = "too few to show"
BETTER, WORSE, SAME = "better", "worse", "about the same"
HIGHER, LOWER, UNTOLD = "higher", "lower", "cannot be told"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a place is, and where.

    Attributes:
        code: of the area, or the permanent id of a neighbourhood; may be empty.
        level: `lsoa`, `msoa`, `ward`, `district`, `region`, or `neighbourhood` for a set of areas.
        name: that people use.
        official: its official name, where that is another.
        kind: what it is, in words.
        around: the places it lies in, the smallest first: (level, code, name).
        people: who live there.
        people_period: of that count.
        areas: number of small areas it is made of.
        in_part: of them, those of which only a part of the people live there.
        setting: town or country, in the words of the official classification; may be empty.
    """

    code: str
    level: str
    name: str
    official: str
    kind: str
    around: tuple[tuple[str, str, str], ...]
    people: int
    people_period: str
    areas: int
    in_part: int
    setting: str

    @property
    def where(self) -> str:
        """The district and region it lies in."""
        return listed([name for level, _, name in self.around if level in ("district", "region")])


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of a place beside the places it is held against.

    Attributes:
        measure: what it is.
        label: its short name.
        section: its section's title.
        value, lower, upper: of the place; None where not known, or no margin is.
        similar, region, country: the same measure there; None where not known.
        spread: worst, worse quarter, middle, better quarter and best value of all places of the
            kind (for a measure that is neither: lowest to highest).
        marks: place of value, lower, upper, similar, region and country on a line from 0 (the
            worst place) to 1 (the best); None where not known.
        against_similar, against_country: `better`, `worse`, `about the same`, `higher`, `lower`
            or `cannot be told`.
        by_margin: whether that was judged by the margin (else by the spread of other places).
        gap: from the similar places in standard deviations of all places, above 0 better.
        way: how the value came about: `its own`, `summed`, `averaged over people`.
        hidden: whether it is kept back because it rests on too few people.
    """

    measure: Measure
    label: str
    section: str
    value: float | None
    lower: float | None
    upper: float | None
    similar: float | None
    region: float | None
    country: float | None
    spread: tuple[float | None, ...]
    marks: dict[str, float | None]
    against_similar: str
    against_country: str
    by_margin: bool
    gap: float | None
    way: str
    hidden: bool = False

    @property
    def told(self) -> str:
        """The value in words."""
        if self.hidden:
            return TOO_FEW
        told = self.figure("value")
        # Alone, 34 in 100 would read as a share of people.
        placed = self.measure.kind == "score" and told != UNKNOWN
        return f"better than {told}" if placed else told

    def figure(self, whose: str) -> str:
        """The value, or that of `similar`, `region` or `country`, in words.

        A score means nothing by itself, so its place among all areas is told instead.
        """
        if self.measure.kind == "score":
            return UNKNOWN if self.marks[whose] is None else place_words(self.marks[whose] or 0.0)
        return amount(self.measure, getattr(self, whose))

    @property
    def unit(self) -> str:
        """What the figures are, where they do not say it themselves."""
        if self.measure.kind == "score":
            return "of all areas"
        return unit_words(self.measure)

    @property
    def margin(self) -> str:
        """The margin in words; empty where none is known."""
        return "" if self.hidden else between(self.measure, self.lower, self.upper)

    def sentence(self) -> str:
        """The value beside the similar places and the country."""
        beside = [
            f"{word} {self.figure(whose)}"
            for whose, word in (("similar", "similar places"), ("country", "the country"))
            if self.figure(whose) != UNKNOWN
        ]
        told = f"{self.label}: {self.told}"
        return f"{told} ({', '.join(beside)})" if beside else told


@dataclass(frozen=True, slots=True)
class SimilarPlace:
    """A place like this one, and why."""

    code: str
    name: str
    within: str
    distance: float
    typology: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """A figure that is not given for a place put together from parts, and why."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a profile says of a place.

    Attributes:
        spec: what was asked.
        identity: what and where it is.
        standing: its type and how sure that is.
        living: who lives there, with the country beside it; no judgement.
        spine: the measures that have a better and a worse end, section by section.
        strengths: where it does better than similar places (or, where on none, than the country).
        harder: where it does worse, likewise.
        assets: places within a walk.
        walk: how far a walk is, metres in a straight line.
        history: how it changed.
        similar: the most similar places, the nearest first.
        held_against: how many similar places the spine is held against.
        similar_words: what kind of place these are, in the plural.
        refused: what cannot be said of a place put together from parts.
        notes: what else a reader should know.
        country: what the country is called.
        region: the region's name; empty where it lies in none, or is one.
        provenance: sources and run.
    """

    spec: ProfileSpec
    identity: Identity
    standing: Standing
    living: tuple[Row, ...]
    spine: tuple[Row, ...]
    strengths: tuple[Row, ...]
    harder: tuple[Row, ...]
    assets: tuple[Near, ...]
    walk: float
    history: History
    similar: tuple[SimilarPlace, ...]
    held_against: int
    similar_words: str
    refused: tuple[Refusal, ...]
    notes: tuple[str, ...]
    country: str
    region: str
    provenance: Provenance

    def explain(self) -> str:
        """The profile in a few plain sentences."""
        own = self.identity
        told = [f"{own.name} is a {own.kind}" + (f" in {own.where}." if own.where else ".")]
        told.append(f"{own.people:,} people live there.")
        told.append(self.standing.sentence)
        for title, rows in (("Strengths", self.strengths), ("What is harder", self.harder)):
            if rows:
                told.append(f"{title}: {'; '.join(row.sentence() for row in rows)}.")
        if self.similar:
            told.append(f"Most like {listed([place.name for place in self.similar])}.")
        return " ".join(told)
