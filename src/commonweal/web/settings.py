"""Django's settings, all from the environment.

COMMONWEAL_SECRET_KEY: key for signing sessions and links. Without it one is made when the site
is first served and kept beside the record, readable by its owner only.
COMMONWEAL_DATA: folder of the record, its keys and its mail (the user's data folder by default).
DATABASE_URL: a PostgreSQL to keep the record in (`postgresql://…`); without it a SQLite file.
COMMONWEAL_KEYS: folder of the private keys of open votes (`keys` in the folder of the record).
Leave it out of backups: docs/explanation/secret-ballots.md says why.
COMMONWEAL_MAIL: an SMTP server to send mail by (`smtp://user:password@host:587`, `smtps://…`);
without it mail is written to files in `mail`.
COMMONWEAL_MAIL_FROM: address that mail comes from.
COMMONWEAL_OIDC: an organisation's single sign-on; docs/how-to/single-sign-on.md says how.
COMMONWEAL_HOSTS: host names that the site answers to, with commas (`localhost` by default).
COMMONWEAL_HTTPS: `1` where people reach the site by https: adds HSTS and redirects plain http.
COMMONWEAL_RATE_LIMIT: requests a minute that one caller may make to the API, the search and the
downloads together (120; 0 switches the limit off).
COMMONWEAL_FORM_LIMIT: forms of accounts and votes that one caller may send a minute (60; 0 switches
the limit off). Raise it where many people vote from one address, such as a library.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from commonweal.web.environment import database, mail, secret_key, single_sign_on
from commonweal.web.headers import static_headers

BASE = Path(__file__).resolve().parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


DATA = Path(os.environ.get("COMMONWEAL_DATA") or user_data_path("commonweal", False))
KEYS = Path(os.environ.get("COMMONWEAL_KEYS") or DATA / "keys")
SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = _list("COMMONWEAL_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = _flag("COMMONWEAL_HTTPS")
RATE_LIMIT = int(os.environ.get("COMMONWEAL_RATE_LIMIT", "120"))
FORM_LIMIT = int(os.environ.get("COMMONWEAL_FORM_LIMIT", "60"))
# Long enough for every filter of the list at once; a longer one is not a person's.
LONGEST_QUERY = 2_000

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "commonweal.web",
    "commonweal.web.record",
]
ROOT_URLCONF = "commonweal.web.urls"
WSGI_APPLICATION = "commonweal.web.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "commonweal.web.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "commonweal.web.limits.QueryLength",
    "commonweal.web.limits.RateLimit",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonweal.web.access.SafeMethods",
    "commonweal.web.pages.errors.PlainErrors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "templates"],
        "OPTIONS": {
            "environment": "commonweal.web.templating.environment",
            "context_processors": [
                "commonweal.web.templating.with_atlas",
                "commonweal.web.templating.with_reader",
            ],
        },
    },
]
DATABASES = {"default": database(DATA)}
# Holds how often somebody tried to sign in. With the 300 entries that Django keeps by default a
# stranger could push those about one account out by trying some hundred others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = BASE / "static" / "built"
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9A-Z]{8}\.[a-z0-9.]+$"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
APPEND_SLASH = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 24 * 3600
CSRF_FAILURE_VIEW = "commonweal.web.pages.errors.forged"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# A picture may be sent with a proposal; forms are far smaller.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_UPLOAD = 8_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 4

globals().update(mail(DATA))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get(
    "COMMONWEAL_MAIL_FROM", "Commonweal <commonweal@localhost>"
)

AUTH_USER_MODEL = "record.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Long, and not one that everyone uses; rules about kinds of characters make passwords worse.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-account"
LOGOUT_REDIRECT_URL = "decide"
SILENCED_SYSTEM_CHECKS: list[str] = []

ACCOUNT_ADAPTER = "commonweal.web.pages.account.adapters.Accounts"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "commonweal.web.pages.account.about_you.AboutYou"
_FORMS = "commonweal.web.pages.account.forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignIn",
    "signup": f"{_FORMS}.SignUp",
    "add_email": f"{_FORMS}.NewAddress",
    "change_password": f"{_FORMS}.ChangePassword",
    "set_password": f"{_FORMS}.SetPassword",
    "reset_password": f"{_FORMS}.ForgottenPassword",
    "reset_password_from_key": f"{_FORMS}.NewPassword",
    "reauthenticate": f"{_FORMS}.PasswordAgain",
    "confirm_email_verification_code": f"{_FORMS}.AddressCode",
    "confirm_password_reset_code": f"{_FORMS}.ForgottenPasswordCode",
    "confirm_reauthentication_code": f"{_FORMS}.CodeAgain",
}
# What is mailed is a code, never a link that opens an account.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Nobody can find out who has an account: the same pages and the same work either way.
ACCOUNT_PREVENT_ENUMERATION = True
# Computers are shared, in libraries and at home: a session that was left open is not enough to take
# an account over, by another address or another password.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_TOTP_ISSUER = "Commonweal"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": f"{_FORMS}.OneTimeCode",
    "reauthenticate": f"{_FORMS}.OneTimeCodeAgain",
    "activate_totp": f"{_FORMS}.OneTimeCodesOn",
}
SOCIALACCOUNT_ADAPTER = "commonweal.web.pages.account.adapters.SingleSignOn"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": single_sign_on(), "OAUTH_PKCE_ENABLED": True}}
# The record changes by a form that someone sends, not by coming back from another site.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_FORMS = {
    "signup": f"{_FORMS}.SingleSignUp",
    "disconnect": f"{_FORMS}.Organisations",
}
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True

# Messages name paths, never addresses of people, queries or what was searched for.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "commonweal.web.logs.WithoutWords",
            "format": "%(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # A request for another host name is refused; it is not worth a line each.
        "django.security": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
    },
}
