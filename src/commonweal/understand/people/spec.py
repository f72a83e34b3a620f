"""What to count in records of people or addresses, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from commonweal.catalogue import geography as geography_record
from commonweal.errors import CommonwealError, InputError, InputProblem
from commonweal.parameters import number, parameter_editions, table

Measure = Literal["proportion", "rate"]

PERSONS = "persons"
ALL = "all"
FEWEST = "disclosure.threshold"
STANDARD = "standardise.european_standard_population"
STANDARD_STARTS = tuple(int(name.partition("_")[0]) for name in table(STANDARD, edition="2013"))
SEXES = (("1", "male"), ("2", "female"))
_PER = {"proportion": 100.0, "rate": 100_000.0}


@dataclass(frozen=True, slots=True)
class RecordsSource:
    """Where the records are from; it stands under every figure made of them.

    Attributes:
        title: what they are called.
        publisher: who holds them.
        published: their date, as text.
        licence: on what terms figures made of them may be passed on.
    """

    title: str
    publisher: str
    published: str
    licence: str


@dataclass(frozen=True, slots=True)
class RecordsSpec:
    """What to count, by which columns, and how little may be shown.

    Attributes:
        title: what is counted, in words, such as `people with a long-term illness`.
        source: where the records are from.
        area: column with the code of the area.
        outcome: column with the outcome: 0 or 1 (or true or false), or the number of people or
            events of the record.
        sex: column with the sex; empty where records have none.
        age: column with the age in years; empty where records have none.
        people: column with the number of people (or, for a rate, of years lived) that a record
            stands for, such as the residents of an address; empty where each stands for one.
        measure: "proportion" of people with the outcome (each at most once), or "rate" of events,
            of which a person may have several.
        sexes: each value of the column of sex as text, and what to call it.
        bands: the first age of each band, rising from 0; the last band is open.
        geography: the kind and vintage of the areas.
        groups: how areas are grouped: `typology` (of double disadvantage), or a larger geography
            such as `region24`. A table given beside the records replaces it.
        standard: edition of the European Standard Population that rates by age and sex are made
            comparable with; empty for none.
        per: people that values are stated for.
        confidence: share of the intervals that hold the true value.
        fewest: smallest count that is shown; smaller ones are hidden, and others with them so
            that none can be worked out.
        most_left_out: share of the records that may be left out because something in them is not
            known or not possible. With 0 any such record stops the work.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    title: str
    source: RecordsSource
    area: str
    outcome: str
    sex: str = ""
    age: str = ""
    people: str = ""
    measure: Measure = "proportion"
    sexes: tuple[tuple[str, str], ...] = SEXES
    bands: tuple[int, ...] = STANDARD_STARTS
    geography: str = "lsoa21"
    groups: str = "typology"
    standard: str = "2013"
    per: float = 0.0
    confidence: float = 0.95
    fewest: int = field(default_factory=lambda: int(number(FEWEST)))
    most_left_out: float = 0.0

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, "Records cannot be counted so:")

    @property
    def columns(self) -> dict[str, str]:
        """The columns of the records that are used, by what they hold."""
        named = {name: getattr(self, name) for name in ("area", "outcome", "sex", "age", "people")}
        return {name: column for name, column in named.items() if column}

    @property
    def multiplier(self) -> float:
        """People that values are stated for; if unsaid 100 for proportions, 100,000 for rates."""
        return self.per or _PER[self.measure]

    @property
    def band_labels(self) -> tuple[str, ...]:
        """The bands in words: `0 to 4`, …, `90 and over`; one of all ages where there is no age."""
        if not self.age:
            return (ALL_AGES,)
        pairs = zip(self.bands, self.bands[1:], strict=False)
        closed = [_in_words(first, following - 1) for first, following in pairs]
        return (*closed, f"{self.bands[-1]} and over")

    @property
    def sex_labels(self) -> tuple[str, ...]:
        """The sexes in words, in the order given; `persons` where there is none."""
        return tuple(dict.fromkeys(name for _, name in self.sexes)) if self.sex else (PERSONS,)

    @property
    def standardised(self) -> bool:
        """Whether figures are made comparable by age and sex."""
        return bool(self.standard and self.age)


ALL_AGES = "all ages"


def _in_words(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _problems(spec: RecordsSpec) -> Iterator[InputProblem]:
    if not spec.title:
        yield InputProblem("a title", "nothing", column="title")
    for name in ("area", "outcome"):
        if not getattr(spec, name):
            yield InputProblem("the name of a column", "nothing", column=f"columns.{name}")
    for name in ("title", "publisher", "published", "licence"):
        if not getattr(spec.source, name):
            yield InputProblem("a text", "nothing", column=f"source.{name}")
    named = list(spec.columns.values())
    if twice := sorted({column for column in named if named.count(column) > 1}):
        came = f"{', '.join(twice)} twice"
        yield InputProblem("a column of its own for each", came, column="columns")
    if spec.measure not in get_args(Measure):
        known = " or ".join(map(repr, get_args(Measure)))
        yield InputProblem(known, repr(spec.measure), column="measure")
    try:
        geography_record(spec.geography)
    except CommonwealError as error:
        yield InputProblem("a kind of area", str(error), column="geography")
    if not spec.groups:
        yield InputProblem("typology or a larger geography", "nothing", column="groups")
    yield from _people_problems(spec)
    yield from _figure_problems(spec)


def _people_problems(spec: RecordsSpec) -> Iterator[InputProblem]:
    values = [value for value, _ in spec.sexes]
    if spec.sex and not (values and all(values) and all(name for _, name in spec.sexes)):
        yield InputProblem('values and names, such as 1 = "male"', "none", column="sexes")
    if len(set(values)) < len(values):
        yield InputProblem("each value once", "a value twice", column="sexes")
    if ALL in spec.sex_labels:
        came = f"{ALL!r}, which is the name of the sum"
        yield InputProblem("names of sexes", came, column="sexes")
    rising = all(a < b for a, b in zip(spec.bands, spec.bands[1:], strict=False))
    oldest = int(number("records.oldest_age"))
    if not spec.bands or spec.bands[0] != 0 or not rising or spec.bands[-1] > oldest:
        expected = f"the first age of each band, rising from 0 and at most {oldest}"
        yield InputProblem(expected, repr(list(spec.bands)), column="bands")
    if not spec.standardised:
        return
    editions = parameter_editions(STANDARD)
    if spec.standard not in editions:
        yield InputProblem(f"one of {', '.join(editions)}", repr(spec.standard), column="standard")
    if between := sorted(set(spec.bands) - set(STANDARD_STARTS)):
        came = ", ".join(map(str, between))
        hint = 'Choose other bands, or standard = "" for figures that are not standardised.'
        expected = "bands that begin where those of the standard population do (0, 5 … 90)"
        yield InputProblem(expected, came, column="bands", hint=hint)


def _figure_problems(spec: RecordsSpec) -> Iterator[InputProblem]:
    if spec.per < 0:
        yield InputProblem("a number of people above 0", f"{spec.per:g}", column="per")
    if not 0 < spec.confidence < 1:
        came = f"{spec.confidence:g}"
        yield InputProblem("a share between 0 and 1, such as 0.95", came, column="confidence")
    if spec.fewest < 1:
        yield InputProblem("a count of 1 or more", str(spec.fewest), column="fewest")
    if not 0 <= spec.most_left_out < 1:
        came = f"{spec.most_left_out:g}"
        yield InputProblem("a share from 0 to below 1", came, column="most_left_out")
