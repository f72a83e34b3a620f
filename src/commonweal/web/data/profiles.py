"""Profiles for the pages and their files: the tables once for an atlas, a profile when asked."""

from __future__ import annotations

from dataclasses import replace

from commonweal.report.profile_map import map_svg
from commonweal.understand.profile import (
    Profile,
    ProfileSpec,
    ProfileTables,
    make_profile,
    neighbourhood_spec,
    profile_tables,
)
from commonweal.web.data.certainty import known_certainty
from commonweal.web.data.change import followed
from commonweal.web.data.choice import default_choice
from commonweal.web.data.finding import Finding, finding
from commonweal.web.data.geography import SMALL
from commonweal.web.data.licence import hidden, licensed
from commonweal.web.data.measures import options
from commonweal.web.data.neighbourhoods import Page
from commonweal.web.data.opened import Held
from commonweal.web.data.shapes import outlines


def tables(held: Held) -> ProfileTables:
    """What every profile is made from, under the usual rule; kept with the build."""

    def make() -> ProfileTables:
        found = finding(held, default_choice(options(held)))
        made = profile_tables(
            held.atlas,
            found.answer,
            hidden=hidden(found),
            licensed=licensed(),
            followed=followed(held),
        )
        for level in made.levels.values():
            level.warm()
        return made

    return held.keep("profile tables", make)


def tables_for(held: Held, found: Finding) -> ProfileTables:
    """The tables with the types of a finding, and how sure they are where that is known yet."""
    whole, choice = tables(held), found.choice
    sure = known_certainty(held, choice)
    rule = (choice.deprivation, choice.infrastructure, choice.cut, choice.rule)

    def make() -> ProfileTables:
        return replace(whole, finding=found.answer, certainty=sure, hidden=hidden(found))

    return held.keep(("profile tables", *rule, sure is not None), make)


def profile_of_area(held: Held, found: Finding, code: str) -> Profile:
    """The profile of an area of today.

    Raises:
        UnknownArea: no area of today has the code.
    """
    return make_profile(ProfileSpec(code), tables_for(held, found))


def profile_of_neighbourhood(held: Held, found: Finding, page: Page) -> Profile:
    """The profile of a neighbourhood made of small areas."""
    codes = page.one.result.members["area_code"].to_list()
    spec = neighbourhood_spec(page.row["name"], codes, page.row["neighbourhood"])
    return make_profile(spec, tables_for(held, found))


def picture(held: Held, profile: Profile) -> bytes | None:
    """The map of a profile's place for its PDF, or None where there are no outlines."""
    whole, shapes = tables(held), outlines(held, SMALL)
    if shapes is None:
        return None
    return map_svg(shapes, whole.members_of(profile.spec), whole.types)
