"""The base of every table of the record: it changes only inside `recorded`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from commonweal.web.record.audit.open import touch, touch_all


class KeptQuerySet(models.QuerySet):
    """Changes of many rows at once are held to the same rule as changes of one."""

    def update(self, **values: Any) -> int:
        """Change rows, inside `recorded` only."""
        touch_all(self)
        return int(super().update(**values))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows, inside `recorded` only."""
        touch_all(self)
        found: tuple[int, dict[str, int]] = super().delete()
        return found

    def bulk_create(self, rows: Any, *args: Any, **options: Any) -> list[Any]:
        """Add rows, inside `recorded` only."""
        touch_all(self.none())
        made: list[Any] = super().bulk_create(rows, *args, **options)
        for row in made:
            touch(row)
        return made


class Kept(models.Model):
    """A row of the record.

    `witnessed` rows are held in the audit by a salted digest, so that a change behind its back
    is found. Ballots and the roll are not, because a digest would say which entry is whose.
    """

    witnessed: ClassVar[bool] = True
    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Save, inside `recorded` only."""
        touch(self)
        super().save(*args, **options)
        touch(self)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete, inside `recorded` only."""
        touch(self)
        gone: tuple[int, dict[str, int]] = super().delete(*args, **options)
        return gone
