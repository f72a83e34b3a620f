"""The whole open record of a neighbourhood in one zip; the same record gives the same bytes."""

from __future__ import annotations

import json
from io import BytesIO

import polars as pl

from commonweal.decide.published.archive import pack
from commonweal.provenance.chain import as_line
from commonweal.report.cells import without_formulas
from commonweal.report.table import INVENTED, INVENTED_COLUMN, INVENTED_SENTENCE
from commonweal.web.record.audit.verify import links
from commonweal.web.record.models import Neighbourhood
from commonweal.web.record.published.boards import neighbourhood
from commonweal.web.record.published.conversations import results as conversation_results
from commonweal.web.record.published.phases import outcomes
from commonweal.web.record.published.rows import NeighbourhoodRow
from commonweal.web.record.published.tables import TABLES, framed, head

README = """\
The open record of {name}

Every table is here twice: as csv, and in record.json. Lists in csv are separated by "; ".
log.jsonl is the log of the whole record (every neighbourhood of this site, without which the
chain cannot be checked), one entry a line, up to entry {number} with the hash
{digest}
results.json holds the results of votes, conversations.json what was found in conversations.
The files of a vote, with every ballot, are on the page of its result.

Nothing in these files tells who voted or has an account here.
"""


def record_files(place: Neighbourhood, *, invented: bool = False) -> bytes:
    """The open record of a neighbourhood as a zip; invented data says so in every row of csv."""
    number, digest = head()
    about = framed(NeighbourhoodRow, neighbourhood(place))
    frames = {"neighbourhood": about, **{table.name: table.frame(place) for table in TABLES}}
    files = {f"{name}.csv": _csv(frame, invented) for name, frame in frames.items()}
    files["record.json"] = _json({name: frame.to_dicts() for name, frame in frames.items()})
    files["results.json"] = _json(outcomes(place))
    files["conversations.json"] = _json(conversation_results(place))
    files["log.jsonl"] = "".join(f"{as_line(link)}\n" for link in links(until=number)).encode()
    told = README.format(name=place.name, number=number, digest=digest)
    files["readme.txt"] = (f"{told}\n{INVENTED_SENTENCE}\n" if invented else told).encode()
    return pack(files)


def _csv(frame: pl.DataFrame, invented: bool) -> bytes:
    out = BytesIO()
    if invented:
        frame = frame.with_columns(pl.lit(INVENTED).alias(INVENTED_COLUMN))
    lists = pl.col(pl.List).cast(pl.List(pl.String)).list.join("; ")
    without_formulas(frame.with_columns(lists)).write_csv(out)
    return out.getvalue()


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
