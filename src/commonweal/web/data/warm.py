"""What the first reader would wait for, worked out before anyone asks."""

from __future__ import annotations

from contextlib import suppress

from commonweal.errors import MethodNotApplicable
from commonweal.web.data.cartogram import cartogram, has_cartogram
from commonweal.web.data.certainty import certainty
from commonweal.web.data.choice import default_choice
from commonweal.web.data.finding import finding
from commonweal.web.data.geography import SMALL, levels
from commonweal.web.data.layers import layer
from commonweal.web.data.measures import options
from commonweal.web.data.neighbourhoods import made
from commonweal.web.data.opened import Held
from commonweal.web.data.profiles import tables
from commonweal.web.data.shapes import outlines
from commonweal.web.data.understanding import understanding


def first_page(held: Held) -> None:
    """The default finding at every cut, and the colours of the map."""
    offered = options(held)
    choice = default_choice(offered)
    for cut in offered.cuts:
        finding(held, choice.with_(cut=cut))
    layer(held, choice)


def other_pages(held: Held) -> None:
    """Outlines of places, the equal-size map, the neighbourhoods, and how sure the list is."""
    for geography in (SMALL, levels(held).district, levels(held).region):
        if geography:
            outlines(held, geography)
    if has_cartogram(held):
        cartogram(held)
    made(held)
    tables(held)
    usual = default_choice(options(held))
    certainty(held, usual)
    # Without a measure of social infrastructure there are no types to compare.
    with suppress(MethodNotApplicable):
        understanding(held, usual)
