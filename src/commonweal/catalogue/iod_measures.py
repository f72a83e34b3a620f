"""Columns shared by the files of the Indices of Deprivation, as they are headed there."""

from __future__ import annotations

from commonweal.catalogue.types import Measure, Type

WORST = "(where 1 is most deprived)"
WORST_TENTH = "(where 1 is most deprived 10% of LSOAs)"
LONG_NAMES: dict[str, str] = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education, Skills and Training",
    "health": "Health Deprivation and Disability",
    "crime": "Crime",
    "barriers": "Barriers to Housing and Services",
    "living_environment": "Living Environment",
}
SHORT_NAMES: dict[str, str] = {
    "": "IMD",
    "income": "Income",
    "employment": "Employment",
    "education": "Education",
    "health": "Health",
    "crime": "Crime",
    "barriers": "Housing_and_Access",
    "living_environment": "Environment",
}


def indicator_id(subject: str, kind: str) -> str:
    """`imd.rank` for the index itself, `imd.income.rank` for a domain."""
    return f"imd.{subject}.{kind}" if subject else f"imd.{kind}"


def measure(
    subject: str, kind: str, column: str, period: str, areas: int, missing: int = 0
) -> Measure:
    """One score, rank or decile column, with the range such a column may have."""
    bounds: dict[str, tuple[Type, float | None, float | None]] = {
        "rank": ("number", 1, areas),
        "decile": ("whole", 1, 10),
        "transformed": ("number", 0, 100),
        "score": ("number", 0 if subject == "" else None, 100 if subject == "" else None),
    }
    type_, low, high = bounds[kind]
    return Measure(
        column=column,
        indicator=indicator_id(subject, kind),
        period=period,
        type=type_,
        low=low,
        high=high,
        missing=missing,
    )


def ranks_and_deciles(
    subject: str, name: str, period: str, areas: int, notes: tuple[str, str] = (WORST, WORST_TENTH)
) -> tuple[Measure, Measure]:
    """The pair of rank and decile columns of the official workbooks."""
    return (
        measure(subject, "rank", f"{name} Rank {notes[0]}".strip(), period, areas),
        measure(subject, "decile", f"{name} Decile {notes[1]}".strip(), period, areas),
    )


def official_domains(period: str, areas: int) -> tuple[Measure, ...]:
    """Ranks and deciles of the index and seven domains, as in File 2 (2015, 2019, 2025)."""
    made = [*ranks_and_deciles("", "Index of Multiple Deprivation (IMD)", period, areas)]
    for domain, name in LONG_NAMES.items():
        made += ranks_and_deciles(domain, name, period, areas)
    return tuple(made)


def extract_columns(
    names: dict[str, str], kinds: tuple[str, ...], period: str, areas: int
) -> tuple[Measure, ...]:
    """Columns `<name>_<kind>` as the humaniverse/IMD extracts have them."""
    return tuple(
        measure(subject, kind, f"{name}_{kind}", period, areas)
        for kind in kinds
        for subject, name in names.items()
    )


def denominators(columns: tuple[str, str, str, str, str], period: str) -> tuple[Measure, ...]:
    """The five counts of people in a population denominators file."""
    ids = ("total", "age_0_15", "age_16_59", "age_60_over", "working_age")
    return tuple(
        Measure(column=column, indicator=f"people.{name}", period=period, low=0, high=30_000)
        for column, name in zip(columns, ids, strict=True)
    )


def summaries(
    columns: dict[str, str], subject: str, period: str, areas: int, lsoas: int | None
) -> tuple[Measure, ...]:
    """Columns of the area summaries: `columns` maps a measure's id to its heading.

    Args:
        columns: measure (`extent`, `extent_rank`, ...) to heading.
        subject: domain, or "" for the index itself.
        period: edition.
        areas: how many areas are ranked.
        lsoas: how many LSOAs there are, the highest average rank; None: no upper bound.
    """
    tenths = {"proportion": (0, 1), "extent": (0, 1), "scale": (0, None)}
    of_ranks = {"average_rank": (1, lsoas), "local_concentration": (1, lsoas)}
    bounds: dict[str, tuple[float | None, float | None]] = {**tenths, **of_ranks}
    made = []
    for name, column in columns.items():
        ranked = (1, areas) if name.endswith("_rank") else (None, None)
        low, high = bounds.get(name, ranked)
        indicator = indicator_id(subject, f"summary.{name}")
        made.append(Measure(column, indicator, period=period, low=low, high=high))
    return tuple(made)
