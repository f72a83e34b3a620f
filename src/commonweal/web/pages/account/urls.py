"""Addresses of accounts, below `/account/`, under the names that allauth knows them by.

Only what this site uses of allauth has an address, and each says who may use it.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as single
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path

from commonweal.web.access import able, anyone, public, signed_in
from commonweal.web.pages.account import entrances, invitations, mine, roles
from commonweal.web.pages.account.plain import plain
from commonweal.web.record.abilities import Ability

urlpatterns = [
    # One's own account.
    path("", signed_in(mine.account), name="my-account"),
    path("details", signed_in(mine.details), name="my-details"),
    path("data", signed_in(mine.data), name="my-data"),
    path("erase", signed_in(mine.erasure), name="my-erasure"),
    path("email", signed_in(plain(account.email)), name="account_email"),
    path("password", signed_in(plain(account.password_change)), name="account_change_password"),
    path("password/set", signed_in(plain(account.password_set)), name="account_set_password"),
    # Up, in and out.
    path("sign-up", anyone(plain(entrances.sign_up)), name="account_signup"),
    path("sign-in", anyone(plain(entrances.sign_in)), name="account_login"),
    path("sign-out", anyone(plain(account.logout)), name="account_logout"),
    path("inactive", public(account.account_inactive), name="account_inactive"),
    path(
        "confirm",
        anyone(plain(account.email_verification_sent)),
        name="account_email_verification_sent",
    ),
    # A forgotten password.
    path("forgotten", anyone(plain(account.password_reset)), name="account_reset_password"),
    path(
        "forgotten/code",
        anyone(plain(entrances.forgotten_code)),
        name="account_confirm_password_reset_code",
    ),
    path(
        "forgotten/new",
        anyone(plain(account.complete_password_reset)),
        name="account_complete_password_reset",
    ),
    path(
        "forgotten/done",
        public(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    # Once more, before something that matters.
    path("again", signed_in(plain(account.reauthenticate)), name="account_reauthenticate"),
    path(
        "again/mail",
        signed_in(plain(account.request_reauthentication_code)),
        name="account_request_reauthentication_code",
    ),
    path(
        "again/mail/code",
        signed_in(plain(account.confirm_reauthentication_code)),
        name="account_confirm_reauthentication_code",
    ),
    path("again/one-time-code", signed_in(plain(mfa.reauthenticate)), name="mfa_reauthenticate"),
    # One-time codes.
    path("one-time-code", anyone(plain(mfa.authenticate)), name="mfa_authenticate"),
    path("one-time-codes", signed_in(mine.one_time_codes), name="mfa_index"),
    path("one-time-codes/on", signed_in(plain(totp.activate_totp)), name="mfa_activate_totp"),
    path("one-time-codes/off", signed_in(plain(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path(
        "one-time-codes/spare",
        signed_in(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "one-time-codes/spare/new",
        signed_in(plain(recovery.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    # An organisation's single sign-on.
    path("organisations", signed_in(plain(single.connections)), name="socialaccount_connections"),
    path("organisations/sign-up", anyone(plain(single.signup)), name="socialaccount_signup"),
    path(
        "organisations/join",
        signed_in(entrances.join_organisation),
        name="join-organisation",
    ),
    path(
        "organisations/stopped",
        public(single.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path(
        "organisations/<slug:provider_id>",
        anyone(entrances.to_organisation),
        name="openid_connect_login",
    ),
    path(
        "organisations/<slug:provider_id>/back",
        anyone(openid.callback),
        name="openid_connect_callback",
    ),
    # Invitations, and roles everywhere.
    path("invitation/<str:token>", anyone(invitations.invitation), name="invitation"),
    path("people", able(Ability.GIVE_ROLES)(roles.people), name="people-everywhere"),
    path("people/give", able(Ability.GIVE_ROLES)(roles.give), name="give-role-everywhere"),
    path(
        "people/<int:role>/take", able(Ability.GIVE_ROLES)(roles.take), name="take-role-everywhere"
    ),
]
