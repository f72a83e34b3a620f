"""Small numeric functions: arrays in, arrays or records out. No tables, no policy numbers."""

from commonweal.stats.means import WeightedMean, grouped_weighted_mean, weighted_mean
from commonweal.stats.precision import PRECISIONS, Precision, round_half_up, stored
from commonweal.stats.ranks import (
    cut_rank,
    mean_ranks,
    minimum_ranks,
    quantile_of_rank,
    rank_among,
)

__all__ = [
    "PRECISIONS",
    "Precision",
    "WeightedMean",
    "cut_rank",
    "grouped_weighted_mean",
    "mean_ranks",
    "minimum_ranks",
    "quantile_of_rank",
    "rank_among",
    "round_half_up",
    "stored",
    "weighted_mean",
]
