"""Options that several commands share, and how examples stand in help texts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


def examples(*lines: str) -> str:
    """Lines at the foot of a help text, kept as they are."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


class Rule(StrEnum):
    """How two conditions are joined."""

    intersection = "intersection"
    combined = "combined"


AtlasFolder = Annotated[
    Path | None,
    typer.Option(
        "--atlas",
        metavar="FOLDER",
        help="Folder of the atlas. Without it COMMONWEAL_ATLAS counts, then your data folder.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write it there. The ending decides: csv, xlsx, json, parquet, gpkg or geojson.",
        show_default=False,
    ),
]
TableOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write the table there. The ending decides: csv, xlsx, json or parquet.",
        show_default=False,
    ),
]
Mirror = Annotated[
    Path | None,
    typer.Option(
        "--mirror",
        metavar="FOLDER",
        help="Folder with the published files. Without it COMMONWEAL_MIRROR counts.",
        show_default=False,
    ),
]
Geography = Annotated[
    str | None,
    typer.Option(
        "--geography",
        "-g",
        help="Kind of area: lsoa21, msoa21, ward17 and others.",
        show_default="lsoa21",
    ),
]
Deprivation = Annotated[
    str | None,
    typer.Option(
        "--deprivation",
        metavar="EDITION",
        help="Edition of the Index of Multiple Deprivation.",
        show_default="the latest held",
    ),
]
Infrastructure = Annotated[
    str | None,
    typer.Option(
        "--infrastructure",
        metavar="EDITION",
        help="Edition of the Community Needs Index, or open for the index made of open data.",
        show_default="the latest held",
    ),
]
Percent = Annotated[
    float,
    typer.Option("--cut", metavar="PERCENT", help="Worst share of areas that counts, in per cent."),
]
RuleChoice = Annotated[
    Rule,
    typer.Option(
        "--rule",
        help="intersection: within the cut on both. combined: within it on the mean of both ranks.",
    ),
]
Within = Annotated[
    str | None,
    typer.Option(
        "--within",
        metavar="PLACE",
        help="Keep areas inside this district, region or other place, by code or name.",
        show_default=False,
    ),
]
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws",
        metavar="NUMBER",
        help="Simulate the list so many times and say how sure it is.",
        show_default=False,
    ),
]
Seed = Annotated[
    int, typer.Option("--seed", metavar="NUMBER", help="Seed of the simulation, 0 or above.")
]
Vary = Annotated[
    str,
    typer.Option(
        "--vary",
        metavar="CHOICES",
        help=(
            "What the simulation varies, with commas between: error, weights, normalisation, "
            "aggregation, cut; or all."
        ),
    ),
]


def noted_entry(text: str) -> tuple[int, str]:
    """Number and hash of an entry of the log, from what somebody noted.

    Raises:
        InputError: it is not a number, a colon and a hash.
    """
    from commonweal.errors import InputError, InputProblem

    number, _, digest = text.partition(":")
    if not (number.isascii() and number.isdecimal() and digest):
        expected = "a number, a colon and a hash, such as 417:5f0c…"
        raise InputError(InputProblem(expected, repr(text), column="--head"))
    return int(number), digest.strip().lower()
