"""Write the reference of the data service; with --check, only say whether it is stale."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.web.settings")

REFERENCE = Path(__file__).resolve().parent / "reference"


def described() -> dict[str, Any]:
    """The service's own OpenAPI description."""
    import django

    django.setup()
    from commonweal.web.api.service import service

    # Through JSON, so that it is plain lists and texts.
    schema: dict[str, Any] = json.loads(json.dumps(service.get_openapi_schema()))
    return schema


def schema_file() -> str:
    """The description as a file that programs read."""
    return json.dumps(described(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def page() -> str:
    """The description as a page that people read."""
    schema = described()
    lines = [
        "# Data service",
        "",
        " ".join(schema["info"]["description"].split()),
        "",
        "This page and [openapi.json](openapi.json) are written by `make docs` from the code.",
        "",
        "```",
        "curl 'http://localhost:8000/api/v1/find?cut=5&typology=doubly+disadvantaged&format=csv'",
        "```",
    ]
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            lines += ["", *_operation(path, operation, schema)]
    return "\n".join([*lines, "", *_problems()]) + "\n"


def _operation(path: str, operation: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    yield f"## {operation['summary']}"
    yield ""
    yield f"`GET {path}`"
    yield ""
    yield " ".join(operation["description"].split())
    parameters = operation.get("parameters", [])
    if parameters:
        yield ""
        yield "| parameter | what it is | unless said |"
        yield "|---|---|---|"
        for item in parameters:
            yield f"| `{item['name']}` | {_meaning(item)} | {_default(item)} |"
    fields = _fields(operation, schema)
    if fields:
        yield ""
        yield f"Answers with {', '.join(f'`{name}`' for name in fields)}."


def _meaning(item: dict[str, Any]) -> str:
    """The words, the choices and the limits of a parameter."""
    form = item["schema"]
    forms = [form, *form.get("anyOf", [])]
    said = item.get("description") or form.get("description") or ""
    parts = [said.rstrip(".")] if said else []
    for each in forms:
        if "enum" in each:
            parts.append(" or ".join(f"`{choice}`" for choice in each["enum"]))
        limits = [each[key] for key in ("minimum", "maximum") if key in each]
        if limits:
            parts.append(f"{' to '.join(f'{limit:g}' for limit in limits)}")
    return "; ".join(parts).replace("|", "\\|")


def _default(item: dict[str, Any]) -> str:
    if item.get("required"):
        return "needed"
    default = item["schema"].get("default")
    return "" if default is None else f"`{default}`"


def _fields(operation: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    answer = operation["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
    name = answer.get("$ref", "").rsplit("/", 1)[-1]
    return list(schema["components"]["schemas"].get(name, {}).get("properties", {}))


def _problems() -> Iterator[str]:
    yield "## When something is wrong"
    yield ""
    yield "The answer is a problem document (RFC 9457), `application/problem+json`, with `title`,"
    yield "`status` and `detail` in plain words."
    yield ""
    yield "| status | when |"
    yield "|---|---|"
    yield "| 403 | the values belong to an owner who has not let us pass them on |"
    yield "| 404 | no such area, indicator, edition or address |"
    yield "| 405 | the address can only be read |"
    yield "| 414 | the query is longer than any that this service knows |"
    yield "| 422 | a parameter is unknown, repeated, or not of its form |"
    yield "| 429 | too many requests: `Retry-After` says when to come back |"
    yield "| 503 | there is no atlas, or it is damaged |"


def stale() -> list[str]:
    """Files that are not what the code would write now."""
    return [
        name
        for name, text in files().items()
        if not (REFERENCE / name).is_file()
        or (REFERENCE / name).read_text(encoding="utf-8") != text
    ]


def files() -> dict[str, str]:
    """Every file of the reference of the service."""
    return {"openapi.json": schema_file(), "data-service.md": page()}


def main() -> int:
    """Write the files, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")
    if parser.parse_args().check:
        old = stale()
        if old:
            print(f"Stale in docs/reference: {', '.join(old)}. Run `make docs`.")
        return 1 if old else 0
    for name, text in files().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
