"""The published indices of the country, made from its measures by the published methods."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from commonweal.catalogue.indicators import CNI_DOMAINS, DOMAINS
from commonweal.parameters import number, table
from commonweal.sources.demonstration.arrays import Floats
from commonweal.stats import mean_ranks, minimum_ranks, quantile_of_rank, stored
from commonweal.stats.precision import Precision
from commonweal.stats.transform import exponential

Values = dict[str, Floats]

# Published editions that were stored in single precision (see `find.english`).
_IN_SINGLE_PRECISION = frozenset({"imd 2015", "imd 2019", "cni 2023"})
_DIGITS = 6
# Sub-domains by domain, and the names that the parameters have for them.
SUBDOMAINS: dict[str, dict[str, str]] = {
    "education": {
        "children_young_people": "children_and_young_people",
        "adult_skills": "adult_skills",
    },
    "barriers": {
        "geographical_barriers": "geographical_barriers",
        "wider_barriers": "wider_barriers",
    },
    "living_environment": {"indoors": "indoors", "outdoors": "outdoors"},
}
# Shares of people: the logistic function of a + b z. The figures give medians and spreads close
# to those of England in 2025.
_SHARES: dict[str, tuple[float, float]] = {
    "income": (-1.45, 0.85),
    "employment": (-2.05, 0.6),
    "idaci": (-1.2, 0.9),
    "idaopi": (-1.6, 0.75),
}
# Standard deviation of scores that are printed on a normal scale.
_SPREADS: dict[str, float] = {"health": 0.885, "crime": 0.837}
_SUBDOMAIN_SPREAD = 0.8


def deprivation(measures: Mapping[str, Floats], edition: str) -> Values:
    """Every indicator of one edition of the Indices of Deprivation, by its id.

    Args:
        measures: values by measure, higher is worse, one number an area.
        edition: 2015, 2019 or 2025; decides weights and precision.
    """
    precision = _precision(f"imd {edition}")
    constant = number("iod.transformation_constant", edition=edition)
    scores = {name: _score(name, value) for name, value in measures.items()}

    def scaled(name: str) -> Floats:
        n = len(scores[name])
        return exponential(mean_ranks(scores[name]), n, constant, precision)

    for domain, parts in SUBDOMAINS.items():
        weights = table(f"iod.subdomain_weights.{domain}", edition=edition)
        total = sum((weights[key] * scaled(name) for name, key in parts.items()), 0.0)
        scores[domain] = stored(total, precision)
    made: Values = {}
    for name, score in scores.items():
        made |= _ranked(f"imd.{name}", score)
    weights = table("iod.domain_weights", edition=edition)
    total = np.zeros(len(next(iter(scores.values()))))
    for domain in DOMAINS:
        made[f"imd.{domain}.transformed"] = scaled(domain)
        total = total + weights[domain] * made[f"imd.{domain}.transformed"]
    return {**_ranked("imd", stored(total, precision)), **made}


def _score(name: str, value: Floats) -> Floats:
    """A measure in the unit it is published in; the order of areas stays as it is."""
    if name in _SHARES:
        level, slope = _SHARES[name]
        return np.round(1 / (1 + np.exp(-(level + slope * value))), _DIGITS)
    return np.round(_SPREADS.get(name, _SUBDOMAIN_SPREAD) * value, _DIGITS)


def _ranked(prefix: str, score: Floats) -> Values:
    ranks = minimum_ranks(score)
    return {
        f"{prefix}.score": score,
        f"{prefix}.rank": ranks.astype(np.float64),
        f"{prefix}.decile": quantile_of_rank(ranks, len(ranks)).astype(np.float64),
    }


def _precision(index: str) -> Precision:
    return "single" if index in _IN_SINGLE_PRECISION else "double"


def community_needs(measures: Mapping[str, Floats], edition: str) -> Values:
    """Scores and ranks of the Community Needs Index and its domains, by indicator.

    Domain scores are the exponentially transformed ranks, and the index is their plain sum.

    Args:
        measures: values by domain, higher is a greater need, one number an area.
        edition: 2019 or 2023; decides the precision.
    """
    precision = _precision(f"cni {edition}")
    constant = number("cni.transformation_constant")
    n = len(next(iter(measures.values())))
    domains = {
        name: exponential(mean_ranks(measures[name]), n, constant, precision)
        for name in CNI_DOMAINS
    }
    total = np.zeros(n)
    for score in domains.values():
        total = total + score
    scores = {"cni": stored(total, precision)} | {
        f"cni.{name}": score for name, score in domains.items()
    }
    made: Values = {}
    for prefix, score in scores.items():
        made[f"{prefix}.score"] = score
        made[f"{prefix}.rank"] = minimum_ranks(score).astype(np.float64)
    return made
