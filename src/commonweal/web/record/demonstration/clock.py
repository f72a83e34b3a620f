"""Tell the story on its own days: the clock that the record reads, set for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

_EVENING = time(18, 30)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Make it the evening of a day; each look at the clock is a second later than the last."""
    begin, seconds = datetime.combine(day, _EVENING, UTC), count()
    real = timezone.now
    # Within an hour, so that it stays the same day whatever the time zone.
    timezone.now = lambda: begin + timedelta(seconds=next(seconds) % 3600)
    try:
        yield
    finally:
        timezone.now = real
