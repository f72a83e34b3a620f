"""From truth to what is measured: each domain expresses the truth in its own way, with an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from commonweal.sources.demonstration.arrays import Floats, Ints, group_sum, standardised
from commonweal.sources.demonstration.draws import stream
from commonweal.sources.demonstration.setting import Setting
from commonweal.sources.demonstration.spec import CountrySpec, MeasureSpec
from commonweal.sources.demonstration.truth import SpatialNoise

_OWN_PERSISTENCE = 0.97
_OWN_SPATIAL = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """Measures of one edition, one number an area of the geography it is published for.

    Attributes:
        true: without error; on small areas of 2021 each has mean 0 and variance 1.
        error_variance: variance of the error of each area.
        value: true value and error together.
    """

    true: Mapping[str, Floats]
    error_variance: Mapping[str, Floats]
    value: Mapping[str, Floats]


def true_measures(
    specs: Mapping[str, MeasureSpec],
    latent: Floats,
    setting: Setting,
    noise: SpatialNoise,
    periods: tuple[str, ...],
    period: str,
) -> dict[str, Floats]:
    """True values of the measures of one edition on small areas of 2021.

    z = loading x latent + remote x r + core x c + s x own, standardised, where s makes the squares
    of the weights add up to 1, and `own` is half spatial, changing slowly between editions.

    Args:
        specs: weights by measure.
        latent: true deprivation or need in that period.
        setting: what surrounds the areas.
        noise: where the measures' own parts are drawn from.
        periods: editions, the latest first.
        period: the edition asked for.
    """
    core = standardised(setting.core)
    made = {}
    for name, spec in specs.items():
        own = _own(noise, name, periods[: periods.index(period) + 1])
        rest = max(0.0, 1 - spec.loading**2 - spec.remote**2 - spec.core**2) ** 0.5
        made[name] = standardised(
            spec.loading * latent + spec.remote * setting.remote + spec.core * core + rest * own
        )
    return made


def _own(noise: SpatialNoise, name: str, periods: tuple[str, ...]) -> Floats:
    """A measure's own part: drawn for the latest edition, drifting to older ones."""
    value = np.zeros(noise.size)
    for number, period in enumerate(periods):
        fresh = _OWN_SPATIAL**0.5 * noise.draw(f"{name} {period}")
        fresh = fresh + (1 - _OWN_SPATIAL) ** 0.5 * noise.plain(f"{name} {period}")
        kept = _OWN_PERSISTENCE if number else 0.0
        value = kept * value + (1 - kept**2) ** 0.5 * fresh
    return value


def measure(
    spec: CountrySpec,
    specs: Mapping[str, MeasureSpec],
    true: Mapping[str, Floats],
    people: Floats,
    name: str,
) -> Measured:
    """Add errors: normal, with more variance where fewer people live.

    Args:
        spec: the country.
        specs: error variances by measure.
        true: true values on the geography of publication.
        people: people of its areas.
        name: of the edition, for the draws.
    """
    variance = {
        key: specs[key].error * spec.people.typical / np.maximum(people, 1.0) for key in true
    }
    value = {
        key: values
        + variance[key] ** 0.5
        * stream(spec.seed, f"error {name} {key}").standard_normal(len(values))
        for key, values in true.items()
    }
    return Measured(true, variance, value)


def averaged(
    values: Mapping[str, Floats], group: Ints, member: Ints, people: Floats
) -> dict[str, Floats]:
    """People-weighted means over the parts that each group has in the areas of 2021.

    Args:
        values: by measure, one number an area of 2021.
        group: group of each part, from 0, each in use.
        member: area of 2021 of each part.
        people: people of each part.
    """
    total = group_sum(group, people)
    return {
        name: group_sum(group, value[member] * people) / total for name, value in values.items()
    }
