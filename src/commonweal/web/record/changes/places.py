"""Add a neighbourhood that decides, and change what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from commonweal.errors import InputError, InputProblem
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import Neighbourhood, Person

LONGEST_SLUG = 60
_OTHER_PAGES = frozenset({"made", "new", "verify"})
"""Words that addresses below /decide already mean something by."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What people say of a neighbourhood; None stands for what is not known.

    Attributes:
        electors: local government electors.
        parished: whether any part of it lies in a parish.
    """

    name: str
    electors: int | None = None
    parished: bool | None = None


def add_place(
    by: Person,
    facts: Facts,
    areas: Sequence[str],
    population: int | None,
    *,
    geography: str = "lsoa21",
    made: str = "",
    counted: str = "",
) -> Neighbourhood:
    """Add a neighbourhood; its address comes from its name.

    Args:
        by: who adds it.
        facts: what people say of it.
        areas: codes of its small areas.
        population: people who live there, where known.
        geography: vintage of the areas.
        made: id of the neighbourhood to act on that it begins as.
        counted: the year or day of the population.

    Raises:
        InputError: no areas, no name, or more electors than people.
    """
    problems = [*_problems(facts, population)]
    if not areas:
        problems.append(InputProblem("at least one small area", "none", column="areas"))
    if problems:
        raise InputError(problems)
    with recorded("neighbourhood added", by=by) as entry:
        place = Neighbourhood(
            slug=_free_slug(facts.name),
            name=facts.name.strip(),
            geography=geography,
            areas=sorted(areas),
            made=made,
            population=population,
            counted=counted,
            electors=facts.electors,
            parished=facts.parished,
        )
        place.save()
        entry.about = place
        entry.says.update(slug=place.slug, areas=place.areas)
    return place


def change_facts(by: Person, place: Neighbourhood, facts: Facts) -> None:
    """Change what is known of a neighbourhood; its address stays as it is.

    Raises:
        InputError: no name, or more electors than people.
    """
    if problems := [*_problems(facts, place.population)]:
        raise InputError(problems)
    with recorded("facts of the neighbourhood changed", by=by, place=place, about=place):
        place.name = facts.name.strip()
        place.electors = facts.electors
        place.parished = facts.parished
        place.save()


def _problems(facts: Facts, population: int | None) -> Iterator[InputProblem]:
    if not slugify(facts.name):
        yield InputProblem("the name of a neighbourhood", "nothing", column="name")
    if facts.electors is not None and facts.electors < 1:
        came = str(facts.electors)
        yield InputProblem("a whole number of 1 or more", came, column="electors")
    if facts.electors is not None and population is not None and facts.electors > population:
        expected = f"no more electors than the {population:,} people who live there"
        yield InputProblem(expected, f"{facts.electors:,}", column="electors")


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:LONGEST_SLUG].strip("-")
    taken = set(
        Neighbourhood.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    taken |= _OTHER_PAGES
    number, slug = 2, wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
