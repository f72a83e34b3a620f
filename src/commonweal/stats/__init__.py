"""Small numeric functions: arrays in, arrays or records out. No tables, no policy numbers."""

from commonweal.stats.estimate import Estimate
from commonweal.stats.life_tables import (
    LifeTable,
    healthy_life_expectancy,
    life_expectancy,
    life_table,
)
from commonweal.stats.means import WeightedMean, grouped_weighted_mean, weighted_mean
from commonweal.stats.precision import PRECISIONS, Precision, round_half_up, stored
from commonweal.stats.ranks import (
    cut_rank,
    mean_ranks,
    minimum_ranks,
    quantile_of_rank,
    rank_among,
)
from commonweal.stats.rates import mean, proportion, rate, ratio
from commonweal.stats.standardise import (
    directly_standardised_rate,
    european_standard_population,
    expected_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    repeated_events_rate,
)

__all__ = [
    "PRECISIONS",
    "Estimate",
    "LifeTable",
    "Precision",
    "WeightedMean",
    "cut_rank",
    "directly_standardised_rate",
    "european_standard_population",
    "expected_events",
    "grouped_weighted_mean",
    "healthy_life_expectancy",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "life_expectancy",
    "life_table",
    "mean",
    "mean_ranks",
    "minimum_ranks",
    "proportion",
    "quantile_of_rank",
    "rank_among",
    "rate",
    "ratio",
    "repeated_events_rate",
    "round_half_up",
    "stored",
    "weighted_mean",
]
