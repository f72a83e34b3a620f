"""How allauth meets the record: every change of a person it makes has an entry in the log."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from commonweal.web.limits import caller
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import Person

JOINING = "joining_organisation"
_SALT = secrets.token_bytes(16)


class Accounts(DefaultAccountAdapter):
    """Accounts with a password."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right",
        "enter_current_password": "This is not your password now",
        "incorrect_code": "This code is not right",
        "incorrect_password": "This password is not right",
        "too_many_login_attempts": "Too many tries. Wait five minutes and try again",
        "rate_limited": "Too many tries. Wait a minute and try again",
    }

    def save_user(
        self, request: HttpRequest, user: Person, form: Any, commit: bool = True
    ) -> Person:
        """Open an account."""
        user.name, user.area = form.cleaned_data["name"], form.cleaned_data["area"]
        with recorded("account opened", by=user, about=user):
            return super().save_user(request, user, form, commit)

    def set_password(self, user: Person, password: str) -> None:
        """Set a new password."""
        with recorded("password set", by=user, about=user):
            super().set_password(user, password)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Take an address as someone's own, once its code came back."""
        with recorded("address confirmed", by=email_address.user, about=email_address.user):
            return super().confirm_email(request, email_address)

    def get_client_ip(self, request: HttpRequest) -> str:
        """What callers are told apart by: a digest of this run, so that no address is kept."""
        return caller(request, _SALT)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: a script has the data service."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's account."""
        return reverse("my-account")


class SingleSignOn(DefaultSocialAccountAdapter):
    """Accounts by an organisation's own sign-in."""

    error_messages: ClassVar = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": "Set a password first, or you could not sign in any more",
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Someone who comes back to join an account of theirs is asked to confirm it."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            request.session[JOINING] = sociallogin.serialize()
            raise ImmediateHttpResponse(redirect("join-organisation"))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Person:
        """Open an account for someone whom an organisation vouches for."""
        person = sociallogin.user
        with recorded("account joined to single sign-on", by=person, about=person):
            return super().save_user(request, sociallogin, form)

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """The name and the address that the organisation gave, to be looked over."""
        given = super().get_signup_form_initial_data(sociallogin)
        held = sociallogin.account.extra_data
        told = held.get("userinfo") or held.get("id_token") or {}
        return {"email": given["email"], "name": told.get("name", "")}

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to one's account."""
        return reverse("my-account")
