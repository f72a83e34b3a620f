"""What both commands of neighbourhoods do: read what is asked, make, write, print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.atlas import Atlas
    from commonweal.find.neighbourhoods import NeighbourhoodSpec
    from commonweal.find.neighbourhoods.request import Neighbourhoods


def made_from(
    atlas: Atlas,
    spec: NeighbourhoodSpec,
    from_codes: Path | None,
    from_polygon: Path | None,
    asked: dict[str, object],
) -> Neighbourhoods:
    """Neighbourhoods of a list or an outline, if a file of one is named, else of what is found.

    Raises:
        InputError: both files are named, or one of them cannot be used.
    """
    from commonweal.cli.editions import find_request
    from commonweal.errors import InputError, InputProblem
    from commonweal.find.neighbourhoods import request as ways
    from commonweal.find.neighbourhoods.drawn import read_drawn
    from commonweal.find.neighbourhoods.places import read_listed
    from commonweal.find.request import find_neighbourhoods

    if from_codes is not None and from_polygon is not None:
        raise InputError(InputProblem("--from-codes or --from-polygon", "both"))
    if from_codes is not None:
        listed = read_listed(text_of(from_codes), str(from_codes))
        return ways.neighbourhoods_of_list(spec, atlas, listed, str(from_codes))
    if from_polygon is not None:
        drawn = read_drawn(text_of(from_polygon), str(from_polygon))
        return ways.neighbourhoods_of_outlines(spec, atlas, drawn, str(from_polygon))
    request = find_request(atlas, **asked)  # type: ignore[arg-type]
    return ways.neighbourhoods_of_finding(spec, atlas, find_neighbourhoods(request, atlas))


def text_of(file: Path) -> str:
    """The text of a file.

    Raises:
        InputError: it is not text.
    """
    from commonweal.errors import InputError, InputProblem

    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(InputProblem("a text file in UTF-8", "other bytes", str(file))) from None


def write_files(made: Neighbourhoods, out: Path, atlas: Atlas) -> None:
    """Write one row an area, or the outlines where the format holds them."""
    from commonweal.cli import outside
    from commonweal.find.neighbourhoods.outlines import outlines_of
    from commonweal.report.export import MAP_FORMATS, format_of
    from commonweal.report.neighbourhoods import members_report, outlines_report

    if format_of(out) in MAP_FORMATS:
        outlines = outlines_of(made.result, atlas.boundaries(made.result.geography))
        outside.write_outlines(outlines_report(made), out, outlines)
    else:
        outside.write_out(members_report(made), out)


def print_answer(made: Neighbourhoods, atlas: Atlas) -> None:
    """The whole answer for machines."""
    from dataclasses import asdict

    from commonweal.cli.screen import print_json, told_of
    from commonweal.report.finding import plain_rows

    print_json(
        {
            "finding": made.explain(),
            "spec": asdict(made.result.spec),
            "pieces": made.result.pieces,
            "people": made.result.people,
            "chosen_people": made.result.chosen_people,
            "chosen_share": made.result.chosen_share,
            "neighbourhoods": plain_rows(made.result.table),
            "areas": plain_rows(made.result.members),
            "fits": [
                {**asdict(fit), "people_share": fit.people_share, "land_share": fit.land_share}
                for fit in made.fits
            ],
            "notes": list(made.notes),
            "provenance": made.provenance.as_dict(),
            "atlas": told_of(atlas),
        }
    )
