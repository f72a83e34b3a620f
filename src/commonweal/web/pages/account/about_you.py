"""What everyone with an account says about themselves: a name, and where they live if they wish."""

from __future__ import annotations

from typing import Any

from django import forms

from commonweal.errors import CommonwealError
from commonweal.web.record.eligibility import area_of

LONGEST_POSTCODE = 10


class AboutYou(forms.Form):
    """A name and a postcode. Only the small area of the postcode is kept."""

    name = forms.CharField(
        label="Your name",
        max_length=80,
        help_text="Shown beside what you write. It need not be your full name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    postcode = forms.CharField(
        label="Postcode of your home",
        required=False,
        max_length=LONGEST_POSTCODE,
        help_text=(
            "Residents may send ideas and vote where they live. We keep the small area around it, "
            "about 1,500 people, and not the postcode."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )

    def clean_postcode(self) -> str:
        """The postcode; its area is put beside it, as `area`."""
        postcode: str = self.cleaned_data["postcode"]
        self.cleaned_data["area"] = _home(postcode) if postcode else ""
        return postcode

    def signup(self, request: Any, user: Any) -> None:
        """Nothing more to do; allauth asks for this."""


def _home(postcode: str) -> str:
    """Code of the small area of a postcode.

    Raises:
        forms.ValidationError: the postcode is not held, or there is no atlas to look in.
    """
    try:
        found = area_of(postcode)
    except CommonwealError:
        raise forms.ValidationError(
            "We cannot look up postcodes just now. Leave it empty and add it later"
        ) from None
    if not found:
        raise forms.ValidationError(
            "We do not know this postcode. Check it, or leave it empty and add it later"
        )
    return found
