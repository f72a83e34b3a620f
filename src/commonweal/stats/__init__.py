"""Small numeric functions: arrays in, arrays or records out. No tables, no policy numbers."""

from commonweal.stats.means import WeightedMean, grouped_weighted_mean, weighted_mean
from commonweal.stats.ranks import cut_rank, minimum_ranks, quantile_of_rank, rank_among

__all__ = [
    "WeightedMean",
    "cut_rank",
    "grouped_weighted_mean",
    "minimum_ranks",
    "quantile_of_rank",
    "rank_among",
    "weighted_mean",
]
