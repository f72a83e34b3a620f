"""`commonweal understand`: what is more prevalent, how sure we are, and the research report."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commonweal.cli.options import (
    AtlasFolder,
    Deprivation,
    Geography,
    Infrastructure,
    Json,
    Percent,
    Within,
    examples,
)

if TYPE_CHECKING:
    import polars as pl

    from commonweal.atlas import Atlas
    from commonweal.cli.screen import Screen
    from commonweal.understand.request import Understanding

_MOST = 20
_PAGES = (".pdf", ".html")


class By(StrEnum):
    """What the comparison is split by."""

    region = "region"
    rural_urban = "rural_urban"


def register(app: typer.Typer) -> None:
    """Make plain `commonweal understand` write the research report."""
    app.callback(
        invoke_without_command=True,
        epilog=examples(
            "commonweal understand",
            "commonweal understand --issue health",
            "commonweal understand --by region --out gaps.xlsx",
            "commonweal understand --from-codes places-we-fund.csv",
            "commonweal understand --out report.pdf",
            "commonweal understand --out report/",
        ),
    )(report)


def report(
    context: typer.Context,
    issue: Annotated[
        str,
        typer.Option(
            "--issue",
            metavar="ISSUE",
            help=(
                "One key issue: good-jobs, health, mental-health, connectivity, civic-life, "
                "housing or children."
            ),
            show_default="all",
        ),
    ] = "",
    by: Annotated[
        By | None,
        typer.Option("--by", help="Compare within each region or rural-urban class too."),
    ] = None,
    from_codes: Annotated[
        Path | None,
        typer.Option(
            "--from-codes",
            metavar="FILE",
            help=(
                "Compare the areas of this list with all others: codes or postcodes, one a line "
                "or a column of a csv."
            ),
            show_default=False,
        ),
    ] = None,
    geography: Geography = None,
    deprivation: Deprivation = None,
    infrastructure: Infrastructure = None,
    cut: Percent = 10.0,
    within: Within = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help=(
                "Write the report there. The ending decides: pdf or html to read, xlsx or json "
                "for all of it, csv or parquet for the gaps; a folder gets pages, tables and "
                "charts."
            ),
            show_default=False,
        ),
    ] = None,
    atlas_folder: AtlasFolder = None,
    as_json: Json = False,
) -> None:
    """Say what is more prevalent in doubly disadvantaged neighbourhoods, and how sure we are.

    Every indicator of the atlas is compared: doubly disadvantaged against deprived only,
    infrastructure-poor only, neither and England. Prints key findings in plain sentences and the
    largest gaps, and how much of them deprivation alone accounts for.
    """
    if context.invoked_subcommand is not None:
        return
    from commonweal.atlas import Atlas
    from commonweal.cli.editions import find_request
    from commonweal.understand.request import UnderstandRequest, understand
    from commonweal.understand.spec import PrevalenceSpec

    _check_out(out)
    atlas = Atlas.open(atlas_folder)
    rule = find_request(
        atlas,
        deprivation=deprivation,
        infrastructure=infrastructure,
        geography=geography,
        cut=cut,
        within=within,
    )
    request = UnderstandRequest(
        PrevalenceSpec(find=rule, split=by.value if by else "none"),
        issue=issue,
        areas=_listed(atlas, from_codes, rule.geography),
    )
    _answer(understand(request, atlas), atlas, out, as_json=as_json)


def _listed(atlas: Atlas, file: Path | None, kind: str) -> tuple[str, ...]:
    """The small areas that a list means; none where no list is named.

    Raises:
        InputError: carries every entry that is not known or of an older vintage.
    """
    if file is None:
        return ()
    from commonweal.cli.neighbourhoods.answer import text_of
    from commonweal.find.neighbourhoods.places import read_listed, small_areas

    listed = read_listed(text_of(file), str(file))
    return tuple(small_areas(atlas, listed, kind, str(file)).small)


def _answer(found: Understanding, atlas: Atlas, out: Path | None, *, as_json: bool) -> None:
    from commonweal.cli import outside
    from commonweal.report.understanding import shareable_understanding

    found = shareable_understanding(found, outside.licensed())
    written = _write(found, out) if out is not None else ()
    if as_json:
        _print_json(found, atlas)
        return
    from commonweal.cli.screen import Screen, console

    screen = Screen(console())
    screen.demonstration(atlas)
    _show(screen, found)
    screen.say(*(f"Written to {path}." for path in written))


def _check_out(out: Path | None) -> None:
    from commonweal.cli import outside

    if out is not None and not _is_folder(out) and out.suffix.lower() not in _PAGES:
        outside.check_ending(out, maps=False)


def _is_folder(out: Path) -> bool:
    return out.is_dir() or not out.suffix


def _show(screen: Screen, found: Understanding) -> None:
    from commonweal.understand.wording import between

    screen.heading("Key findings")
    if not found.findings:
        screen.say("No key issue has figures here.")
    for item in found.findings:
        screen.say(f"- {item.text}")
    grouping = found.grouping
    screen.heading(f"Largest gaps: {grouping.reference} against {grouping.whole}")
    rows = found.prevalence.gaps().head(_MOST).iter_rows(named=True)
    screen.table(
        ["measure", "period", grouping.reference, grouping.whole, "difference", ""],
        [
            (
                row["title"],
                row["period"],
                _known(row["value"], row["unit"]),
                _known(row["against_value"], row["unit"]),
                "not known"
                if row["gap_lower"] is None
                else between(row["gap_lower"], row["gap_upper"], row["unit"]),
                row["direction"] if row["stands_out"] else "cannot tell",
            )
            for row in rows
        ],
    )
    screen.heading("How this was done")
    screen.say(found.prevalence.explain())
    if found.like is not None:
        screen.say(found.like.explain())
    screen.say(*found.notes)
    screen.sources(found.provenance.sources)


def _known(value: float | None, unit: str) -> str:
    from commonweal.understand.wording import figure

    return "not known" if value is None else figure(value, unit)


def _write(found: Understanding, out: Path) -> Sequence[Path]:
    """Write the report, or a folder of it; gives the files written."""
    from commonweal.cli import outside
    from commonweal.report.understanding import understanding_report

    if _is_folder(out):
        return _write_folder(found, out)
    if out.suffix.lower() in _PAGES:
        return (_write_page(found, out),)
    whole = understanding_report(found, outside.licensed(), charts=True)
    one = out.suffix.lower() in (".csv", ".parquet")
    outside.write_out(whole.tables[1] if one else whole, out)
    return (out,)


def _write_folder(found: Understanding, folder: Path) -> list[Path]:
    from commonweal.cli import outside
    from commonweal.report.charts import svg
    from commonweal.report.charts.render import MARGIN
    from commonweal.report.understanding import understanding_report
    from commonweal.sources.cache import atomic_write

    folder.mkdir(parents=True, exist_ok=True)
    whole = understanding_report(found, outside.licensed(), charts=True)
    names = ("findings", "gaps", *(("gaps-by-part",) if found.by_part else ()), "like-for-like")
    written = [_write_page(found, folder / f"report{ending}") for ending in _PAGES]
    for name, table in zip(names, whole.tables, strict=False):
        path = folder / f"{name}.csv"
        outside.write_out(table, path)
        written.append(path)
    for chart in whole.charts:
        path = folder / f"{chart.id}.svg"
        with atomic_write(path) as stream:
            stream.write(svg(chart, margin=MARGIN).encode())
        written.append(path)
    return written


def _write_page(found: Understanding, out: Path) -> Path:
    from commonweal.cli import outside
    from commonweal.report.understanding_html import understanding_html
    from commonweal.report.understanding_pdf import understanding_pdf
    from commonweal.sources.cache import atomic_write

    write = understanding_html if out.suffix.lower() == ".html" else understanding_pdf
    with atomic_write(out) as stream:
        stream.write(write(found, outside.licensed()))
    return out


def _print_json(found: Understanding, atlas: Atlas) -> None:
    from dataclasses import asdict

    from commonweal.cli.screen import print_json, told_of

    by_part = found.by_part
    print_json(
        {
            "finding": found.explain(),
            "request": asdict(found.request),
            "groups": found.grouping.sizes,
            "findings": [{**asdict(item), "text": item.text} for item in found.findings],
            "issues": [
                {
                    **asdict(answer.issue),
                    "gaps": _rows(answer.table),
                    "missing": [asdict(item) for item in answer.missing],
                }
                for answer in found.issues
            ],
            "gaps": _rows(found.prevalence.table),
            "gaps_by_part": _rows(by_part.table) if by_part else [],
            "like_for_like": _rows(found.like.table) if found.like else [],
            "left_out": [asdict(item) for item in found.prevalence.left_out],
            "notes": list(found.notes),
            "provenance": found.provenance.as_dict(),
            "atlas": told_of(atlas),
        }
    )


def _rows(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Rows for JSON; a ratio without end, which JSON has no number for, is left open."""
    import polars as pl

    from commonweal.report.finding import plain_rows

    floats = pl.col(pl.Float64)
    return plain_rows(frame.with_columns(pl.when(floats.is_finite()).then(floats)))
