"""Forms of meetings, corrections and decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from commonweal.web.pages.decide.now import day
from commonweal.web.pages.decide.sending import Day, text_area
from commonweal.web.record.models import Board, Meeting, Member


class MeetingForm(forms.Form):
    """A meeting, from its announcement to the draft of its minutes."""

    on = Day(label="Day")
    where = forms.CharField(label="Where and when", max_length=200, required=False)
    agenda = text_area(label="Agenda", required=False, max_length=10_000)
    present = forms.MultipleChoiceField(
        label="Who was there", required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = text_area(
        label="Minutes",
        required=False,
        max_length=100_000,
        help_text="Plain text; leave a line empty between paragraphs. They stay a draft until you "
        "publish them.",
    )

    def __init__(self, *args: Any, members: Iterable[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["present"].choices = _names(members)


class CorrectionForm(forms.Form):
    """A correction of published minutes."""

    text = text_area(label="What was wrong, and what is right", max_length=4_000)


class DecisionForm(forms.Form):
    """A decision of the board."""

    text = forms.CharField(
        label="What was decided", max_length=400, help_text="In one sentence, as the board put it."
    )
    reasons = text_area(label="Reasons", max_length=10_000)
    on = Day(label="Decided on")
    votes_for = forms.IntegerField(label="Votes for", required=False, min_value=0)
    votes_against = forms.IntegerField(label="Votes against", required=False, min_value=0)
    abstained = forms.IntegerField(label="Did not vote either way", required=False, min_value=0)
    stood_aside = forms.MultipleChoiceField(
        label="Who stood aside because of an interest",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    meeting = forms.ModelChoiceField(
        label="At which meeting", queryset=None, required=False, empty_label="Between meetings"
    )
    field_order = ("meeting", "on")

    def __init__(self, *args: Any, board: Board, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stood_aside"].choices = _names(board.members.all())
        self.fields["meeting"].queryset = board.meetings.all()
        self.fields["meeting"].label_from_instance = _meeting_name


def _names(members: Iterable[Member]) -> list[tuple[str, str]]:
    return [(str(member.pk), member.name) for member in members]


def _meeting_name(meeting: Meeting) -> str:
    return f"Meeting of {day(meeting.on)}"
