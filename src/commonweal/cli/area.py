"""`commonweal area`: what is known of one area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import AtlasFolder, Json, examples

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.cli.screen import Screen
    from commonweal.report.area import AreaReport
    from commonweal.report.figures import Figure, Group

_SHARE = "share, 0 to 1"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "commonweal area E01026129",
            'commonweal area "BB11 3EP"',
            "commonweal area Burnley --json",
        )
    )(area)


def area(
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help="A code of any vintage, a postcode or a name.")
    ],
    topic: Annotated[
        str | None,
        typer.Option("--topic", help="Show the figures of this topic only.", show_default=False),
    ] = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Print what is known of one area: where it lies, its type and why, its figures by topic.

    A code of an older vintage is told with what the area became.
    """
    from commonweal.atlas import Atlas
    from commonweal.cli import outside
    from commonweal.report.area import describe_area

    atlas = Atlas.open(atlas_folder)
    report = describe_area(atlas, atlas.places.find(place), outside.licensed())
    groups = _chosen(report, topic)
    if as_json:
        from commonweal.cli.screen import print_json

        print_json(_as_json(report, groups, atlas))
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    _show_place(screen, report, atlas)
    _show_standing(screen, report)
    for group in groups:
        _show_group(screen, group)
    if report.withheld:
        titles = "; ".join(source.title for source in report.withheld)
        screen.say(
            f"Not shown, because their owners have not licensed it: ranks and scores of {titles}."
        )


def _chosen(report: AreaReport, topic: str | None) -> tuple[Group, ...]:
    if topic is None:
        return report.groups
    from commonweal.errors import UnknownIndicator

    found = tuple(group for group in report.groups if topic.lower() in group.topic.lower())
    if not found:
        topics = ", ".join(group.topic for group in report.groups)
        raise UnknownIndicator(f"nothing is known here on {topic!r}; there is: {topics}")
    return found


def _show_place(screen: Screen, report: AreaReport, atlas: Atlas) -> None:
    from commonweal.cli.screen import sentence

    found = report.area
    screen.console.print(f"{report.name} ({found.code})", style="bold")
    official = f", officially {found.name}" if found.local_name else ""
    screen.say(f"{sentence(report.kind)}{official}.")
    for place in report.around:
        name = f"{place.local_name} ({place.name})" if place.local_name else place.name
        most = "" if place.share > 0.999 else f", with {place.share:.0%} of its people"
        screen.say(f"{sentence(place.level)}: {name}, {place.code}{most}")
    for item in report.classes:
        scheme = item.scheme.replace("_", " ").capitalize()
        screen.say(f"{scheme} ({item.period}): {item.name}")
    if found.people is not None:
        screen.say(f"{found.people:,} people ({found.people_period}).")
    if report.successors:
        parts = [_successor(atlas, item.code, item.weight) for item in report.successors]
        screen.say(f"This is an older area ({report.kind}). It became: {'; '.join(parts)}.")


def _successor(atlas: Atlas, code: str, weight: float) -> str:
    name = atlas.area(code).name
    return f"{name} ({code})" if weight > 0.999 else f"{name} ({code}), {weight:.0%} of its people"


def _show_standing(screen: Screen, report: AreaReport) -> None:
    from commonweal.cli.screen import Share, sentence

    if report.standing:
        screen.heading(sentence(report.typology) if report.typology else "Deprivation")
        screen.say(report.standing)
    if report.parts is not None:
        screen.heading("Small areas (LSOA 2021) inside it")
        screen.table(
            ["type", "areas", "people", "share of people"],
            [
                (row["typology"], row["areas"], row["people"], Share(row["share_of_people"]))
                for row in report.parts.iter_rows(named=True)
            ],
        )
    if report.finding is not None and report.standing:
        screen.sources(report.finding.provenance.sources)


def _show_group(screen: Screen, group: Group) -> None:
    from commonweal.cli.screen import sentence

    screen.heading(sentence(group.topic))
    ranked = [figure for figure in group.figures if figure.rank is not None]
    others = [figure for figure in group.figures if figure.rank is None]
    if ranked:
        screen.table(
            ["measure", "edition", "rank, 1 the worst", "decile, 1 the worst", "score"],
            [_ranked_row(figure) for figure in ranked],
        )
    if others:
        screen.table(["measure", "date", "value", "unit"], [_row(figure) for figure in others])
    screen.sources(group.sources)


def _ranked_row(figure: Figure) -> tuple[object, ...]:
    place = f"{figure.rank:,} of {figure.of:,}" if figure.of else figure.rank
    return figure.title, figure.period, place, figure.decile or "", _value(figure)


def _row(figure: Figure) -> tuple[object, ...]:
    if figure.unit.startswith(_SHARE):
        return figure.title, figure.period, _value(figure, share=True), ""
    return figure.title, figure.period, _value(figure), figure.unit


def _value(figure: Figure, *, share: bool = False) -> str:
    return " ".join(_value_parts(figure, share=share))


def _value_parts(figure: Figure, *, share: bool) -> Iterator[str]:
    from commonweal.cli.screen import Share, shown

    def told(value: float | None) -> str:
        return shown(Share(value) if share and value is not None else value)

    yield told(figure.value)
    if figure.lower is not None and figure.upper is not None:
        yield f"({told(figure.lower)} to {told(figure.upper)})"
    if figure.approximate:
        yield "(approximate)"


def _as_json(report: AreaReport, groups: tuple[Group, ...], atlas: Atlas) -> dict[str, object]:
    from dataclasses import asdict

    from commonweal.cli.screen import told_of
    from commonweal.report.finding import plain_rows

    return {
        "area": asdict(report.area),
        "kind": report.kind,
        "name": report.name,
        "around": [asdict(place) for place in report.around],
        "classes": [asdict(item) for item in report.classes],
        "successors": [asdict(item) for item in report.successors],
        "typology": report.typology,
        "standing": report.standing,
        "small_areas": plain_rows(report.parts) if report.parts is not None else None,
        "groups": [asdict(group) for group in groups],
        "withheld": [asdict(source) for source in report.withheld],
        "atlas": told_of(atlas),
    }
