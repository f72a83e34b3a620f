"""People by age and sex, between the censuses."""

from __future__ import annotations

from commonweal.catalogue.indicators import people
from commonweal.catalogue.licences import OGL_ONS
from commonweal.catalogue.types import (
    AgeTable,
    Form,
    Indicator,
    Measure,
    Release,
    SourceFile,
    Table,
)

_ONS = "Office for National Statistics"
_PAGE = (
    "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates"
)
# First year of age of each band of five; the last band is open.
_STARTS = tuple(range(0, 90, 5))
BANDS: dict[str, str] = {
    **{f"age_{start}_{start + 4}": f"{start}-{start + 4}" for start in _STARTS},
    "age_90_over": "90+",
}
_SEXES = {"": "Persons", "male.": "Males", "female.": "Females"}
_NOUNS = {"": "People", "male.": "Males", "female.": "Females"}


def _band_title(sex: str, years: str) -> str:
    if years == "90+":
        return f"{_NOUNS[sex]} aged 90 and over"
    return f"{_NOUNS[sex]} aged {years.replace('-', ' to ')}"


POPULATION_INDICATORS: tuple[Indicator, ...] = (
    *(
        people(f"{sex}{band}", _band_title(sex, years))
        for sex in _SEXES
        for band, years in BANDS.items()
    ),
    people("age_16_64", "People aged 16 to 64"),
    people("male.total", "All males"),
    people("female.total", "All females"),
    people(
        "total_compiled",
        "All people, from a table whose compiler states no year",
    ),
)


def _release(
    release_id: str,
    title: str,
    period: str,
    file: SourceFile,
    *,
    defines: bool = False,
    official_form: str = "",
) -> Release:
    return Release(
        id=release_id,
        title=title,
        publisher=_ONS,
        published=str(int(period) + 1),
        landing_page=_PAGE,
        licence=OGL_ONS,
        period=period,
        official_form=official_form,
        indicators=POPULATION_INDICATORS if defines else (),
        files=(file,),
    )


def _single_years(year: str, sha256: str) -> SourceFile:
    """An extract with one column a year of age for LSOA 2011."""
    form: Form = "extract"
    return SourceFile(
        path=f"ons/population/extract_population_mid{year}_lsoa11_single_year.csv.gz",
        sha256=sha256,
        form=form,
        note="Read out of the official workbook by the demographr R package.",
        contents=(
            AgeTable(
                geography="lsoa11",
                code_column="lsoa11_code",
                name_column="lsoa11_name",
                total_column="total_population",
                oldest_column="90+",
                rows=32844,
                period=year,
                total="people.total",
                bands=(
                    *((f"people.age_{start}_{start + 4}", start, start + 4) for start in _STARTS),
                    ("people.age_90_over", 90, 90),
                    # Across the bands of five: what jobs and claimants are counted against.
                    ("people.age_16_64", 16, 64),
                ),
            ),
        ),
    )


def _by_sex(sex: str, sheet: str) -> Table:
    """A sheet of the MSOA workbook: four lines of notes, then one column a band of ages."""
    return Table(
        geography="msoa11",
        code_column="MSOA Code",
        name_column="MSOA Name",
        rows=6791,
        sheet=f"Mid-2020 {sheet}",
        skip=4,
        measures=tuple(
            Measure(column, f"people.{sex}{band}", type="whole", low=0)
            for band, column in {"total": "All Ages", **BANDS}.items()
        ),
    )


_FORM = "Not confirmed: only the extract is held."
POPULATION: tuple[Release, ...] = (
    _release(
        "population_lsoa11_2017",
        "Population by single year of age, mid-2017, LSOA 2011",
        "2017",
        _single_years("2017", "6699eff97d5eee95c2288ec353de8a2b1cda8bb752fa86414fa404e08f841458"),
        defines=True,
        official_form=_FORM,
    ),
    _release(
        "population_lsoa11_2020",
        "Population by single year of age, mid-2020, LSOA 2011",
        "2020",
        _single_years("2020", "dadf79b870a9c1952ba8473d681574e8e14e254eb60c7bb7dbfa10b5213271d9"),
        official_form=_FORM,
    ),
    _release(
        "population_msoa11_2020",
        "Population by five-year age band and sex, mid-2020, MSOA 2011 (SAPE23DT15)",
        "2020",
        SourceFile(
            path="ons/population/sape23dt15mid2020msoaquinaryestimatesunformatted.xlsx",
            sha256="d07b7fb8a479f2c3958e0961ff0d0e269525239e28115c1b1c6f460f1c61a503",
            contents=tuple(_by_sex(sex, sheet) for sex, sheet in _SEXES.items()),
        ),
    ),
    _release(
        "population_ward17_2017",
        "Population of wards (2017), mid-2017",
        "2017",
        SourceFile(
            path="ons/population/ward2017_population_mid2017.csv",
            sha256="c1dae8389ff2535cb168b1ae0480f114950f4757a43de4458322da63d9666fed",
            form="extract",
            note="Columns cut out of table SAPE20DT8 by a third party.",
            contents=(
                Table(
                    geography="ward17",
                    code_column="Ward Code 1",
                    name_column="Ward Name 1",
                    rows=7445,
                    footer=True,
                    measures=(
                        Measure(
                            "comparison_Population_Estimate",
                            "people.total",
                            type="whole",
                            low=0,
                        ),
                    ),
                ),
            ),
        ),
        official_form=_FORM,
    ),
    _release(
        "population_lsoa21_compiled",
        "People by LSOA 2021, compiled by Libraries Hacked",
        "2022",
        SourceFile(
            path="ons/population/lsoa21_population_total.csv.gz",
            sha256="7bbc0496be2a66c20de90c2ff9392fcb53d97b0627ca39446f11ad187683a41a",
            form="derived",
            note=(
                "The compiler states no year. The sum for England is the first mid-2022 "
                "estimate; the denominators of the indices of 2025 are a later one."
            ),
            contents=(
                Table(
                    geography="lsoa21",
                    code_column="lsoacd",
                    rows=33755,
                    measures=(Measure("population", "people.total_compiled", type="whole", low=0),),
                ),
            ),
        ),
        official_form="There is none: a third party compiled the table.",
    ),
)
