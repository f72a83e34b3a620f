"""Panels by lot: announced before the draw, drawn by a seed, and how anyone draws them again."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from commonweal.web.access import able, public
from commonweal.web.pages.decide.lookup import panel_of, place_of
from commonweal.web.pages.decide.panel_forms import DrawForm, PanelForm
from commonweal.web.pages.decide.sending import changed, show
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.changes import panels as changes
from commonweal.web.record.models import Neighbourhood, Panel

DRAW = Ability.DRAW_PANELS

FILES = {changes.QUOTAS: "spec", changes.FILE: "volunteers"}
"""The field of each text that problems may name."""

Row = list[Any]


@public
def panels(request: HttpRequest, place: str) -> HttpResponse:
    """Every panel of the neighbourhood."""
    found = place_of(place)
    context = {
        "place": found,
        "panels": found.panels.all(),
        "draws": may(request.user, DRAW, found),
    }
    return render(request, "decide/panels.html", context)


@public
def panel(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """One panel: what was announced, who was drawn, how balanced it is."""
    found = place_of(place)
    kept = panel_of(found, number)
    chances = [row["chance"] for row in kept.chances]
    context = {
        "place": found,
        "panel": kept,
        "size": len(kept.tickets[0]),
        "volunteers": len(chances),
        "smallest": min((chance for chance in chances if chance > 0), default=0),
        "largest": max(chances),
        "shut_out": sum(chance == 0 for chance in chances),
        "members": _members(kept),
        "files": _files(kept),
        "draws": may(request.user, DRAW, found),
    }
    return render(request, "decide/panel.html", context)


@able(DRAW)
def announce(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Announce a panel, before its seed is known."""
    form = PanelForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _small(form):
        given = form.cleaned_data
        told = changes.Announcement(**{**given, "volunteers": given["volunteers"].read()})
        today = timezone.localdate()
        made = changed(
            form, lambda: changes.announce_panel(request.user, place, told, today), FILES
        )
        if made is not None:
            messages.success(request, "The panel is announced. Draw it once the seed is known.")
            return redirect("panel", place=place.slug, number=made.number)
    return show(request, "decide/panel_new.html", form, place=place)


@able(DRAW)
def draw(request: HttpRequest, place: Neighbourhood, number: int) -> HttpResponse:
    """Draw a panel that was announced."""
    kept = panel_of(place, number)
    if kept.ticket is not None:
        return redirect("panel", place=place.slug, number=number)
    form = DrawForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _small(form):
        content, seed = form.cleaned_data["volunteers"].read(), form.cleaned_data["seed"]

        def change() -> bool:
            changes.draw(request.user, kept, seed, content, timezone.localdate())
            return True

        if changed(form, change):
            messages.success(request, "The panel is drawn.")
            return redirect("panel", place=place.slug, number=number)
    return show(request, "decide/panel_draw.html", form, place=place, panel=kept)


@public
def download(request: HttpRequest, place: str, number: int, file: str) -> HttpResponse:
    """A file of a panel, as the command writes it."""
    kept = panel_of(place_of(place), number)
    if file not in _files(kept):
        raise Http404
    response = HttpResponse(_content(kept, file), content_type="text/plain; charset=utf-8")
    if file.endswith(".csv"):
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _files(kept: Panel) -> dict[str, str]:
    """The files that there are, by name, with what they hold."""
    before = {
        "panel.toml": "size and quotas",
        "tickets.csv": "every ticket with its panel",
        "chances.csv": "everybody's chance",
    }
    after = {"panel.csv": "who was drawn", "balance.csv": "quotas, panel and volunteers"}
    return before if kept.ticket is None else {**before, **after}


def _content(kept: Panel, name: str) -> str:
    match name:
        case "panel.toml":
            return str(kept.spec)
        case "tickets.csv":
            rows = [[place, " ".join(ids)] for place, ids in enumerate(kept.tickets, start=1)]
            return _csv([["ticket", "members"], *rows])
        case "chances.csv":
            return _csv(_records(kept.chances))
        case "panel.csv":
            return _csv([["id"], *([member] for member in _members(kept))])
    return _csv(_records(kept.balance))


def _records(rows: list[dict[str, Any]]) -> list[Row]:
    return [list(rows[0]), *(list(row.values()) for row in rows)] if rows else []


def _csv(rows: list[Row]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _members(kept: Panel) -> list[str]:
    return [] if kept.ticket is None else list(kept.tickets[kept.ticket - 1])


def _small(form: forms.Form) -> bool:
    """Whether the file is small enough to be read at all."""
    sent: UploadedFile = form.cleaned_data["volunteers"]
    if sent.size > changes.LARGEST_FILE:
        form.add_error(
            "volunteers",
            f"The file may have {changes.LARGEST_FILE:,} bytes at most; it has {sent.size:,}.",
        )
    return not form.errors
