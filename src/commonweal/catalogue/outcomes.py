"""How people fare: claimants, life expectancy, mental health, fuel poverty."""

from __future__ import annotations

from commonweal.catalogue.kinds import count, share
from commonweal.catalogue.licences import OGL, OGL_ONS, PLDR
from commonweal.catalogue.types import Indicator, Measure, Release, SourceFile, Table

_TWELFTH = 1 / 12
_CLAIMANTS = (
    count(
        "benefits.claimants",
        "People who claim unemployment benefits",
        "work and benefits",
        "people, mean of twelve months",
        "higher_is_worse",
        "Claimant count: Jobseeker's Allowance, and Universal Credit with a duty to look for "
        "work. The rules changed as Universal Credit came in: compare areas within a year.",
    ),
    share(
        "benefits.claimant_share",
        "People who claim unemployment benefits, of all aged 16 and over",
        "work and benefits",
        ("claimants, mean of twelve months", "people aged 16 and over"),
        "higher_is_worse",
    ),
)


def _claimants(year: int, sha256: str) -> SourceFile:
    """One year: sums of twelve monthly counts. The file's own rate adds up the months: not read."""
    return SourceFile(
        path=f"nomis/claimant_count_lsoa/ADI_claimant_counts_{year}.csv.gz",
        sha256=sha256,
        form="derived",
        note="Twelve monthly counts (each rounded to 5) added up by Autonomy.",
        contents=(
            Table(
                geography="lsoa11",
                code_column="area_code",
                name_column="area_name",
                rows=32844,
                measures=(
                    Measure(
                        "claimant_count",
                        _CLAIMANTS[0].id,
                        period=str(year),
                        type="whole",
                        low=0,
                        scale=_TWELFTH,
                    ),
                    Measure(
                        "claimant_count",
                        _CLAIMANTS[1].id,
                        "numerator",
                        period=str(year),
                        type="whole",
                        low=0,
                        scale=_TWELFTH,
                    ),
                    Measure(
                        "pop",
                        _CLAIMANTS[1].id,
                        "denominator",
                        period=str(year),
                        type="whole",
                        low=1,
                    ),
                ),
                headings=("area_code", "area_name", "pop", "claimant_rate", "claimant_count"),
            ),
        ),
    )


CLAIMANT_COUNT = Release(
    id="claimant_count",
    title="Claimant count by LSOA 2011, 2013 to 2022",
    publisher="Office for National Statistics and Department for Work and Pensions",
    published="2023",
    landing_page="https://www.nomisweb.co.uk/datasets/ucjsa",
    licence=OGL_ONS,
    official_form="The files are a compilation; the official series is a query of Nomis.",
    indicators=_CLAIMANTS,
    files=(
        _claimants(2013, "b2f4b9432b0ca112fda5beb02506e182325f9d936d8e9e9bc9a4ea8436c27773"),
        _claimants(2014, "cb4d47015b37abd4a28420257bceec00250f8b2872f0659f9453c9c5bda5e2b4"),
        _claimants(2015, "abc34bad4ce7da1260800ee469c8a72cd299c93ebeefe3c92b7b6ed5d3a2258f"),
        _claimants(2016, "d7c358115acd93dbdbd166f953b6b252a34c7d9ae7dbca7650e6e529548884ae"),
        _claimants(2017, "f0928b8b36b50d963bf30432bae064e360e50f11589c5a749c68a2ef949132da"),
        _claimants(2018, "551bae09b64cb9a9e6697d91b885828c9081b911f489b4bd31f1472c4ea5d152"),
        _claimants(2019, "a0c37fc0202d248a46cc60bb11af04e8718ddb66e25521c1b2b943179979f106"),
        _claimants(2020, "58e74558212a17a22ccc7999c243a0c3cedef55243a11e44206833e90c917725"),
        _claimants(2021, "8ef149a577627caa022a587f24bba291cf5391bffeb3de5948f33cf0784100b0"),
        _claimants(2022, "bc93e85f5cb8c5f5de36a7ba59986a2c26caf19021cc4acfa9d9e710d28ce457"),
    ),
)


def _years_of_life(indicator_id: str, title: str) -> Indicator:
    return Indicator(
        indicator_id,
        title,
        "health",
        "years",
        "higher_is_better",
        "mean",
        "people",
        "At birth. Areas whose figure the publisher finds implausible are missing.",
    )


_LIFE = {
    "health.life_expectancy": ("Life expectancy", "LE (Years)", " (9)", " (10)"),
    "health.healthy_life_expectancy": ("Healthy life expectancy", "HLE (years)", "", ""),
}


def _life_sheet(sex: str, rows: int) -> Table:
    """A sheet for males or females: seven lines of notes, then the figures with their limits."""
    measures: list[Measure] = []
    for stem, (_, column, lower, upper) in _LIFE.items():
        name = f"{stem}.{sex.removesuffix('s')}"
        measures += [
            Measure(column, name, low=40, high=100),
            Measure(f"Lower 95 % confidence interval{lower}", name, "lower", low=40, high=100),
            Measure(f"Upper 95 % confidence interval{upper}", name, "upper", low=40, high=105),
        ]
    return Table(
        geography="msoa11",
        code_column="MSOA Codes",
        name_column="MSOA Names",
        rows=rows,
        sheet=f"MSOA_{sex}",
        skip=7,
        measures=tuple(measures),
        footer=True,
    )


LIFE_EXPECTANCY = Release(
    id="life_expectancy_msoa11",
    title="Life expectancy and healthy life expectancy at birth, MSOA 2011, 2009 to 2013",
    publisher="Office for National Statistics",
    published="2015",
    landing_page=(
        "https://www.ons.gov.uk/peoplepopulationandcommunity/healthandsocialcare/"
        "healthandlifeexpectancies"
    ),
    licence=OGL_ONS,
    period="2009-2013",
    indicators=tuple(
        _years_of_life(f"{stem}.{sex}", f"{words}, {sex}s")
        for stem, (words, *_) in _LIFE.items()
        for sex in ("male", "female")
    ),
    files=(
        SourceFile(
            path="ons/life_expectancy_msoa/hlereferencetable2_tcm77-417533.xls",
            sha256="20d13c8be5b3355ba0fc27ae013923157c69978e22d7a4f19fb90b8e235cb3a4",
            contents=(_life_sheet("males", 6790), _life_sheet("females", 6786)),
        ),
    ),
)
_SAMHI = (
    Indicator(
        "health.samhi",
        "Small Area Mental Health Index",
        "health",
        "index, higher is worse",
        "higher_is_worse",
        "score",
        "people",
        "Combines hospital attendances, prescriptions for antidepressants, depression known to "
        "GPs, and benefits for mental illness.",
    ),
    Indicator(
        "health.samhi_decile",
        "Small Area Mental Health Index: decile",
        "health",
        "decile, 10 is the worst tenth",
        "higher_is_worse",
        "decile",
        "never",
    ),
)
SAMHI = Release(
    id="samhi",
    title="Small Area Mental Health Index, LSOA 2011, 2011 to 2018 (version 21.01)",
    publisher="Place-Based Longitudinal Data Resource, University of Liverpool",
    published="2021-01",
    landing_page="https://pldr.org/dataset/2noyv/small-area-mental-health-index-samhi",
    licence=PLDR,
    indicators=_SAMHI,
    files=(
        SourceFile(
            path="pldr/samhi/samhi_21_01_2011_2018_LSOA.csv.gz",
            sha256="2dcffaf92c06f84325057cc9a5451a41dc2aef197e954785d782666dbba82375",
            contents=(
                Table(
                    geography="lsoa11",
                    code_column="lsoa11",
                    rows=32844,
                    measures=tuple(
                        measure
                        for year in range(2011, 2019)
                        for measure in (
                            Measure(f"samhi_index.{year}", _SAMHI[0].id, period=str(year)),
                            Measure(
                                f"samhi_dec.{year}",
                                _SAMHI[1].id,
                                period=str(year),
                                type="whole",
                                low=1,
                                high=10,
                            ),
                        )
                    ),
                ),
            ),
        ),
    ),
)
_FUEL = share(
    "housing.fuel_poverty",
    "Households in fuel poverty",
    "housing",
    ("households in fuel poverty", "households"),
    "higher_is_worse",
    "Modelled: the publisher advises against comparing single areas or years.",
)
FUEL_POVERTY = Release(
    id="fuel_poverty_2020",
    title="Sub-regional fuel poverty 2022 (2020 data), LSOA 2011",
    publisher="Department for Business, Energy and Industrial Strategy",
    published="2022-04-28",
    landing_page="https://www.gov.uk/government/statistics/sub-regional-fuel-poverty-data-2022",
    licence=OGL,
    period="2020",
    indicators=(_FUEL,),
    files=(
        SourceFile(
            path="desnz/fuel_poverty/sub-regional-fuel-poverty-2022-tables.xlsx",
            sha256="84bf50425454a5b4f62ce109d3dc57c37a6a9a1a413168809bfc59093f1f5794",
            contents=(
                Table(
                    geography="lsoa11",
                    code_column="LSOA Code",
                    name_column="LSOA Name",
                    rows=32844,
                    sheet="Table 3",
                    skip=2,
                    footer=True,
                    measures=(
                        Measure(
                            "Number of households in fuel poverty",
                            _FUEL.id,
                            "numerator",
                            type="whole",
                            low=0,
                        ),
                        Measure(
                            "Number of households", _FUEL.id, "denominator", type="whole", low=0
                        ),
                    ),
                ),
            ),
        ),
    ),
)
OUTCOMES: tuple[Release, ...] = (CLAIMANT_COUNT, LIFE_EXPECTANCY, SAMHI, FUEL_POVERTY)
