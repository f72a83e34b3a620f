"""What the demonstration country is drawn from: every number of the model, by name.

Lengths are in units of the country's own grain, the side of a square that holds one small area
on average (about two kilometres at the default size), unless the name ends in `_metres`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from commonweal.errors import InputError, InputProblem

SMALLEST, LARGEST = 60, 50_000


@dataclass(frozen=True, slots=True)
class LandSpec:
    """Where the land lies and how its coast is made.

    Attributes:
        centre_metres: easting and northing of the middle, in the North Sea.
        square_metres_per_area: land for each small area (England: 3.9 square kilometres).
        most_square_metres: land never covers more than this, so that any size stays at sea.
        tall: height over width before the coast is roughened.
        roughness: standard deviation of the first harmonic of the coast's distance.
        smoothness: how fast harmonics fade (power of their number).
        harmonics: number of them.
        coast_step: distance between the points that draw the coast.
        island_shares: share of all areas on each island; every island has at least one.
        island_grain: land for each area of an island, over that of the country.
    """

    centre_metres: tuple[float, float] = (545_000.0, 740_000.0)
    square_metres_per_area: float = 3.9e6
    most_square_metres: float = 2.0e10
    tall: float = 1.35
    roughness: float = 0.5
    smoothness: float = 1.6
    harmonics: int = 80
    coast_step: float = 0.3
    island_shares: tuple[float, ...] = (0.0022, 0.001, 0.0006, 0.0, 0.0, 0.0)
    island_grain: float = 1.6


@dataclass(frozen=True, slots=True)
class SettlementSpec:
    """Towns, countryside and the groups that areas form.

    Attributes:
        urban_share: share of mainland areas that lie in towns.
        areas_per_town: areas of the whole country for each town.
        size_power: how fast towns get smaller by rank (Zipf).
        smallest_town: areas of the smallest town.
        coastal_share: share of towns that lie by the sea.
        urban_grain: land for each area of a town, over that of the country.
        crowding: above 1, areas are smaller at the heart of a town than at its edge.
        blocks_per_area: building blocks of which an area is made.
        areas_per_msoa, areas_per_ward, areas_per_district, districts_per_region: usual sizes.
        reviewed_share: share of districts whose wards were drawn anew between 2017 and 2024.
        split_share, merged_share, irregular: areas of 2011 that were split; areas of 2021 that
            were merged from two; places where areas were redrawn otherwise.
    """

    urban_share: float = 0.8
    areas_per_town: float = 22.0
    size_power: float = 1.1
    smallest_town: int = 3
    coastal_share: float = 0.35
    urban_grain: float = 0.13
    crowding: float = 1.25
    blocks_per_area: int = 5
    areas_per_msoa: float = 4.9
    areas_per_ward: float = 4.6
    areas_per_district: float = 114.0
    districts_per_region: float = 6.0
    reviewed_share: float = 0.4
    split_share: float = 0.027
    merged_share: float = 0.003
    irregular: int = 1


@dataclass(frozen=True, slots=True)
class PeopleSpec:
    """People and postcodes of an area.

    Attributes:
        typical, spread: median people of an area and standard deviation of their logarithm.
        fewest, most: bounds of an area in 2022.
        growth: yearly growth of the whole country, and `growth_spread` between areas.
        postcodes: postcodes of an area on average.
        near_edge_share: share of postcodes put within a few metres of an area's edge.
        offshore_per_thousand: postcodes just off the coast, for each thousand areas.
    """

    typical: float = 1640.0
    spread: float = 0.16
    fewest: int = 1200
    most: int = 2500
    growth: float = 0.006
    growth_spread: float = 0.004
    postcodes: float = 20.0
    near_edge_share: float = 0.015
    offshore_per_thousand: float = 4.0


@dataclass(frozen=True, slots=True)
class TruthSpec:
    """How true deprivation and true need for social infrastructure come about.

    Attributes:
        deprivation: weight of each cause of deprivation, by name.
        need: weight of each cause of need for social infrastructure, by name; `deprivation` is
            the pull of deprivation itself.
        dependence: how alike neighbours are in the spatial cause (rho of a simultaneous
            autoregression, 0 to below 1).
        areas_per_estate: areas of the whole country for each outer estate.
        industry_patches: patches of former industry.
        persistence: correlation of deprivation between one edition and the next.
        need_persistence: the same for need, 2019 to 2023.
    """

    deprivation: Mapping[str, float] = field(
        default_factory=lambda: {
            "town": 0.35,
            "core": 0.45,
            "industry": 0.55,
            "estate": 1.4,
            "seaside": 0.35,
            "rural": -0.35,
            "spatial": 0.8,
            "own": 0.42,
        }
    )
    need: Mapping[str, float] = field(
        default_factory=lambda: {
            "deprivation": 0.42,
            "core": -0.45,
            "edge": 0.35,
            "industry": 0.25,
            "estate": 1.4,
            "rural": -0.1,
            "spatial": 0.8,
            "own": 0.42,
        }
    )
    dependence: float = 0.9
    areas_per_estate: float = 60.0
    industry_patches: int = 4
    persistence: float = 0.985
    need_persistence: float = 0.95


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """How one measure comes from the truth, and how exactly it is known.

    Attributes:
        loading: correlation with the latent that it expresses, before `remote` and `core`.
        error: variance of its error in an area of average people, where the truth has variance 1.
        remote: weight of distance from towns.
        core: weight of nearness to a town's heart.
    """

    loading: float
    error: float
    remote: float = 0.0
    core: float = 0.0


DEPRIVATION_MEASURES: Mapping[str, MeasureSpec] = {
    "income": MeasureSpec(0.965, 0.02),
    "employment": MeasureSpec(0.955, 0.02),
    "children_young_people": MeasureSpec(0.86, 0.08),
    "adult_skills": MeasureSpec(0.92, 0.04),
    "health": MeasureSpec(0.90, 0.06),
    "crime": MeasureSpec(0.80, 0.08, core=0.25),
    "geographical_barriers": MeasureSpec(-0.25, 0.03, remote=0.8),
    "wider_barriers": MeasureSpec(0.60, 0.08),
    "indoors": MeasureSpec(0.15, 0.10, remote=0.3),
    "outdoors": MeasureSpec(0.30, 0.06, core=0.6),
    "idaci": MeasureSpec(0.94, 0.04),
    "idaopi": MeasureSpec(0.90, 0.04),
}
NEED_MEASURES: Mapping[str, MeasureSpec] = {
    "civic_assets": MeasureSpec(0.75, 0.06),
    "connectedness": MeasureSpec(0.75, 0.08),
    "active_engaged_community": MeasureSpec(0.80, 0.08),
}


@dataclass(frozen=True, slots=True)
class PlaceSpec:
    """One kind of place: how many people for each, and how much fewer where need is high."""

    people_each: float
    need_effect: float


PLACES: Mapping[str, PlaceSpec] = {
    "libraries": PlaceSpec(16_000.0, 0.7),
    "schools": PlaceSpec(2_400.0, 0.05),
    "clubs": PlaceSpec(7_000.0, 0.6),
}


@dataclass(frozen=True, slots=True)
class CountrySpec:
    """A demonstration country: its seed, its size and the numbers of its model.

    Raises:
        InputError: the seed is below 0, or the size outside 60 to 50,000 areas.
    """

    seed: int = 1
    areas: int = 3200
    land: LandSpec = field(default_factory=LandSpec)
    settlement: SettlementSpec = field(default_factory=SettlementSpec)
    people: PeopleSpec = field(default_factory=PeopleSpec)
    truth: TruthSpec = field(default_factory=TruthSpec)
    deprivation: Mapping[str, MeasureSpec] = field(
        default_factory=lambda: dict(DEPRIVATION_MEASURES)
    )
    need: Mapping[str, MeasureSpec] = field(default_factory=lambda: dict(NEED_MEASURES))
    places: Mapping[str, PlaceSpec] = field(default_factory=lambda: dict(PLACES))

    def __post_init__(self) -> None:
        problems = []
        if not SMALLEST <= self.areas <= LARGEST:
            problems.append(
                InputProblem(
                    f"from {SMALLEST} to {LARGEST:,} areas", f"{self.areas:,}", column="areas"
                )
            )
        if self.seed < 0:
            problems.append(InputProblem("a seed of 0 or above", f"{self.seed}", column="seed"))
        if problems:
            raise InputError(problems, "This demonstration country cannot be drawn.")

    @property
    def grain_metres(self) -> float:
        """Side of a square that holds one area on average, in metres."""
        return float((self.land_square_metres / self.areas) ** 0.5)

    @property
    def land_square_metres(self) -> float:
        """Land of the whole country."""
        wanted = self.areas * self.land.square_metres_per_area
        return min(wanted, self.land.most_square_metres)
