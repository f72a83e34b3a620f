"""Two ways to the same figure must agree: by our code, and by another tool on the same files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from commonweal.atlas import Atlas
from commonweal.find.request import FindRequest, find_neighbourhoods

Figure = Callable[[str, object], None]
pytestmark = pytest.mark.mirror

SCORES = "mhclg/iod2025/extract_imd2025_england_lsoa21_scores_ranks_deciles.csv.gz"
NEEDS = "ocsi/community_needs_index/cni2023_england_lsoa21.csv"
PLACES = "os/code_point_open/code_point_open_england_5cols.csv.gz"

# Barnsley and Sheffield got new codes on 1 April 2025, after the districts that we hold.
NEW_CODES = {"E08000038": "E08000016", "E08000039": "E08000019"}

TYPES = """
with measures as (
  select IMD_rank <= floor(count(*) over () / 10) as deprived,
         "Community Needs Index 2023 Rank" <= floor(count(*) over () / 10) as short
  from read_csv($scores) join read_csv($needs) using (lsoa21_code))
select case when deprived and short then 'doubly disadvantaged' when deprived then 'deprived only'
            when short then 'infrastructure-poor only' else 'neither' end as typology,
       count(*) as areas from measures group by 1
"""


def test_typology_by_sql_over_the_raw_files(england: Atlas, mirror: Path, figure: Figure) -> None:
    """The four types counted by DuckDB from the csv files themselves: none of our code is used."""
    files = {"scores": str(mirror / SCORES), "needs": str(mirror / NEEDS)}
    counted = duckdb.execute(TYPES, files).fetchall()
    found = find_neighbourhoods(FindRequest(), england)
    ours = {row["typology"]: row["areas"] for row in found.summary.iter_rows(named=True)}
    figure("Types by SQL over the published csv files", dict(counted))
    assert ours == dict(counted)


def test_ranks_of_the_index_are_those_of_its_scores(england: Atlas, figure: Figure) -> None:
    """The official ranks (File 1) against the order of the scores (File 7), by NumPy alone."""
    table = england.table({"score": ("imd.score", "2025"), "rank": ("imd.rank", "2025")}, "lsoa21")
    by_rank = table.sort("rank")["score"].to_numpy()
    figure("IMD 2025, scores out of order by rank", int((np.diff(by_rank) > 0).sum()))
    assert (np.diff(by_rank) <= 0).all()


def test_people_by_district_add_up_both_ways(england: Atlas, figure: Figure) -> None:
    """People of a district: through its LSOAs, and through its MSOAs."""
    through = []
    for kind in ("lsoa21", "msoa21"):
        people = england.areas(kind).select("area_code", count="people")
        pairs = england.lookup(kind, "district24").join(
            people, left_on="from_code", right_on="area_code"
        )
        sums = pairs.group_by("to_code").agg((pl.col("count") * pl.col("weight")).sum())
        through.append(dict(sums.iter_rows()))
    largest = max(abs(through[0][code] - through[1][code]) for code in through[0])
    figure("Districts, largest difference of people through LSOAs and MSOAs", largest)
    assert through[0].keys() == through[1].keys()
    # One LSOA is counted in another district than the rest of its MSOA (see overrides.toml).
    differ = {code for code in through[0] if abs(through[0][code] - through[1][code]) > 1e-6}
    assert differ <= {"E06000062", "E07000177"}


def test_postcodes_lie_in_the_district_that_their_file_names(
    england: Atlas, mirror: Path, figure: Figure
) -> None:
    """Code-Point Open names a district for each postcode: ours comes from the outlines alone."""
    named = pl.read_csv(mirror / PLACES, columns=["Postcode", "Admin_district_code"]).select(
        postcode=pl.col("Postcode").str.replace_all(" ", ""),
        named=pl.col("Admin_district_code").replace(NEW_CODES),
    )
    placed = england.query("select postcode, area_code, approximate from {postcodes}").join(
        england.lookup("lsoa21", "district24").select("from_code", ours="to_code"),
        left_on="area_code",
        right_on="from_code",
    )
    both = placed.join(named.drop_nulls(), on="postcode")
    equal = (pl.col("ours") == pl.col("named")).mean()
    away = both.filter(~pl.col("approximate"))
    figure("Postcodes in the district their file names", f"{both.select(equal).item():.5%}")
    figure("Those not marked approximate", f"{away.select(equal).item():.5%}")
    assert both.height > 1_480_000
    assert both.select(equal).item() > 0.9998
    assert away.select(equal).item() > 0.99998


@pytest.mark.slow
def test_neighbours_are_those_of_libpysal(england: Atlas, figure: Figure) -> None:
    """Every pair by libpysal's queen rule on the mended outlines is a pair of ours."""
    from libpysal.graph import Graph

    outlines = england.boundaries("lsoa21").set_index("area_code")
    pairs = Graph.build_contiguity(outlines, rook=False).adjacency.reset_index()
    theirs = pl.DataFrame(
        {"area_code": pairs["focal"].tolist(), "neighbour_code": pairs["neighbor"].tolist()}
    ).filter(pl.col("area_code") != pl.col("neighbour_code"))
    ours = england.neighbours("lsoa21").select("area_code", "neighbour_code", "rule")
    both = ["area_code", "neighbour_code"]
    only_theirs, only_ours = (
        theirs.join(ours, on=both, how="anti"),
        ours.join(theirs, on=both, how="anti"),
    )
    figure("Pairs by libpysal", f"{theirs.height:,}, of which not ours: {only_theirs.height}")
    figure("Pairs of ours that libpysal lacks", f"{only_ours.height} of {ours.height:,}")
    assert only_theirs.height == 0
    # Ours also has the islands' links, and edges that only spurs without width had.
    assert only_ours.height / ours.height < 0.001
