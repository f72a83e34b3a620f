"""Small numeric functions: arrays in, arrays or records out. No tables, no policy numbers.

Spatial statistics stand in `commonweal.stats.spatial`.
"""

from commonweal.stats.attributable import (
    Attributable,
    attributable_proportion,
    attributable_rate,
    levin_fraction,
)
from commonweal.stats.disclosure import (
    Suppressed,
    differences,
    round_to,
    small,
    suppress,
    suppress_table,
    with_totals,
)
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
from commonweal.stats.gaps import (
    Gap,
    gap_of_estimates,
    gap_of_means,
    gap_of_proportions,
    gap_of_rates,
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
from commonweal.stats.trends import (
    Polarity,
    TrendRule,
    Trends,
    trend_of_proportions,
    trend_of_values,
)

__all__ = [
    "PRECISIONS",
    "Attributable",
    "Discoveries",
    "Estimate",
    "Funnel",
    "Gap",
    "LifeTable",
    "Polarity",
    "Precision",
    "ShrunkRates",
    "Simulation",
    "SlopeIndex",
    "Suppressed",
    "TrendRule",
    "Trends",
    "WeightedMean",
    "attributable_proportion",
    "attributable_rate",
    "cut_rank",
    "derived_people",
    "differences",
    "directly_standardised_rate",
    "discoveries",
    "empirical_bayes",
    "european_standard_population",
    "expected_events",
    "gap_of_estimates",
    "gap_of_means",
    "gap_of_proportions",
    "gap_of_rates",
    "grouped_weighted_mean",
    "healthy_life_expectancy",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "levin_fraction",
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
    "round_to",
    "slope_index",
    "small",
    "standard_errors",
    "stored",
    "suppress",
    "suppress_table",
    "trend_of_proportions",
    "trend_of_values",
    "weighted_mean",
    "with_totals",
]
