"""A panel, everybody's chances, and how far it is balanced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commonweal.decide.sortition.spec import PanelSpec
from commonweal.decide.sortition.volunteers import Volunteers

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel drawn by lot.

    Attributes:
        spec: what was asked.
        members: ids of those drawn, in order.
        ticket: the number of the ticket drawn, from 1.
        chances: one row a volunteer: `id`, `chance` (the fairest, 0 to 1), `tickets` (how many
            tickets of the list they are on), `fixed`, `member`.
        tickets: the distribution over panels, one row a ticket: `ticket` and `members` (ids).
            Each has the same chance.
        balance: one row a value of a feature: `feature`, `value`, `least`, `most`, `members`,
            `panel_share`, `volunteers`, `volunteer_share`, `population_share` (null if unknown).
        smallest: the smallest chance among those who can sit without breaking a quota.
        bound: what no lottery's smallest chance can pass.
        shut_out: volunteers whom the quotas leave no chance.
    """

    spec: PanelSpec
    members: tuple[str, ...]
    ticket: int
    chances: pl.DataFrame
    tickets: pl.DataFrame
    balance: pl.DataFrame
    smallest: float
    bound: float
    shut_out: int

    def explain(self) -> str:
        """What was done and how fair it was, in plain words."""
        people = self.chances.height
        equal = self.spec.size / people
        said = [
            f"{len(self.members):,} people were drawn from {people:,} volunteers. "
            "Every quota is met.",
            f"Ticket {self.ticket:,} of {self.spec.tickets:,} was drawn by the seed "
            f"{self.spec.seed}; each ticket had the same chance.",
            f"The smallest chance of anyone who can sit was {_percent(self.smallest)}; if quotas "
            f"did not matter everyone would have {_percent(equal)}. No lottery that keeps the "
            f"quotas has a smallest chance above {_percent(self.bound)}.",
        ]
        if self.spec.seats:
            said.append(f"Fixed seats: {len(self.spec.seats):,}, within the panel and its quotas.")
        if self.shut_out:
            said.append(
                f"The quotas leave {self.shut_out:,} volunteers no chance at all: no panel with "
                "any of them keeps every rule."
            )
        return " ".join(said)


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"


def chances_table(
    spec: PanelSpec,
    volunteers: Volunteers,
    person: list[float],
    tickets: tuple[tuple[int, ...], ...],
    drawn: tuple[int, ...],
) -> pl.DataFrame:
    """One row a volunteer: chance, tickets, whether fixed, whether a member."""
    import polars as pl

    times = [0] * len(volunteers.ids)
    for panel in tickets:
        for member in panel:
            times[member] += 1
    seats, members = set(spec.seats), set(drawn)
    return pl.DataFrame(
        {
            "id": volunteers.ids,
            "chance": person,
            "tickets": times,
            "fixed": [name in seats for name in volunteers.ids],
            "member": [place in members for place in range(len(volunteers.ids))],
        }
    )


def tickets_table(volunteers: Volunteers, tickets: tuple[tuple[int, ...], ...]) -> pl.DataFrame:
    """One row a ticket: its number, from 1, and the ids of its members."""
    import polars as pl

    return pl.DataFrame(
        {
            "ticket": list(range(1, len(tickets) + 1)),
            "members": [[volunteers.ids[place] for place in panel] for panel in tickets],
        }
    )


def balance_table(spec: PanelSpec, volunteers: Volunteers, drawn: tuple[int, ...]) -> pl.DataFrame:
    """One row a value of a feature: the quota, the panel, the volunteers and the population."""
    import polars as pl

    schema = {
        "feature": pl.String,
        "value": pl.String,
        "least": pl.Int64,
        "most": pl.Int64,
        "members": pl.Int64,
        "panel_share": pl.Float64,
        "volunteers": pl.Int64,
        "volunteer_share": pl.Float64,
        "population_share": pl.Float64,
    }
    rows = []
    for place, feature in enumerate(spec.features):
        held = [values[place] for values in volunteers.values]
        seated = [held[person] for person in drawn]
        for quota in feature.quotas:
            inside, offered = seated.count(quota.value), held.count(quota.value)
            rows.append(
                (
                    feature.name,
                    quota.value,
                    quota.least,
                    quota.most,
                    inside,
                    inside / len(drawn),
                    offered,
                    offered / len(held),
                    quota.population,
                )
            )
    return pl.DataFrame(rows, schema=schema, orient="row")
