"""The service's own way with requests: strict parameters, problems in plain words, csv."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Signature, signature
from io import BytesIO
from math import ceil
from typing import Any, TypeVar, cast, get_type_hints

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from commonweal.errors import CommonwealError, InputError, InputProblem
from commonweal.report.cells import without_formulas
from commonweal.report.csvw import MEDIA_TYPE, write_csv_metadata
from commonweal.report.export import MEDIA_TYPES, export
from commonweal.report.table import INVENTED, INVENTED_COLUMN, ReportTable
from commonweal.web.access import public_operation
from commonweal.web.api.answers import Problem
from commonweal.web.api.parameters import Paged, Parameters
from commonweal.web.data import Held
from commonweal.web.pages.errors import from_error, problem

Operation = TypeVar("Operation", bound=Callable[..., Any])

CSV, XLSX, METADATA = MEDIA_TYPES["csv"], MEDIA_TYPES["xlsx"], MEDIA_TYPE
PROBLEMS: dict[int, Any] = dict.fromkeys((403, 404, 414, 422, 429, 503), Problem)
CSV_TOO: dict[str, Any] = {
    "responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
}
FILES_TOO: dict[str, Any] = {
    "responses": {
        200: {
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                XLSX: {"schema": {"type": "string", "format": "binary"}},
                METADATA: {"schema": {"type": "object"}},
            }
        }
    }
}
_WORDS = {
    "string_pattern_mismatch": "has a form that is not expected",
    "missing": "is needed",
}


class DataService(NinjaAPI):
    """A NinjaAPI whose schema tells that problems come as problem documents."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The OpenAPI schema, with the media type that problems have."""
        schema: OpenAPISchema = super().get_openapi_schema(**given)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content["application/problem+json"] = content.pop("application/json")
        return schema


def handle_problems(api: NinjaAPI) -> None:
    """Answer every kind of error with a problem document."""
    # Its type says that a handler may get the class of an error too; it never does.
    for kind, handler in ((CommonwealError, from_error), (ValidationError, _invalid)):
        api.add_exception_handler(kind, cast("Any", handler))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = [f"{item['loc'][-1]}: {_sentence(item)}" for item in error.errors]
    return problem(request, 422, "The request is not as expected", "\n".join(dict.fromkeys(said)))


def _sentence(item: dict[str, Any]) -> str:
    if item["type"] in _WORDS:
        return _WORDS[item["type"]]
    return str(item["msg"]).removeprefix("Value error, ")


def operation(parameters: type[Parameters]) -> Callable[[Operation], Operation]:
    """Declare an operation public and strict: parameters that it does not have are refused."""

    def strict(function: Operation) -> Operation:
        @wraps(function)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refuse_unknown(request, parameters)
            return function(request, *args, **kwargs)

        # The router reads the signature, where the names of types must already be resolved.
        checked.__signature__ = _resolved(function)  # type: ignore[attr-defined]
        return public_operation(checked)  # type: ignore[return-value]

    return strict


def _resolved(function: Callable[..., Any]) -> Signature:
    """The signature of a function with its annotations as types, not as text."""
    hints = get_type_hints(function, include_extras=True)
    plain_signature = signature(function)
    parameters = [
        each.replace(annotation=hints.get(name, each.annotation))
        for name, each in plain_signature.parameters.items()
    ]
    return plain_signature.replace(parameters=parameters, return_annotation=Any)


def refuse_unknown(request: HttpRequest, parameters: type[Parameters]) -> None:
    """Refuse parameters that are not declared, or that come twice.

    Raises:
        InputError: names every one of them.
    """
    known = list(parameters.model_fields)
    problems = [
        InputProblem(f"a parameter out of {', '.join(known) or 'none'}", repr(name))
        for name in request.GET
        if name not in known
    ]
    problems += [
        InputProblem(f"{name} once", f"it {len(values)} times")
        for name, values in request.GET.lists()
        if name in known and len(values) > 1
    ]
    if problems:
        raise InputError(problems, "The request asks for something that is not there:")


def about(held: Held) -> dict[str, Any]:
    """Which atlas an answer is from."""
    return {"id": held.id, "label": held.nation, "demonstration": held.demonstration}


def page_of(held: Held, rows: pl.DataFrame, query: Paged) -> dict[str, Any]:
    """One page of rows in the form of `Listing`."""
    shown = rows.slice((query.page - 1) * query.page_size, query.page_size)
    return {
        "items": plain(shown).to_dicts(),
        "total": rows.height,
        "page": query.page,
        "page_size": query.page_size,
        "pages": max(1, ceil(rows.height / query.page_size)),
        "atlas": about(held),
    }


def as_csv(held: Held, rows: pl.DataFrame) -> HttpResponse:
    """Rows as csv: all of them, not a page. Invented data says so in every row."""
    table = plain(rows)
    if held.demonstration:
        table = table.with_columns(pl.lit(INVENTED).alias(INVENTED_COLUMN))
    lists = pl.col(pl.List).cast(pl.List(pl.String)).list.join(", ")
    target = BytesIO()
    without_formulas(table.with_columns(lists)).write_csv(target)
    return HttpResponse(target.getvalue(), content_type=CSV)


def as_file(request: HttpRequest, report: ReportTable, format: str) -> HttpResponse:
    """A described table as csv, as an accessible workbook, or the csv's metadata (`csvw`).

    A csv says by a link where its metadata is, as the standard for csv on the web asks.
    """
    target = BytesIO()
    address = request.GET.copy()
    if format == "csvw":
        address["format"] = "csv"
        write_csv_metadata(report, f"{request.path}?{address.urlencode()}", target)
        return HttpResponse(target.getvalue(), content_type=METADATA)
    export(report, target, format)
    response = HttpResponse(target.getvalue(), content_type=MEDIA_TYPES[format])
    if format == "csv":
        address["format"] = "csvw"
        described = f"{request.path}?{address.urlencode()}"
        response.headers["Link"] = f'<{described}>; rel="describedby"; type="{METADATA}"'
    return response


def plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as JSON and csv can hold them: no categories, and no number that is not a number."""
    floats = pl.col(pl.Float32, pl.Float64)
    return rows.with_columns(
        pl.when(floats.is_finite()).then(floats),
    ).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
