"""What the operator sets in the environment, read into the form that Django wants."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700
SECRET_KEY_FILE = "secret-key"  # noqa: S105
# Full synchronising, because a ballot that was accepted must outlive a power cut; deleted rows
# are overwritten, because sealed ballots must not outlive the close.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON"
)
SECONDS_TO_WAIT = 20


def secret_key(data: Path) -> str:
    """The key for signing: the operator's, else the one beside the record, else one for this run.

    `commonweal.web.record.prepare` makes the one beside the record.
    """
    if given := os.environ.get("COMMONWEAL_SECRET_KEY"):
        return given
    try:
        return (data / SECRET_KEY_FILE).read_text(encoding="utf-8")
    except OSError:
        return secrets.token_urlsafe(50)


def keep_secret(path: Path, text: str) -> str:
    """Write a secret that only its owner may read; where there is one already, that one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        return path.read_text(encoding="utf-8")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return text


def database(data: Path) -> dict[str, Any]:
    """Where the record is kept: PostgreSQL where DATABASE_URL says so, else a SQLite file."""
    if address := os.environ.get("DATABASE_URL"):
        found: dict[str, Any] = dict(
            dj_database_url.parse(address, conn_max_age=600, conn_health_checks=True)
        )
        return found
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "record.sqlite3",
        "OPTIONS": {
            "init_command": SQLITE_START,
            # Writers queue for the lock from the start instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": SECONDS_TO_WAIT,
        },
    }


def mail(data: Path) -> dict[str, Any]:
    """How mail leaves: by the SMTP server of COMMONWEAL_MAIL, else into files."""
    address = os.environ.get("COMMONWEAL_MAIL")
    if not address:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data / "mail"),
        }
    parts = urlsplit(address)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.username is not None,
        "EMAIL_TIMEOUT": 10,
    }


def single_sign_on() -> list[dict[str, Any]]:
    """OpenID Connect providers, from the JSON in COMMONWEAL_OIDC.

    Each has `id`, `name`, `client`, `secret` and `server` (the issuer's address).
    """
    given = json.loads(os.environ.get("COMMONWEAL_OIDC") or "[]")
    return [
        {
            "provider_id": one["id"],
            "name": one["name"],
            "client_id": one["client"],
            "secret": one["secret"],
            "settings": {"server_url": one["server"]},
        }
        for one in given
    ]
