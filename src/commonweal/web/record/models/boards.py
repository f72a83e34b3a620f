"""Boards: who sits on them, what they declare, when they meet, what they decide."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from commonweal.web.record.models.kept import Kept
from commonweal.web.record.models.people import Neighbourhood, Person


class Board(Kept):
    """The group that decides for a neighbourhood.

    Attributes:
        rule: id of a rule of composition that comes with Commonweal, or empty.
        own_rule: text of the board's own rule (TOML), where `rule` is empty.
        declared: ids of the rule's statements that the board declares to hold.
    """

    neighbourhood = models.OneToOneField(
        Neighbourhood, on_delete=models.PROTECT, related_name="board"
    )
    name = models.CharField(max_length=120)
    rule = models.CharField(max_length=60, blank=True)
    own_rule = models.TextField(blank=True)
    declared = models.JSONField(default=list, blank=True)
    formed = models.DateField()
    purpose = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Member(Kept):
    """Someone's place on a board, from one date until another.

    Attributes:
        name: as published; a member need not have an account.
        capacities: whom they speak for (`resident`, `business` and so on).
    """

    class Position(models.TextChoices):
        """Place on the board."""

        MEMBER = "member", "Member"
        CHAIR = "chair", "Chair"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True)
    name = models.CharField(max_length=80)
    capacities = models.JSONField(default=list)
    position = models.CharField(max_length=10, choices=Position.choices, default=Position.MEMBER)
    lives_here = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position", "name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="term_ends_after_it_begins"
            ),
        )


class Interest(Kept):
    """Something a member declared that could sway them."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="interests")
    text = models.CharField(max_length=400)
    declared = models.DateField()
    ended = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("declared", "id")


class Meeting(Kept):
    """A meeting of the board. Minutes are public once published.

    `present` holds the ids of the members who were there.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField()
    where = models.CharField(max_length=200, blank=True)
    agenda = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    present = models.JSONField(default=list, blank=True)
    published = models.BooleanField(default=False)

    class Meta:
        ordering = ("-on", "-id")


class Correction(Kept):
    """What was wrong in published minutes. The minutes stay as they were; this stands below."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="corrections")
    on = models.DateField()
    text = models.TextField()

    class Meta:
        ordering = ("id",)


class Decision(Kept):
    """One decision of the board: what, why, how the votes fell, who stood aside."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    number = models.PositiveIntegerField()
    on = models.DateField()
    text = models.CharField(max_length=400)
    reasons = models.TextField()
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(null=True, blank=True)
    stood_aside = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("board", "number"), name="one_decision_a_number"),
        )


class Panel(Kept):
    """A panel drawn by lot. Of the volunteers only their ids are kept, never what they told.

    Attributes:
        number: its number in the neighbourhood, which is its address.
        spec: what was asked, as TOML (`commonweal.decide.sortition.panel_spec`).
        digest: sha256 of the volunteers' file, in hexadecimal.
        seed_from: how the seed will be found, published before it is known.
        tickets: the list of panels, ids of each; one of them is drawn.
        chances: one row a volunteer: `id`, `chance` (0 to 1), `tickets`.
        bound: what no lottery's smallest chance can pass, 0 to 1.
        ticket: number of the ticket drawn, from 1; None before the draw.
        balance: one row a value of a feature, as `Panel.balance` of sortition has it.
    """

    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, related_name="panels"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    spec = models.TextField()
    digest = models.CharField(max_length=64)
    seed_from = models.CharField(max_length=300)
    announced = models.DateField()
    tickets = models.JSONField()
    chances = models.JSONField()
    bound = models.FloatField()
    seed = models.PositiveBigIntegerField(null=True, blank=True)
    drawn = models.DateField(null=True, blank=True)
    ticket = models.PositiveIntegerField(null=True, blank=True)
    balance = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("neighbourhood", "number"), name="one_panel_a_number"),
        )

    def __str__(self) -> str:
        return self.title
