"""What a voter is asked first: who they are, or the receipt of the ballot they change."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.web.record.models import Person, Phase

Eligibility: Any = Phase.Eligibility


class WhoForm(forms.Form):
    """Who a voter is: as much as the phase asks for."""

    name = forms.CharField(
        label="Your full name",
        max_length=80,
        help_text="As on a letter to you. It is checked and not kept.",
        error_messages={"required": "Enter your full name."},
    )
    postcode = forms.CharField(
        label="Your postcode",
        max_length=10,
        help_text="Where you live. It is checked and not kept.",
        error_messages={"required": "Enter your postcode."},
    )
    code = forms.CharField(
        label="Your voting code",
        max_length=30,
        help_text="12 letters and digits, such as 7M2Q-KX5D-09TB. Small letters will do.",
        error_messages={"required": "Enter the code that was sent to you."},
    )
    old_enough = forms.BooleanField()

    def __init__(self, phase: Phase, account: Person | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if phase.eligibility == Eligibility.CODE:
            del self.fields["name"], self.fields["postcode"]
        if phase.eligibility == Eligibility.POSTCODE:
            del self.fields["code"]
        if phase.eligibility == Eligibility.EITHER and account is not None:
            self.fields["code"].required = False
            self.fields["code"].help_text += " Leave it empty if you have none."
        age = phase.least_age
        self.fields["old_enough"].label = f"I am {age} or older"
        self.fields["old_enough"].error_messages["required"] = (
            f"Tick the box if you are {age} or older."
        )


class ReceiptForm(forms.Form):
    """A receipt."""

    receipt = forms.CharField(
        label="Your receipt",
        max_length=60,
        help_text="25 letters and digits in five groups, such as 7M2QK-0XD3A-…",
        error_messages={"required": "Enter the receipt that you were shown when you voted."},
    )
