"""`python -m benchmarks [NAME ...]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    access,
    build,
    calibration,
    commands,
    counting,
    decided,
    life_tables,
    map_view,
    neighbourhoods,
    prevalence,
    profiles,
    records,
    scottish,
    simulation,
    sortition,
    tiles,
    voting,
)
from benchmarks.results import Place, Result, show, write
from commonweal.report.evidence.performance import TARGETS

ROOT = Path(__file__).resolve().parent.parent
RUN: dict[str, Callable[[Place], Result]] = {
    "build": build.run,
    "commands": commands.run,
    "tiles": tiles.run,
    "map": map_view.run,
    "simulation": simulation.run,
    "calibration": calibration.run,
    "access": access.run,
    "neighbourhoods": neighbourhoods.run,
    "scottish": scottish.run,
    "records": records.run,
    "life_tables": life_tables.run,
    "prevalence": prevalence.run,
    "profiles": profiles.run,
    "counting": counting.run,
    "sortition": sortition.run,
    "voting": voting.run,
    "decided": decided.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(RUN)}; all without a name")
    parser.add_argument("--mirror", type=Path, default=os.environ.get("COMMONWEAL_MIRROR"))
    parser.add_argument("--atlas", type=Path, default=os.environ.get("COMMONWEAL_ATLAS"))
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in RUN]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(RUN)}")
    results = ROOT / "build" / "benchmarks"
    place = Place(results, _mirror(asked.mirror), Path(asked.atlas) if asked.atlas else None)
    missed = 0
    for name in asked.names or RUN:
        print(f"{name}:", flush=True)
        result = RUN[name](place)
        targets = [target for target in TARGETS if target.benchmark == name]
        missed += show(result, targets)
        write(result, results / f"{name}.json")
    return 1 if missed else 0


def _mirror(named: Path | str | None) -> Path | None:
    beside = ROOT.parent / "shared" / "data"
    return Path(named) if named else beside if beside.is_dir() else None


if __name__ == "__main__":
    sys.exit(main())
