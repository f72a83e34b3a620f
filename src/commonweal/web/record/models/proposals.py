"""Proposals, what people say about them, whether they can be done, and how delivery goes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.web.record.models.kept import Kept
from commonweal.web.record.models.people import Person
from commonweal.web.record.models.phases import Phase, Pot


class Proposal(Kept):
    """An idea with a cost.

    Attributes:
        number: its number in the phase, which is its id on ballots and in files.
        cost: in pounds.
        longitude, latitude: where it would be (WGS 84), where it has a place.
        author: shown beside it; empty when the proposer does not wish to be named.
    """

    class State(models.TextChoices):
        """Where a proposal stands."""

        SENT = "sent", "Being considered"
        HIDDEN = "hidden", "Hidden by a moderator"
        WITHDRAWN = "withdrawn", "Withdrawn"
        FEASIBLE = "feasible", "Can be done"
        NOT_FEASIBLE = "not feasible", "Cannot be done"

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="proposals")
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    summary = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2)
    category = models.CharField(max_length=60, blank=True)
    where = models.CharField(max_length=120, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    proposer = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True)
    author = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=14, choices=State.choices, default=State.SENT)
    state_reason = models.CharField(max_length=400, blank=True)
    sent = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("phase", "number"), name="one_proposal_a_number"),
            models.CheckConstraint(condition=Q(cost__gt=0), name="a_proposal_costs_money"),
        )

    def __str__(self) -> str:
        return self.title


class Image(Kept):
    """A picture of a proposal, re-encoded so that nothing but the picture is kept."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="images")
    alt = models.CharField(max_length=200)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("id",)


class Support(Kept):
    """That someone supports a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="supports")
    person = models.ForeignKey(Person, on_delete=models.CASCADE)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("proposal", "person"), name="one_support_a_person"),
        )


class Comment(Kept):
    """What someone says about a proposal. It is hidden, never silently removed."""

    class State(models.TextChoices):
        """Whether it is shown."""

        SHOWN = "shown", "Shown"
        HIDDEN = "hidden", "Hidden by a moderator"
        ERASED = "erased", "Erased by its author"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True)
    text = models.TextField(max_length=2000)
    sent = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.SHOWN)
    state_reason = models.CharField(max_length=400, blank=True)
    reports = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("sent", "id")


class Feasibility(Kept):
    """Whether a proposal can be done, as a named person judged it, with their reasons.

    Attributes:
        asked: what the proposer asked for; the proposal's own cost is the agreed one from here on.
        cost: the agreed cost.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="feasibility")
    checker = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True)
    checked_by = models.CharField(max_length=120)
    feasible = models.BooleanField()
    reasons = models.TextField()
    asked = models.DecimalField(max_digits=12, decimal_places=2)
    cost = models.DecimalField(max_digits=12, decimal_places=2)
    on = models.DateField()


class Progress(Kept):
    """One report on the delivery of a proposal that won."""

    class Stage(models.TextChoices):
        """How far it is."""

        NOT_BEGUN = "not begun", "Not begun"
        UNDER_WAY = "under way", "Under way"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="progress")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    text = models.TextField()
    spent = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    on = models.DateField()

    class Meta:
        ordering = ("-on", "-id")
