"""Invitations to a role: sent by mail, taken up once."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from commonweal.web.record.changes.people import accept, digest_of, invite, open_invitation
from commonweal.web.record.models import Invitation, Neighbourhood, Person, Role


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, with a button to accept it."""
    found = open_invitation(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _take_up(request, token, found)
    ways = {name: f"{reverse(f'account_{name}')}?{_back(request)}" for name in ("signup", "login")}
    return render(request, "account/invitation.html", {"invitation": found, **ways})


def _take_up(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{_back(request)}")
    role = accept(request.user, token)
    messages.success(request, f"You are now {role.get_kind_display().lower()} {where(role)}.")
    return redirect("my-account")


def _back(request: HttpRequest) -> str:
    return urlencode({"next": request.path})


def where(held: Role | Invitation) -> str:
    """Where a role or an invitation holds: `in Northfield`, `everywhere`."""
    return "everywhere" if held.neighbourhood is None else f"in {held.neighbourhood}"


def invite_by_mail(
    by: Person | None, *, email: str, kind: str, place: Neighbourhood | None, site: str
) -> tuple[Invitation, str]:
    """Invite someone to a role and mail them the link. Returns the invitation and the link.

    Args:
        by: who invites; None for the operator of the site.
        email: where the invitation goes.
        kind: the role.
        place: the neighbourhood, or None for a role everywhere.
        site: address of this site, such as `https://commonweal.example.org`.

    Raises:
        InputError: the address or the role cannot be right.
        PermissionDenied: `by` may not give this role here.
    """
    token = invite(by, email=email, kind=kind, place=place)
    invited = Invitation.objects.select_related("neighbourhood").get(digest=digest_of(token))
    link = f"{site.rstrip('/')}{reverse('invitation', kwargs={'token': token})}"
    context = {
        "role": invited.get_kind_display().lower(),
        "where": where(invited),
        "link": link,
        "until": timezone.localtime(invited.until).date().isoformat(),
    }
    subject = " ".join(render_to_string("account/email/invitation_subject.txt", context).split())
    text = render_to_string("account/email/invitation_message.txt", context)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [email])
    return invited, link
