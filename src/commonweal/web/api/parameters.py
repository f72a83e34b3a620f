"""What the data service may be asked, strictly: what is not declared is refused."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

_WHOLE = re.compile(r"[0-9]{1,6}")
_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


def _whole(value: Any) -> Any:
    """Digits and nothing else: pydantic alone would also take `1.0`, ` 1` and `1_0`."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise ValueError("a whole number, in digits, is expected")
    return value


def _decimal(value: Any) -> Any:
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise ValueError("a number such as 10 or 2.5 is expected")
    return value


Code = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9]{2,12}$", description="Code of an area.", examples=["E01026129"]),
]
IndicatorId = Annotated[
    str,
    Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=120, examples=["imd.rank"]),
]
Period = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9 ./_-]{1,40}$", description="Edition.", examples=["2025"])
]
Geography = Annotated[
    str,
    Field(
        pattern=r"^[a-z]{1,20}[0-9]{2}[a-z]?$",
        description="Kind of area with its vintage.",
        examples=["lsoa21"],
    ),
]
Format = Annotated[
    Literal["json", "csv"], Field(description="csv has one heading row and nothing else.")
]
# What checks the text comes last, so that the schema keeps the limits that stand before it.
PageNumber = Annotated[int, Field(ge=1, le=100_000), BeforeValidator(_whole)]
PageSize = Annotated[int, Field(ge=1, le=1_000), BeforeValidator(_whole)]
Limit = Annotated[int, Field(ge=1, le=50), BeforeValidator(_whole)]
Percent = Annotated[
    float,
    Field(
        ge=0.01,
        le=99.99,
        multiple_of=0.01,
        description="Worst share of areas that counts, in per cent.",
    ),
    BeforeValidator(_decimal),
]


class Parameters(Schema):
    """Base of all: nothing but what is declared."""

    model_config = ConfigDict(extra="forbid")


class Paged(Parameters):
    """A part of a long list."""

    page: PageNumber = 1
    page_size: PageSize = 100
    format: Format = "json"


class AreasParameters(Paged):
    """Areas of a kind, and within a larger one."""

    geography: Geography = "lsoa21"
    within: Code | None = None


class IndicatorsParameters(Paged):
    """Indicators, all or of a topic."""

    topic: Annotated[str, Field(max_length=100)] | None = None


class ObservationsParameters(Paged):
    """One indicator at one period for one kind of area."""

    indicator: IndicatorId
    period: Period | None = None
    geography: Geography | None = None
    within: Code | None = None


class FindParameters(Paged):
    """The same as the command `commonweal find` takes."""

    deprivation: Period | None = None
    infrastructure: Period | None = None
    geography: Geography = "lsoa21"
    cut: Percent = 10.0
    rule: Literal["intersection", "combined"] = "intersection"
    within: Code | None = None
    typology: (
        Literal["doubly disadvantaged", "deprived only", "infrastructure-poor only", "neither"]
        | None
    ) = None


class SearchParameters(Parameters):
    """A postcode, a name or a code."""

    q: Annotated[str, Field(min_length=1, max_length=100)]
    limit: Limit = 20
    format: Format = "json"
