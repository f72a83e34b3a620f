"""Profiles: the page and the PDF over HTTP, and all of the doubly disadvantaged in one run."""

from __future__ import annotations

import statistics
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.processes import COMMONWEAL, ran
from benchmarks.results import Figure, Place, Result
from benchmarks.server import serving
from commonweal.atlas import Atlas
from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.understand.profile import ProfileTables, profile_tables
from commonweal.understand.profile.similar import all_nearest, nearest
from commonweal.web.data.warm import QUIET

_PAGES = 60
_ONE_BY_ONE = 200
_COUNT = 20
_PATIENCE = 300.0


def run(place: Place) -> Result:
    """Sixty pages and PDFs of areas all over the country; then every profile of the list."""
    atlas = Atlas.open(place.atlas())
    finding = find_neighbourhoods(FindRequest(), atlas)
    codes = finding.table["area_code"].gather_every(finding.table.height // _PAGES + 1).to_list()
    with serving(place.atlas()) as address:
        pages = [f"{address}/areas/{code}" for code in codes]
        files = [f"{page}.pdf" for page in pages]
        warmed(pages[0])
        fetched(pages[:2] + files[:2])
        page, file = fetched(pages), fetched(files)
    with tempfile.TemporaryDirectory(prefix="commonweal-profiles-") as folder:
        out = Path(folder) / "profiles"
        command = [COMMONWEAL, "understand", "profiles", "--out", str(out)]
        batch = ran([*command, "--atlas", str(place.atlas())])
        written = len(list(out.iterdir()))
    minutes = batch.seconds / 60
    note = f"{written:,} PDFs, {written / batch.seconds:.1f} a second; {batch.worked:.0f} s worked."
    return Result(
        {
            "page": Figure(p95(page), f"Median {statistics.median(page):.0f} ms."),
            "pdf": Figure(p95(file) / 1000, f"Median {statistics.median(file):.0f} ms."),
            "batch": Figure(minutes, note),
        },
        (similar(profile_tables(atlas, finding)),),
    )


def warmed(page: str) -> None:
    """Wait until the site has worked out what all pages share; how sure a list is comes last."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with urllib.request.urlopen(page, timeout=120) as answer:  # noqa: S310 - our own server
            if b"of 100 simulations" in answer.read():
                return
        # It works those out while nobody asks.
        time.sleep(QUIET + 4)


def fetched(addresses: Sequence[str]) -> list[float]:
    """Milliseconds of each, one after the other."""
    taken = []
    for address in addresses:
        start = time.perf_counter()
        with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310 - our own server
            answer.read()
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return float(np.percentile(values, 95))


def similar(tables: ProfileTables) -> str:
    """Similar places of every small area at once, beside one search after the other."""
    points = tables.levels["lsoa"].points
    assert points is not None
    start = time.perf_counter()
    every = all_nearest(points, _COUNT)
    at_once = time.perf_counter() - start
    chosen = np.linspace(0, len(points) - 1, _ONE_BY_ONE).astype(int)
    start = time.perf_counter()
    for at in chosen:
        found = nearest(points, points.scores[at], _COUNT, np.arange(len(points)) != at)
        assert set(found) == set(every[at])
    one = (time.perf_counter() - start) / len(chosen) * len(points)
    return (
        f"The {_COUNT} most similar of each of {len(points):,} areas: {at_once:.1f} s by a tree, "
        f"{one:.0f} s one after the other (from {len(chosen)} of them): {one / at_once:.1f} times."
    )
