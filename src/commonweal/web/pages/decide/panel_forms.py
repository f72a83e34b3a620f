"""Forms of panels by lot."""

from __future__ import annotations

from django import forms

from commonweal.web.pages.decide.sending import text_area


class PanelForm(forms.Form):
    """A panel to be announced."""

    title = forms.CharField(label="What the panel is called", max_length=120)
    spec = text_area(
        label="Size and quotas", max_length=20_000, help_text="As TOML: see the example above."
    )
    volunteers = forms.FileField(
        label="Volunteers",
        help_text="A csv file with an id and a column for each feature. Ids are numbers such as "
        "v017, never names. The file itself is not kept.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    seed_from = forms.CharField(
        label="How the seed will be found",
        max_length=300,
        help_text="A number that nobody can choose, known only later. For example: the six "
        "numbers of the National Lottery on 9 May 2026, in rising order, written together.",
    )


class DrawForm(forms.Form):
    """The draw of a panel."""

    seed = forms.IntegerField(label="The seed", min_value=0)
    volunteers = forms.FileField(
        label="Volunteers",
        help_text="The same file as was announced. It is not kept, so it must be sent again.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
