"""All real elections of the mirror: read, written and read again, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.decide import CountSpec, count, read_pabulib, write_pabulib


@pytest.mark.slow
def test_every_file(mirror: Path) -> None:
    files = sorted((mirror / "pabulib").glob("*.pb.gz"))
    assert files
    kinds = set()
    for path in files:
        election = read_pabulib(path.read_bytes(), path.name)
        kinds.add(election.kind)
        assert read_pabulib(write_pabulib(election).encode()) == election
        for spec in (CountSpec(completion="utilitarian"), CountSpec(rule="phragmen")):
            outcome = count(spec, election, explained=False)
            assert outcome.spent <= election.budget
            assert outcome.winners
    assert kinds == {"approval", "points", "ranked"}
