"""Panels by lot: announced with the list of tickets, then drawn by a seed that nobody chose.

Of the volunteers the record keeps their ids and nothing else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from commonweal.decide.sortition import Panel as Drawn
from commonweal.decide.sortition import draw_panel, panel_spec, read_volunteers
from commonweal.errors import InputError, InputProblem, MethodNotApplicable
from commonweal.web.record.audit.recording import recorded
from commonweal.web.record.models import Neighbourhood, Panel, Person

LARGEST_FILE = 500_000
"""Bytes of a volunteers' file; 2,000 volunteers take about a tenth of it."""
LARGEST_SEED = 2**62

_ID = re.compile(r"[A-Za-z]{0,4}[-_]?[0-9]{1,8}")
FILE, QUOTAS = "volunteers.csv", "the quotas"
"""What problems call the volunteers and the text of the quotas."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is published before a draw.

    Attributes:
        spec: size and quotas, as TOML.
        seed_from: how the seed will be found, such as the numbers of a lottery on a day to come.
        volunteers: the file as it was sent; nothing of it is kept but ids and its digest.
    """

    title: str
    spec: str
    seed_from: str
    volunteers: bytes


def announce_panel(by: Person, place: Neighbourhood, said: Announcement, on: dt.date) -> Panel:
    """Publish the quotas, the digest of the file and the list of tickets, before the draw.

    Raises:
        InputError: the quotas, the file or a text cannot be used; carries every problem.
        QuotasConflict: no panel keeps every quota.
    """
    if problems := [*_text_problems(said)]:
        raise InputError(problems)
    found = _drawn(said.spec, said.volunteers, 0)
    digest = digest_of(said.volunteers)
    with recorded("panel announced", by=by, place=place) as entry:
        Neighbourhood.objects.select_for_update().get(pk=place.pk)
        last = place.panels.order_by("-number").values_list("number", flat=True).first()
        panel = Panel(
            neighbourhood=place,
            number=(last or 0) + 1,
            title=said.title.strip(),
            spec=said.spec,
            digest=digest,
            seed_from=said.seed_from.strip(),
            announced=on,
            tickets=found.tickets["members"].to_list(),
            chances=found.chances.select("id", "chance", "tickets").to_dicts(),
            bound=found.bound,
        )
        panel.save()
        entry.about = panel
        entry.says.update(number=panel.number, file_sha256=digest, seed_from=panel.seed_from)
    return panel


def draw(by: Person, panel: Panel, seed: int, volunteers: bytes, on: dt.date) -> None:
    """Draw the panel by the seed, from the same file as was announced.

    Raises:
        InputError: another file, or no seed.
        MethodNotApplicable: it is drawn already.
    """
    if problems := [*_draw_problems(panel, seed, volunteers)]:
        raise InputError(problems)
    found = _drawn(panel.spec, volunteers, seed)
    place = panel.neighbourhood
    with recorded("panel drawn", by=by, place=place, about=panel, seed=seed, ticket=found.ticket):
        kept = Panel.objects.select_for_update().get(pk=panel.pk)
        if kept.ticket is not None:
            raise MethodNotApplicable("This panel is drawn already.")
        if sorted(kept.tickets[found.ticket - 1]) != sorted(found.members):
            raise MethodNotApplicable("The list of tickets has changed since it was published.")
        kept.seed, kept.ticket, kept.drawn = seed, found.ticket, on
        kept.balance = found.balance.to_dicts()
        kept.save()


def digest_of(volunteers: bytes) -> str:
    """The sha256 of a file, in hexadecimal."""
    return hashlib.sha256(volunteers).hexdigest()


def _drawn(spec_text: str, volunteers: bytes, seed: int) -> Drawn:
    spec = replace(panel_spec(spec_text, QUOTAS), seed=seed)
    table = _table(volunteers)
    if problems := [*_id_problems(table)]:
        raise InputError(problems, "The volunteers cannot be used:")
    return draw_panel(spec, read_volunteers(table, spec, FILE))


def _table(content: bytes) -> pl.DataFrame:
    if len(content) > LARGEST_FILE:
        expected = f"a file of at most {LARGEST_FILE:,} bytes"
        raise InputError(InputProblem(expected, f"{len(content):,}", column="volunteers"))
    try:
        return pl.read_csv(io.BytesIO(content), infer_schema=False)
    except pl.exceptions.PolarsError:
        # What stands in the file is about people, so the message repeats none of it.
        came = "something that cannot be read as one"
        raise InputError(InputProblem("a csv file", came, column="volunteers")) from None


def _id_problems(table: pl.DataFrame) -> Iterator[InputProblem]:
    """Ids are published, so they may not be names or addresses."""
    if "id" not in table.columns:
        return
    for row, each in enumerate(table["id"].to_list(), start=2):
        if each and not _ID.fullmatch(each.strip()):
            hint = "Ids are published, so they may not be names or email addresses."
            came = "something else"
            yield InputProblem("a number such as v017", came, FILE, column="id", row=row, hint=hint)


def _text_problems(said: Announcement) -> Iterator[InputProblem]:
    for column, expected in (("title", "a name for the panel"), ("seed_from", "how it is found")):
        if not getattr(said, column).strip():
            yield InputProblem(expected, "nothing", column=column)
    if panel_spec(said.spec, QUOTAS).seed is not None:
        hint = "The seed is given at the draw: delete this line."
        yield InputProblem("no seed yet", "one", column="spec", hint=hint)


def _draw_problems(panel: Panel, seed: int, volunteers: bytes) -> Sequence[InputProblem]:
    problems = []
    if not 0 <= seed <= LARGEST_SEED:
        problems.append(InputProblem("a whole number of 0 or more", str(seed), column="seed"))
    if digest_of(volunteers) != panel.digest:
        expected = f"the file that was announced, with the sha256 {panel.digest}"
        came = f"another, with {digest_of(volunteers)}"
        problems.append(InputProblem(expected, came, column="volunteers"))
    return problems
