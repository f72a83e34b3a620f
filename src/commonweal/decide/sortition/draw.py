"""Draw a panel: kinds, rules, the fairest lottery, the list of tickets, the ticket."""

from __future__ import annotations

from commonweal.decide.sortition.conflict import conflict_of
from commonweal.decide.sortition.kinds import kinds_of
from commonweal.decide.sortition.leximin import leximin
from commonweal.decide.sortition.model import model_of
from commonweal.decide.sortition.result import (
    Panel,
    balance_table,
    chances_table,
    tickets_table,
)
from commonweal.decide.sortition.spec import PanelSpec
from commonweal.decide.sortition.tickets import drawn_ticket, tickets_of
from commonweal.decide.sortition.volunteers import Volunteers
from commonweal.errors import InputError, InputProblem


def draw_panel(spec: PanelSpec, volunteers: Volunteers) -> Panel:
    """Draw a panel that keeps every quota, with chances as equal as the quotas let them be.

    The chances are the leximin of Flanigan and others (2021): the smallest is as great as any
    lottery over panels can make it, then the next smallest, and so on. The list of tickets
    follows from the spec and the volunteers alone; the seed draws one of them.

    Raises:
        InputError: the spec has no seed.
        QuotasConflict: no panel keeps every rule; names rules that cannot hold together and the
            smallest change that would do.
        MethodNotApplicable: the solver gave up.
    """
    if spec.seed is None:
        raise InputError(InputProblem("a published seed", "none", column="seed"))
    kinds = kinds_of(spec, volunteers)
    model = model_of(spec, kinds)
    conflict = conflict_of(model)
    if conflict is not None:
        raise conflict
    lottery = leximin(model)
    tickets = tickets_of(model, lottery, volunteers, spec.tickets)
    ticket = drawn_ticket(spec.seed, spec.tickets)
    drawn = tickets[ticket - 1]
    able = lottery.person > 0
    return Panel(
        spec,
        members=tuple(volunteers.ids[place] for place in drawn),
        ticket=ticket,
        chances=chances_table(spec, volunteers, lottery.person[kinds.of].tolist(), tickets, drawn),
        tickets=tickets_table(volunteers, tickets),
        balance=balance_table(spec, volunteers, drawn),
        smallest=float(lottery.person[able].min()),
        bound=lottery.bound,
        shut_out=int(kinds.people[~able].sum()),
    )
