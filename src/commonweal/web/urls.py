"""Every address of the site. Each view declares who may use it (see `access`)."""

from __future__ import annotations

from django.urls import include, path, re_path

from commonweal.web.api import service
from commonweal.web.pages import (
    about,
    areas,
    change,
    downloads,
    home,
    map_data,
    neighbourhoods,
    open_index,
    profile,
    search,
    understand,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("search", search.search, name="search"),
    path("areas/", areas.places, name="places"),
    # Before the page itself, whose address these have with an ending.
    re_path(r"^areas/(?P<code>[^/.]+)\.(?P<format>[^/]+)$", profile.area, name="area-file"),
    path("areas/<str:code>", areas.area, name="area"),
    path("neighbourhoods", neighbourhoods.neighbourhoods, name="neighbourhoods"),
    re_path(
        r"^neighbourhoods/(?P<id>[^/.]+)\.(?P<format>[^/]+)$",
        profile.neighbourhood,
        name="neighbourhood-file",
    ),
    path("neighbourhoods/<str:id>", neighbourhoods.neighbourhood, name="neighbourhood"),
    path(
        "download/made-neighbourhoods.<str:format>",
        neighbourhoods.download,
        name="neighbourhoods-download",
    ),
    path("change", change.change, name="change"),
    path("download/neighbourhoods.<str:format>", downloads.download, name="download"),
    path("understand", understand.overview, name="understand"),
    path("understand/measures", understand.measures, name="understand-measures"),
    path("understand/report.pdf", understand.research_report, name="understand-report"),
    path("understand/<slug:issue>", understand.issue, name="understand-issue"),
    path("understand/<slug:issue>.<str:format>", understand.chart, name="understand-chart"),
    path("download/gaps.<str:format>", understand.download, name="understand-download"),
    path("decide", include("commonweal.web.pages.decide.urls")),
    path("account/", include("commonweal.web.pages.account.urls")),
    path("sources", about.sources, name="sources"),
    path("open-index", open_index.page, name="open-index"),
    path("method", about.method, name="method"),
    path("accessibility", about.accessibility, name="accessibility"),
    path("privacy", about.privacy, name="privacy"),
    path("cookies", about.cookies, name="cookies"),
    path("api", about.api, name="api"),
    path("api/v1/openapi.json", service.schema, name="openapi"),
    path("api/v1/", service.service.urls),
    path("map/card", map_data.card, name="card"),
    path("tiles/<str:atlas>/<int:z>/<int:x>/<int:y>.mvt", map_data.tile, name="tile"),
    path("values/<str:atlas>.bin", map_data.values, name="values"),
    path("cartogram/<str:atlas>.json", map_data.hexagons, name="hexagons"),
]
handler400 = "commonweal.web.pages.errors.bad_request"
handler403 = "commonweal.web.pages.errors.forbidden"
handler404 = "commonweal.web.pages.errors.not_found"
handler500 = "commonweal.web.pages.errors.server_error"
