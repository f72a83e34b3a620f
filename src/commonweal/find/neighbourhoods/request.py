"""The way in from an atlas: neighbourhoods of what was found, listed or drawn; and sources."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace

import polars as pl

from commonweal.atlas import Atlas
from commonweal.catalogue import GEOGRAPHIES
from commonweal.errors import InputError, InputProblem
from commonweal.find.neighbourhoods.best_fit import Fit, fit_areas
from commonweal.find.neighbourhoods.drawn import Drawn
from commonweal.find.neighbourhoods.from_atlas import (
    SMALL,
    holding,
    need_of,
    provenance_of,
    tables_of,
)
from commonweal.find.neighbourhoods.make import gather_neighbourhoods, make_neighbourhoods
from commonweal.find.neighbourhoods.places import Listed, small_areas
from commonweal.find.neighbourhoods.result import NeighbourhoodsResult
from commonweal.find.neighbourhoods.spec import NeighbourhoodSpec
from commonweal.find.request import Finding
from commonweal.find.tables import KEY
from commonweal.provenance import Provenance

NOT_HELD = (
    "Rivers and motorways are not in the data held, so a neighbourhood may lie on both sides of "
    "one. Tidal water is: areas on its two sides do not adjoin."
)


@dataclass(frozen=True, slots=True)
class Neighbourhoods:
    """Neighbourhoods made from an atlas.

    Attributes:
        result: the neighbourhoods.
        about: what they were made from, in a sentence.
        provenance: sources and run.
        notes: what else a reader should know.
        fits: how well areas fit drawn outlines, where they were made from such.
    """

    result: NeighbourhoodsResult
    about: str
    provenance: Provenance
    notes: tuple[str, ...] = ()
    fits: tuple[Fit, ...] = ()

    def explain(self) -> str:
        """What was made, from what, in plain words."""
        told = [self.about, self.result.explain(), *(fit.explain() for fit in self.fits)]
        return " ".join(part for part in told if part)


def neighbourhoods_of_finding(
    spec: NeighbourhoodSpec, atlas: Atlas, finding: Finding
) -> Neighbourhoods:
    """Neighbourhoods from the areas that `find` found.

    Small areas are put together; larger ones (MSOAs, wards) are neighbourhoods as they are.

    Raises:
        InputError: nothing was found.
        MethodNotApplicable: no lookup leads from the small areas to the larger ones.
    """
    kind = finding.request.geography
    chosen = finding.chosen[KEY].to_list()
    if not chosen:
        raise InputError(
            InputProblem("areas to make neighbourhoods of", "none found"),
            "No neighbourhoods can be made: nothing was found by this rule.",
        )
    if kind == SMALL:
        result = make_neighbourhoods(spec, tables_of(atlas, chosen, need_of(finding)))
    else:
        result = whole_areas(spec, atlas, kind, chosen)
    what = "deprived" if finding.result is None else "doubly disadvantaged"
    about = f"From the {len(chosen):,} {what} areas ({GEOGRAPHIES[kind].title})."
    asked = {"from": asdict(finding.request)}
    made = provenance_of(atlas, spec, asked, finding.provenance.sources)
    return Neighbourhoods(result, about, made, (NOT_HELD,))


def neighbourhoods_of_list(
    spec: NeighbourhoodSpec, atlas: Atlas, listed: tuple[Listed, ...], name: str = ""
) -> Neighbourhoods:
    """Neighbourhoods from a list of codes or postcodes.

    A list of larger areas of one kind (all MSOAs, all wards) gives each of them as it is; any
    other list is put together from its small areas.

    Raises:
        InputError: carries every entry that is not known or of an older vintage.
    """
    places = small_areas(atlas, listed, SMALL, name)
    kind = places.one_kind
    if kind:
        result = whole_areas(spec, atlas, kind, places.larger[kind])
    else:
        result = make_neighbourhoods(spec, tables_of(atlas, places.small))
    from_what = f" ({name})" if name else ""
    about = f"From a list of {places.listed:,} places{from_what}."
    notes = [NOT_HELD]
    if places.near_edge:
        notes.append(
            f"{places.near_edge:,} of the postcodes lie so near an edge that the area beside may "
            "be meant."
        )
    made = provenance_of(atlas, spec, {"from": sorted({each.text for each in listed})})
    return Neighbourhoods(result, about, made, tuple(notes))


def neighbourhoods_of_outlines(
    spec: NeighbourhoodSpec, atlas: Atlas, drawn: tuple[Drawn, ...], name: str = ""
) -> Neighbourhoods:
    """Neighbourhoods from drawn outlines, each the small areas that fit it best.

    Raises:
        InputError: carries every outline that no area can be fitted to.
    """
    import shapely

    areas = atlas.areas(SMALL).select(
        KEY, "easting", "northing", people=pl.col("people").fill_null(0)
    )
    boundaries = atlas.boundaries(SMALL)
    postcodes = atlas.query("select easting, northing, area_code from {postcodes}")
    groups, fits = fit_areas(drawn, areas, boundaries, postcodes, name)
    tables = tables_of(atlas, groups[KEY].to_list())
    result = gather_neighbourhoods(spec, tables, groups)
    from_what = f" ({name})" if name else ""
    count = f"{len(drawn)} drawn outlines" if len(drawn) > 1 else "a drawn outline"
    shapes = [shapely.to_wkt(each.shape, rounding_precision=2) for each in drawn]
    made = provenance_of(atlas, spec, {"from": shapes})
    return Neighbourhoods(result, f"From {count}{from_what}.", made, (NOT_HELD,), fits)


def neighbourhoods_of_file(atlas: Atlas, text: str, name: str = "") -> Neighbourhoods:
    """The neighbourhoods of a csv with the columns that one is written with.

    Raises:
        InputError: a column is missing, or an area is unknown or in two neighbourhoods.
    """
    frame = pl.read_csv(io.StringIO(text), infer_schema=False)
    needed = ("neighbourhood", "name", KEY, "chosen")
    lacking = [column for column in needed if column not in frame.columns]
    if lacking:
        came = f"the columns {', '.join(frame.columns)}"
        raise InputError(
            [InputProblem(f"a column {each!r}", came, name, column=each) for each in lacking]
        )
    chosen = frame.filter(pl.col("chosen").str.to_lowercase() == "true")[KEY].to_list()
    groups = frame.select(KEY, "name", group="neighbourhood")
    result = gather_neighbourhoods(
        NeighbourhoodSpec(), tables_of(atlas, chosen), groups, all_chosen=False
    )
    made = provenance_of(atlas, result.spec, {"from": sorted(frame[KEY])})
    about = f"Read from {name}." if name else ""
    return Neighbourhoods(result, about, made, (NOT_HELD,))


def one_of(made: Neighbourhoods, neighbourhood: str) -> Neighbourhoods:
    """One of some neighbourhoods alone.

    Raises:
        UnknownArea: it is not among them.
    """
    return replace(made, result=made.result.one(neighbourhood), about="", fits=())


def whole_areas(
    spec: NeighbourhoodSpec, atlas: Atlas, geography: str, codes: Collection[str]
) -> NeighbourhoodsResult:
    """MSOAs, wards or other larger areas, each a neighbourhood as it is.

    A small area belongs to the larger one that holds most of its people.

    Raises:
        MethodNotApplicable: no lookup leads from the small areas to these.
    """
    members = holding(atlas, geography)
    names = atlas.areas(geography).select(
        group=KEY, name=pl.coalesce("local_name", "area_name", KEY)
    )
    wanted = members.filter(pl.col("group").is_in(list(codes)))
    tables = tables_of(atlas, wanted[KEY].to_list())
    return gather_neighbourhoods(spec, tables, wanted.join(names, on="group", how="left"))
