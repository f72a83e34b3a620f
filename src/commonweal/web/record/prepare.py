"""Make the record ready to be used: its folder, its key, its tables."""

from __future__ import annotations

import os
import secrets


def prepare() -> None:
    """Make what is missing and bring the tables up to date; does nothing where all is there.

    Called before anything else of Django, because the settings read the key.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.web.settings")
    import django
    from django.conf import settings

    from commonweal.web.environment import OWNER_ONLY_FOLDER, SECRET_KEY_FILE, keep_secret

    settings.DATA.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    settings.KEYS.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    if "COMMONWEAL_SECRET_KEY" not in os.environ:
        kept = keep_secret(settings.DATA / SECRET_KEY_FILE, secrets.token_urlsafe(50))
        settings.SECRET_KEY = kept
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from commonweal.web.record.changes.closing import clear_keys

    clear_keys()
