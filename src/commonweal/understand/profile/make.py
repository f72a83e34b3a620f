"""Make the profile of a place: where everything comes together, and nothing is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from commonweal.parameters import number
from commonweal.provenance import Provenance
from commonweal.understand.profile.chosen import LIVING, SPINE
from commonweal.understand.profile.history import History, history_of
from commonweal.understand.profile.level import Level
from commonweal.understand.profile.places import WORDS
from commonweal.understand.profile.result import Identity, Profile, Refusal, Row, SimilarPlace
from commonweal.understand.profile.similar import distances, nearest, reason
from commonweal.understand.profile.spec import ProfileSpec
from commonweal.understand.profile.spine import Beside, rows_of, telling
from commonweal.understand.profile.standing import (
    Standing,
    standing_of_area,
    standing_of_areas,
)
from commonweal.understand.profile.summed import AVERAGED, REFUSALS, Figures, put_together
from commonweal.understand.profile.tables import SET, STANDS_BESIDE, ProfileTables

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ABOVE: tuple[str, ...] = ("msoa", "ward", "district", "region")

CHANCE = (
    "A margin says how far chance alone could move a figure in a place like this, counts that are "
    "complete included. Of many figures compared, a few differ by chance alone."
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A place that was asked for.

    Attributes:
        level: whose places it is held against.
        at: its number among them; -1 for a neighbourhood.
        own: its figures.
        rows: its small areas.
        shares: of the people of each who live in it.
        score: where it stands on what makes places similar; None where nothing tells.
        around: for each larger level, the place that most of its people live in: code and name.
    """

    level: Level
    at: int
    own: Figures
    rows: Ints
    shares: Floats
    score: Floats | None
    around: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def make_profile(spec: ProfileSpec, tables: ProfileTables) -> Profile:
    """The profile of an area or a neighbourhood.

    Args:
        spec: which.
        tables: of the country.

    Raises:
        UnknownArea: no area of today has the code.
        InputError: a neighbourhood names small areas that there are not.
    """
    asked = _asked(spec, tables)
    asked = replace(asked, around=_around(asked, tables))
    chosen = _similar(spec, asked)
    beside = _beside(asked, chosen, tables)
    spine = rows_of(SPINE, asked.own, beside)
    living = rows_of(LIVING, asked.own, beside)
    strengths, harder = telling(spine, int(number("profile.points")), number("profile.least_gap"))
    walk = number("profile.walk")
    made = Profile(
        spec=spec,
        identity=_identity(spec, asked, tables),
        standing=_standing(asked, tables),
        living=living,
        spine=spine,
        strengths=strengths,
        harder=harder,
        assets=tables.assets.near(_centres(asked, tables), walk) if _walkable(asked) else (),
        walk=walk,
        history=_history(asked, tables),
        similar=_named(asked, chosen, tables),
        held_against=len(chosen),
        similar_words=asked.level.words.many,
        refused=_refused(asked),
        notes=_notes(asked, spine),
        country=tables.label,
        region=asked.around.get("region", ("", ""))[1],
        provenance=Provenance((), tables.run, tables.demonstration),
    )
    return replace(made, provenance=_provenance(made, tables))


def _history(asked: _Asked, tables: ProfileTables) -> History:
    people = _people(asked, tables)
    return history_of(tables.editions, tables.claimants, asked.rows, people, asked.shares)


def _asked(spec: ProfileSpec, tables: ProfileTables) -> _Asked:
    if spec.code:
        level = tables.level_of(spec.code)
        at = level.place[spec.code]
        rows = level.rows[at]
        score = level.points.scores[at] if level.points else None
        return _Asked(level, at, level.figures.at([at]), rows, np.ones(rows.size), score)
    rows, shares = tables.rows_of(spec.members)
    level = tables.levels.get(STANDS_BESIDE) or tables.levels["lsoa"]
    own = _together(tables.levels["lsoa"].figures.at(rows), shares)
    score = level.points.of(own.value[0, level.context]) if level.points else None
    return _Asked(level, -1, own, rows, shares, score)


def _similar(spec: ProfileSpec, asked: _Asked) -> Ints:
    level = asked.level
    if level.points is None or asked.score is None or level.id == "region":
        return np.array([], dtype=np.int64)
    allowed = np.ones(len(level.codes), dtype=np.bool_)
    if asked.at >= 0:
        allowed[asked.at] = False
    if asked.at >= 0 and spec.other_districts and level.districts.size:
        allowed &= level.districts != level.districts[asked.at]
    return nearest(level.points, asked.score, spec.count, allowed)


def _beside(asked: _Asked, chosen: Ints, tables: ProfileTables) -> Beside:
    each = asked.level.figures.at(chosen)
    columns = len(each.measures)
    together = np.full(columns, np.nan)
    if chosen.size:
        together = _together(each, np.ones(chosen.size)).value[0]
    region = np.full(columns, np.nan)
    code = asked.around.get("region")
    regions = tables.levels.get("region")
    if code and regions and asked.level.id != "region":
        region = regions.figures.value[regions.place[code[0]]]
    return Beside(together, each.value, region, tables.country.value[0], asked.level)


def _together(figures: Figures, shares: Floats) -> Figures:
    """All of some places as one."""
    return put_together(figures, csr_array(shares[np.newaxis, :]), number("profile.least_known"))


def _around(asked: _Asked, tables: ProfileTables) -> dict[str, tuple[str, str]]:
    """For each larger level, the place that most of the people live in: code and name."""
    rows = tables.small[asked.rows.tolist()].with_columns(
        behind=pl.Series(_people(asked, tables) * asked.shares)
    )
    above = _ABOVE
    if asked.at >= 0 and asked.level.id in above:
        above = above[above.index(asked.level.id) + 1 :]
    found = {}
    for level in above:
        most = (
            rows.drop_nulls(f"{level}_code")
            .group_by(
                f"{level}_code", f"{level}_name", *(["local_name"] if level == "msoa" else [])
            )
            .agg(pl.sum("behind"))
            .sort("behind", f"{level}_code", descending=[True, False])
        )
        if most.height:
            row = most.row(0, named=True)
            found[level] = (row[f"{level}_code"], row.get("local_name") or row[f"{level}_name"])
    return found


def _identity(spec: ProfileSpec, asked: _Asked, tables: ProfileTables) -> Identity:
    level = asked.level.id if asked.at >= 0 else SET
    around = tuple((name, *pair) for name, pair in asked.around.items())
    small = tables.small.row(int(asked.rows[0]), named=True)
    name = spec.name or asked.level.names[asked.at]
    official = small["area_name"] if level == "lsoa" else ""
    if level == "lsoa":
        name = small["local_name"] or small["area_name"] or spec.code
    return Identity(
        code=spec.code or spec.id,
        level=level,
        name=name,
        official=official if official != name else "",
        kind=WORDS[level].short
        if level in WORDS
        else "neighbourhood put together from small areas",
        around=around,
        people=round(float((_people(asked, tables) * asked.shares).sum())),
        people_period=str(small["people_period"] or ""),
        areas=asked.rows.size,
        in_part=int((asked.shares < 1).sum()),
        setting=tables.classes.get(small["area_code"], "") if level == "lsoa" else "",
    )


def _people(asked: _Asked, tables: ProfileTables) -> Floats:
    people: Floats = tables.levels["lsoa"].figures.people[asked.rows]
    return people


def _standing(asked: _Asked, tables: ProfileTables) -> Standing:
    codes = tables.small["area_code"][asked.rows.tolist()].to_list()
    if asked.level.id == "lsoa" and asked.at >= 0:
        return standing_of_area(tables.finding, tables.certainty, codes[0], tables.hidden)
    return standing_of_areas(tables.finding, codes, asked.shares.tolist())


def _walkable(asked: _Asked) -> bool:
    """Districts and regions are too large to walk."""
    return asked.at < 0 or asked.level.id in ("lsoa", "msoa", "ward")


def _centres(asked: _Asked, tables: ProfileTables) -> Floats:
    rows = tables.small[asked.rows.tolist()].select(pl.col("easting", "northing").fill_null(np.nan))
    centres: Floats = rows.to_numpy().astype(np.float64)
    return centres


def _named(asked: _Asked, chosen: Ints, tables: ProfileTables) -> tuple[SimilarPlace, ...]:
    level = asked.level
    if not chosen.size or level.points is None or asked.score is None:
        return ()
    far = distances(level.points, asked.score)
    types = tables.types if level.id == "lsoa" else {}
    return tuple(
        SimilarPlace(
            level.codes[place],
            level.names[place],
            level.within[place],
            float(far[place]),
            types.get(level.codes[place]),
            reason(level.points, asked.score, place),
        )
        for place in chosen[: int(number("profile.similar_named"))].tolist()
    )


def _refused(asked: _Asked) -> tuple[Refusal, ...]:
    if asked.own.whole:
        return ()
    titles = {"rank": "Rank of deprivation", "decile": "Tenth of deprivation", "median": "Medians"}
    return tuple(Refusal(titles[kind], why) for kind, why in REFUSALS.items())


def _notes(asked: _Asked, spine: tuple[Row, ...]) -> tuple[str, ...]:
    notes = [CHANCE]
    if any(row.way == AVERAGED for row in spine):
        notes.append(
            "Figures without a margin are means of small areas, weighted by the people of each: "
            "what they are made of is not published, so no margin is known."
        )
    if any(row.measure.way == "of the larger area" for row in spine) and asked.own.whole:
        notes.append(
            "Length of life is published for larger areas: every small area has the figure of the "
            "one it lies in."
        )
    part = int((asked.shares < 1).sum())
    if part:
        notes.append(f"{part} of its small areas lie in it only in part, and count in part.")
    return tuple(notes)


def _provenance(made: Profile, tables: ProfileTables) -> Provenance:
    shown = [row for row in (*made.living, *made.spine) if row.value is not None]
    releases = [source.release for source in tables.finding.provenance.sources]
    releases += [name for row in shown for name in row.measure.releases]
    releases += [near.release for near in made.assets]
    releases += made.history.releases
    releases += [made.history.claimants.release] if made.history.claimants else []
    kept = [tables.sources[name] for name in dict.fromkeys(releases) if name in tables.sources]
    run = replace(tables.run, spec={**tables.run.spec, "profile": asdict(made.spec)})
    return Provenance(tuple(kept), run, tables.demonstration)
