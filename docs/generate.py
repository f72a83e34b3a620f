"""Write the reference pages that follow from the code; with --check, only say which are stale."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from commonweal.catalogue import GEOGRAPHIES, INDICATORS, RELEASES
from commonweal.catalogue.licences import LICENCES
from commonweal.catalogue.series import release_series
from commonweal.catalogue.types import Indicator, Release, SourceFile
from commonweal.parameters import Parameter, parameter, parameter_editions, parameter_names

REFERENCE = Path(__file__).resolve().parent / "reference"
_MAY = {"yes": "yes", "no": "no", "ask": "ask the owner"}
_FORMS = {
    "official": "Official.",
    "extract": "Extract.",
    "derived": "Made by others from official figures.",
}
_CROSSING = {
    "people": "by people",
    "area": "by area",
    "never": "never",
}
_BETTER = {
    "higher_is_worse": "worse",
    "higher_is_better": "better",
    "neutral": "neither",
}


def _cell(text: str) -> str:
    """Text that cannot break a table."""
    return " ".join(text.replace("|", "\\|").split())


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    names = list(headings)
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return lines


def _page(title: str, about: str, *blocks: Iterable[str]) -> str:
    lines = [f"# {title}", "", about, "", "This page is written by `make docs` from the code."]
    for block in blocks:
        lines += ["", *block]
    return "\n".join(lines) + "\n"


# Catalogue


def catalogue_page() -> str:
    """Every release, licence and kind of area."""
    read = [release for release in RELEASES if release.is_read]
    rest = [release for release in RELEASES if not release.is_read]
    overview = _table(
        ("release", "title", "publisher", "published", "may be passed on"),
        (
            (
                f"[`{release.id}`](#{release.id.replace('_', '-')})",
                release.title,
                release.publisher,
                release.published,
                _MAY[release.redistribute],
            )
            for release in read
        ),
    )
    return _page(
        "Catalogue of releases",
        f"{len(read)} releases are read; {len(rest)} more are listed and not yet read. Paths are "
        "those in a mirror folder ([how to make one](../how-to/mirrors.md)); what the licences "
        "ask is told in [how to pass figures on](../how-to/licences.md).",
        ["## Releases that are read"],
        overview,
        ["## Licences"],
        _licences(),
        ["## Kinds of area"],
        _geographies(),
        ["## Each release"],
        *(_release(release) for release in read),
        ["## Listed, not yet read"],
        *(_release(release) for release in rest),
    )


def _licences() -> list[str]:
    return _table(
        ("licence", "may be passed on", "attribution"),
        (
            (
                f"[{licence.title}]({licence.link})" if licence.link else licence.title,
                _MAY[licence.redistribute],
                licence.attribution,
            )
            for licence in LICENCES.values()
        ),
    )


def _geographies() -> list[str]:
    return _table(
        ("id", "kind of area", "how many in England"),
        (
            (f"`{known.id}`", known.title, f"{known.areas:,}" if known.areas else "not fixed")
            for known in GEOGRAPHIES.values()
        ),
    )


def _release(release: Release) -> list[str]:
    lines = [
        f"### {release.id.replace('_', '-')}",
        "",
        f"**{release.title}.** {release.publisher}, {release.published}. "
        f"[Publisher's page]({release.landing_page}). {release.licence.title}; may be passed on: "
        f"{_MAY[release.redistribute]}.",
    ]
    if release.note:
        lines += ["", release.note]
    if release.official_form:
        lines += ["", f"Official form: {release.official_form}"]
    counts = _counts(release)
    if counts:
        lines += ["", *_table(("areas", "period", "indicators"), counts)]
    return [*lines, "", *_table(("file", "form", "sha256"), map(_file, release.files))]


def _counts(release: Release) -> list[tuple[str, str, str]]:
    """How many indicators there are for each kind of area and period."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for indicator, period, geography in release_series(release):
        names[geography, period].add(indicator)
    return [
        (GEOGRAPHIES[geography].title, period, str(len(found)))
        for (geography, period), found in sorted(names.items())
    ]


def _file(file: SourceFile) -> tuple[str, str, str]:
    path = f"[`{file.path}`]({file.address})" if file.address else f"`{file.path}`"
    form = _FORMS[file.form]
    if file.instead_of:
        form = "Official; taken in place of the extracts where it is found."
    words = form if file.instead_of else f"{form} {file.note}".strip()
    return path, words, f"`{file.sha256}`" if file.sha256 else "none: no copy was at hand"


# Indicators


def indicators_page() -> str:
    """Every indicator by topic, with where and when it is held."""
    topics: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in INDICATORS.values():
        topics[indicator.topic].append(indicator)
    held = _held()
    return _page(
        "Indicators",
        f"{len(INDICATORS)} indicators. An indicator is a measure; the edition of an index is the "
        "period of its figures. *Higher is* says whether a higher figure is worse or better. "
        "*Crosses* says how a figure may be carried over a change of boundaries: shared or "
        "averaged by people or by area, or never.",
        *(
            [f"## {topic.capitalize()}", "", *_indicators(found, held)]
            for topic, found in topics.items()
        ),
    )


_WORKED_OUT = "`lsoa21`: worked out when an atlas is built"


def _held() -> Mapping[str, list[str]]:
    """For each indicator: kinds of area and their periods."""
    periods: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for release in RELEASES:
        for indicator, period, geography in release_series(release):
            periods[indicator][geography].add(period)
    return {
        indicator: [
            f"`{geography}`: {', '.join(sorted(found))}"
            for geography, found in sorted(places.items())
        ]
        for indicator, places in periods.items()
    }


def _indicators(found: list[Indicator], held: Mapping[str, list[str]]) -> list[str]:
    return _table(
        ("id", "title", "unit", "higher is", "crosses", "held for"),
        (
            (
                f"`{item.id}`",
                f"{item.title}. {item.description}" if item.description else item.title,
                _unit(item),
                _BETTER[item.polarity],
                _CROSSING[item.apportion],
                "; ".join(held.get(item.id, [_WORKED_OUT])),
            )
            for item in found
        ),
    )


def _unit(item: Indicator) -> str:
    if item.numerator:
        return f"{item.unit}: {item.numerator} of {item.denominator}"
    return item.unit


# Parameters


def parameters_page() -> str:
    """Every policy number with its date, edition and source."""
    return _page(
        "Parameters",
        "Numbers that come from policy or from a published method. Each has a date from which it "
        "holds, a unit and the document it was read in.",
        *(_parameter(name) for name in parameter_names()),
    )


def _parameter(name: str) -> list[str]:
    values = [_value_of(name, edition) for edition in parameter_editions(name)]
    return [
        f"## `{name}`",
        "",
        f"{values[0].title}. Unit: {values[0].unit}.",
        "",
        *_table(
            ("edition", "since", "value", "source"),
            (
                (
                    value.edition or "any",
                    value.since.isoformat(),
                    _written(value.value),
                    f"[{value.reference.title}]({value.reference.href})",
                )
                for value in values
            ),
        ),
    ]


def _value_of(name: str, edition: str) -> Parameter:
    """A value by edition; those without one are listed by their day."""
    if edition.count("-") == 2:
        return parameter(name, on=date.fromisoformat(edition))
    return parameter(name, edition=edition)


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_written(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(_written, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)


PAGES: dict[str, Callable[[], str]] = {
    "catalogue.md": catalogue_page,
    "indicators.md": indicators_page,
    "parameters.md": parameters_page,
}


def stale(folder: Path = REFERENCE) -> list[str]:
    """Pages that are not what the code would write now."""
    return [
        name
        for name, write in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != write()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")
    if parser.parse_args().check:
        old = stale()
        if old:
            print(f"Stale in docs/reference: {', '.join(old)}. Run `make docs`.")
        return 1 if old else 0
    REFERENCE.mkdir(exist_ok=True)
    for name, write in PAGES.items():
        (REFERENCE / name).write_text(write(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
