"""Who may use a route. Every route declares it; a test walks all routes and fails if one does not.

A page that everyone may read answers GET and HEAD only. The others are forms: people who have
signed in may use them, or only people whose role in the neighbourhood has an ability. Such a
route has a `place` in its address, and its view is given the neighbourhood itself.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.audit.open import only_reading
from commonweal.web.record.models import Neighbourhood

View = Callable[..., HttpResponseBase]
Operation = TypeVar("Operation", bound=Callable[..., Any])

FORM = ("GET", "HEAD", "POST")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Access(StrEnum):
    """Who may use a route."""

    PUBLIC = "everyone, to read"
    ANYONE = "everyone, to read and to send"
    SIGNED_IN = "people who have signed in"
    ABLE = "people whose role has the ability"


def public(view: View) -> View:
    """Declare a page public: everyone may read it; other methods than GET and HEAD are refused."""
    return _declared(require_safe(_kept_by_nobody(view)), view, Access.PUBLIC)


def anyone(view: View) -> View:
    """Declare a form that everyone may send, such as signing in."""
    return _declared(require_http_methods(FORM)(never_cache(view)), view, Access.ANYONE)


def signed_in(view: View) -> View:
    """Declare a page or form for people who have signed in; others are asked to."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return _declared(require_http_methods(FORM)(never_cache(guarded)), view, Access.SIGNED_IN)


def able(ability: Ability) -> Callable[[View], View]:
    """Declare a page or form for people with an ability in the neighbourhood of the address.

    The view is given the neighbourhood as `place` where the address has one; without one the
    ability must be held everywhere.
    """

    def declare(view: View) -> View:
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            if "place" in kwargs:
                kwargs["place"] = get_object_or_404(Neighbourhood, slug=kwargs["place"])
            if not may(request.user, ability, kwargs.get("place")):
                raise PermissionDenied(f"This is for people who may {ability}.")
            return view(request, *args, **kwargs)

        declared = _declared(require_http_methods(FORM)(never_cache(guarded)), view, Access.ABLE)
        declared.ability = ability  # type: ignore[attr-defined]
        return declared

    return declare


def public_operation(operation: Operation) -> Operation:
    """Declare an operation of the API public. The router already fixes its method."""
    operation.access = Access.PUBLIC  # type: ignore[attr-defined]
    return operation


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view or operation declares, or None when it declares nothing."""
    return getattr(view, "access", None)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the page for signing in, and back here afterwards."""
    from django.contrib.auth.views import redirect_to_login

    back = request.get_full_path() if request.method in SAFE else request.headers.get("Referer", "")
    answer: HttpResponse = redirect_to_login(back or "/decide")
    return answer


class SafeMethods:
    """While a request only reads, nothing of the record may change."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a change of the record during GET is a mistake of ours, and refused."""
        if request.method not in SAFE:
            return self.get_response(request)
        with only_reading():
            return self.get_response(request)


def _kept_by_nobody(view: View) -> View:
    """What someone who has signed in is shown is theirs: drafts, forms, their name."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        # Asking who it is costs a look into the sessions, and a public file is the same for all.
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if known and not response.has_header("Cache-Control") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    return answer


def _declared(guarded: View, view: View, access: Access) -> View:
    @wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return guarded(request, *args, **kwargs)

    declared.access = access  # type: ignore[attr-defined]
    return declared
