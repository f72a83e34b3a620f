"""Every route says who may use it, and only reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from commonweal.web.access import Access, access_of
from commonweal.web.api.service import service


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            yield from patterns(item)
        else:
            yield item


def operations() -> Iterator[tuple[str, Any]]:
    for bound in service._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                yield path, operation


def is_service(pattern: URLPattern) -> bool:
    callback = getattr(pattern.callback, "func", pattern.callback)
    return str(callback.__module__).startswith("ninja")


def test_every_page_declares_who_may_use_it() -> None:
    pages = [pattern for pattern in patterns() if not is_service(pattern)]
    assert len(pages) > 10
    undeclared = [str(page.pattern) for page in pages if access_of(page.callback) is None]
    assert undeclared == []


def test_every_operation_of_the_service_declares_who_may_use_it() -> None:
    found = list(operations())
    assert len(found) > 7
    assert [path for path, item in found if access_of(item.view_func) is not Access.PUBLIC] == []


def test_the_service_only_reads() -> None:
    assert {method for _, item in operations() for method in item.methods} == {"GET"}


def test_no_route_of_the_service_escapes_the_walk() -> None:
    """Only the service's root, which is not there, is not an operation."""
    walked = {str(pattern.pattern) for pattern in patterns() if is_service(pattern)}
    assert len(walked - {""}) == len({path for path, _ in operations()})


def test_the_root_of_the_service_is_not_there(client: Client) -> None:
    assert client.get("/api/v1/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/", "/search", "/sources", "/api/v1/find", "/api/v1/areas"])
def test_nothing_can_be_written(client: Client, method: str, path: str) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/", "/search", "/areas/", "/sources", "/method"])
def test_head_answers_like_get_without_a_body(client: Client, path: str) -> None:
    answer = client.head(path)
    assert answer.status_code == 200
    assert answer.content == b""
