"""Conversations: the list, one with its results, taking part, moderating, closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from commonweal.errors import InputError, MethodNotApplicable
from commonweal.web.access import able, public
from commonweal.web.pages.decide.conversation_results import results_of
from commonweal.web.pages.decide.lookup import place_of
from commonweal.web.pages.decide.sending import WRONG, changed, show, text_area
from commonweal.web.record.abilities import Ability, may
from commonweal.web.record.changes import conversations as changes
from commonweal.web.record.models import Conversation, Neighbourhood, Statement
from commonweal.web.record.opinions import answers_of, in_own_order, people_in

State: Any = Statement.State
ANSWERS = ((1, "Agree"), (-1, "Disagree"), (0, "Pass"))
WORDS = {1: "agree", -1: "disagree", 0: "pass"}


class OpenForm(forms.Form):
    """A question, what it is about, and the statements to begin with."""

    question = forms.CharField(
        max_length=changes.LONGEST_QUESTION,
        help_text="One question that people have different views on, such as “What would make "
        "Northfield a better place to grow up?”",
    )
    about = text_area(
        label="What it is for",
        required=False,
        max_length=4_000,
        help_text="Why you ask, and what will be done with the answers.",
    )
    seeds = text_area(
        label="Statements to begin with",
        max_length=10_000,
        help_text="One on each line, "
        f"at most {changes.LONGEST} letters, each with one idea. Ten or so from different "
        "points of view work well.",
    )


class SuggestForm(forms.Form):
    """A statement of one's own."""

    text = text_area(
        label="Your statement",
        max_length=changes.LONGEST,
        help_text=f"One idea, in {changes.LONGEST} letters at most. A moderator reads it before "
        "others see it. Your name is not shown.",
    )


@public
def conversations(request: HttpRequest, place: str) -> HttpResponse:
    """Every conversation of a neighbourhood."""
    found = place_of(place)
    context = {
        "place": found,
        "conversations": found.conversations.all(),
        "moderates": may(request.user, Ability.MODERATE, found),
    }
    return render(request, "decide/conversations.html", context)


@able(Ability.MODERATE)
def new_conversation(request: HttpRequest, place: Neighbourhood) -> HttpResponse:
    """Open a conversation."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        seeds = sent["seeds"].splitlines()
        made = changed(
            form,
            lambda: changes.open_conversation(
                request.user, place, sent["question"], sent["about"], seeds
            ),
        )
        if made:
            messages.success(request, "The conversation is open.")
            return redirect("conversation", place=place.slug, conversation=made.slug)
    return show(request, "decide/conversation_new.html", form, place=place)


@public
def conversation(request: HttpRequest, place: str, conversation: str) -> HttpResponse:
    """One conversation: while it is open how to take part, when it is closed the results."""
    found = place_of(place)
    asked = conversation_of(found, conversation)
    context = {
        "place": found,
        "conversation": asked,
        "people": people_in(asked) if asked.open else 0,
        "statements": asked.statements.filter(state=State.SHOWN),
        "hidden": asked.statements.filter(state=State.HIDDEN),
        "waiting": asked.statements.filter(state=State.WAITING).count(),
        "results": results_of(asked.result) if asked.result else None,
        "moderates": may(request.user, Ability.MODERATE, found),
    }
    return render(request, "decide/conversation.html", context)


@able(Ability.TAKE_PART)
def take_part(request: HttpRequest, place: Neighbourhood, conversation: str) -> HttpResponse:
    """One statement after the other, each with three buttons."""
    asked = conversation_of(place, conversation)
    if request.method == "POST":
        number, value = _whole(request.POST.get("number")), _whole(request.POST.get("value"))
        try:
            changes.answer(request.user, asked, number, value)
        except MethodNotApplicable:
            return _closed(request, asked)
        return redirect("take-part", place=place.slug, conversation=asked.slug)
    if not asked.open:
        return _closed(request, asked)
    given = answers_of(request.user, asked)
    statements = in_own_order(request.user, asked)
    again = request.GET.get("again", "")
    context = {
        "place": place,
        "conversation": asked,
        "statement": _next(statements, given, again),
        "number_of": len(statements),
        "given": [(one, WORDS[given[one.number]]) for one in statements if one.number in given],
        "own": asked.statements.filter(person=request.user),
        "answers": ANSWERS,
    }
    return render(request, "decide/conversation_take_part.html", context)


@able(Ability.TAKE_PART)
def suggest(request: HttpRequest, place: Neighbourhood, conversation: str) -> HttpResponse:
    """Add a statement of one's own."""
    asked = conversation_of(place, conversation)
    if not asked.open:
        return _closed(request, asked)
    form = SuggestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if changed(form, lambda: changes.suggest(request.user, asked, text)):
            messages.success(request, "Thank you. A moderator will read your statement.")
            return redirect("take-part", place=place.slug, conversation=asked.slug)
    return show(request, "decide/conversation_suggest.html", form, place=place, conversation=asked)


@able(Ability.MODERATE)
def moderate(request: HttpRequest, place: Neighbourhood, conversation: str) -> HttpResponse:
    """Read statements that wait, and show or hide them."""
    asked = conversation_of(place, conversation)
    problem, status = None, 200
    if request.method == "POST":
        number = _whole(request.POST.get("number"))
        statement = get_object_or_404(Statement, conversation=asked, number=number)
        try:
            _moderated(request, statement)
        except InputError:
            problem, status = number, WRONG
        except MethodNotApplicable:
            return _closed(request, asked)
        else:
            return redirect("moderate-conversation", place=place.slug, conversation=asked.slug)
    by_state = [
        (title, asked.statements.filter(state=state))
        for title, state in (
            ("Waiting to be read", State.WAITING),
            ("Shown", State.SHOWN),
            ("Not shown", State.HIDDEN),
        )
    ]
    context = {"place": place, "conversation": asked, "by_state": by_state, "problem": problem}
    return render(request, "decide/conversation_moderate.html", context, status=status)


@able(Ability.MODERATE)
def close(request: HttpRequest, place: Neighbourhood, conversation: str) -> HttpResponse:
    """Close a conversation for good, after asking once more."""
    asked = conversation_of(place, conversation)
    if request.method == "POST":
        try:
            changes.close_conversation(request.user, asked)
        except MethodNotApplicable:
            return _closed(request, asked)
        messages.success(request, "The conversation is closed. These are its results.")
        return redirect("conversation", place=place.slug, conversation=asked.slug)
    context = {
        "place": place,
        "conversation": asked,
        "people": people_in(asked),
        "waiting": asked.statements.filter(state=State.WAITING).count(),
    }
    return render(request, "decide/conversation_close.html", context)


def _closed(request: HttpRequest, asked: Conversation) -> HttpResponse:
    """To the results; whoever came to send something is told why it was not taken."""
    if request.method == "POST":
        messages.warning(request, "This conversation is closed, so nothing was changed.")
    return redirect("conversation", place=asked.neighbourhood.slug, conversation=asked.slug)


def conversation_of(place: Neighbourhood, slug: str) -> Conversation:
    """A conversation of the neighbourhood."""
    found: Conversation = get_object_or_404(Conversation, neighbourhood=place, slug=slug)
    return found


def _next(statements: list[Statement], given: dict[int, int], again: str) -> Statement | None:
    """The statement to answer again, where one is named; else the first not yet answered."""
    if again:
        return next((one for one in statements if str(one.number) == again), None)
    return next((one for one in statements if one.number not in given), None)


def _moderated(request: HttpRequest, statement: Statement) -> None:
    if request.POST.get("do") == "show":
        changes.show(request.user, statement)
    else:
        changes.hide(request.user, statement, request.POST.get("reason", ""))
    messages.success(request, f"Statement {statement.number} is done.")


def _whole(text: str | None) -> int:
    """A whole number that a button of ours sends; anything else was made up."""
    try:
        return int(text or "")
    except ValueError:
        raise Http404 from None
