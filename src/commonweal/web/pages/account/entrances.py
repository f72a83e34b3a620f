"""Ways in that need more than allauth does: forgotten passwords, and single sign-on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.decorators import reauthentication_required
from allauth.account.views import ConfirmPasswordResetCodeView, LoginView, SignupView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.connect import connect
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from commonweal.web.pages.account.adapters import JOINING
from commonweal.web.record.audit.recording import recorded


class SignIn(LoginView):
    """Sign in with a password, or by an organisation."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        return {**super().get_context_data(**kwargs), "organisations": _organisations(self.request)}


class SignUp(SignupView):
    """Open an account, with a password or by an organisation."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        return {**super().get_context_data(**kwargs), "organisations": _organisations(self.request)}


class ForgottenCode(ConfirmPasswordResetCodeView):
    """Takes the code that was mailed."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The address is its owner's, who may set a new password now."""
        person = self._process.user
        with recorded("new password allowed by a code", by=person, about=person):
            return super().form_valid(form)


sign_in = SignIn.as_view()
sign_up = SignUp.as_view()
forgotten_code = ForgottenCode.as_view()


def to_organisation(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Ask to go to an organisation's sign-in, then go.

    Our policy lets a form lead to this site only, and browsers hold every redirect after it to
    that. So the answer to the form is a page that moves on by itself, not a redirect.
    """
    answer = openid.login(request, provider_id)
    away = answer.headers.get("Location", "")
    if not urlsplit(away).netloc:
        return answer
    name = get_adapter(request).get_provider(request, provider_id).name
    return render(request, "socialaccount/leaving.html", {"away": away, "name": name})


@reauthentication_required
def join_organisation(request: HttpRequest) -> HttpResponseBase:
    """Join one's account to an organisation's, once one has come back from there."""
    held = request.session.get(JOINING)
    if held is None:
        return redirect("my-account")
    login = SocialLogin.deserialize(held)
    if request.method == "POST":
        del request.session[JOINING]
        with recorded("account joined to single sign-on", by=request.user, about=request.user):
            return connect(request, login)
    return render(request, "socialaccount/join.html", {"name": login.provider.name})


def _organisations(request: HttpRequest) -> list[Any]:
    found: list[Any] = get_adapter(request).list_providers(request)
    return found
