"""Limits on what one caller may ask: the length of a query, requests and forms a minute.

The limiter keeps its counts in memory, under a key made from the caller's address with a salt
of this run; the address itself is never kept or written.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from commonweal.web.pages.errors import problem

Handler = Callable[[HttpRequest], HttpResponse]

LIMITED = ("/api/", "/download/", "/search")
# A page without an ending is not limited; the files of the same thing are made when asked for.
FILES = ("/areas/", "/neighbourhoods/", "/understand/", "/decide/")
FORMS = ("/account/",)
VOTES = ("/vote", "/vote/change", "/ballot", "/codes")
MOST_CALLERS = 10_000
IPV4, HALF_OF_IPV6 = 4, 64


class QueryLength:
    """Refuses an address whose query is longer than any page of this site makes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 414."""
        if len(request.META.get("QUERY_STRING", "")) > settings.LONGEST_QUERY:
            return problem(
                request,
                414,
                "This address is too long",
                "The part after the question mark is longer than this site uses. "
                "Start again from the first page.",
            )
        return self.get_response(request)


class Buckets:
    """Token buckets, one a caller: each holds a minute's worth and refills evenly."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.a_minute = a_minute
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str) -> float:
        """Take one token: 0 when there was one, else the seconds until there will be."""
        now = self._clock()
        with self._lock:
            tokens, since = self._held.pop(caller, (float(self.a_minute), now))
            tokens = min(self.a_minute, tokens + (now - since) * self.a_minute / 60)
            wait = 0.0 if tokens >= 1 else (1 - tokens) * 60 / self.a_minute
            self._held[caller] = (tokens if wait else tokens - 1, now)
            while len(self._held) > MOST_CALLERS:
                self._held.popitem(last=False)
        return wait


def caller(request: HttpRequest, salt: bytes) -> str:
    """What a caller is known by: a salted digest of their address."""
    address = _network(request.META.get("REMOTE_ADDR", "")).encode()
    return hashlib.sha256(salt + address).hexdigest()


def _network(address: str) -> str:
    """An address; of IPv6 its first half, because one connection has all addresses below it."""
    try:
        held = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(held) if held.version == IPV4 else str(int(held) >> HALF_OF_IPV6)


def _limited(path: str) -> bool:
    return path.startswith(LIMITED) or (path.startswith(FILES) and "." in path)


def _limited_form(request: HttpRequest) -> bool:
    return request.method == "POST" and (
        request.path.startswith(FORMS) or request.path.endswith(VOTES)
    )


class RateLimit:
    """Limits the API, the search and the downloads, and the forms of accounts and of votes.

    Pages and tiles are not limited.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._salt = secrets.token_bytes(16)
        self._requests = Buckets(settings.RATE_LIMIT)
        self._forms = Buckets(settings.FORM_LIMIT)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 429 and say when to come back."""
        if _limited(request.path):
            return self._within(self._requests, "make {} requests", request)
        if _limited_form(request):
            return self._within(self._forms, "send {} forms", request)
        return self.get_response(request)

    def _within(self, buckets: Buckets, what: str, request: HttpRequest) -> HttpResponse:
        wait = buckets.take(caller(request, self._salt)) if buckets.a_minute else 0.0
        if not wait:
            return self.get_response(request)
        return _refuse(request, what.format(buckets.a_minute), wait)


def _refuse(request: HttpRequest, what: str, wait: float) -> HttpResponse:
    seconds = max(1, round(wait + 0.5))
    response = problem(
        request,
        429,
        "Too many requests",
        f"One caller may {what} a minute here. "
        f"Try again in {seconds} second{'s' if seconds > 1 else ''}.",
    )
    response.headers["Retry-After"] = str(seconds)
    return response
