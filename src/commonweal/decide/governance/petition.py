"""How many must sign a petition for a community governance review."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

from commonweal.errors import InputError, InputProblem
from commonweal.parameters import number


def petition_signatures(electors: int, *, on: dt.date | None = None) -> int:
    """Signatures that oblige a council to hold a community governance review.

    A share of the electors, rounded up, in small and in large areas, and a fixed number between
    (Local Government and Public Involvement in Health Act 2007, section 80(3)).

    Args:
        electors: local government electors of the area of the petition.
        on: by the law as it stood on this day; the latest without it.

    Raises:
        InputError: fewer than one elector.
        MethodNotApplicable: a day before the law.
    """
    _check(electors)
    share = _share(electors, on)
    if share is None:
        return int(number("governance.petition_middle", on=on))
    return math.ceil(share * electors)


def petition_in_words(electors: int | None, *, estimated: bool = False) -> str:
    """How many must sign and by which part of the law, as far as the electors are known."""
    small_below, large_above = _bounds(None)
    middle = int(number("governance.petition_middle"))
    if electors is None:
        small, large = (number(f"governance.petition_{size}_share") for size in ("small", "large"))
        return (
            f"{100 * small:g}% of the electors where there are fewer than {small_below:,}, "
            f"{middle:,} where there are {small_below:,} to {large_above:,}, "
            f"{100 * large:g}% where there are more"
        )
    share = _share(electors, None)
    about = "an estimated " if estimated else ""
    why = (
        f"the number for {small_below:,} to {large_above:,} electors; there are {about}{electors:,}"
        if share is None
        else f"{100 * float(share):g}% of {about}{electors:,} electors, rounded up"
    )
    return f"{petition_signatures(electors):,} ({why})"


def _check(electors: int) -> None:
    if electors < 1:
        problem = InputProblem("at least 1 local government elector", str(electors))
        raise InputError(problem)


def _bounds(on: dt.date | None) -> tuple[int, int]:
    return (
        int(number("governance.petition_small_below", on=on)),
        int(number("governance.petition_large_above", on=on)),
    )


def _share(electors: int, on: dt.date | None) -> Fraction | None:
    """The share that must sign, as written; None where a fixed number must."""
    small_below, large_above = _bounds(on)
    if small_below <= electors <= large_above:
        return None
    size = "small" if electors < small_below else "large"
    return Fraction(str(number(f"governance.petition_{size}_share", on=on)))
