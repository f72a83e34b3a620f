"""One's own account: details, sign-in, one's data, and the end of it."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from commonweal.web.pages.account.about_you import AboutYou
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.changes.erase import erase
from commonweal.web.record.changes.people import change_details
from commonweal.web.record.models import Comment, Neighbourhood, Person, Proposal, Statement
from commonweal.web.record.personal import everything_about


class DetailsForm(AboutYou):
    """A name, and a new home where one moved."""

    leave = forms.BooleanField(
        label="I no longer want to say where I live",
        required=False,
        help_text="You could not send ideas or vote as a resident.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["postcode"].label = "New postcode"
        self.fields["postcode"].help_text = "Leave it empty if you have not moved."


class EraseForm(forms.Form):
    """A last check."""

    names_too = forms.BooleanField(
        label="Also take my name off boards and checks",
        required=False,
        help_text="Boards publish who sits on them. Where your name stood it will say “Former "
        "member”. What boards wrote in their minutes stays.",
    )
    sure = forms.BooleanField(
        label="I understand that this cannot be undone",
        error_messages={"required": "Tick the box if you are sure"},
    )


def account(request: HttpRequest) -> HttpResponse:
    """What the account holds, and what one can do with it."""
    person: Person = request.user
    context = {
        "roles": person.roles.select_related("neighbourhood").order_by("neighbourhood__name"),
        "homes": _homes(person),
        "proposals": Proposal.objects.filter(proposer=person).select_related("phase"),
        "comments": Comment.objects.filter(person=person).exclude(state=Comment.State.ERASED),
        "statements": Statement.objects.filter(person=person).select_related("conversation"),
        "has_password": person.has_usable_password(),
        "one_time_codes": is_mfa_enabled(person),
        "organisations": get_adapter(request).list_providers(request),
        "gives_roles": may(person, Ability.GIVE_ROLES),
    }
    return render(request, "account/mine.html", context)


def details(request: HttpRequest) -> HttpResponse:
    """Change one's name and where one lives."""
    person: Person = request.user
    form = DetailsForm(request.POST or None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        area = "" if given["leave"] else given["area"] or person.area
        change_details(person, name=given["name"], area=area)
        messages.success(request, "Your details are changed.")
        return redirect("my-account")
    context = {"form": form, "homes": _homes(person)}
    return render(request, "account/details.html", context, status=422 if form.errors else 200)


def data(request: HttpRequest) -> HttpResponse:
    """Everything that is held about oneself, as a file."""
    answer = JsonResponse(
        everything_about(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@reauthentication_required
def erasure(request: HttpRequest) -> HttpResponse:
    """Erase one's account, after signing in once more."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        erase(request.user, names_too=form.cleaned_data["names_too"])
        logout(request)
        messages.success(request, "Your account is erased.")
        return redirect(settings.LOGOUT_REDIRECT_URL)
    return render(request, "account/erase.html", {"form": form}, status=422 if form.errors else 200)


def one_time_codes(request: HttpRequest) -> HttpResponse:
    """They are switched on and off on the page of the account."""
    return redirect("my-account")


def _homes(person: Person) -> list[Neighbourhood]:
    """Neighbourhoods that someone is a resident of."""
    if not person.area:
        return []
    # Lists of areas are short and few; no database searches them alike.
    return [place for place in Neighbourhood.objects.all() if person.area in place.areas]
