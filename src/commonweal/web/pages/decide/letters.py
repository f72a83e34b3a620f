"""Letters to the person who proposed something: what was found, how it goes on."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse

from commonweal.web.record.models import Proposal

logger = logging.getLogger(__name__)


def tell_proposer(request: HttpRequest, proposal: Proposal, subject: str, text: str) -> None:
    """Write to the proposer, if there is one still. What was recorded stands without the letter."""
    person = proposal.proposer
    if person is None or not person.is_active:
        return
    phase = proposal.phase
    where = {"place": phase.neighbourhood.slug, "phase": phase.slug, "number": proposal.number}
    address = request.build_absolute_uri(reverse("proposal", kwargs=where))
    body = f"Dear {person.name},\n\n{text}\n\nEverything about your idea: {address}\n"
    try:
        # In one line: a title with a line break would begin a header of its own, and is refused.
        whole = " ".join(f"{subject}: {proposal.title}".split())
        send_mail(whole, body, None, [person.email])
    except (OSError, SMTPException):
        # No words of the error: a mail server's answer may name the address.
        logger.warning("a letter about proposal %s could not be sent", proposal.pk)
