"""Check the record against its log: the chain, every row against its last entry, the ballots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction

from commonweal.provenance.chain import Link, check, opens
from commonweal.web.record.audit import ballots
from commonweal.web.record.audit.open import name_of
from commonweal.web.record.audit.rows import as_text
from commonweal.web.record.models import AuditEntry, AuditHead, Witness
from commonweal.web.record.models.kept import Kept
from commonweal.web.words import plural


@dataclass(frozen=True, slots=True)
class Alteration:
    """One thing that is not as the log says: where, and in which way."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """What a check of the record found."""

    entries: int
    rows: int
    head: str
    alterations: tuple[Alteration, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was altered."""
        return not self.alterations

    def explain(self) -> str:
        """The finding in plain words."""
        lines = [
            f"{self.entries:,} entries and {self.rows:,} rows checked.",
            "Nothing was altered."
            if self.ok
            else f"{plural(len(self.alterations), 'alteration')} found:",
            *(f"- {found}" for found in self.alterations),
            f"Last entry: {self.entries}, {self.head}",
        ]
        return "\n".join(lines)


def links(place: str = "", until: int | None = None) -> Iterator[Link]:
    """The chain in order; of one neighbourhood only where `place` is given."""
    entries = AuditEntry.objects.order_by("number")
    if place:
        entries = entries.filter(place=place)
    if until is not None:
        entries = entries.filter(number__lte=until)
    names = ("number", "at", "action", "subject", "place", "says", "commitments")
    for row in entries.values(*names, "previous", "hash").iterator(2000):
        yield Link(**row)


def verify(expected: tuple[int, str] | None = None) -> AuditCheck:
    """Check the whole record.

    Args:
        expected: number and hash of an entry noted earlier outside the database (`head` of an
            earlier check); finds a chain that was made anew from there.
    """
    with transaction.atomic():
        chain = list(links())
        head = AuditHead.objects.filter(pk=1).first()
        known = (head.number, head.hash) if head else (0, chain[0].previous if chain else "")
        found = [
            Alteration(f"entry {broken.number}", f"expected {broken.expected}, got {broken.came}")
            for broken in check(chain, head=known)
        ]
        found.extend(_noted(chain, expected))
        rows = 0
        by_number = {link.number: link for link in chain}
        witnesses = {witness.row: witness for witness in Witness.objects.all()}
        for model in _witnessed():
            for row in model._base_manager.values().iterator(2000):
                rows += 1
                name = name_of(model, row[model._meta.pk.attname])
                found.extend(_row(name, as_text(row), witnesses.pop(name, None), by_number))
        found.extend(Alteration(*each) for each in ballots.altered(chain))
        for name, witness in witnesses.items():
            found.append(
                Alteration(name, f"deleted outside the record after entry {witness.entry}")
            )
    return AuditCheck(len(chain), rows, chain[-1].hash if chain else "", tuple(found))


def _witnessed() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_app_config("record").get_models()
        if issubclass(model, Kept) and model.witnessed
    ]


def _noted(chain: list[Link], expected: tuple[int, str] | None) -> Iterator[Alteration]:
    if expected is None:
        return
    number, noted = expected
    came = next((link.hash for link in chain if link.number == number), "no such entry")
    if came != noted:
        yield Alteration(f"entry {number}", f"expected the hash noted earlier, {noted}, got {came}")


def _row(
    name: str, text: str, witness: Witness | None, chain: dict[int, Link]
) -> Iterator[Alteration]:
    if witness is None:
        yield Alteration(name, "added outside the record: no entry tells of it")
        return
    link = chain.get(witness.entry)
    held = link.commitments.get(name) if link else None
    if held is None:
        yield Alteration(name, f"its last entry, {witness.entry}, does not tell of it")
    elif not opens(held, bytes(witness.salt), text):
        yield Alteration(name, f"changed outside the record after entry {witness.entry}")
