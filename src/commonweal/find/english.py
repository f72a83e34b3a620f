"""The indices that others publish, as specs: Multiple Deprivation 2000 to 2025, Community Needs.

Two facts about these indices are not in their reports. They were found by rebuilding the published
ranks from the published domain ranks, and are checked on the files by `tests/reference/imd`:

- areas that tie in a domain share the mean of their ranks before the transformation, although the
  published domain rank is the lowest of them (the sub-domain ranks of 2004 still show the mean);
- some editions stored their values in single precision. With it all 32,482 ranks of 2010, all
  32,844 of 2019 and all 33,755 of the Community Needs Index 2023 come out as published; in double
  precision 18, 30 and 27 do not. The ranks of 2000 and 2025 come out in double precision. Of the
  other editions the domain ranks are not held: 2007 and 2015 are taken to be like their neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping

from commonweal.errors import MethodNotApplicable
from commonweal.find.index_spec import Domain, IndexSpec, Polarity
from commonweal.parameters import number, parameter_editions, table
from commonweal.stats import Precision

_IN_SINGLE_PRECISION = frozenset({"2007", "2010", "2015", "2019"})

_SUBDOMAINS = "iod.subdomain_weights"


def imd_spec(
    edition: str,
    columns: Mapping[str, str] | None = None,
    *,
    polarity: Polarity = "lower is worse",
    transformed: bool = False,
) -> IndexSpec:
    """The Index of Multiple Deprivation of an edition, from its domains.

    Args:
        edition: 2000, 2004, 2007, 2010, 2015, 2019 or 2025.
        columns: column of the table by the name of the domain; the name itself when not given.
            The names are those of the parameter `iod.domain_weights`.
        polarity: "lower is worse" for published domain ranks, "higher is worse" for scores.
        transformed: the columns hold domain scores that are exponentially transformed already,
            as published in File 9 of 2015 and 2019: they are summed as they are.

    Raises:
        MethodNotApplicable: no such edition.
    """
    weights = table("iod.domain_weights", edition=edition)
    name, title = f"imd-{edition}", f"Index of Multiple Deprivation {edition}"
    if transformed:
        domains = _domains(weights, columns or {}, "higher is worse")
        return IndexSpec(name, title, domains, transformation="none")
    return _spec(name, title, edition, weights, columns or {}, polarity)


def subdomain_spec(
    domain: str,
    edition: str,
    columns: Mapping[str, str] | None = None,
    *,
    polarity: Polarity = "lower is worse",
) -> IndexSpec:
    """A domain that is made from two sub-domains: its score is that of the result.

    Args:
        domain: `education`, `barriers` or `living_environment`.
        edition: 2004 to 2025.
        columns: column of the table by the name of the sub-domain.
        polarity: "lower is worse" for published sub-domain ranks.

    Raises:
        MethodNotApplicable: the domain has no sub-domains, or there is no such edition.
    """
    weights = table(f"{_SUBDOMAINS}.{domain}", edition=edition)
    title = f"{domain.replace('_', ' ').capitalize()}, Indices of Deprivation {edition}"
    return _spec(f"{domain}-{edition}", title, edition, weights, columns or {}, polarity)


def imd_editions() -> tuple[str, ...]:
    """Editions of the Index of Multiple Deprivation, oldest first."""
    return parameter_editions("iod.domain_weights")


def cni_spec(edition: str, columns: Mapping[str, str] | None = None) -> IndexSpec:
    """The Community Needs Index for England, from its three domains.

    2019 is the plain sum of the three domain scores. 2023 is the plain sum of the three domain
    ranks after the exponential transformation of the English index; its published domain scores
    are on another scale and do not add up to it.

    Args:
        edition: 2019 (columns hold scores) or 2023 (columns hold ranks).
        columns: column of the table by the name of the domain: `civic_assets`,
            `connectedness`, `engaged_community`.

    Raises:
        MethodNotApplicable: no such edition.
    """
    given = columns or {}
    weights = table("cni.domain_weights", edition=edition)
    title = f"Community Needs Index {edition}"
    if edition == "2019":
        domains = _domains(weights, given, "higher is worse")
        return IndexSpec(f"cni-{edition}", title, domains, transformation="none")
    constant = number("cni.transformation_constant", edition=edition)
    domains = _domains(weights, given, "lower is worse")
    return IndexSpec(f"cni-{edition}", title, domains, constant=constant, precision="single")


def _spec(
    name: str,
    title: str,
    edition: str,
    weights: Mapping[str, float],
    columns: Mapping[str, str],
    polarity: Polarity,
) -> IndexSpec:
    precision: Precision = "single" if edition in _IN_SINGLE_PRECISION else "double"
    constant = number("iod.transformation_constant", edition=edition)
    domains = _domains(weights, columns, polarity)
    return IndexSpec(name, title, domains, constant=constant, precision=precision)


def _domains(
    weights: Mapping[str, float], columns: Mapping[str, str], polarity: Polarity
) -> tuple[Domain, ...]:
    unknown = columns.keys() - weights.keys()
    if unknown:
        known = ", ".join(weights)
        raise MethodNotApplicable(f"There is no domain {', '.join(sorted(unknown))}: {known}.")
    return tuple(
        Domain(name, weight, columns.get(name, ""), polarity) for name, weight in weights.items()
    )
