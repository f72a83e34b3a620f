"""Writes the exchange format of Pabulib."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from fractions import Fraction

from commonweal.decide.election import Election
from commonweal.errors import MethodNotApplicable

TYPES = {"approval": "approval", "ranked": "ordinal", "points": "cumulative"}


def write_pabulib(election: Election, rule: str = "", winners: Collection[str] = ()) -> str:
    """The text of a `.pb` file; voters are numbered in an order of the ballots' content alone.

    Args:
        election: what was voted.
        rule: the rule of counting, for the file's description.
        winners: ids that get 1 in the column `selected`.

    Raises:
        MethodNotApplicable: an amount has no finite decimal form.
    """
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerows([["META"], ["key", "value"], ["description", election.title]])
    table.writerow(["num_projects", len(election.projects)])
    table.writerow(["num_votes", election.voters])
    table.writerow(["budget", decimal(election.budget)])
    table.writerow(["vote_type", TYPES[election.kind]])
    table.writerow(["rule", rule])
    if election.longest is not None:
        table.writerow(["max_length", election.longest])
    table.writerows([["PROJECTS"], ["project_id", "cost", "name", "category", "selected"]])
    for project in election.projects:
        categories, selected = ",".join(project.categories), int(project.id in winners)
        row = [project.id, decimal(project.cost), project.name, categories, selected]
        table.writerow(row)
    scored = election.kind == "points"
    table.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if scored else [])]])
    voter = 0
    for ballot in election.ballots:
        points = [",".join(map(str, ballot.points))] if scored else []
        for _ in range(ballot.times):
            voter += 1
            table.writerow([voter, ",".join(ballot.choices), *points])
    return out.getvalue()


def decimal(amount: Fraction) -> str:
    """An amount with all its decimals.

    Raises:
        MethodNotApplicable: it has no finite decimal form.
    """
    places = 0
    while (amount * 10**places).denominator > 1:
        places += 1
        if places > 30:
            raise MethodNotApplicable(f"{amount} cannot be written with finitely many decimals.")
    digits = f"{int(amount * 10**places):0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
