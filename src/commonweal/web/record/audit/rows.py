"""The content of a row as text, so that two readings of the same row are the same text."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

GONE = "gone"


def content(model: type[models.Model], pk: Any) -> str:
    """What a row holds, as it is in the database; `gone` when it is not there."""
    row = model._base_manager.filter(pk=pk).values().first()
    return GONE if row is None else as_text(row)


def as_text(row: dict[str, Any]) -> str:
    """The fields of a row as canonical JSON."""
    kept = {name: value for name, value in row.items() if name != "last_login"}
    return json.dumps(kept, default=_plain, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    if isinstance(value, Decimal):
        return str(value.normalize())
    return str(value)
