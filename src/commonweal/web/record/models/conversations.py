"""Conversations before a vote: statements that people agree or disagree with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from commonweal.web.record.models.kept import Kept
from commonweal.web.record.models.people import Neighbourhood, Person


class Conversation(Kept):
    """A question put to a neighbourhood.

    Attributes:
        result: what people agreed and differed on (`opinions.result_of`), worked out once, at the
            close; a result that changed with every answer would tell the answers.
    """

    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, related_name="conversations"
    )
    slug = models.SlugField(max_length=60)
    question = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    open = models.BooleanField(default=True)
    opened = models.DateField()
    closed = models.DateField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("neighbourhood", "slug"), name="one_conversation_an_address"
            ),
        )

    def __str__(self) -> str:
        return self.question


class Statement(Kept):
    """Something that people can agree or disagree with; shown once a moderator has read it."""

    class State(models.TextChoices):
        """Whether it is shown."""

        WAITING = "waiting", "Waiting to be read"
        SHOWN = "shown", "Shown"
        HIDDEN = "hidden", "Not shown"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="statements"
    )
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=140)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    state_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("conversation", "number"), name="one_statement_a_number"
            ),
        )


class Response(Kept):
    """One person's answer to a statement: 1 agrees, -1 disagrees, 0 passes."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="responses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    value = models.SmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("statement", "person"), name="one_answer_a_person"),
            models.CheckConstraint(condition=Q(value__in=(-1, 0, 1)), name="answer_is_of_three"),
        )
