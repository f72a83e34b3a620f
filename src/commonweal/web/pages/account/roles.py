"""Who holds a role in a neighbourhood (or everywhere), and giving and taking roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from commonweal.errors import InputError
from commonweal.web.pages.account.forms import NO_ADDRESS
from commonweal.web.pages.account.invitations import invite_by_mail
from commonweal.web.record.changes.people import givable, give_role, take_role
from commonweal.web.record.models import Neighbourhood, Person, Role


class InviteForm(forms.Form):
    """An address and a role."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={"required": "Enter an email address", "invalid": NO_ADDRESS},
        help_text="We send a link that can be used once. They need not have an account yet.",
    )
    role = forms.ChoiceField(
        label="Role", error_messages={"invalid_choice": "Choose a role that you may give"}
    )

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["role"]
        choice.choices = [(kind, Role.Kind(kind).label) for kind in kinds]


class GiveForm(InviteForm):
    """One of those who hold a role already, and another role."""

    email = None
    person = forms.ModelChoiceField(
        label="Person",
        queryset=Person.objects.none(),
        error_messages={
            "required": "Choose a person",
            "invalid_choice": "Choose a person on the list",
        },
    )
    field_order = ("person", "role")

    def __init__(self, *args: Any, holders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["person"]
        choice.queryset = holders
        choice.empty_label = "Choose a person"


def people(request: HttpRequest, place: Neighbourhood | None = None) -> HttpResponse:
    """The list of those who hold a role; sending the form invites someone."""
    form = InviteForm(request.POST or None, kinds=_kinds(request, place))
    if request.method == "POST" and form.is_valid():
        email, kind = form.cleaned_data["email"], form.cleaned_data["role"]
        site = request.build_absolute_uri("/")
        invite_by_mail(request.user, email=email, kind=kind, place=place, site=site)
        messages.success(request, "The invitation is on its way.")
        return redirect(_address("people", place))
    return _page(request, place, invite_form=form)


def give(request: HttpRequest, place: Neighbourhood | None = None) -> HttpResponse:
    """Give another role to someone on the list."""
    if request.method != "POST":
        return redirect(_address("people", place))
    form = GiveForm(request.POST, kinds=_kinds(request, place), holders=_holders(place))
    if form.is_valid():
        try:
            person, kind = form.cleaned_data["person"], form.cleaned_data["role"]
            give_role(request.user, person, kind, place)
        except InputError:
            form.add_error("role", "They hold this role already")
        else:
            messages.success(request, f"{person} is now {Role.Kind(kind).label.lower()}.")
            return redirect(_address("people", place))
    return _page(request, place, give_form=form)


def take(request: HttpRequest, role: int, place: Neighbourhood | None = None) -> HttpResponse:
    """Take a role away; only one that is held here."""
    held = get_object_or_404(Role, pk=role, neighbourhood=place)
    if request.method == "POST":
        take_role(request.user, held)
        messages.success(request, f"{held.person} is no longer {held.get_kind_display().lower()}.")
    return redirect(_address("people", place))


def _page(
    request: HttpRequest,
    place: Neighbourhood | None,
    *,
    invite_form: InviteForm | None = None,
    give_form: GiveForm | None = None,
) -> HttpResponse:
    kinds, held = _kinds(request, place), Role.objects.filter(neighbourhood=place)
    wrong = bool((invite_form and invite_form.errors) or (give_form and give_form.errors))
    context = {
        "place": place,
        "held": held.select_related("person").order_by("person__name", "kind", "pk"),
        "kinds": kinds,
        "addresses": {
            "give": _address("give-role", place),
            "take": {one.pk: _address("take-role", place, role=one.pk) for one in held},
        },
        "invite_form": invite_form or InviteForm(kinds=kinds),
        "give_form": give_form or GiveForm(kinds=kinds, holders=_holders(place)),
    }
    return render(request, "account/people.html", context, status=422 if wrong else 200)


def _kinds(request: HttpRequest, place: Neighbourhood | None) -> tuple[str, ...]:
    kinds = givable(request.user, place)
    if not kinds:
        raise PermissionDenied("Roles everywhere are given by administrators.")
    return kinds


def _holders(place: Neighbourhood | None) -> Any:
    return Person.objects.filter(roles__neighbourhood=place, erased=False).distinct()


def _address(name: str, place: Neighbourhood | None, **parts: Any) -> str:
    if place is None:
        return reverse(f"{name}-everywhere", kwargs=parts or None)
    return reverse(name, kwargs={"place": place.slug, **parts})
