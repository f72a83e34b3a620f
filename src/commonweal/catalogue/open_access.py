"""What the atlas itself works out from open data: access to places and jobs, and civic life.

It is no release that somebody published, but it stands in the atlas like one: its series name it,
and its provenance says what it was made of.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.catalogue.types import Indicator, Licence, Release


@dataclass(frozen=True, slots=True)
class AssetKind:
    """A kind of place that people meet in, and what counts as one."""

    id: str
    title: str
    plural: str
    counts: str


ASSET_KINDS: dict[str, AssetKind] = {
    kind.id: kind
    for kind in (
        AssetKind(
            "library",
            "public library",
            "public libraries",
            "Fixed public libraries open at the date of the list, whoever runs them. Mobile and "
            "prison libraries, archives and those closed for a time are not counted.",
        ),
        AssetKind(
            "sports_club",
            "amateur sports club",
            "amateur sports clubs",
            "Community amateur sports clubs that the register calls active, at their postcode.",
        ),
        AssetKind(
            "school",
            "state school",
            "state schools",
            "Schools maintained by councils, academies and free schools. Independent and special "
            "schools, colleges and universities are not counted.",
        ),
        AssetKind(
            "warm_space",
            "warm space",
            "warm spaces",
            "Venues that offered a warm room in the winter of 2022, at the position given.",
        ),
    )
}
DERIVED = Licence(
    id="open-derived",
    title="Open Government Licence v3.0, and the open terms of the registers used",
    redistribute="yes",
    attribution=(
        "Worked out by Commonweal from open data. Contains public sector information licensed "
        "under the Open Government Licence v3.0: Arts Council England, HM Revenue and Customs, "
        "Department for Education, Office for National Statistics, Charity Commission. Contains "
        "OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail "
        "copyright and database right. Warm spaces register by Open Innovations. Grants published "
        "by their funders to the 360Giving Data Standard."
    ),
    link="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
_TOPIC = "open social infrastructure"


def _measures(kind: AssetKind) -> tuple[Indicator, ...]:
    return (
        Indicator(
            id=f"access.{kind.id}.nearest",
            title=f"Distance to the nearest {kind.title}",
            topic=_TOPIC,
            unit="metres in a straight line",
            polarity="higher_is_worse",
            kind="mean",
            apportion="people",
            description=f"Mean over the postcodes of the area. {kind.counts}",
        ),
        Indicator(
            id=f"access.{kind.id}.third",
            title=f"Distance to the third nearest {kind.title}",
            topic=_TOPIC,
            unit="metres in a straight line",
            polarity="higher_is_worse",
            kind="mean",
            apportion="people",
            description=f"Mean over the postcodes of the area. {kind.counts}",
        ),
        Indicator(
            id=f"access.{kind.id}.supply",
            title=f"Supply of {kind.plural} within reach",
            topic=_TOPIC,
            unit="for every 10,000 people in reach",
            polarity="higher_is_better",
            kind="rate",
            apportion="people",
            description=(
                "Enhanced two-step floating catchment area: near ones count more, and each is "
                f"shared among the people who can reach it. {kind.counts}"
            ),
        ),
    )


JOBS_SUPPLY = Indicator(
    id="access.jobs.supply",
    title="Jobs within reach for each person",
    topic=_TOPIC,
    unit="jobs for each person in reach",
    polarity="higher_is_better",
    kind="rate",
    apportion="people",
    description=(
        "Enhanced two-step floating catchment area over 15 km: near jobs count more, and each is "
        "shared among the people who can reach it."
    ),
)
ROADS: dict[str, str] = {
    "gp": "a GP surgery",
    "post_office": "a post office",
    "primary_school": "a primary school",
    "shop": "a general store or supermarket",
}
"""Road distances of the Indices of Deprivation 2019: `iod.distance_<name>`."""


def _road(name: str, what: str) -> Indicator:
    return Indicator(
        id=f"access.road.{name}",
        title=f"Road distance to {what}, carried to newer areas",
        topic=_TOPIC,
        unit="km",
        polarity="higher_is_worse",
        kind="mean",
        apportion="people",
        description="Of the Indices of Deprivation 2019, as means weighted by people.",
    )


GRANTS_RATE = Indicator(
    id="civic.grants",
    title="Charitable grants to bodies based in the ward",
    topic=_TOPIC,
    unit="grants for every 1,000 people, 2013 to 2018",
    polarity="higher_is_better",
    kind="rate",
    apportion="people",
    description=(
        "Of funders who gave in every region, by the ward of the body that received the grant, "
        "not where it was spent. An area whose ward is not in the list is unknown."
    ),
)
CHARITIES_RATE = Indicator(
    id="civic.charities",
    title="Registered charities based in the ward",
    topic=_TOPIC,
    unit="charities for every 1,000 people",
    polarity="higher_is_better",
    kind="rate",
    apportion="people",
    description=(
        "Only in districts where nearly every ward has a count: elsewhere the counts are far too "
        "low. A ward without a count is unknown."
    ),
)
OPEN_ACCESS = Release(
    id="open_access",
    title="Access to places and jobs, and civic life, worked out from open data",
    publisher="Commonweal",
    published="2025",
    landing_page="",
    licence=DERIVED,
    files=(),
    note="Worked out when the atlas was built, from the releases and postcodes in it.",
    indicators=(
        *(measure for kind in ASSET_KINDS.values() for measure in _measures(kind)),
        JOBS_SUPPLY,
        *(_road(name, what) for name, what in ROADS.items()),
        GRANTS_RATE,
        CHARITIES_RATE,
    ),
)
