"""Which editions and places a person means who does not name them exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from commonweal.cli.options import Rule

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.find.request import FindRequest

_RULES = {Rule.intersection: "intersection", Rule.combined: "combined score"}
SETTINGS = ("deprivation", "infrastructure", "geography", "cut", "rule", "within")


def find_request(
    atlas: Atlas,
    *,
    deprivation: str | None = None,
    infrastructure: str | None = None,
    geography: str | None = None,
    cut: float = 10.0,
    rule: Rule = Rule.intersection,
    within: str | None = None,
) -> FindRequest:
    """What is asked of `find`, with what was not said filled in from what the atlas holds.

    Raises:
        InputError: the cut is no percentage.
        UnknownArea: no such geography or place.
    """
    from commonweal.catalogue import geography as geography_record
    from commonweal.errors import InputError, InputProblem
    from commonweal.find.request import FindRequest
    from commonweal.report.asking import USUAL, usual_editions

    if not 0 < cut < 100:
        raise InputError(
            InputProblem("a percentage above 0 and below 100", f"{cut:g}", column="cut")
        )
    kind = geography_record(geography or USUAL.geography).id
    deprived, needs = usual_editions(atlas, kind, deprivation, infrastructure)
    return FindRequest(
        deprivation=deprived,
        infrastructure=needs,
        geography=kind,
        cut=round(cut / 100, 12),
        rule=_RULES[rule],  # type: ignore[arg-type]
        within=atlas.places.find(within).code if within else None,
    )


def changed_settings(text: str) -> dict[str, str]:
    """Settings written as `deprivation=2019,cut=5`.

    Raises:
        InputError: names every part that is not a setting.
    """
    from commonweal.errors import InputError, InputProblem

    said: dict[str, str] = {}
    problems = []
    for part in filter(None, (item.strip() for item in text.split(","))):
        name, equals, value = (item.strip() for item in part.partition("="))
        if name not in SETTINGS or not equals or not value:
            expected = "settings such as deprivation=2019,cut=5"
            hint = f"The settings are: {', '.join(SETTINGS)}."
            problems.append(InputProblem(expected, repr(part), hint=hint))
        said[name] = value
    if problems:
        raise InputError(problems)
    return said


def request_with(
    atlas: Atlas, given: Mapping[str, object], changes: Mapping[str, str]
) -> FindRequest:
    """The request of `given` options with some settings changed.

    Raises:
        InputError: a setting has a value that it cannot have.
    """
    from commonweal.errors import InputError, InputProblem

    changed: dict[str, object] = dict(changes)
    problems = []
    if "cut" in changes:
        try:
            changed["cut"] = float(changes["cut"].removesuffix("%"))
        except ValueError:
            problems.append(InputProblem("a percentage", repr(changes["cut"]), column="cut"))
    if "rule" in changes:
        if changes["rule"] in list(Rule):
            changed["rule"] = Rule(changes["rule"])
        else:
            expected = " or ".join(Rule)
            problems.append(InputProblem(expected, repr(changes["rule"]), column="rule"))
    if problems:
        raise InputError(problems)
    return find_request(atlas, **{**given, **changed})  # type: ignore[arg-type]
