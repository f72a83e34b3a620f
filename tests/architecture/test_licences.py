"""Everything that Commonweal needs to run has a licence that lets anyone use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PERMISSIVE = re.compile(
    r"\b(0BSD|Apache|BSD|CC0|HPND|ISC|MIT|MPL|PSF|Python Software Foundation|Mozilla Public"
    r"|Unlicense|Zlib|ZPL|Zope)\b",
    re.IGNORECASE,
)
# LGPL is not refused: a Python import leaves its user free to exchange the library.
REFUSED = re.compile(
    r"\bA?GPL|(?<!Lesser )\bGeneral Public|Affero|Proprietary|Commercial|SSPL|BUSL|Business Source"
    r"|Other/",
    re.IGNORECASE,
)

# Read by us, because what the package declares says too little. qrcode adds "Other/Proprietary" to
# its BSD licence; its file holds BSD and, for the code that it began from, MIT.
READ = {"qrcode": "BSD-3-Clause AND MIT"}


def declared(package: Distribution) -> str:
    """The licence a package states: its expression, else its classifiers, else its free text."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return expression
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    # Some packages put the whole licence in this field; its first line names it.
    return " AND ".join(classifiers) or (metadata.get("License") or "").strip().split("\n")[0]


def is_allowed(licence: str) -> bool:
    """Whether one of the alternatives is permissive throughout."""
    return any(
        bool(PERMISSIVE.search(choice)) and not REFUSED.search(choice)
        for choice in re.split(r"\s+OR\s+", licence)
    )


def _runtime() -> Iterator[Distribution]:
    """Commonweal and, in turn, everything it requires on this machine, extras included."""
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement("commonweal")]
    while waiting:
        wanted = waiting.pop()
        for extra in ("", *sorted(wanted.extras)):
            key = (canonicalize_name(wanted.name), extra)
            if key in seen:
                continue
            seen.add(key)
            package = distribution(wanted.name)
            if not extra:
                yield package
            needed = [Requirement(text) for text in package.requires or []]
            waiting += [
                one for one in needed if one.marker is None or one.marker.evaluate({"extra": extra})
            ]


def test_runtime_packages_have_free_licences() -> None:
    licences = {package.name: READ.get(package.name) or declared(package) for package in _runtime()}
    assert len(licences) > 20, "The project is not installed with its requirements."
    assert {name: licence for name, licence in licences.items() if not is_allowed(licence)} == {}


@pytest.mark.parametrize(
    "licence",
    ["MIT", "BSD License", "Apache-2.0 OR GPL-3.0-only", "MPL-2.0", "LGPL-3.0-only AND MIT"],
)
def test_allowed(licence: str) -> None:
    assert is_allowed(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "",
        "UNKNOWN",
        "GPL-3.0-or-later",
        "AGPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "GNU General Public License v3 (GPLv3)",
        "Other/Proprietary License",
    ],
)
def test_refused(licence: str) -> None:
    assert not is_allowed(licence)
