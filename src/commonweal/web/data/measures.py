"""The measures that can be chosen: their editions, their sources, and the colours they give."""

from __future__ import annotations

from commonweal.catalogue.indicators import DOMAINS
from commonweal.errors import UnknownIndicator
from commonweal.find.open_index.ranks import OPEN
from commonweal.parameters import number, numbers
from commonweal.web.data.choice import RULE_TITLES, Option, Options
from commonweal.web.data.colours import (
    CERTAINTY,
    DEPRIVED,
    OPEN_INDEX,
    TWO_WAY,
    TYPOLOGY,
    Colouring,
    deciles,
)
from commonweal.web.data.geography import SMALL
from commonweal.web.data.open_index import open_index_held
from commonweal.web.data.opened import Held

DEPRIVATION = "imd"
INFRASTRUCTURE = "cni"
_VIEWS = (Option("map", "Map"), Option("cartogram", "Equal-size map"))


def periods(held: Held, indicator: str, geography: str) -> tuple[str, ...]:
    """Editions of an indicator that are held for a geography, newest first."""

    def find() -> tuple[str, ...]:
        try:
            series = held.atlas.indicator(indicator).series
        except UnknownIndicator:
            return ()
        found = {item.period for item in series if item.geography == geography}
        return tuple(sorted(found, reverse=True))

    return held.keep(("periods", indicator, geography), find)


def editions(held: Held, index: str) -> tuple[str, ...]:
    """Editions of an index that are held for the small areas, or can be carried to them."""

    def find() -> tuple[str, ...]:
        found = set(periods(held, f"{index}.rank", SMALL))
        try:
            series = held.atlas.indicator(f"{index}.score").series
        except UnknownIndicator:
            series = ()
        found |= {item.period for item in series if held.atlas.lookup(item.geography, SMALL).height}
        return tuple(sorted(found, reverse=True))

    return held.keep(("editions", index), find)


def options(held: Held) -> Options:
    """What a person can choose with this atlas."""
    return held.keep("options", lambda: _options(held))


def _options(held: Held) -> Options:
    deprivation = editions(held, DEPRIVATION)
    infrastructure = editions(held, INFRASTRUCTURE)
    return Options(
        deprivation=tuple(Option(p, f"IMD {p}") for p in deprivation),
        infrastructure=_infrastructure(held, infrastructure),
        cuts=tuple(round(100 * cut) for cut in numbers("double_disadvantage.cuts")),
        cut=round(100 * number("double_disadvantage.cut")),
        colours=tuple(
            Option(item.id, item.title) for item in colourings(held, bool(infrastructure))
        ),
        views=_VIEWS,
        rules=tuple(Option(*item) for item in RULE_TITLES.items()) if infrastructure else (),
    )


def _infrastructure(held: Held, needs: tuple[str, ...]) -> tuple[Option, ...]:
    """Editions of community needs, and the open index beside them."""
    listed = tuple(Option(period, f"CNI {period}") for period in needs)
    beside = (Option(OPEN, "Open index"),) if needs and open_index_held(held) else ()
    return (*listed, *beside)


def colourings(held: Held, double: bool) -> tuple[Colouring, ...]:
    """Every way to colour the map. Deciles are offered of open measures only."""
    first = (TYPOLOGY, CERTAINTY, TWO_WAY) if double else (DEPRIVED, CERTAINTY)
    open_measures = [deciles("deprivation", "Deprivation as a whole, in tenths")]
    for domain, title in DOMAINS.items():
        if periods(held, f"{DEPRIVATION}.{domain}.decile", SMALL):
            open_measures.append(deciles(domain, title))
    if open_index_held(held):
        open_measures.append(OPEN_INDEX)
    return (*first, *open_measures)


def colouring(held: Held, double: bool, colour: str) -> Colouring:
    """The colouring with an id that `options` offers."""
    return next(item for item in colourings(held, double) if item.id == colour)
