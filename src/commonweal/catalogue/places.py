"""Places and things that are listed one by one: libraries, clubs, schools, grants, venues."""

from __future__ import annotations

from commonweal.catalogue.licences import GRANTS, OGL, REGISTERS
from commonweal.catalogue.types import Field, JsonRecords, RecordTable, Release, SourceFile

_LIBRARY_NAMES = (
    "service",
    "name",
    "address_1",
    "address_2",
    "address_3",
    "authority",
    "postcode",
    "uprn",
    "type",
)
_DATES = ("2010", "2016", "2019", "2021", "2022", "2023")
_ACE = "https://www.artscouncil.org.uk/supporting-arts-museums-and-libraries/supporting-libraries"


def _library(columns: dict[str, str]) -> tuple[Field, ...]:
    """Fields by name; the name, service and type must be there."""
    needed = {"service", "name", "type"}
    return tuple(Field(column, name, required=name in needed) for name, column in columns.items())


def _libraries_2022() -> tuple[Field, ...]:
    own = (
        "reporting",
        "name",
        "address1",
        "address2",
        "address3",
        "authority",
        "postcode",
        "uprn",
        "type",
    )
    columns = dict(zip(_LIBRARY_NAMES, own, strict=True))
    columns |= {f"statutory_{year}": f"statutory_{year[2:]}" for year in _DATES[:5]}
    columns |= {f"operation_{year}": f"operation_{year[2:]}" for year in _DATES[1:5]}
    columns |= {"closed": "closed", "opened": "opened", "co_located": "co_located"}
    columns |= {"hours": "hours", "staffed_hours": "staffed_hours"}
    return _library(columns)


def _libraries_2023() -> tuple[Field, ...]:
    own = (
        "Reporting Library Service",
        "Name",
        "Address 1",
        "Address 2",
        "Address 3",
        "Upper Tier Local Authority",
        "Postcode",
        "Unique property reference number",
        "Type",
    )
    days = ("01/04/2010", "01/07/2016", "31/12/2019", "31/12/2021", "31/12/2022", "31/12/2023")
    columns = dict(zip(_LIBRARY_NAMES, own, strict=True))
    for year, day in zip(_DATES, days, strict=True):
        columns[f"statutory_{year}"] = f"Stat Provision: {day}"
        if year != "2010":
            columns[f"operation_{year}"] = f"Facility Operation: {day}"
    columns |= {
        "closed": "Year Permanently Closed",
        "opened": "Year First Opened",
        "co_located": "Is this facility co-located?",
        "hours": "Total Open Hours Per Week",
        "staffed_hours": "Total Staffed Hours Per Week",
    }
    return _library(columns)


def _libraries(year: str, rows: int, sha256: str, fields: tuple[Field, ...], note: str) -> Release:
    return Release(
        id=f"libraries_{year}",
        title=f"Basic dataset for public libraries in England, 31 December {year}",
        publisher="Arts Council England",
        published=f"{int(year) + 1}",
        landing_page=f"{_ACE}/public-libraries-basic-dataset",
        licence=OGL,
        period=year,
        official_form="Not confirmed: the official workbook was saved as csv by Libraries Hacked.",
        files=(
            SourceFile(
                path=f"arts_council/libraries/libraries_england_{year}.csv.gz",
                sha256=sha256,
                form="extract",
                note=note,
                contents=(RecordTable(fields, rows),),
            ),
        ),
    )


SPORTS_CLUBS = Release(
    id="sports_clubs",
    title="Community amateur sports clubs",
    publisher="HM Revenue and Customs, processed by 360Giving",
    published="2023",
    landing_page=(
        "https://www.gov.uk/government/publications/"
        "community-amateur-sports-clubs-casc-registered-with-hmrc--2"
    ),
    licence=OGL,
    official_form="Not confirmed: the official list is published as pages.",
    files=(
        SourceFile(
            path="threesixtygiving/cascs/cascs.csv.gz",
            sha256="d9fb5869b36f12cfd4d687e9a9bdd55d691d203bdeaf8475d6cf53b65cc5a190",
            form="derived",
            contents=(
                RecordTable(
                    fields=(
                        Field("id", "id", required=True),
                        Field("name", "name", required=True),
                        Field("address", "address"),
                        Field("postcode", "postcode", blanks=("—", "No data")),
                        Field("active", "active", type="flag", required=True),
                    ),
                    rows=9700,
                ),
            ),
        ),
    ),
)
SCHOOLS = Release(
    id="schools_2025",
    title="Get Information About Schools, extract of 24 May 2025",
    publisher="Department for Education",
    published="2025-05-24",
    landing_page="https://get-information-schools.service.gov.uk/Downloads",
    licence=OGL,
    period="2025",
    official_form="Not confirmed: columns chosen out of the register by a third party.",
    files=(
        SourceFile(
            path="dfe/gias/gias_schools_may2025.csv.gz",
            sha256="cf9e55226fa1fb97bfa102624c6235da716b5d2b93c1b4298d78e25122f0af48",
            form="extract",
            contents=(
                RecordTable(
                    fields=(
                        Field("urn", "urn", type="whole", required=True),
                        Field("establishment_name", "name", required=True),
                        Field("establishment_type", "type", required=True),
                        Field("establishment_type_group", "type_group", required=True),
                        Field("education_phase", "phase", required=True),
                        Field("la_code", "authority_number", required=True),
                        Field("la_name", "authority", required=True),
                        Field("number_of_pupils", "pupils", type="whole", low=0),
                        Field(
                            "percentage_fsm", "free_meals_percent", type="number", low=0, high=100
                        ),
                        Field("easting", "easting", type="number", low=0, high=700_000),
                        Field("northing", "northing", type="number", low=0, high=1_300_000),
                        Field("lsoa_code", "area_code", required=True),
                    ),
                    rows=27153,
                ),
            ),
        ),
    ),
)
WARM_SPACES = Release(
    id="warm_spaces",
    title="Warm spaces register",
    publisher="Open Innovations with Warm Welcome and local bodies",
    published="2022",
    landing_page="https://open-innovations.github.io/warm-spaces/",
    licence=REGISTERS,
    official_form="There is none: the register joins those of many bodies.",
    note=(
        "Venues that offered a warm room from winter 2022 on, in all four nations. Places with "
        "no position, and a few with a wrong one, are kept as they stand."
    ),
    files=(
        SourceFile(
            path="open_innovations/warm_spaces/places.json.gz",
            sha256="c6a87481f5f49c4b302f1fad876b532e665e26228d50447ed0010bee0f3159be",
            form="derived",
            contents=(
                JsonRecords(
                    fields=(
                        Field("title", "name"),
                        Field("address", "address"),
                        Field("description", "description"),
                        Field("hours.opening", "opening_hours"),
                        Field("hours._text", "opening_words"),
                        Field("lat", "latitude", type="number", low=-90, high=90, blanks=("NaN",)),
                        Field(
                            "lon",
                            "longitude",
                            type="number",
                            low=-180,
                            high=180,
                            # Two have lost their decimal point.
                            blanks=("NaN", "-1687712817", "-144122"),
                        ),
                        Field("url", "link"),
                        Field("_source", "register", required=True),
                    ),
                    rows=8396,
                ),
            ),
        ),
    ),
)
GRANTS_BY_WARD = Release(
    id="grants_by_ward",
    title="Grants by funder, year and recipient's ward, 2013 to 2018",
    publisher="Funders who publish to 360Giving, summed by Yan Naung Oak",
    published="2019",
    landing_page="https://grantnav.threesixtygiving.org",
    licence=GRANTS,
    period="2013-2018",
    note="By the ward of the organisation that received the grant, not where it was spent.",
    official_form="There is none: a third party added up the funders' own files.",
    files=(
        SourceFile(
            path="threesixtygiving/grants_by_ward_2013_2018/grants_eng_LAD_ward_donor_year.csv.gz",
            sha256="1e5b43405b5849934172da89ae0548cc4874af6f08a03c4d48e823b37cc04340",
            form="derived",
            contents=(
                RecordTable(
                    fields=(
                        Field("Funding Org:Name", "funder", required=True),
                        Field(
                            "Award Year", "year", type="whole", low=2013, high=2018, required=True
                        ),
                        Field("Recipient District Geographic Code", "district_code", required=True),
                        Field("Recipient Ward Geographic Code", "ward_code", required=True),
                        Field("Recipient Region", "region", required=True),
                        Field("Amount Awarded", "amount_gbp", type="number", low=0, required=True),
                        Field("Identifier", "grants", type="whole", low=1, required=True),
                    ),
                    rows=45901,
                ),
            ),
        ),
    ),
)
PRIDE_IN_PLACE = Release(
    id="pride_in_place",
    title="Pride in Place Programme: neighbourhoods in England",
    publisher="Ministry of Housing, Communities and Local Government; MSOA codes by OCSI",
    published="2025",
    landing_page="https://www.gov.uk/government/collections/pride-in-place-programme",
    licence=OGL,
    period="2025",
    note=(
        "146 neighbourhoods with 145 MSOA codes: two in North Northamptonshire have the same. "
        "The places of the first phase are not in the list."
    ),
    official_form="The list is the government's; the codes are those of a data explorer.",
    files=(
        SourceFile(
            path="mhclg/pride_in_place/PiP_Data_Explorer_Trial.xlsx",
            sha256="13af8e5eb0fad348d18674542383d01cb4de3834744aa30822d6f30a23d35e69",
            form="derived",
            contents=(
                RecordTable(
                    fields=(
                        Field("Local Authority", "authority", required=True),
                        Field("Pride in Place Programme Neighbourhood", "name", required=True),
                        Field("MSOA code", "area_code", required=True),
                    ),
                    rows=146,
                    sheet="pride_in_place_codes",
                ),
            ),
        ),
    ),
)
_SAVED = "The official dataset, saved as csv by Libraries Hacked"
PLACES: tuple[Release, ...] = (
    _libraries(
        "2022",
        3451,
        "09bd75387c88b9bef5b7014ff071ec1c863d4f36ed4dcee892af9d401eddaa0e",
        _libraries_2022(),
        f"{_SAVED}, columns renamed.",
    ),
    _libraries(
        "2023",
        3487,
        "a7f02ae714a5a6cba9841f80cd6b28b588aaac4ae4ecf1dc5dbe9349429837ff",
        _libraries_2023(),
        f"{_SAVED}.",
    ),
    SPORTS_CLUBS,
    SCHOOLS,
    WARM_SPACES,
    GRANTS_BY_WARD,
    PRIDE_IN_PLACE,
)
