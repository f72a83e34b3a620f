"""What came of checking a published vote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked.

    Attributes:
        name: what was checked.
        ok: True if it is as it should be, False if not, None if it cannot be checked.
        words: what was found.
    """

    name: str
    ok: bool | None
    words: str

    def __str__(self) -> str:
        how = {True: "As it should be", False: "WRONG", None: "Cannot be checked"}[self.ok]
        return f"{how}: {self.name}: {self.words}."


@dataclass(frozen=True, slots=True)
class Verification:
    """Every check of a published vote, in the order in which they were made.

    Attributes:
        title: what the vote is called.
        checks: what was checked and what came of it.
    """

    title: str
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong. What cannot be checked is not wrong, nor is it right."""
        return all(check.ok is not False for check in self.checks)

    @property
    def complete(self) -> bool:
        """Whether everything could be checked and nothing is wrong."""
        return all(check.ok for check in self.checks)

    def explain(self) -> str:
        """What came of it in plain words: first what is wrong, then what cannot be checked."""
        return "\n".join((self._finding(), *map(str, self._sorted())))

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        checks = [{"name": each.name, "ok": each.ok, "words": each.words} for each in self.checks]
        return {
            "title": self.title,
            "ok": self.ok,
            "complete": self.complete,
            "finding": self._finding(),
            "checks": checks,
        }

    def _finding(self) -> str:
        wrong = sum(check.ok is False for check in self.checks)
        unknown = sum(check.ok is None for check in self.checks)
        if wrong:
            what = "1 check" if wrong == 1 else f"{wrong} checks"
            return (
                f"{self.title}: {what} of {len(self.checks)} went wrong. Do not rely on the "
                "published result; ask the board."
            )
        if unknown:
            what = "1 thing" if unknown == 1 else f"{unknown} things"
            return (
                f"{self.title}: nothing is wrong in what can be checked, but {what} cannot be "
                "checked."
            )
        return (
            f"{self.title}: all {len(self.checks)} checks came out right. The published result is "
            "what the published rule makes of the published ballots."
        )

    def _sorted(self) -> Iterator[Check]:
        for kind in (False, None, True):
            yield from (check for check in self.checks if check.ok is kind)
