"""What there is to read: one typed record for each release, geography, licence and indicator."""

from __future__ import annotations

from commonweal.catalogue.census_2021 import CENSUS_2021
from commonweal.catalogue.charities import CHARITIES_BY_WARD
from commonweal.catalogue.cni import CNI_2019, CNI_2023
from commonweal.catalogue.community_need import COMMUNITY_NEED
from commonweal.catalogue.geographies import GEOGRAPHIES, geography
from commonweal.catalogue.geography_files import GEOGRAPHY_RELEASES
from commonweal.catalogue.indicators import INDEX_INDICATORS, PEOPLE
from commonweal.catalogue.iod_2000_2007 import IOD_2000_2007
from commonweal.catalogue.iod_2010_2015 import IOD_2010, IOD_2015
from commonweal.catalogue.iod_2019 import IOD_2019
from commonweal.catalogue.iod_2025 import IOD_2025
from commonweal.catalogue.iod_indicators import IOD_INDICATORS
from commonweal.catalogue.iod_summaries import IOD_SUMMARIES
from commonweal.catalogue.jobs import BRES
from commonweal.catalogue.lookups import LOOKUPS
from commonweal.catalogue.not_read import NOT_READ
from commonweal.catalogue.older_geography import OLDER_GEOGRAPHY
from commonweal.catalogue.open_access import OPEN_ACCESS
from commonweal.catalogue.outcomes import OUTCOMES
from commonweal.catalogue.places import PLACES
from commonweal.catalogue.population import POPULATION
from commonweal.catalogue.types import Geography, Indicator, Licence, Release, SourceFile
from commonweal.errors import UnknownIndicator

__all__ = [
    "GEOGRAPHIES",
    "INDICATORS",
    "RELEASES",
    "Geography",
    "Indicator",
    "Licence",
    "Release",
    "SourceFile",
    "geography",
    "indicator",
    "release",
]

RELEASES: tuple[Release, ...] = (
    *GEOGRAPHY_RELEASES,
    *LOOKUPS,
    *OLDER_GEOGRAPHY,
    *IOD_2000_2007,
    IOD_2010,
    IOD_2015,
    IOD_2019,
    IOD_2025,
    *IOD_INDICATORS,
    *IOD_SUMMARIES,
    CNI_2019,
    CNI_2023,
    *COMMUNITY_NEED,
    *POPULATION,
    *CENSUS_2021,
    *OUTCOMES,
    BRES,
    *PLACES,
    CHARITIES_BY_WARD,
    *NOT_READ,
)
INDICATORS: dict[str, Indicator] = {
    item.id: item
    for item in (
        *PEOPLE,
        *INDEX_INDICATORS,
        *OPEN_ACCESS.indicators,
        *(item for each in RELEASES for item in each.indicators),
    )
}


def indicator(indicator_id: str) -> Indicator:
    """The record of an indicator.

    Raises:
        UnknownIndicator: no such indicator in the catalogue.
    """
    try:
        return INDICATORS[indicator_id]
    except KeyError:
        raise UnknownIndicator(f"there is no indicator {indicator_id!r} in the catalogue") from None


def release(release_id: str) -> Release:
    """The record of a release.

    Raises:
        UnknownIndicator: no such release in the catalogue.
    """
    for item in RELEASES:
        if item.id == release_id:
            return item
    raise UnknownIndicator(f"there is no release {release_id!r} in the catalogue")
