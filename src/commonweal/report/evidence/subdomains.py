"""Domains that are made of two sub-domains: their scores rebuilt, their weights found again."""

from __future__ import annotations

from functools import partial

import numpy as np

from commonweal.find import agreement, make_index, subdomain_spec
from commonweal.find.tables import column_values
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.held import Held, remembered
from commonweal.report.evidence.words import largest, small

_AREAS = {"2019": "lsoa11", "2025": "lsoa21"}
_TITLES = {
    "education": "Education, skills and training: children and young people, adult skills",
    "barriers": "Barriers to housing and services: geographical, wider",
    "living_environment": "Living environment: indoors, outdoors",
}
_INDICATORS = {"children_and_young_people": "children_young_people"}
"""Sub-domains that the indicators of the atlas call otherwise than the weights."""


@remembered
def fitted(held: Held, domain: str, edition: str) -> tuple[tuple[float, ...], float]:
    """Weights that fit the published domain scores best, and the largest difference of a score.

    The weights are found by least squares from the transformed ranks of the sub-domains, with
    nothing said of what they should be; the difference is of scores made with the weights that
    the technical report gives.
    """
    spec = subdomain_spec(domain, edition)
    columns = {
        name: (f"imd.{_INDICATORS.get(name, name)}.rank", edition) for name in spec.columns()
    }
    score = {"score": (f"imd.{domain}.score", edition)}
    table = held.values(columns | score, _AREAS[edition]).drop_nulls()
    made = make_index(spec, table)
    parts = made.domains.join(table.select("area_code", "score"), on="area_code")
    transformed = np.column_stack([column_values(parts, name) for name in spec.columns()])
    weights, *_ = np.linalg.lstsq(transformed, column_values(parts, "score"), rcond=None)
    found = agreement(made.table, table, "score")
    return tuple(float(weight) for weight in weights), found.largest_difference


def weights(held: Held, domain: str, edition: str) -> Measured:
    """The weights as they are found from the published scores."""
    found, difference = fitted(held, domain, edition)
    shown = " / ".join(f"{weight:.4f}" for weight in found)
    note = f"Scores made with the weights differ by up to {small(difference)}."
    return Measured(found, shown, note)


def largest_of_domains(held: Held, edition: str) -> Measured:
    """Largest difference of a rebuilt domain score over the three domains."""
    return largest(max(fitted(held, domain, edition)[1] for domain in _TITLES))


def _weights_claim(domain: str, edition: str, expected: tuple[float, float]) -> Claim:
    return Claim(
        id=f"subdomains-{edition}-{domain.replace('_', '-')}",
        what=f"Weights in {edition}, found from the published scores. {_TITLES[domain]}",
        expected=Expectation("exactly", expected, digits=2),
        measure=partial(weights, domain=domain, edition=edition),
        releases=(f"iod{edition}",),
        note=(
            "The technical report prints two digits. The published scores are those of two "
            "thirds and one third."
            if expected == (0.67, 0.33)
            else ""
        ),
    )


def _scores_claim(edition: str) -> Claim:
    return Claim(
        id=f"subdomains-{edition}-scores",
        what=f"Scores in {edition} of the three domains made of sub-domains: largest difference",
        expected=Expectation("at most", (0.0005,), "published", digits=4),
        measure=partial(largest_of_domains, edition=edition),
        releases=(f"iod{edition}",),
        note="Published to three decimals.",
    )


SUBDOMAINS = Group(
    id="subdomains",
    title="Domains made of sub-domains",
    about=(
        "Three of the seven domains are made of two sub-domains each. We rank the sub-domains, "
        "stretch the ranks by the official formula, and ask which two weights give the published "
        "domain scores."
    ),
    claims=(
        _weights_claim("living_environment", "2025", (0.7, 0.3)),
        _weights_claim("living_environment", "2019", (0.67, 0.33)),
        *(
            _weights_claim(domain, edition, (0.5, 0.5))
            for domain in ("education", "barriers")
            for edition in ("2025", "2019")
        ),
        _scores_claim("2025"),
        _scores_claim("2019"),
    ),
)
