"""Warming up keeps out of visitors' way, and still gets done."""

from __future__ import annotations

import threading
import time

from commonweal.web.data import Held
from commonweal.web.data.choice import default_choice
from commonweal.web.data.measures import options
from commonweal.web.data.warm import Visitors, other_pages


class Nobody(Visitors):
    """A site that nobody asks anything."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = 0

    def wait(self, quiet: float = 0.0, patience: float = 0.0) -> None:
        self.waits += 1


def test_it_waits_until_nobody_asks() -> None:
    visitors = Visitors()
    back = threading.Event()

    def warm() -> None:
        visitors.wait(quiet=0.3, patience=60)
        back.set()

    threading.Thread(target=warm, daemon=True).start()
    for _ in range(5):
        visitors.heard()
        assert not back.wait(0.1)
    assert back.wait(10)


def test_it_does_not_wait_for_ever() -> None:
    visitors, stop = Visitors(), threading.Event()

    def busy() -> None:
        while not stop.is_set():
            visitors.heard()
            time.sleep(0.01)

    asking = threading.Thread(target=busy, daemon=True)
    asking.start()
    visitors.wait(quiet=30, patience=0.2)
    stop.set()
    asking.join()


def test_all_that_pages_share_is_made(country: Held) -> None:
    nobody = Nobody()
    other_pages(country, nobody)
    assert nobody.waits >= 5
    usual = default_choice(options(country))
    kept = ("understanding", usual.deprivation, usual.infrastructure, usual.cut, usual.rule)
    assert any(key[:5] == kept for key in country._kept if isinstance(key, tuple))
