"""Who may use a route. Every route declares it; a test walks all routes and fails if one does not.

All routes are public and read only for now: they answer GET and HEAD and write nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]
Operation = TypeVar("Operation", bound=Callable[..., Any])


class Access(StrEnum):
    """Who may use a route."""

    PUBLIC = "everyone, to read"


def public(view: View) -> View:
    """Declare a page public: everyone may read it; other methods than GET and HEAD are refused."""

    def safe(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return guarded(request, *args, **kwargs)

    guarded = require_safe(view)
    safe.__name__ = view.__name__
    safe.__doc__ = view.__doc__
    safe.access = Access.PUBLIC  # type: ignore[attr-defined]
    return safe


def public_operation(operation: Operation) -> Operation:
    """Declare an operation of the API public. The router already fixes its method."""
    operation.access = Access.PUBLIC  # type: ignore[attr-defined]
    return operation


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view or operation declares, or None when it declares nothing."""
    return getattr(view, "access", None)
