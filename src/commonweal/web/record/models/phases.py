"""A phase: the pot, the dates and the rules that a board publishes before anyone proposes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.web.record.models.kept import Kept
from commonweal.web.record.models.people import Neighbourhood


class Phase(Kept):
    """One round from idea to money. What is fixed when it is published changes no more.

    Attributes:
        ballot: what a voter fills in; a knapsack ballot is an approval ballot within the pot.
        most_choices: most proposals on one ballot; None for no limit.
        points: points to give on a ballot of points.
        who_proposes: residents, or everyone with an account.
        eligibility: how it is known that someone may vote.
        may_change: whether a ballot may be changed until the close.
        key: the public key that ballots are sealed with; empty before voting opens.
        closed_early: why voting was closed before its date.
    """

    class State(models.TextChoices):
        """Where the phase stands; it only moves down this list."""

        DRAFT = "draft", "Being prepared"
        PROPOSING = "proposing", "Open for ideas"
        CHECKING = "checking", "Ideas being checked"
        VOTING = "voting", "Open for votes"
        CLOSED = "closed", "Closed, being counted"
        DECIDED = "decided", "Decided"

    class Ballot(models.TextChoices):
        """Kinds of ballot."""

        APPROVAL = "approval", "Choose the ideas you support"
        KNAPSACK = "knapsack", "Spend the pot yourself"
        RANKED = "ranked", "Put ideas in order"
        POINTS = "points", "Share out points"

    class Proposers(models.TextChoices):
        """Who may propose."""

        RESIDENTS = "residents", "Residents"
        ANYONE = "anyone", "Anyone with an account"

    class Eligibility(models.TextChoices):
        """How it is known that someone may vote."""

        POSTCODE = "postcode", "By postcode"
        CODE = "code", "By a code sent to each voter"
        EITHER = "either", "By postcode or by code"

    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, related_name="phases"
    )
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    propose_from = models.DateField()
    propose_until = models.DateField()
    vote_from = models.DateField()
    vote_until = models.DateField()
    ballot = models.CharField(max_length=10, choices=Ballot.choices, default=Ballot.APPROVAL)
    most_choices = models.PositiveSmallIntegerField(null=True, blank=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    who_proposes = models.CharField(
        max_length=10, choices=Proposers.choices, default=Proposers.RESIDENTS
    )
    eligibility = models.CharField(
        max_length=10, choices=Eligibility.choices, default=Eligibility.POSTCODE
    )
    least_age = models.PositiveSmallIntegerField()
    may_change = models.BooleanField(default=False)
    key = models.CharField(max_length=64, blank=True)
    closed_early = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("-propose_from", "-id")
        constraints = (
            models.UniqueConstraint(fields=("neighbourhood", "slug"), name="one_phase_an_address"),
            models.CheckConstraint(
                condition=Q(propose_from__lte=models.F("propose_until"))
                & Q(propose_until__lte=models.F("vote_from"))
                & Q(vote_from__lte=models.F("vote_until")),
                name="dates_of_a_phase_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Pot(Kept):
    """Money to decide on, for the whole neighbourhood or for some of its areas.

    Attributes:
        slug: short name; files and ballots use it.
        ceiling: most that one proposal may ask for, in pounds.
        areas: codes of the areas whose residents may vote; empty for the whole neighbourhood.
        categories: what a proposal may be filed under; empty for no categories.
        rule: the rule of counting as TOML (`commonweal.decide.count_spec`).
    """

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="pots")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    ceiling = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    areas = models.JSONField(default=list, blank=True)
    categories = models.JSONField(default=list, blank=True)
    rule = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("phase", "slug"), name="one_pot_a_name"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_pot_holds_money"),
        )

    def __str__(self) -> str:
        return self.name


class Result(Kept):
    """The outcome of one pot, as `Outcome.as_dict` gives it."""

    pot = models.OneToOneField(Pot, on_delete=models.PROTECT, related_name="result")
    outcome = models.JSONField()
    ballots = models.PositiveIntegerField()
