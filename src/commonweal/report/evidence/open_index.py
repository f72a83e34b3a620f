"""The open social infrastructure index against the Community Needs Index, whatever it shows."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from commonweal.find.open_index import (
    IndexAgreement,
    Inputs,
    OpenIndexResult,
    open_index_inputs,
    open_index_spec,
    open_infrastructure_index,
)
from commonweal.report.evidence.claim import Claim, Detail, Expectation, Group, Measured
from commonweal.report.evidence.held import Held, remembered
from commonweal.report.open_index import CNI_DOMAINS, agreement_with_community_needs, variant_rows

_COMMAND = "commonweal open-index agreement"
_OURS = {"places": "civic_assets", "connections": "connectedness"}
_OURS |= {"civic_life": "active_engaged_community"}


@remembered
def _inputs(held: Held) -> Inputs:
    return open_index_inputs(held.atlas, open_index_spec())


@remembered
def _index(held: Held) -> OpenIndexResult:
    return open_infrastructure_index(_inputs(held).table, open_index_spec())


@remembered
def _agreement(held: Held) -> IndexAgreement:
    return agreement_with_community_needs(held.atlas, _index(held))


def overall(held: Held) -> Measured:
    """Rank correlation of the two indices."""
    found = _agreement(held)
    note = (
        f"{found.areas:,} areas that both rank. {found.same_decile():.0%} are in the same tenth, "
        f"{found.same_decile(1):.0%} within one; by chance 10% and 28%."
    )
    table = Detail(
        "Areas by tenth on the two indices",
        "Rows are tenths of the Community Needs Index 2023, columns those of the open index.",
        found.deciles,
    )
    return Measured((found.rho,), f"{found.rho:.3f}", note, (table,))


def by_domain(held: Held) -> Measured:
    """Rank correlation of each domain with the one of theirs that it is nearest to in meaning."""
    found = _agreement(held)
    pairs = tuple(found.correlation(ours, theirs) for ours, theirs in _OURS.items())
    wide = found.correlations.pivot("theirs", index="ours", values="rho")
    table = Detail(
        "Rank correlations of all domains",
        "Rows are the open index and its domains, columns the Community Needs Index and its own.",
        wide.with_columns(pl.col(pl.Float64).round(3)),
    )
    shown = " / ".join(f"{value:.3f}" for value in pairs)
    return Measured(pairs, shown, "Each ranked among the areas that know it.", (table,))


def found_of_list(held: Held) -> Measured:
    """How many of the doubly disadvantaged areas by CNI 2023 the open index finds."""
    doubly = _agreement(held).doubly
    if doubly is None:
        return Measured((), "not known")
    note = (
        f"With a list of {doubly.ours:,}, Jaccard {doubly.jaccard:.3f}. A list of that length "
        f"drawn by lot from the {doubly.among:,} most deprived would find {doubly.by_chance:,.0f}."
    )
    return Measured((doubly.both,), f"{doubly.both:,} of {doubly.other:,}", note)


def worst_tenths(held: Held) -> Measured:
    """Areas in the worst tenth of both."""
    worst = _agreement(held).worst
    return Measured((worst.both,), f"{worst.both:,} of {worst.other:,}")


def coverage(held: Held) -> Measured:
    """Areas that have a score."""
    result = _index(held)
    table = result.coverage.with_columns(pl.col("share", "weight").round(3))
    detail = Detail(
        "What the open index is made of",
        "One row a measure: its weight in its domain, and the areas of which it is known.",
        table.drop("used"),
    )
    shown = f"{result.ranked:,} of {result.table.height:,}"
    return Measured((result.ranked,), shown, details=(detail,))


def other_recipes(held: Held) -> Measured:
    """The agreement of every recipe that was compared."""
    rows = variant_rows(held.atlas, open_index_spec(), _inputs(held).table)
    table = pl.DataFrame(
        [
            {
                "recipe": name,
                "areas": each.areas,
                "rank correlation": round(each.rho, 3),
                "worst tenth on both": each.worst.both,
                "found of the list": each.doubly.both if each.doubly else None,
                "length of ours": each.doubly.ours if each.doubly else None,
            }
            for name, each in rows
        ]
    )
    about = "All that were tried. None was chosen by its agreement: the declared one came first."
    best = max(each.rho for _, each in rows)
    return Measured((best,), f"at most {best:.3f}", "", (Detail("Recipes", about, table),))


def _claim(name: str, what: str, measure: Callable[[Held], Measured]) -> Claim:
    return Claim(
        id=f"open-index-{name}",
        what=what,
        expected=Expectation("open"),
        measure=measure,
        releases=("cni2023", "iod2025", "libraries_2023", "sports_clubs", "schools_2025"),
        command=_COMMAND,
    )


OPEN_INDEX = Group(
    id="open-index",
    title="The open social infrastructure index",
    about=(
        "An index of social infrastructure from open data alone, held against the Community Needs "
        f"Index 2023 and its domains ({', '.join(CNI_DOMAINS).replace('_', ' ')}). It was not "
        "tuned to agree; these are findings, with nothing published to hold them against."
    ),
    claims=(
        _claim("coverage", "Areas with a score", coverage),
        _claim("overall", "Rank correlation with CNI 2023", overall),
        _claim(
            "domains",
            "Rank correlation of places with civic assets, of connections with connectedness, of "
            "civic life with active and engaged community",
            by_domain,
        ),
        _claim("worst", "Areas in the worst tenth of both", worst_tenths),
        _claim("doubly", "Of the doubly disadvantaged by CNI 2023, found", found_of_list),
        _claim("recipes", "The highest rank correlation of any recipe compared", other_recipes),
    ),
    gaps=(
        "The open index is no stand-in for the Community Needs Index. The two measure different "
        "things: distances make the open one find remote countryside, where few are deprived.",
        "Pubs, parks, places of worship, community halls, voting and volunteering are in no open "
        "list of the whole country that is held.",
    ),
)
