"""Intervals and probabilities against the known truth of 200 demonstration countries."""

from __future__ import annotations

from benchmarks.results import Figure, Place, Result
from commonweal.report.evidence.calibration import calibrate

_SEEDS, _AREAS, _DRAWS = 200, 400, 400


def run(place: Place) -> Result:
    """Countries of seeds 1 to 200; takes some minutes, most of it to draw the countries."""
    found = calibrate(range(1, _SEEDS + 1), _AREAS, _DRAWS)
    note = (
        f"{found.seeds} countries of {_AREAS} areas, {_DRAWS} draws each; the share differs by "
        f"{100 * found.spread:.1f} points (standard deviation) from one country to another."
    )
    figures = {
        "coverage": Figure(100 * found.coverage, note),
        "worst": Figure(100 * found.worst, "Areas whose true rank is in the worst tenth."),
        "measured_worst": Figure(100 * found.measured_worst),
        "expected": Figure(found.found / found.true),
    }
    lines = ["given a probability of   areas   mean given   truly qualify"]
    lines += [
        f"{row['from_']:8.0%} to {row['to']:4.0%} {row['areas']:14,} {row['said']:11.1%} "
        f"{row['true']:14.1%}"
        for row in found.table.iter_rows(named=True)
    ]
    lines.append(f"Areas on the lists: {found.found:,.0f} expected, {found.true:,} in truth.")
    for row in found.table.iter_rows(named=True):
        name = f"said_{100 * row['from_']:.0f}"
        figures[name] = Figure(100 * row["true"], f"{row['areas']:,} areas, {row['said']:.1%} said")
    return Result(figures, tuple(lines))
