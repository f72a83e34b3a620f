"""What a panel must be, as data: its size, its quotas, who sits already, and the seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number
from commonweal.parameters.document import Fields, read_document

TICKETS = int(number("sortition.tickets"))


@dataclass(frozen=True, slots=True)
class Quota:
    """How many members of a panel may share one value of a feature.

    Attributes:
        value: as it stands in the volunteers' table.
        least: fewest members.
        most: most members.
        population: share of the population with this value, 0 to 1, if it is known. It is shown
            beside the panel and decides nothing.
    """

    value: str
    least: int
    most: int
    population: float | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of people, such as age, and the quotas of all its values."""

    name: str
    quotas: tuple[Quota, ...]


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """What a panel must be.

    Attributes:
        size: members, those with a fixed seat included.
        features: what the panel is balanced on.
        seats: ids of volunteers who sit in any case.
        household_limit: most members of one household; None where households do not matter.
        seed: published number that draws the ticket; None until it is known.
        tickets: panels on the published list, each with the same chance.

    Raises:
        InputError: carries every problem; `column` names the field.
    """

    size: int
    features: tuple[Feature, ...] = ()
    seats: tuple[str, ...] = ()
    household_limit: int | None = None
    seed: int | None = None
    tickets: int = TICKETS

    def __post_init__(self) -> None:
        if problems := list(_problems(self)):
            raise InputError(problems, "A panel cannot be drawn so:")


def panel_spec(text: str, name: str = "panel.toml") -> PanelSpec:
    """Read a spec from TOML.

    `size`, `household_limit`, `seed`, `tickets`; `[[seats]]` with an `id` for each fixed seat; and
    a table for each feature, `[features.age]`, with lines such as
    `"16 to 29" = { min = 2, max = 4, population = 0.2 }`.

    Raises:
        InputError: carries every problem with its line.
    """
    fields = Fields.of(read_document(text, name))
    size, seed, tickets = (fields.whole(key) for key in ("size", "seed", "tickets"))
    limit = fields.whole("household_limit")
    if not fields.has("size"):
        fields.number("size")
    seats = tuple(_seat(each) for each in fields.tables("seats"))
    table = fields.table("features")
    features = tuple(_feature(table, key) for key in table.data)
    return fields.build(
        lambda: PanelSpec(
            size=1 if size is None else size,
            features=features,
            seats=seats,
            household_limit=limit,
            seed=seed,
            tickets=TICKETS if tickets is None else tickets,
        ),
        f"{name} does not describe a panel:",
    )


def _seat(seat: Fields) -> str:
    name = seat.text("id")
    seat.close("the field id")
    return name


def _feature(table: Fields, name: str) -> Feature:
    feature = table.table(name)
    quotas = tuple(_quota(feature, value) for value in feature.data)
    return Feature(name, quotas)


def _quota(feature: Fields, value: str) -> Quota:
    quota = feature.table(value)
    least, most = quota.whole("min"), quota.whole("max")
    for key in ("min", "max"):
        if not quota.has(key):
            quota.number(key)
    share = quota.number("population") if quota.has("population") else None
    quota.close("min, max or population")
    return Quota(value, least or 0, (least or 0) if most is None else most, share)


def _problems(spec: PanelSpec) -> Iterator[InputProblem]:
    for name in ("size", "tickets", "household_limit"):
        given = getattr(spec, name)
        if given is not None and given < 1:
            yield InputProblem("a whole number of 1 or more", str(given), column=name)
    if spec.seed is not None and spec.seed < 0:
        yield InputProblem("a seed of 0 or more", str(spec.seed), column="seed")
    if len(set(spec.seats)) < len(spec.seats):
        yield InputProblem("each id once", "one twice", column="seats")
    if len(spec.seats) > spec.size:
        expected = f"no more fixed seats than the {spec.size} of the panel"
        yield InputProblem(expected, str(len(spec.seats)), column="seats")
    names = [feature.name for feature in spec.features]
    if len(set(names)) < len(names):
        yield InputProblem("each feature once", "one twice", column="features")
    for feature in spec.features:
        yield from _feature_problems(feature)


def _feature_problems(feature: Feature) -> Iterator[InputProblem]:
    place = f"features.{feature.name}"
    if not feature.quotas:
        yield InputProblem("at least one value with its quota", "none", column=place)
    if len({quota.value for quota in feature.quotas}) < len(feature.quotas):
        yield InputProblem("each value once", "one twice", column=place)
    for quota in feature.quotas:
        if not 0 <= quota.least <= quota.most:
            came = f"min {quota.least} and max {quota.most}"
            yield InputProblem("0 ≤ min ≤ max", came, column=f"{place}.{quota.value}")
        if quota.population is not None and not 0 <= quota.population <= 1:
            came = f"{quota.population:g}"
            yield InputProblem("a share from 0 to 1", came, column=f"{place}.{quota.value}")
    total = sum(quota.population or 0 for quota in feature.quotas)
    if total > 1.005:  # shares rounded to per cent may pass 1 a little
        yield InputProblem("shares that add up to at most 1", f"{total:g}", column=place)
