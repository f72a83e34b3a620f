"""Where no panel keeps every rule: which rules cannot hold together, and what would do."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonweal.decide.sortition.model import Model, Rule, best_panel
from commonweal.errors import InputError, InputProblem


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A quota changed by as little as would do.

    Attributes:
        rule: as it stands, such as `age 16 to 29: at least 5`.
        place: the field of the spec.
        before: the number as it stands.
        after: the number that would do.
    """

    rule: str
    place: str
    before: int
    after: int

    def __str__(self) -> str:
        return f"{self.rule} → {self.after}"


class QuotasConflict(InputError):
    """No panel keeps every rule.

    Attributes:
        conflict: names of rules that cannot hold together, though they can without any one of
            them.
        relaxations: changes of quotas that together would do, by the fewest people in all; empty
            where no change of quotas would.
    """

    conflict: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()


def conflict_of(model: Model) -> QuotasConflict | None:
    """Why a model has no panel; None if it has one."""
    if _holds(model, model.rules):
        return None
    kept = _conflicting(model)
    relaxed = _relaxations(model)
    if relaxed:
        changes = "; ".join(map(str, relaxed))
        hint = f"The smallest change of quotas that would do: {changes}"
    else:
        hint = "No change of quotas would do: find more volunteers, or draw a smaller panel"
    last = len(kept) - 1
    problems = [
        InputProblem(
            "rules that can hold together",
            rule.name,
            column=rule.place,
            hint=f"{hint}." if place == last else "",
        )
        for place, rule in enumerate(kept)
    ]
    error = QuotasConflict(problems, "No panel of these volunteers keeps all of these rules:")
    error.conflict = tuple(dict.fromkeys(rule.name for rule in kept))
    error.relaxations = relaxed
    return error


def _conflicting(model: Model) -> Sequence[Rule]:
    """A conflicting set from which no rule can be left out (a deletion filter).

    Chinneck and Dravnieks (1991), Locating minimal infeasible constraint sets in linear
    programs, ORSA Journal on Computing 3, 157-168.
    """
    kept = list(model.rules)
    for rule in model.rules:
        without = [each for each in kept if each is not rule]
        if not _holds(model, without):
            kept = without
    return kept


def _holds(model: Model, rules: Iterable[Rule]) -> bool:
    import numpy as np

    return best_panel(model.kinds, tuple(rules), np.zeros(model.kinds.count)) is not None


def _relaxations(model: Model) -> tuple[Relaxation, ...]:
    """The changes of quotas that add up to the fewest people."""
    import numpy as np

    quotas = [rule for rule in model.rules if rule.quota]
    count, slack = model.kinds.count, len(quotas)
    widened, number = [], 0
    for rule in model.rules:
        give = np.zeros(slack)
        if rule.quota:
            give[number] = 1.0 if np.isfinite(rule.lower) else -1.0
            number += 1
        widened.append(dataclasses.replace(rule, weight=np.append(rule.weight, give)))
    kinds = dataclasses.replace(
        model.kinds,
        values=(*model.kinds.values, *((),) * slack),
        people=np.append(model.kinds.people, np.full(slack, model.size)),
    )
    found = best_panel(kinds, widened, np.append(np.zeros(count), -np.ones(slack)))
    if found is None:
        return ()
    return tuple(
        _relaxation(rule, int(change))
        for rule, change in zip(quotas, found[count:], strict=True)
        if change
    )


def _relaxation(rule: Rule, change: int) -> Relaxation:
    import numpy as np

    if np.isfinite(rule.lower):
        return Relaxation(rule.name, rule.place, int(rule.lower), int(rule.lower) - change)
    return Relaxation(rule.name, rule.place, int(rule.upper), int(rule.upper) + change)
