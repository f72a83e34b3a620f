"""Spatial statistics: whether areas that adjoin are alike, and where.

One rule for islands (areas without neighbours) throughout: they take no part in measures of the
whole and have no local one, which says so; local empirical Bayes rates draw them to the rate of
all; regions keep them apart.
"""

from commonweal.stats.spatial.local import LocalAssociation, getis_ord, local_moran
from commonweal.stats.spatial.neighbours import (
    Neighbours,
    nearest_neighbours,
    neighbours_of_lists,
    neighbours_of_pairs,
)
from commonweal.stats.spatial.overall import (
    Association,
    BivariateAssociation,
    JoinCounts,
    bivariate_moran,
    geary,
    join_counts,
    moran,
)
from commonweal.stats.spatial.rates import local_empirical_bayes, moran_of_rates
from commonweal.stats.spatial.regions import Regions, regions

__all__ = [
    "Association",
    "BivariateAssociation",
    "JoinCounts",
    "LocalAssociation",
    "Neighbours",
    "Regions",
    "bivariate_moran",
    "geary",
    "getis_ord",
    "join_counts",
    "local_empirical_bayes",
    "local_moran",
    "moran",
    "moran_of_rates",
    "nearest_neighbours",
    "neighbours_of_lists",
    "neighbours_of_pairs",
    "regions",
]
