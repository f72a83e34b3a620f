"""Pages and problem documents for what goes wrong: what happened, and what to do next."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from commonweal.errors import CommonwealError, MethodNotApplicable, http_status

Handler = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)

PROBLEM = "application/problem+json"


def problem(
    request: HttpRequest, status: int, title: str, detail: str = "", *, retry: str = ""
) -> HttpResponse:
    """An error as a page or, under `/api/`, as a problem document (RFC 9457)."""
    if request.path.startswith("/api/"):
        document = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        return JsonResponse(document, status=status, content_type=PROBLEM)
    context = {"title": title, "detail": detail.splitlines(), "status": status, "retry": retry}
    return render(request, "error.html", context, status=status)


def from_error(request: HttpRequest, error: CommonwealError) -> HttpResponse:
    """The answer to one of our own errors: its words, and the status its kind has."""
    status = http_status(error)
    titles = {
        404: "We could not find that",
        422: "We did not understand that address",
        403: "We may not pass this on",
        503: "The atlas is not ready",
    }
    title = titles.get(status, HTTPStatus(status).phrase)
    if isinstance(error, MethodNotApplicable) and request.method == "POST":
        title = "This cannot be done now"
    return problem(request, status, title, str(error))


class PlainErrors:
    """Turns our own errors, wherever a page meets them, into an answer in plain words."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a method that is not allowed is said in plain words too."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        said = problem(
            request, 405, "This address can only be read", "Nothing here can be changed: use GET."
        )
        said.headers["Allow"] = response.headers.get("Allow", "GET")
        return said

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for our own errors; others go to `server_error`."""
        return from_error(request, error) if isinstance(error, CommonwealError) else None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page."""
    return problem(
        request,
        404,
        "We could not find that page",
        "The address may be mistyped or old. Search for a place, or start from the map.",
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The reader may not do this."""
    why = str(exception or "") or "Your account does not have the role that this takes."
    return problem(
        request, 403, "You may not do this", f"{why} Ask the chair of the board if you should."
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from this site, or whose page was open too long."""
    return problem(
        request,
        403,
        "We could not accept this form",
        "It was open for too long, or it was not sent from this site. "
        "Nothing was changed. Go back, load the page again and send it once more.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own mistake."""
    return problem(
        request,
        500,
        "Something went wrong on our side",
        "The fault is noted. Try again in a moment; the map and the list may still work.",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read, such as one for an unknown host."""
    return HttpResponse(
        "This request cannot be read. Check the address.\n", status=400, content_type="text/plain"
    )
