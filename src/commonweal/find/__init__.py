"""Find doubly disadvantaged neighbourhoods: indices, rules, typologies and comparisons.

Each capability is a frozen spec, a pure function of the spec and tables keyed by `area_code`, and
a frozen result that can `explain()` itself in plain words.
"""

from commonweal.find.aggregate import aggregate_by_people
from commonweal.find.double_disadvantage import (
    Cut,
    DoubleDisadvantageResult,
    find_double_disadvantage,
    summarise_typology,
)
from commonweal.find.double_disadvantage_spec import (
    Condition,
    DoubleDisadvantageSpec,
    double_disadvantage_spec,
)
from commonweal.find.index import IndexResult, make_index
from commonweal.find.index_spec import Domain, IndexSpec, index_spec
from commonweal.find.typology import (
    DEPRIVED_ONLY,
    DOUBLY_DISADVANTAGED,
    INFRASTRUCTURE_POOR_ONLY,
    NEITHER,
    TYPOLOGY,
    bivariate_class,
)

__all__ = [
    "DEPRIVED_ONLY",
    "DOUBLY_DISADVANTAGED",
    "INFRASTRUCTURE_POOR_ONLY",
    "NEITHER",
    "TYPOLOGY",
    "Condition",
    "Cut",
    "Domain",
    "DoubleDisadvantageResult",
    "DoubleDisadvantageSpec",
    "IndexResult",
    "IndexSpec",
    "aggregate_by_people",
    "bivariate_class",
    "double_disadvantage_spec",
    "find_double_disadvantage",
    "index_spec",
    "make_index",
    "summarise_typology",
]
