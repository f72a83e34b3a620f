"""Which measures a profile shows, and which decide who is similar: lists, so that all can see them.

A measure that an atlas does not hold is passed over. A section falls back on the scores of the
index of deprivation where none of its own measures is held, as in the demonstration country.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One measure as a profile names it: short, in the words of people who live there."""

    measure: str
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together, and what stands in where none of them is held."""

    id: str
    title: str
    lines: tuple[Line, ...]
    otherwise: tuple[Line, ...] = ()


def _lines(*pairs: tuple[str, str]) -> tuple[Line, ...]:
    return tuple(Line(*pair) for pair in pairs)


SPINE: tuple[Section, ...] = (
    Section(
        "work",
        "Work and income",
        _lines(
            ("derived.income_deprived_people", "People on a low income"),
            ("derived.employment_deprived_people", "Adults kept out of work"),
            ("benefits.claimant_share", "Adults who claim unemployment benefits"),
            ("census.class_never_worked", "Adults who never worked, or not for a long time"),
            ("derived.jobs", "Jobs in the area for every 100 adults"),
        ),
        _lines(
            ("imd.income.score", "Income deprivation"),
            ("imd.employment.score", "Employment deprivation"),
        ),
    ),
    Section(
        "health",
        "Health",
        _lines(
            ("health.life_expectancy.female", "Length of life, women"),
            ("health.life_expectancy.male", "Length of life, men"),
            ("health.healthy_life_expectancy.female", "Years in good health, women"),
            ("health.healthy_life_expectancy.male", "Years in good health, men"),
            ("census.disabled", "Disabled people"),
            ("iod.acute_morbidity", "Emergency hospital stays"),
            ("iod.mental_health", "Poor mental health"),
        ),
        _lines(("imd.health.score", "Health deprivation")),
    ),
    Section(
        "learning",
        "Learning and children",
        _lines(
            ("census.qualifications_none", "Adults without qualifications"),
            ("census.qualifications_level_4", "Adults with a degree or the like"),
            ("iod.not_entering_higher_education", "Young people who do not go on to university"),
            ("derived.income_deprived_children", "Children in families on a low income"),
        ),
        _lines(
            ("imd.education.score", "Education and skills deprivation"),
            ("imd.idaci.score", "Children in income deprivation"),
        ),
    ),
    Section(
        "homes",
        "Homes",
        _lines(
            ("iod.overcrowding_bedrooms", "Overcrowded households"),
            ("housing.fuel_poverty", "Households in fuel poverty"),
            ("iod.core_homelessness", "Homelessness"),
        ),
        _lines(
            ("imd.barriers.score", "Barriers to housing and services"),
            ("imd.indoors.score", "Homes in poor condition"),
        ),
    ),
    Section(
        "connections",
        "Getting about and getting online",
        _lines(
            ("census.cars_none", "Households without a car"),
            ("iod.connectivity", "Reach of jobs and services on foot, by bike and bus"),
            ("iod.digital_connectivity", "Slow broadband"),
            ("access.road.gp", "Road distance to a GP surgery"),
            ("access.road.shop", "Road distance to a food shop"),
        ),
    ),
    Section(
        "safety",
        "Safety",
        _lines(
            ("iod.crime_violence_injury", "Violence with injury"),
            ("iod.crime_antisocial", "Anti-social behaviour"),
            ("iod.crime_burglary", "Burglary"),
            ("iod.crime_damage", "Criminal damage"),
        ),
        _lines(("imd.crime.score", "Crime")),
    ),
    Section(
        "community",
        "Places to meet and civic life",
        _lines(
            ("access.library.nearest", "Distance to a public library"),
            ("access.sports_club.nearest", "Distance to an amateur sports club"),
            ("access.school.nearest", "Distance to a state school"),
            ("civic.grants", "Charitable grants to bodies in the ward"),
        ),
    ),
)
"""What the spine shows, in the order of its sections."""

LIVING: tuple[Section, ...] = (
    Section(
        "ages",
        "Ages",
        _lines(
            ("derived.age_0_15", "Children under 16"),
            ("place.age_16_59", "Aged 16 to 59"),
            ("derived.age_60_over", "Aged 60 and over"),
        ),
    ),
    Section(
        "households",
        "Households and homes",
        _lines(
            ("census.lone_parent_families", "Lone-parent families"),
            ("census.tenure_owned", "Own their home"),
            ("census.tenure_social", "Rent from a council or housing association"),
            ("census.tenure_private", "Rent privately"),
        ),
    ),
    Section(
        "people",
        "Backgrounds and work",
        _lines(
            ("census.ethnic_asian", "Asian"),
            ("census.ethnic_black", "Black"),
            ("census.ethnic_mixed", "Mixed"),
            ("census.ethnic_white", "White"),
            ("census.ethnic_other", "Another ethnic group"),
            ("census.class_students", "Full-time students"),
            ("census.class_routine", "In routine jobs"),
        ),
    ),
)
"""Who lives there: shares of people and households, neither good nor bad."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Measures that count together as one part of how alike two areas are."""

    id: str
    title: str
    lines: tuple[Line, ...]


CONTEXT: tuple[Theme, ...] = (
    Theme(
        "people",
        "who lives there",
        _lines(
            ("derived.age_0_15", "children"),
            ("derived.age_60_over", "residents aged 60 and over"),
            ("census.lone_parent_families", "lone-parent families"),
            ("census.ethnic_asian", "Asian residents"),
            ("census.ethnic_black", "Black residents"),
            ("census.ethnic_white", "White residents"),
            ("census.class_students", "students"),
        ),
    ),
    Theme(
        "homes",
        "homes",
        _lines(
            ("census.tenure_owned", "home ownership"),
            ("census.tenure_social", "social renting"),
            ("census.tenure_private", "private renting"),
        ),
    ),
    Theme(
        "work",
        "work and learning",
        _lines(
            ("census.class_higher", "professional and managerial jobs"),
            ("census.class_routine", "routine jobs"),
            ("census.qualifications_none", "adults without qualifications"),
            ("census.qualifications_level_4", "adults with a degree or the like"),
        ),
    ),
    Theme(
        "deprivation",
        "kinds of deprivation",
        _lines(
            ("imd.income.score", "income deprivation"),
            ("imd.employment.score", "employment deprivation"),
            ("imd.education.score", "education deprivation"),
            ("imd.health.score", "health deprivation"),
            ("imd.crime.score", "crime"),
            ("imd.barriers.score", "barriers to housing and services"),
            ("imd.living_environment.score", "poor living environment"),
        ),
    ),
    Theme(
        "place",
        "town or country",
        _lines(
            ("place.density", "people to the square kilometre"),
            ("iod.connectivity", "reach of jobs and services"),
        ),
    ),
)
"""What makes two areas similar. Each theme counts alike, however many measures it has."""


def measures_of(sections: tuple[Section, ...] | tuple[Theme, ...]) -> tuple[str, ...]:
    """Ids of every measure in some sections, each once."""
    found: dict[str, None] = {}
    for section in sections:
        lines = section.lines + (section.otherwise if isinstance(section, Section) else ())
        found.update((line.measure, None) for line in lines)
    return tuple(found)


WANTED: tuple[str, ...] = tuple(
    dict.fromkeys(measures_of(SPINE) + measures_of(LIVING) + measures_of(CONTEXT))
)
"""Every measure that a profile may use."""
