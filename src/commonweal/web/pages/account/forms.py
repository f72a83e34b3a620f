"""Forms of accounts: allauth's own, in our words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.socialaccount import forms as single
from allauth.socialaccount.adapter import get_adapter
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.http import HttpRequest

GOOD_PASSWORD = "At least 10 characters. Three or four words that do not belong together are good."  # noqa: S105

NO_ADDRESS = "Enter an email address with an @, such as name@example.org"


class InOurWords(forms.Form):
    """Gives fields their labels and hints, and asks for nothing twice."""

    words: ClassVar = {
        "email": ("Email address", ""),
        "login": ("Email address", ""),
        "password": ("Password", ""),
        "oldpassword": ("Present password", ""),
        "password1": ("Password", GOOD_PASSWORD),
        "code": ("Code", ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A reader can show what they typed or set it anew; a second box only hinders.
        self.fields.pop("password2", None)
        for name, (label, hint) in self.words.items():
            if name in self.fields:
                field = self.fields[name]
                field.label, field.help_text = label, hint
                field.error_messages["required"] = f"Enter your {label.lower()}"
                field.error_messages["invalid"] = NO_ADDRESS


class SignIn(InOurWords, account.LoginForm):
    """Email address and password."""


class SignUp(InOurWords, account.SignupForm):
    """Opens an account."""

    field_order = ("name", "email", "password1", "postcode")
    account_already_exists: bool

    def try_save(self, request: HttpRequest) -> Any:
        """Open the account; where there is one already, do the same work and tell its owner."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        try:
            return super().try_save(request)
        except IntegrityError:
            # Somebody opened one with this address since we looked, a moment ago.
            self.account_already_exists = True
            return super().try_save(request)


class SingleSignUp(InOurWords, single.SignupForm):
    """Opens an account for someone whom their organisation vouches for."""

    field_order = ("name", "email", "postcode")


class NewAddress(InOurWords, account.AddEmailForm):
    """Changes the email address."""

    words: ClassVar = {"email": ("New email address", "We will send a code to it.")}


class ChangePassword(InOurWords, account.ChangePasswordForm):
    """Changes the password."""

    words: ClassVar = {**InOurWords.words, "password1": ("New password", GOOD_PASSWORD)}


class SetPassword(InOurWords, account.SetPasswordForm):
    """Sets a password for someone who had none."""


class ForgottenPassword(InOurWords, account.ResetPasswordForm):
    """Asks for a code."""


class NewPassword(InOurWords, account.ResetPasswordKeyForm):
    """Sets a new password once the code was right."""

    words: ClassVar = {"password1": ("New password", GOOD_PASSWORD)}


class PasswordAgain(InOurWords, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class AddressCode(InOurWords, account.ConfirmEmailVerificationCodeForm):
    """The code that shows that an address is one's own."""


class ForgottenPasswordCode(InOurWords, account.ConfirmPasswordResetCodeForm):
    """The code that allows a new password."""


class CodeAgain(InOurWords, account.ConfirmReauthenticationCodeForm):
    """A mailed code, before something that matters."""


class OneTimeCode(InOurWords, mfa.AuthenticateForm):
    """The code of the app, at signing in."""


class OneTimeCodeAgain(InOurWords, mfa.ReauthenticateForm):
    """The code of the app, before something that matters."""


class OneTimeCodesOn(InOurWords, totp.ActivateTOTPForm):
    """The first code of the app."""


class Organisations(single.DisconnectForm):
    """Takes an organisation away from the ways to sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["account"]
        choice.label = "Organisation"
        choice.error_messages["required"] = "Choose an organisation"
        names = {one.app.provider_id: one.name for one in get_adapter().list_providers(None)}
        choice.label_from_instance = lambda held: names.get(held.provider, held.provider)
