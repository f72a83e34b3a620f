"""Small numeric functions: arrays in, arrays or records out. No tables, no policy numbers."""

from commonweal.stats.discoveries import Discoveries, discoveries
from commonweal.stats.estimate import Estimate
from commonweal.stats.funnels import (
    Funnel,
    derived_people,
    overall_rate,
    overdispersion,
    proportion_funnel,
    ratio_funnel,
)
from commonweal.stats.life_tables import (
    LifeTable,
    healthy_life_expectancy,
    life_expectancy,
    life_table,
)
from commonweal.stats.means import WeightedMean, grouped_weighted_mean, weighted_mean
from commonweal.stats.precision import PRECISIONS, Precision, round_half_up, stored
from commonweal.stats.quantiles import quantiles
from commonweal.stats.ranks import (
    cut_rank,
    mean_ranks,
    minimum_ranks,
    quantile_of_rank,
    rank_among,
)
from commonweal.stats.rates import mean, proportion, rate, ratio
from commonweal.stats.shrinkage import ShrunkRates, empirical_bayes
from commonweal.stats.slope_index import Simulation, SlopeIndex, slope_index, standard_errors
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
    "Discoveries",
    "Estimate",
    "Funnel",
    "LifeTable",
    "Precision",
    "ShrunkRates",
    "Simulation",
    "SlopeIndex",
    "WeightedMean",
    "cut_rank",
    "derived_people",
    "directly_standardised_rate",
    "discoveries",
    "empirical_bayes",
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
    "overall_rate",
    "overdispersion",
    "proportion",
    "proportion_funnel",
    "quantile_of_rank",
    "quantiles",
    "rank_among",
    "rate",
    "ratio",
    "ratio_funnel",
    "repeated_events_rate",
    "round_half_up",
    "slope_index",
    "standard_errors",
    "stored",
    "weighted_mean",
]
