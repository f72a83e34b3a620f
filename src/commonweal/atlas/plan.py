"""The steps of a build and what each needs, from the releases at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from commonweal.atlas import geometry_steps as geometry
from commonweal.atlas.access_steps import INPUTS as ACCESS_INPUTS
from commonweal.atlas.access_steps import access_step
from commonweal.atlas.describing import areas_step, described_step
from commonweal.atlas.geography.access import access_rules
from commonweal.atlas.linking import lookups_step
from commonweal.atlas.reading import demonstration_step, read_step
from commonweal.atlas.steps import Step
from commonweal.catalogue.types import (
    AgeTable,
    BoundaryFile,
    LookupTable,
    PointTable,
    PostcodeTable,
    Release,
    Table,
)
from commonweal.parameters import number

if TYPE_CHECKING:
    from commonweal.atlas.build import Held

_OUTLINES = ("lsoa21", "msoa21", "lsoa11", "ward25")
_DISSOLVED = {"district24": "lsoa21", "region24": "district24"}
_INVENTED = "read:demonstration"
_ACCESS = "access"
Having = Callable[..., tuple[str, ...]]
_EVERYTHING = frozenset({"areas", "people", "pairs", "centroids", "hexes", "postcodes", "access"})


def provides(release: Release) -> frozenset[str]:
    """What a release has for later steps: names, people, pairs, outlines, postcodes, places."""
    found: set[str] = {"access"} if release.id in ACCESS_INPUTS else set()
    for file in release.files:
        for content in file.contents:
            if isinstance(content, LookupTable):
                found |= {"areas", "pairs"}
            elif isinstance(content, PostcodeTable):
                found.add("postcodes")
            elif isinstance(content, PointTable):
                found.add("centroids")
            elif isinstance(content, AgeTable):
                found |= {"areas", "people"}
            elif isinstance(content, BoundaryFile):
                found.add("areas")
                kinds = {"outline": f"outlines_{content.geography}", "centroid": "centroids"}
                found.add(kinds.get(content.kind, "hexes"))
            elif isinstance(content, Table):
                found |= _of_table(content)
    return frozenset(found)


def _of_table(table: Table) -> set[str]:
    found = {"areas"} if table.name_column or table.local_name_column else set()
    if any(measure.indicator == "people.total" for measure in table.measures):
        found.add("people")
    return found


def plan_steps(held: Sequence[Held], invented: tuple[int, int] | None) -> list[Step]:
    """All steps, each after those it needs.

    Args:
        held: the releases to read.
        invented: seed and number of areas of the demonstration country, or None.
    """
    steps = [
        Step(
            name=f"read:{item.release.id}",
            run=read_step,
            settings={"release": item.release, "checksums": dict(item.checksums)},
            paths=item.paths,
            cost=10.0 if "postcodes" in provides(item.release) else 2.0,
        )
        for item in held
    ]
    offers = {f"read:{item.release.id}": provides(item.release) for item in held}
    if invented:
        seed, areas = invented
        settings = {"seed": seed, "areas": areas}
        steps.append(Step(_INVENTED, demonstration_step, settings=settings, cost=5.0))
        offers[_INVENTED] = _EVERYTHING | {f"outlines_{kind}" for kind in _OUTLINES}
    return [*steps, *_derived(held, offers)]


def _derived(held: Sequence[Held], offers: Mapping[str, frozenset[str]]) -> list[Step]:
    def having(*wanted: str) -> tuple[str, ...]:
        return tuple(name for name, offer in offers.items() if offer & set(wanted))

    outlined = [kind for kind in _OUTLINES if having(f"outlines_{kind}")]
    steps = [Step("lookups", lookups_step, having("pairs", "people"), cost=3.0)]
    steps += [
        Step(
            f"boundaries:{kind}",
            geometry.boundaries_step,
            having(f"outlines_{kind}"),
            {"geography": kind},
            cost=8.0,
        )
        for kind in outlined
    ]
    needed = having("areas", "people", "centroids")
    steps.append(Step("areas", areas_step, (*needed, "lookups"), cost=2.0))
    if "lsoa21" in outlined:
        steps += [
            Step(
                f"boundaries:{kind}",
                geometry.dissolved_step,
                (f"boundaries:{members}", "lookups", "areas"),
                {"geography": kind, "members": members},
                cost=3.0,
            )
            for kind, members in _DISSOLVED.items()
        ]
    steps += _on_boundaries(outlined, having)
    steps += _access(steps, having)
    measured = [step.name for step in steps if step.name == _ACCESS]
    steps.append(Step("described", described_step, (*offers, *measured)))
    return steps


def _access(steps: Sequence[Step], having: Having) -> list[Step]:
    """Access to places, where there are postcodes to measure from and something to measure."""
    offering = having("access")
    if not offering or not any(step.name == "postcodes" for step in steps):
        return []
    settings = {
        "rules": access_rules(),
        "invented": _INVENTED in offering,
        "charity_wards_recorded": number("open_access.charity_wards_recorded"),
    }
    inputs = (*offering, "postcodes", "areas", "lookups")
    return [Step(_ACCESS, access_step, inputs, settings, cost=15.0)]


def _on_boundaries(outlined: Sequence[str], having: Having) -> list[Step]:
    """Neighbours, postcodes, hexes and tiles, as far as their outlines are held."""
    steps = []
    if "lsoa21" in outlined:
        near = [kind for kind in ("lsoa21", "msoa21") if kind in outlined]
        steps.append(
            Step(
                "neighbours",
                geometry.neighbours_step,
                tuple(f"boundaries:{kind}" for kind in near),
                cost=8.0,
            )
        )
        layers = ["lsoa21", *_DISSOLVED]
        steps.append(
            Step(
                "tiles",
                geometry.tiles_step,
                (*(f"boundaries:{kind}" for kind in (*near, *_DISSOLVED)), "areas"),
                {"layers": tuple(layers)},
                cost=40.0,
            )
        )
        if offering := having("postcodes"):
            steps.append(
                Step(
                    "postcodes",
                    geometry.postcodes_step,
                    (*offering, "boundaries:lsoa21"),
                    cost=12.0,
                )
            )
    if offering := having("hexes"):
        steps.append(Step("hexes", geometry.hexes_step, offering))
    return steps
