"""Makes an index from indicators: standardise, average within domains, then join the domains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from commonweal.errors import MethodNotApplicable
from commonweal.find.index import IndexResult, make_index
from commonweal.find.normalise import ranks_of_known
from commonweal.find.open_index.spec import OpenDomain, OpenIndexSpec, OpenIndicator
from commonweal.find.tables import KEY, check_columns, column_values

Floats = NDArray[np.float64]
DOMAIN_RANK = "{}_rank"


@dataclass(frozen=True, slots=True)
class OpenIndexResult:
    """An index made from indicators.

    Attributes:
        spec: the recipe.
        table: one row an area, by code: `area_code`, `score` (higher is worse), `rank` (1 the
            worst), `decile`, the rank on each domain (`places_rank` and so on), `known_share` (of
            the weight of all indicators, equal domains apart), `unknown_because`.
        indicators: `area_code` and every indicator on the common scale, higher is worse; null
            where it is unknown.
        coverage: one row an indicator: `domain, name, indicator, period, weight` (share of its
            domain), `known` (areas), `of`, `share`, `used`, `weakness`.
        index: how the domains were joined, with their values on the common scale.
        missing_domains: domains of the recipe that nothing is held of.
    """

    spec: OpenIndexSpec
    table: pl.DataFrame
    indicators: pl.DataFrame
    coverage: pl.DataFrame
    index: IndexResult
    missing_domains: tuple[str, ...]

    @property
    def ranked(self) -> int:
        """Number of areas with a score."""
        return self.index.ranked

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains that it is made of."""
        return tuple(domain.name for domain in self.index.spec.domains)

    def explain(self) -> str:
        """What was done and what is missing, in plain words."""
        titles = {domain.name: domain.title.lower() for domain in self.spec.domains}
        used = self.coverage.filter("used")
        parts = ", ".join(
            f"{titles[name]} ({used.filter(domain=name).height} measures)" for name in self.domains
        )
        said = [
            f"{self.spec.title} {self.spec.edition}: {self.ranked:,} areas, ranked on {parts}. "
            "Within a domain the measures are put on one scale and averaged; the domains count "
            "by their ranks, stretched so that the worst tenth stands out, and are added."
        ]
        gaps = self.coverage.filter(pl.col("used") & (pl.col("known") < pl.col("of")))
        if gaps.height:
            listed = ", ".join(f"{name} ({share:.0%})" for name, share in _shares(gaps))
            said.append(f"Known for some areas only: {listed}. What is missing is left out.")
        absent = self.coverage.filter(~pl.col("used"))["name"].to_list()
        if absent:
            said.append(f"Not held here: {', '.join(absent)}.")
        if self.missing_domains:
            named = ", ".join(titles[name] for name in self.missing_domains)
            said.append(f"Nothing is held of: {named}; the index is made without.")
        unranked = self.table.height - self.ranked
        if unranked:
            said.append(f"{unranked:,} areas lack a domain and have no score.")
        return " ".join(said)


def open_infrastructure_index(
    table: pl.DataFrame, spec: OpenIndexSpec | None = None
) -> OpenIndexResult:
    """Scores, ranks and deciles of an index made from indicators.

    Args:
        table: `area_code`, one row for every area to be ranked, and a column for each indicator
            of the recipe, by its name. A value that is missing is unknown; an indicator that is
            not held has no column, or no value.
        spec: the recipe; that of the open social infrastructure index if not given.

    Raises:
        InputError: a column is not of numbers, or a code is repeated.
        MethodNotApplicable: no area has every domain, or no indicator is held at all.
    """
    chosen = spec or _declared()
    held = [each.name for each in chosen.indicators() if each.name in table.columns]
    check_columns(table, held, table=chosen.name)
    rows = table.sort(KEY)
    scaled = {
        each.name: standardised(column_values(rows, each.name), each, chosen)
        for each in chosen.indicators()
        if each.name in held
    }
    scaled = {name: values for name, values in scaled.items() if not np.isnan(values).all()}
    domains = {
        domain.name: domain_value(domain, scaled, chosen.least_known)
        for domain in chosen.domains
        if any(each.name in scaled for each in domain.indicators)
    }
    if not domains:
        raise MethodNotApplicable(f"No indicator of {chosen.title or chosen.name} is held.")
    joined = pl.DataFrame({KEY: rows[KEY], **domains}).with_columns(pl.exclude(KEY).fill_nan(None))
    index = make_index(chosen.of_domains(tuple(domains)), joined)
    return OpenIndexResult(
        spec=chosen,
        table=_table(chosen, index, domains, scaled),
        indicators=pl.DataFrame({KEY: rows[KEY], **scaled}).with_columns(
            pl.exclude(KEY).fill_nan(None)
        ),
        coverage=_coverage(chosen, scaled, rows.height),
        index=index,
        missing_domains=tuple(d.name for d in chosen.domains if d.name not in domains),
    )


def standardised(values: Floats, indicator: OpenIndicator, spec: OpenIndexSpec) -> Floats:
    """An indicator on the common scale of its domain, higher is worse; NaN stays NaN.

    Normal scores: Phi^-1(r / (n + 1)), r the mean rank counted from the best (Scottish Index of
    Multiple Deprivation 2016, technical notes). z scores: minus the mean, by the standard
    deviation. An indicator that is the same everywhere tells nothing: it is 0.
    """
    worse_is_high = indicator.polarity == "higher is worse"
    if spec.standardisation == "normal scores":
        from scipy.special import ndtri

        ranks, n = ranks_of_known(values, highest_first=not worse_is_high, ties="mean")
        return np.asarray(ndtri(ranks / (n + 1)), dtype=np.float64)
    signed = values if worse_is_high else -values
    if np.isnan(signed).all():
        return signed
    spread = float(np.nanstd(signed))
    return (signed - np.nanmean(signed)) / (spread or 1.0)


def domain_value(domain: OpenDomain, scaled: dict[str, Floats], least_known: float) -> Floats:
    """Weighted mean of the indicators that are known; NaN where too few are.

    The weight that counts is that of the indicators held at all: one that is held nowhere takes
    nothing away from an area.
    """
    held = [each for each in domain.indicators if each.name in scaled]
    values = np.array([scaled[each.name] for each in held])
    weights = np.array([each.weight for each in held])[:, None] * ~np.isnan(values)
    known = weights.sum(axis=0)
    enough = known >= least_known * sum(each.weight for each in held) - 1e-12
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weights * np.nan_to_num(values)).sum(axis=0) / known
    return np.where(enough, mean, np.nan)


def _declared() -> OpenIndexSpec:
    from commonweal.find.open_index.spec import open_index_spec

    return open_index_spec()


def _table(
    spec: OpenIndexSpec, index: IndexResult, domains: dict[str, Floats], scaled: dict[str, Floats]
) -> pl.DataFrame:
    ranks = {
        DOMAIN_RANK.format(name): ranks_of_known(values, highest_first=True)[0]
        for name, values in domains.items()
    }
    known = pl.Series("known_share", _known_share(spec, domains, scaled))
    frame = index.table.hstack(pl.DataFrame(ranks).fill_nan(None).cast(pl.Int64))
    frame = frame.with_columns(known)
    return frame.select(pl.exclude("unknown_because"), "unknown_because")


def _known_share(
    spec: OpenIndexSpec, domains: dict[str, Floats], scaled: dict[str, Floats]
) -> Floats:
    """Share of the recipe's weight that is known of each area."""
    size = next(iter(domains.values())).shape
    share = np.zeros(size)
    for domain in spec.domains:
        weights = {each.name: each.weight for each in domain.indicators}
        known = sum(
            (
                weights[name] * ~np.isnan(values)
                for name, values in scaled.items()
                if name in weights
            ),
            np.zeros(size),
        )
        share += domain.weight * known / sum(weights.values())
    return (share / sum(domain.weight for domain in spec.domains)).round(6)


def _coverage(spec: OpenIndexSpec, scaled: dict[str, Floats], of: int) -> pl.DataFrame:
    rows = []
    for domain in spec.domains:
        total = sum(each.weight for each in domain.indicators)
        for each in domain.indicators:
            values = scaled.get(each.name)
            known = 0 if values is None else int((~np.isnan(values)).sum())
            rows.append(
                {
                    "domain": domain.name,
                    "name": each.name,
                    "indicator": each.indicator,
                    "period": each.period,
                    "weight": each.weight / total,
                    "known": known,
                    "of": of,
                    "share": known / of if of else 0.0,
                    "used": known > 0,
                    "weakness": each.weakness,
                }
            )
    return pl.DataFrame(rows)


def _shares(gaps: pl.DataFrame) -> list[tuple[str, float]]:
    return [(row["name"], row["share"]) for row in gaps.iter_rows(named=True)]
