"""What forms share: days, what is wrong in the words of the change, and the answer to a sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.errors import CommonwealError, InputError, InputProblem
from commonweal.web.words import first_letter

Made = TypeVar("Made")

WRONG = 422
NO_FILES: Mapping[str, str] = MappingProxyType({})


class Day(forms.DateField):
    """A day. A browser sends it as 2026-05-01; one without a calendar may send 1/5/2026."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "For example 1/5/2026.")
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=("%Y-%m-%d", "%d/%m/%Y"),
            error_messages={"invalid": "Give a day, such as 1/5/2026."},
            **options,
        )


def text_area(**options: Any) -> forms.CharField:
    """A field for several lines."""
    return forms.CharField(widget=forms.Textarea, **options)


def changed(
    form: forms.Form, change: Callable[[], Made], files: Mapping[str, str] = NO_FILES
) -> Made | None:
    """Make a change; what it finds wrong goes to the form's fields, and None comes back.

    Args:
        form: whose fields the columns of the problems name.
        change: makes the change.
        files: the field that each file or text stands in, by the name that problems give it.
    """
    try:
        return change()
    except InputError as error:
        for problem in error.problems:
            own = problem.column if problem.column in form.fields else None
            field = files.get(problem.file, own)
            form.add_error(field, in_words(problem, named=own is None or field != own))
    except CommonwealError as error:
        form.add_error(None, str(error))
    return None


def in_words(problem: InputProblem, *, named: bool) -> str:
    """A problem as a sentence; beside its own field it need not name the field again."""
    if named:
        return first_letter(f"{problem}".rstrip(".") + ".")
    hint = f" {problem.hint}" if problem.hint else ""
    return f"We expected {problem.expected}, and got {problem.came}.{hint}"


def show(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """The page of a form; one with something wrong says so in its status too."""
    status = WRONG if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
