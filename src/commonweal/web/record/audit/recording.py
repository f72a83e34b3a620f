"""Change the record and write the entry of the audit in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonweal.provenance.chain import FIRST, commit, seal
from commonweal.web.record.audit.open import row_name, touching
from commonweal.web.record.audit.rows import GONE, content
from commonweal.web.record.models import (
    AuditEntry,
    AuditHead,
    AuditSecret,
    Neighbourhood,
    Person,
    Witness,
)

SALT_BYTES = 32


@dataclass(slots=True)
class Entry:
    """What an entry will say; a change fills it in as it learns.

    Attributes:
        says: public facts, never personal data: text, whole numbers, lists of them.
        about: the row that the entry is about.
        veiled: where nobody is named as who did it, put a commitment to nothing in that place, so
            that the log does not show which of two ways something was done.
    """

    says: dict[str, Any] = field(default_factory=dict)
    about: Any = None
    veiled: bool = False


@contextmanager
def recorded(
    action: str,
    *,
    by: Person | None = None,
    place: Neighbourhood | None = None,
    about: Any = None,
    **says: Any,
) -> Iterator[Entry]:
    """Change rows inside; at the end their entry is written, or everything is undone.

    Args:
        action: what happens, as words: `phase published`.
        by: who does it; kept as a salted commitment that erasing the person destroys.
        place: the neighbourhood it concerns.
        about: the row it is about; may be set on the entry inside.
        says: public facts about it, never personal data.
    """
    with transaction.atomic():
        entry = Entry(dict(says), about)
        with touching() as touched:
            yield entry
        _append(action, entry, by, place, touched)


def _append(
    action: str,
    entry: Entry,
    by: Person | None,
    place: Neighbourhood | None,
    touched: dict[str, tuple[type[Any], Any]],
) -> None:
    # Locked to the end of the transaction, so that the chain has one order on every database.
    head = AuditHead.objects.select_for_update().filter(pk=1).first() or AuditHead(hash=FIRST)
    number = head.number + 1
    commitments = _witness(number, touched)
    if by is not None:
        salt = secrets.token_bytes(SALT_BYTES)
        commitments["by"] = commit(salt, str(by.pk))
        AuditSecret.objects.create(entry=number, person=by, salt=salt)
    elif entry.veiled:
        commitments["by"] = commit(secrets.token_bytes(SALT_BYTES), "")
    link = seal(
        number=number,
        at=timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        action=action,
        subject=row_name(entry.about) if entry.about is not None else "",
        place=place.slug if place is not None else "",
        says=entry.says,
        commitments=commitments,
        previous=head.hash,
    )
    AuditEntry.objects.create(
        number=link.number,
        at=link.at,
        action=link.action,
        subject=link.subject,
        place=link.place,
        says=dict(link.says),
        commitments=dict(link.commitments),
        previous=link.previous,
        hash=link.hash,
    )
    head.number, head.hash = link.number, link.hash
    head.save()


def _witness(number: int, touched: dict[str, tuple[type[Any], Any]]) -> dict[str, str]:
    """A salted digest of each row that changed, as it is now; its earlier salt is destroyed."""
    commitments: dict[str, str] = {}
    for name, (model, pk) in touched.items():
        salt = secrets.token_bytes(SALT_BYTES)
        now = content(model, pk)
        commitments[name] = commit(salt, now)
        if now == GONE:
            Witness.objects.filter(row=name).delete()
        else:
            Witness.objects.update_or_create(row=name, defaults={"entry": number, "salt": salt})
    return commitments
