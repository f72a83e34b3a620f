"""Change over time from what an atlas holds: the way in for the command line and the web."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.metadata import version

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES, geography
from commonweal.errors import MethodNotApplicable, UnknownIndicator
from commonweal.find.change.change import ChangeResult, change_over_time
from commonweal.find.change.editions import FIRST_EDITION, Followed, editions_in, follow
from commonweal.find.change.spec import ChangeSpec
from commonweal.find.ranks_in import IndexRanks
from commonweal.find.tables import KEY
from commonweal.parameters import fingerprint
from commonweal.provenance import Provenance, Run


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """What is asked.

    Attributes:
        index: an index of the atlas with ranks: `imd`, or a domain such as `imd.income`.
        start: the earlier edition; the first since 2004 that reaches the areas, if empty.
        end: the later edition; the latest, if empty.
        geography: the areas on which all editions are put.
        within: keep areas inside this district, region or other area, by code. Tenths are still
            those of the whole country.
    """

    index: str = "imd"
    start: str = ""
    end: str = ""
    geography: str = "lsoa21"
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The answer.

    Attributes:
        request: what was asked, with the editions filled in.
        result: what became of the areas.
        ranks: the ranks of each edition and how they came about.
        provenance: sources and run.
    """

    request: ChangeRequest
    result: ChangeResult
    ranks: dict[str, IndexRanks]
    provenance: Provenance

    @property
    def notes(self) -> tuple[str, ...]:
        """How each edition was put on the areas, and what is not known."""
        ways: dict[str, list[str]] = {}
        for period, item in self.ranks.items():
            ways.setdefault(_how(item), []).append(period)
        made = [f"{', '.join(periods)}: {how}" for how, periods in ways.items()]
        if self.result.unknown:
            made.append(
                f"{self.result.unknown:,} areas have no place at one of the two editions, because "
                "no older area is known that they came from. They are not counted."
            )
        return tuple(made)

    def explain(self) -> str:
        """The finding in plain words."""
        return self.result.explain()


def find_change(request: ChangeRequest, atlas: Atlas, followed: Followed | None = None) -> Change:
    """Follow the areas of a geography through the editions of an index.

    Args:
        request: what is asked.
        atlas: what is held.
        followed: all editions on these areas, where `follow` has already put them there.

    Raises:
        UnknownIndicator: the index or an edition is not held; names those that are.
        UnknownArea: no such geography or place.
        InputError: the later edition is before the earlier.
        MethodNotApplicable: no edition can be put on these areas.
    """
    kind = geography(request.geography).id
    held = tuple(followed.ranks) if followed else editions_in(atlas, request.index, kind)
    asked = _filled(request, held, kind)
    spec = ChangeSpec(asked.start, asked.end)
    periods = [period for period in held if asked.start <= period <= asked.end]
    used = followed or follow(atlas, asked.index, kind, periods)
    ranks = {period: used.ranks[period] for period in periods}
    areas = atlas.areas(kind, within=asked.within).select(KEY, "area_name", "local_name", "people")
    if not areas.height:
        raise UnknownIndicator(f"no {GEOGRAPHIES[kind].plural} are known to lie in {asked.within}")
    return Change(
        request=asked,
        result=change_over_time(spec, used.editions, areas),
        ranks=ranks,
        provenance=_provenance(atlas, asked, ranks),
    )


def _how(ranks: IndexRanks) -> str:
    if ranks.way != "carried":
        return ranks.explain()
    return f"An area that came from one older area alone has its published rank. {ranks.explain()}"


def _filled(request: ChangeRequest, held: tuple[str, ...], kind: str) -> ChangeRequest:
    """The request with its editions, all of them held."""
    title = GEOGRAPHIES[kind].title
    if not held:
        raise MethodNotApplicable(
            f"No edition of {request.index} since {FIRST_EDITION} can be put on {title}. Ask for "
            "another kind of area."
        )
    start, end = request.start or held[0], request.end or held[-1]
    missing = [period for period in dict.fromkeys((start, end)) if period not in held]
    if missing:
        raise UnknownIndicator(
            f"{request.index} {' and '.join(missing)} is not held for {title}; the editions held "
            f"are: {', '.join(held)}"
        )
    return ChangeRequest(request.index, start, end, kind, request.within)


def _provenance(atlas: Atlas, request: ChangeRequest, ranks: dict[str, IndexRanks]) -> Provenance:
    releases = dict.fromkeys(item.series.release for item in ranks.values())
    run = Run(
        commonweal=version("commonweal"),
        atlas=atlas.id,
        parameters=fingerprint(),
        spec=asdict(request),
    )
    return Provenance(tuple(atlas.source(name) for name in releases), run, atlas.demonstration)
