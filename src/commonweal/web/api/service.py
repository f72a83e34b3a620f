"""The data service, put together."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.openapi.views import openapi_json

from commonweal.web.access import public
from commonweal.web.api import areas, decide, figures, finding, prevalence
from commonweal.web.api.strict import DataService, handle_problems

VERSION = "1"
DESCRIPTION = """\
Areas, indicators, observations, findings and comparisons of an atlas of neighbourhoods, and the
open record of those that decide here. Everything can be read by everyone and changed by no one.
Lists come in pages; `format=csv` gives the whole list.
Parameters that are not described are refused. Errors are problem documents (RFC 9457).
"""

service = DataService(
    title="Commonweal",
    version=VERSION,
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)
for part in (finding.router, areas.router, figures.router, prevalence.router, decide.router):
    service.add_router("", part)
handle_problems(service)


@public
def schema(request: HttpRequest) -> object:
    """The OpenAPI description of the service."""
    return openapi_json(request, service)
