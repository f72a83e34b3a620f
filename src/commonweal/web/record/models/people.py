"""People, the neighbourhoods they act in, and the roles they hold there."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import Q

from commonweal.web.record.models.kept import Kept, KeptQuerySet


class PersonManager(BaseUserManager.from_queryset(KeptQuerySet)):  # type: ignore[misc]
    """Finds people by their email address, in any case of letters."""

    def get_by_natural_key(self, email: str | None) -> Person:
        """The person who signs in with this address."""
        person: Person = self.get(email__iexact=email)
        return person


class Person(AbstractBaseUser, Kept):
    """Someone with an account, or someone who once had one.

    Attributes:
        area: code of the small area they say they live in; the postcode itself is not kept.
        erased: their data is gone; the row stays so that what they wrote has an author.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    area = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)
    erased = models.BooleanField(default=False)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ("name",)

    def __str__(self) -> str:
        return self.name or "A former member"

    def check_password(self, raw_password: str) -> bool:
        """Whether this is the password; a digest made with older settings stays as it is."""
        return bool(check_password(raw_password, self.password))

    def get_full_name(self) -> str:
        """What others see."""
        return str(self)

    def save(self, *args: Any, **options: Any) -> None:
        """Signing in is noted without an entry in the audit; every other change needs one."""
        if options.get("update_fields") == ["last_login"]:
            models.Model.save(self, *args, **options)
        else:
            super().save(*args, **options)


class Neighbourhood(Kept):
    """A named set of areas where people decide together.

    Attributes:
        areas: codes of its small areas, of the vintage `geography`.
        made: id of the neighbourhood to act on that it began as, if it began as one.
        counted: the year or day of the population, such as `2022`.
        electors: local government electors, where known (for petitions).
        parished: whether it has a parish or town council; None where not known.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    geography = models.CharField(max_length=20, default="lsoa21")
    areas = models.JSONField(default=list)
    made = models.CharField(max_length=40, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    counted = models.CharField(max_length=20, blank=True)
    electors = models.PositiveIntegerField(null=True, blank=True)
    parished = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Role(Kept):
    """What someone may do, in one neighbourhood or (without one) in all.

    Being a resident is not given but follows from where a person says they live.
    """

    class Kind(models.TextChoices):
        """The roles there are; `commonweal.web.record.abilities` says what each may do."""

        RESIDENT = "resident", "Resident"
        BOARD_MEMBER = "board member", "Board member"
        CHAIR = "chair", "Chair"
        COMMUNITY_WORKER = "community worker", "Community worker"
        ACCOUNTABLE_BODY = "accountable body", "Accountable body"
        UNIT_OFFICER = "unit officer", "Unit officer"
        ADMINISTRATOR = "administrator", "Administrator"
        OBSERVER = "observer", "Observer"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, null=True, blank=True, related_name="roles"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "neighbourhood", "kind"),
                name="one_role_of_a_kind_here",
            ),
            models.UniqueConstraint(
                fields=("person", "kind"),
                condition=Q(neighbourhood=None),
                name="one_role_of_a_kind_everywhere",
            ),
        )


class Invitation(Kept):
    """A link that lets one person open an account with a role. Only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Role.Kind.choices)
    until = models.DateTimeField()
    used = models.BooleanField(default=False)
