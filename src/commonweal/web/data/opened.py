"""The atlas that the site serves: opened once, and again when a new build is in use."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from commonweal.atlas.atlas import Atlas

Value = TypeVar("Value")

LOOK_AGAIN_SECONDS = 5.0
MOST_KEPT = 96


class Held:
    """One opened atlas, with what the pages have worked out from it so far.

    Everything kept here belongs to this build; a new build gets a new `Held`.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._locks: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    @property
    def id(self) -> str:
        """The id of the build."""
        return self.atlas.id

    @property
    def demonstration(self) -> bool:
        """Whether the country is invented."""
        return self.atlas.demonstration

    @property
    def nation(self) -> str:
        """What the country is called in a sentence."""
        return "the demonstration country" if self.demonstration else self.atlas.label

    def kept(self, key: Hashable) -> Any:
        """What is kept under a key, or None; nothing is made."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What `make` gave for this key, made once even when several pages ask together."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(Value, self._kept[key])
            own = self._locks.setdefault(key, threading.Lock())
        with own:
            with self._lock:
                if key in self._kept:
                    return cast(Value, self._kept[key])
            value = make()
            with self._lock:
                self._kept[key] = value
                self._locks.pop(key, None)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return value


class _Current:
    """The atlas in use, looked for again every few seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: Held | None = None
        self._looked = float("-inf")

    def get(self) -> Held:
        with self._lock:
            now = time.monotonic()
            if self._held is None or now - self._looked > LOOK_AGAIN_SECONDS:
                atlas = Atlas.open()
                if self._held is None or self._held.id != atlas.id:
                    self._held = Held(atlas)
                self._looked = now
            return self._held

    def forget(self) -> None:
        with self._lock:
            self._held, self._looked = None, float("-inf")


_current = _Current()


def held() -> Held:
    """The atlas in use.

    Raises:
        AtlasMissing: there is none at the place that COMMONWEAL_ATLAS names.
    """
    return _current.get()


def forget() -> None:
    """Open the atlas afresh at the next request (tests change what COMMONWEAL_ATLAS names)."""
    _current.forget()
