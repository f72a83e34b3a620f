"""Census 2021 tables, as shares of households or people, with the counts they come from."""

from __future__ import annotations

from commonweal.catalogue.kinds import SHARE, count
from commonweal.catalogue.licences import OGL_ONS
from commonweal.catalogue.listed import listed, listed_indicator
from commonweal.catalogue.types import (
    Content,
    Form,
    Indicator,
    LongTable,
    Measure,
    Release,
    SourceFile,
    Table,
)

_ROWS = listed("census_2021.csv")
_AREAS = {"lsoa21": 33755, "msoa21": 6856}
_NOMIS = "https://www.nomisweb.co.uk/sources/census_2021_ts"
_LONE_PARENT = Indicator(
    id="census.lone_parent_families",
    title="Households of one lone-parent family",
    topic="census 2021",
    unit=SHARE,
    polarity="neutral",
    kind="proportion",
    apportion="people",
    numerator="households of one lone-parent family",
    denominator="households",
    description="The share is published as a percentage with one decimal.",
)
_HOUSEHOLDS = count("census.households", "Households", "census 2021", "households")


def _indicator_id(row: dict[str, str]) -> str:
    return f"census.{row['id']}"


def _shares(table: str) -> tuple[Measure, ...]:
    """Numerator and denominator of each category of a wide table."""
    return tuple(
        measure
        for row in _ROWS
        if row["table"] == table
        for measure in (
            Measure(row["column"], _indicator_id(row), "numerator", type="whole", low=0),
            Measure(row["total"], _indicator_id(row), "denominator", type="whole", low=0),
        )
    )


def _wide(table: str, geography: str, extra: tuple[Measure, ...] = ()) -> Table:
    """A table as in the bulk files of Nomis: date, name, code, then one column a category."""
    return Table(
        geography=geography,
        code_column="geography code",
        name_column="geography",
        rows=_AREAS[geography],
        measures=(*extra, *_shares(table)),
    )


def _query(heading: str, measures: tuple[Measure, ...]) -> Table:
    """An export of a Nomis query: lines of notes, then `code : name` and the columns."""
    return Table(
        geography="lsoa21",
        code_column=heading,
        rows=_AREAS["lsoa21"],
        skip=6,
        measures=measures,
        footer=True,
        code_separator=" : ",
    )


def _long(table: str, category: str, total: str, ignored: tuple[str, ...] = ()) -> LongTable:
    """An extract with one row an area and category."""
    return LongTable(
        geography="lsoa21",
        code_column="lsoa21_code",
        category_column=category,
        count_column="n",
        total_column=total,
        areas=_AREAS["lsoa21"],
        categories=tuple(
            (row["column"], _indicator_id(row)) for row in _ROWS if row["table"] == table
        ),
        ignored=ignored,
    )


def _release(
    table: str,
    title: str,
    files: tuple[tuple[str, str, Content], ...],
    form: Form = "official",
    note: str = "",
    indicators: tuple[Indicator, ...] = (),
) -> Release:
    listed_here = tuple(
        listed_indicator(row, "census", "census 2021") for row in _ROWS if row["table"] == table
    )
    return Release(
        id=f"census2021_{table}",
        title=f"Census 2021: {title} ({table.upper()})",
        publisher="Office for National Statistics",
        published="2022",
        landing_page=f"{_NOMIS}",
        licence=OGL_ONS,
        period="2021",
        note=note,
        official_form="Not confirmed: only the extract is held." if form == "extract" else "",
        indicators=(*indicators, *listed_here),
        files=tuple(
            SourceFile(
                path=f"ons/census2021/{path}",
                sha256=sha256,
                form=form,
                note="Read out of the official table by the demographr R package."
                if form == "extract"
                else "",
                contents=(content,),
            )
            for path, sha256, content in files
        ),
    )


_AREA = "2021 super output area - lower layer"
CENSUS_2021: tuple[Release, ...] = (
    _release(
        "ts003",
        "household composition, lone-parent families only",
        (
            (
                "census2021-ts003-lsoa.csv.gz",
                "b0a0bf31c67140e416c97582545a31b374fbf42c8a03fba586fe0aa14bbf65f9",
                _query(
                    _AREA,
                    (
                        Measure("%", _LONE_PARENT.id, low=0, high=100, scale=0.01),
                        Measure("2021", _LONE_PARENT.id, "numerator", type="whole", low=0),
                    ),
                ),
            ),
        ),
        note="An export of one category; the whole table is not held.",
        indicators=(_LONE_PARENT,),
    ),
    _release(
        "ts011",
        "households by dimensions of deprivation",
        (
            (
                "extract_ts011_household_deprivation_lsoa21.csv.gz",
                "70b7e25654aa3c424ffb2dae081897bf62d9ee45ead81c3b4e800452d3e92b22",
                _long("ts011", "deprivation_dimensions", "total_households"),
            ),
        ),
        form="extract",
    ),
    _release(
        "ts021",
        "ethnic group",
        (
            (
                "census2021-ts021-lsoa.csv.gz",
                "88d616f44f5ff15e8e6d10f1e15a824a55a4e7998fbee1dd1fa9eebee172dc60",
                _query(_AREA, _shares("ts021")),
            ),
        ),
    ),
    _release(
        "ts030",
        "religion",
        (
            (
                "census2021-ts030-lsoa.csv.gz",
                "556a28a5e69c2e007522cb076f0d1b95401dea436e7b922b4d0e0324180847ab",
                _wide(
                    "ts030",
                    "lsoa21",
                    (Measure("Religion: Total: All usual residents", "people.total", low=0),),
                ),
            ),
        ),
    ),
    _release(
        "ts038",
        "disability",
        (
            (
                "extract_ts038_disability_lsoa21.csv.gz",
                "45dd9f84587345449a39dd575bdaef9775a52632271f5214dc8b675b40b734de",
                _long(
                    "ts038",
                    "disability",
                    "total_residents",
                    ("Not disabled under the Equality Act",),
                ),
            ),
        ),
        form="extract",
    ),
    _release(
        "ts045",
        "car or van availability",
        (
            (
                "census2021-ts045-lsoa.csv.gz",
                "ada0c2179ce5ca0a2b724b26f9adb98c62b22080bfd60f5878c57e9f9c8d86f0",
                _wide("ts045", "lsoa21"),
            ),
        ),
    ),
    _release(
        "ts052",
        "occupancy rating for bedrooms",
        (
            (
                "extract_ts052_occupancy_bedrooms_lsoa21.csv.gz",
                "dcb9ba632880f40913c21cd0cb05da6e382b199f454a91da86233765400f1c3c",
                _long("ts052", "occupancy_rating", "total_households"),
            ),
        ),
        form="extract",
    ),
    _release(
        "ts054",
        "tenure of household",
        tuple(
            (
                f"census2021-ts054-{level}.csv.gz",
                sha256,
                _wide(
                    "ts054",
                    f"{level}21",
                    (
                        Measure(
                            "Tenure of household: Total: All households",
                            _HOUSEHOLDS.id,
                            type="whole",
                            low=0,
                        ),
                    ),
                ),
            )
            for level, sha256 in (
                ("lsoa", "b8ba4ed5cee305286ea63b9d1e2d91ba19e59cef351c7a9123bd704d46f5996d"),
                ("msoa", "28a0f6b75f4198fade06c6c3f70472e6a478a0128e39f8d2c116b39af620ee70"),
            )
        ),
        indicators=(_HOUSEHOLDS,),
    ),
    _release(
        "ts062",
        "socio-economic classification",
        tuple(
            (f"census2021-ts062-{level}.csv.gz", sha256, _wide("ts062", f"{level}21"))
            for level, sha256 in (
                ("lsoa", "5f66f45c8b6e389d6366adb10f14a2f264081d46df3d1c587e8987504a6424bf"),
                ("msoa", "d3282cf359bd2e681f2e88ba28ded43119bf64d0184601be04a78d7383c221f5"),
            )
        ),
    ),
    _release(
        "ts067",
        "highest level of qualification",
        tuple(
            (f"census2021-ts067-{level}.csv.gz", sha256, _wide("ts067", f"{level}21"))
            for level, sha256 in (
                ("lsoa", "c6665c776f96f83aab9138f9dd3cf2b2060c86de754549ccf3e1b5f3fb105a1f"),
                ("msoa", "b128ff81e601a0b537de92e9317832b2f9ae30fe8dc838e8b3705b128d7c2e19"),
            )
        ),
    ),
)
