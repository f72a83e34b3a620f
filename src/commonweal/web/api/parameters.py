"""What the data service may be asked, strictly: what is not declared is refused."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from ninja import Path, Schema
from pydantic import BeforeValidator, ConfigDict, Field

_WHOLE = re.compile(r"([0-9]{1,6})(\.0)?")
_FORMAT = "csv is the whole list: one heading row and nothing else."
_FILES = (
    "csv is the whole list; csvw says what it holds, as the standard for csv on the web does; "
    "xlsx is an accessible workbook."
)
_KIND = "Kind of area with its vintage."
_WITHIN = "Only areas inside this one, by its code."
_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


def _whole(value: Any) -> Any:
    """Digits, or what JSON Schema counts as whole too (`1.0`); pydantic alone would take `1_0`."""
    if isinstance(value, str):
        found = _WHOLE.fullmatch(value)
        if not found:
            raise ValueError("a whole number, in digits, is expected")
        return found[1]
    return value


def _decimal(value: Any) -> Any:
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise ValueError("a number such as 10 or 2.5 is expected")
    return value


Code = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9]{2,12}$", examples=["E01026129"]),
]
IndicatorId = Annotated[
    str,
    Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=120, examples=["imd.rank"]),
]
Period = Annotated[str, Field(pattern=r"^[A-Za-z0-9 ./_-]{1,40}$", examples=["2025"])]
Geography = Annotated[
    str,
    Field(
        pattern=r"^[a-z]{1,20}[0-9]{2}[a-z]?$",
        examples=["lsoa21"],
    ),
]
Format = Literal["json", "csv"]
FileFormat = Literal["json", "csv", "xlsx", "csvw"]
# What checks the text comes last, so that the schema keeps the limits that stand before it.
PageNumber = Annotated[int, Field(ge=1, le=100_000), BeforeValidator(_whole)]
PageSize = Annotated[int, Field(ge=1, le=1_000), BeforeValidator(_whole)]
Limit = Annotated[int, Field(ge=1, le=50), BeforeValidator(_whole)]
WholePercent = Annotated[int, Field(ge=1, le=99), BeforeValidator(_whole)]
Percent = Annotated[
    float,
    Field(ge=0.01, le=99.99, multiple_of=0.01),
    BeforeValidator(_decimal),
]


AreaCode = Annotated[Code, Path(..., description="Code of an area, of any vintage held.")]
IssueId = Annotated[str, Field(pattern=r"^[a-z-]{1,40}$", examples=["health"])]
IssuePath = Annotated[IssueId, Path(..., description="Id of a key issue.")]
IndicatorPath = Annotated[IndicatorId, Path(..., description="Id of an indicator.")]


class Parameters(Schema):
    """Base of all: nothing but what is declared."""

    model_config = ConfigDict(extra="forbid")


class Paged(Parameters):
    """A part of a long list."""

    page: PageNumber = Field(1, description="Which page, from 1.")
    page_size: PageSize = Field(100, description="Rows of a page.")
    format: Format = Field("json", description=_FORMAT)


class AreasParameters(Paged):
    """Areas of a kind, and within a larger one."""

    geography: Geography = Field("lsoa21", description=_KIND)
    within: Code | None = Field(None, description=_WITHIN)


class IndicatorsParameters(Paged):
    """Indicators, all or of a topic."""

    topic: Annotated[str, Field(max_length=100)] | None = Field(
        None, description="Only those of this topic, such as deprivation."
    )


class ObservationsParameters(Paged):
    """One indicator at one period for one kind of area."""

    indicator: IndicatorId = Field(description="Id of an indicator.")
    period: Period | None = Field(None, description="Edition; the latest held if none is named.")
    geography: Geography | None = Field(None, description=_KIND)
    within: Code | None = Field(None, description=_WITHIN)


class FindParameters(Paged):
    """The same as the command `commonweal find` takes."""

    deprivation: Period | None = Field(
        None, description="Edition of the Index of Multiple Deprivation; the latest if none."
    )
    infrastructure: Period | None = Field(
        None, description="Edition of the Community Needs Index; the latest if none."
    )
    geography: Geography = Field("lsoa21", description=_KIND)
    cut: Percent = Field(10.0, description="Worst share of areas that counts, in per cent.")
    rule: Literal["intersection", "combined"] = Field(
        "intersection",
        description="Within the cut on both measures, or on the mean of their two ranks.",
    )
    within: Code | None = Field(None, description=_WITHIN)
    format: FileFormat = Field("json", description=_FILES)  # type: ignore[assignment]
    typology: (
        Literal["doubly disadvantaged", "deprived only", "infrastructure-poor only", "neither"]
        | None
    ) = Field(None, description="Only areas of this type.")


class PrevalenceParameters(Paged):
    """Which rule makes the groups, and which rows are wanted."""

    deprivation: Period | None = Field(
        None, description="Edition of the Index of Multiple Deprivation; the latest if none."
    )
    infrastructure: Period | None = Field(
        None, description="Edition of the Community Needs Index, or open; the latest if none."
    )
    cut: WholePercent | None = Field(
        None, description="Worst share of areas that counts, in per cent: one of those offered."
    )
    format: FileFormat = Field("json", description=_FILES)  # type: ignore[assignment]
    by: Literal["none", "region", "rural_urban"] = Field(
        "none", description="Compare in the country as a whole, or in each of its parts."
    )
    issue: IssueId | None = Field(None, description="Only the measures of a key issue, by its id.")
    group: Annotated[str, Field(max_length=60)] | None = Field(
        None, description="Only rows of this group, such as doubly disadvantaged."
    )
    against: Annotated[str, Field(max_length=60)] | None = Field(
        None, description="Only gaps to this group, or to the whole."
    )


class ChartParameters(Parameters):
    """In which form a chart is wanted."""

    format: Literal["svg", "png"] = Field("svg", description="A drawing or a picture.")


class SearchParameters(Parameters):
    """A postcode, a name or a code."""

    q: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        description="A postcode, an area code, or the start of a word in a name."
    )
    limit: Limit = Field(20, description="How many places at most.")
    format: Format = Field("json", description=_FORMAT)
