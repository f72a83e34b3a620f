"""What a benchmark works with, what it gives, and how that is shown and kept."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from commonweal.report.evidence.performance import Target


@dataclass(frozen=True, slots=True)
class Place:
    """Where a benchmark finds things.

    Attributes:
        folder: for results and for what a run makes; not in the repository.
        mirror: folder of published files, if there is one.
        named: the atlas that was named, if any.
    """

    folder: Path
    mirror: Path | None
    named: Path | None

    @property
    def built(self) -> Path:
        """The atlas that the build benchmark makes."""
        return self.folder / "atlas"

    def atlas(self) -> Path:
        """The atlas that was named, else the one that the build benchmark made."""
        for folder in (self.named, self.built):
            if folder is not None and (folder / "current").is_file():
                return folder
        sys.exit("There is no atlas: name one with --atlas, or run: python -m benchmarks build")

    def files(self) -> Path:
        """The folder of published files."""
        if self.mirror is None:
            sys.exit("This needs the published files: name their folder with --mirror.")
        return self.mirror


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure, in the unit of its target, and what to know of it."""

    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one run of a benchmark.

    Attributes:
        figures: by id; those with a target are held against it.
        lines: what else was measured, for people.
    """

    figures: dict[str, Figure]
    lines: tuple[str, ...] = field(default=())


def machine() -> str:
    """The machine in general words: cores, memory, system."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    parts = [f"{cores} cores"]
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        parts.append(f"{memory / 1e9:.0f} GB of memory")
    parts.append(f"{platform.system()}, Python {platform.python_version()}")
    return ", ".join(parts)


def show(result: Result, targets: Sequence[Target]) -> int:
    """Print target, measured and whether it is met; returns how many are not."""
    missed = 0
    for target in targets:
        figure = result.figures.get(target.id)
        if figure is None:
            print(f"  {target.what}: not measured")
            continue
        met = round(figure.value, target.digits) <= target.limit
        missed += not met
        print(
            f"  {target.what}: at most {target.limit:g} {target.unit}; measured "
            f"{figure.value:.{target.digits}f} {target.unit}; {'met' if met else 'NOT met'}"
        )
        if figure.note:
            print(f"    {figure.note}")
    for line in result.lines:
        print(f"  {line}")
    return missed


def write(result: Result, path: Path) -> None:
    """Keep the result as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        "machine": machine(),
        "figures": {name: asdict(figure) for name, figure in result.figures.items()},
        "lines": list(result.lines),
    }
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
