"""An entry of the log in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from commonweal.web.record.models import AuditEntry
from commonweal.web.words import first_letter, plain_date

# Digests, and the ends of texts that nobody reads in a list, stay in the file.
LONGEST = 120
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Told:
    """Entries that say the same one after the other, as the page shows them: once.

    Attributes:
        number: of the latest of them.
        times: how many they are.
        when: the day and time of the latest, here.
    """

    number: int
    times: int
    when: str
    what: str
    facts: tuple[tuple[str, str], ...]


def told(entries: Iterable[AuditEntry]) -> list[Told]:
    """Entries as the page shows them; what is said again and again is told once, with how often."""
    return [_told(*same) for _, same in groupby(entries, lambda entry: (entry.action, entry.says))]


def _told(entry: AuditEntry, *others: AuditEntry) -> Told:
    at = timezone.localtime(datetime.fromisoformat(entry.at))
    facts = ((name.replace("_", " "), _plain(value)) for name, value in sorted(entry.says.items()))
    return Told(
        number=entry.number,
        times=1 + len(others),
        when=f"{plain_date(at.date().isoformat())}, {at:%H:%M}",
        what=first_letter(entry.action),
        facts=tuple((name, text) for name, text in facts if text),
    )


def _plain(value: Any) -> str:
    """A fact as text; nothing for what has no value or is too long to read."""
    if value is None or value == "" or _DIGEST.fullmatch(str(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        parts = ((name, _plain(each)) for name, each in sorted(value.items()))
        return _short(", ".join(f"{name} {text}" for name, text in parts if text))
    if isinstance(value, list):
        return _short(", ".join(map(_plain, value)))
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
