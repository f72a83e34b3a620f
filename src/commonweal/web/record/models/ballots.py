"""Votes. No row here tells who chose what; docs/explanation/secret-ballots.md says why.

While voting is open a ballot is sealed with the phase's public key; the private key is kept
outside the database and destroyed at the close. At the close ballots are opened and written in
random order into another table.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from commonweal.web.record.models.kept import Kept
from commonweal.web.record.models.people import Person
from commonweal.web.record.models.phases import Phase, Pot


class VotingCode(Kept):
    """A code that lets one person vote once. Only its digest is kept, not who was sent it."""

    witnessed: ClassVar[bool] = False
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64)
    area = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("phase", "digest"), name="one_code_in_a_phase"),
        )


class Roll(Kept):
    """That someone has voted in a phase: one row, whatever the channel.

    Attributes:
        mark: keyed digest of what identifies the voter (their code, or name and postcode).
        person: their account, if they voted with one.
    """

    class Channel(models.TextChoices):
        """How the ballot came."""

        WEB = "web", "On the web"
        PAPER = "paper", "On paper"
        ASSISTED = "assisted", "With help"

    witnessed: ClassVar[bool] = False
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="roll")
    mark = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("phase", "mark"), name="one_ballot_a_mark"),
            models.UniqueConstraint(fields=("phase", "person"), name="one_ballot_an_account"),
        )


class SealedBallot(Kept):
    """A ballot for one pot while voting is open: a random name and sealed content, no more."""

    witnessed: ClassVar[bool] = False
    id = models.CharField(max_length=64, primary_key=True)
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="sealed")
    content = models.BinaryField()


class CastBallot(Kept):
    """A ballot after the close. Its tracker is a random code that only its voter was told."""

    witnessed: ClassVar[bool] = False
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="ballots")
    tracker = models.CharField(max_length=40)
    choices = models.JSONField()
    points = models.JSONField(default=list)

    class Meta:
        ordering = ("tracker",)
        constraints = (
            models.UniqueConstraint(fields=("pot", "tracker"), name="one_ballot_a_tracker"),
        )
