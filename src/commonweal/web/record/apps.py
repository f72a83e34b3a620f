"""The record as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Tables of what people write."""

    name = "commonweal.web.record"
    label = "record"
    verbose_name = "The record"
