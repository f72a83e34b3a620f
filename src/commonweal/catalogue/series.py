"""Which series the catalogue promises: indicator, period and geography, release by release."""

from __future__ import annotations

from commonweal.catalogue.types import AgeTable, Content, LongTable, Release, Table

Series = tuple[str, str, str]
"""Indicator, period and geography."""


def table_series(release: Release, table: Content) -> frozenset[Series]:
    """The series in one table of a release."""
    if isinstance(table, Table):
        return frozenset(
            (item.indicator, item.period or release.period, table.geography)
            for item in table.measures
        )
    if isinstance(table, LongTable):
        return frozenset((name, release.period, table.geography) for _, name in table.categories)
    if isinstance(table, AgeTable):
        names = (table.total, *(band[0] for band in table.bands))
        return frozenset((name, table.period, table.geography) for name in names)
    return frozenset()


def release_series(release: Release) -> frozenset[Series]:
    """The series of a release, with those that only an official file would bring."""
    return frozenset(
        series
        for file in release.files
        for table in file.contents
        for series in table_series(release, table)
    )
