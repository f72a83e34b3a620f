"""What the first reader would wait for, worked out before anyone asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from commonweal.errors import MethodNotApplicable
from commonweal.web.data.cartogram import cartogram, has_cartogram
from commonweal.web.data.certainty import certainty
from commonweal.web.data.choice import Choice, default_choice
from commonweal.web.data.finding import finding
from commonweal.web.data.geography import SMALL, levels
from commonweal.web.data.layers import layer
from commonweal.web.data.measures import options
from commonweal.web.data.neighbourhoods import made
from commonweal.web.data.opened import Held
from commonweal.web.data.profiles import tables
from commonweal.web.data.shapes import outlines
from commonweal.web.data.understanding import understanding

QUIET, PATIENCE = 4.0, 30.0
"""Seconds without a request before the next piece is made, and the longest wait for them."""


def first_page(held: Held) -> None:
    """The default finding at every cut, and the colours of the map."""
    offered = options(held)
    choice = default_choice(offered)
    for cut in offered.cuts:
        finding(held, choice.with_(cut=cut))
    layer(held, choice)


class Visitors:
    """When somebody last asked for something, so that warming up keeps out of their way."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def heard(self) -> None:
        """Somebody asks for something now."""
        self._last = time.monotonic()

    def wait(self, quiet: float = QUIET, patience: float = PATIENCE) -> None:
        """Come back when nobody has asked for `quiet` seconds, or after `patience` all the same."""
        started = time.monotonic()
        while True:
            now = time.monotonic()
            left = min(self._last + quiet, started + patience) - now
            if left <= 0:
                return
            time.sleep(left)


def other_pages(held: Held, visitors: Visitors) -> None:
    """What the other pages share, piece by piece while nobody waits for an answer.

    Outlines of places, the equal-size map, the neighbourhoods, profiles, how sure the list is,
    what is more prevalent.
    """
    for step in _steps(held):
        visitors.wait()
        step()


def _steps(held: Held) -> Iterator[Callable[[], object]]:
    for geography in (SMALL, levels(held).district, levels(held).region):
        if geography:
            yield partial(outlines, held, geography)
    if has_cartogram(held):
        yield partial(cartogram, held)
    yield partial(made, held)
    yield partial(tables, held)
    usual = default_choice(options(held))
    yield partial(certainty, held, usual)
    yield partial(_compared, held, usual)


def _compared(held: Held, usual: Choice) -> None:
    # Without a measure of social infrastructure there are no types to compare.
    with suppress(MethodNotApplicable):
        understanding(held, usual)
