"""The log of every change, as rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One link of the chain (`commonweal.provenance.chain.Link`); never changed, never deleted."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    place = models.CharField(max_length=80)
    says = models.JSONField()
    commitments = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)


class AuditHead(models.Model):
    """The last link, in one row that writers lock, so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class AuditSecret(models.Model):
    """The salt of who did something. Erasing the person destroys it; the chain stays whole."""

    entry = models.PositiveBigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    salt = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entry", "person"), name="one_secret_an_entry"),
        )


class Witness(models.Model):
    """The salt of the digest of a row as it was last written, and the entry that holds it."""

    row = models.CharField(max_length=80, primary_key=True)
    entry = models.PositiveBigIntegerField()
    salt = models.BinaryField(max_length=32)
