"""Django's settings, all from the environment; nothing here needs a database or an account.

COMMONWEAL_SECRET_KEY: key for signing. Without it one is made for each run, which is enough
while nothing is signed that must outlive the run.
COMMONWEAL_HOSTS: host names that the site answers to, with commas (`localhost` by default).
COMMONWEAL_HTTPS: `1` where people reach the site by https: adds HSTS and redirects plain http.
COMMONWEAL_RATE_LIMIT: requests a minute that one caller may make to the API, the search and the
downloads together (120; 0 switches the limit off).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from commonweal.web.headers import static_headers

BASE = Path(__file__).resolve().parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


SECRET_KEY = os.environ.get("COMMONWEAL_SECRET_KEY") or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = _list("COMMONWEAL_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = _flag("COMMONWEAL_HTTPS")
RATE_LIMIT = int(os.environ.get("COMMONWEAL_RATE_LIMIT", "120"))
# Long enough for every filter of the list at once; a longer one is not a person's.
LONGEST_QUERY = 2_000

INSTALLED_APPS = ["commonweal.web"]
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
    "commonweal.web.pages.errors.PlainErrors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "templates"],
        "OPTIONS": {
            "environment": "commonweal.web.templating.environment",
            "context_processors": ["commonweal.web.templating.with_atlas"],
        },
    }
]
# Nothing reads or writes it yet: the file appears when the first record is written.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("COMMONWEAL_RECORD", ":memory:"),
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
SILENCED_SYSTEM_CHECKS: list[str] = []

# Messages name paths, never addresses of people, queries or what was searched for.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # A request for another host name is refused; it is not worth a line each.
        "django.security": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
    },
}
