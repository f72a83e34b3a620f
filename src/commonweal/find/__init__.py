"""Find doubly disadvantaged neighbourhoods: indices, rules, typologies and comparisons.

Each capability is a frozen spec, a pure function of the spec and tables keyed by `area_code`, and
a frozen result that can `explain()` itself in plain words. To ask an atlas rather than tables, see
`find.request`.
"""

from commonweal.find.aggregate import aggregate_by_people
from commonweal.find.agreement import Agreement, agreement, agreements, changes_that_explain
from commonweal.find.building.run import BuildResult, build_index
from commonweal.find.building.spec import BuildSpec
from commonweal.find.building.written import build_spec
from commonweal.find.compare import ComparisonResult, compare_lists
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
from commonweal.find.english import cni_spec, imd_editions, imd_spec, subdomain_spec
from commonweal.find.index import IndexResult, make_index
from commonweal.find.index_spec import Domain, IndexSpec, index_spec
from commonweal.find.neighbourhoods import (
    NeighbourhoodSpec,
    NeighbourhoodsResult,
    NeighbourhoodTables,
    gather_neighbourhoods,
    make_neighbourhoods,
    neighbourhood_id,
    neighbourhood_spec,
)
from commonweal.find.rebuild import Rebuild, rebuild
from commonweal.find.shortlist import (
    ShortlistResult,
    ShortlistSpec,
    make_shortlist,
    neighbourhood_table,
    shortlist_spec,
    standing,
)
from commonweal.find.summaries import MEASURES, PRINTED_DIGITS, SummaryResult, summarise
from commonweal.find.summary_spec import SummarySpec, summary_spec
from commonweal.find.typology import (
    DEPRIVED_ONLY,
    DOUBLY_DISADVANTAGED,
    INFRASTRUCTURE_POOR_ONLY,
    NEITHER,
    TYPOLOGY,
    bivariate_class,
)
from commonweal.find.vintage import carry_ranks
from commonweal.find.why import ConditionMet, Why, why

__all__ = [
    "DEPRIVED_ONLY",
    "DOUBLY_DISADVANTAGED",
    "INFRASTRUCTURE_POOR_ONLY",
    "MEASURES",
    "NEITHER",
    "PRINTED_DIGITS",
    "TYPOLOGY",
    "Agreement",
    "BuildResult",
    "BuildSpec",
    "ComparisonResult",
    "Condition",
    "ConditionMet",
    "Cut",
    "Domain",
    "DoubleDisadvantageResult",
    "DoubleDisadvantageSpec",
    "IndexResult",
    "IndexSpec",
    "NeighbourhoodSpec",
    "NeighbourhoodTables",
    "NeighbourhoodsResult",
    "Rebuild",
    "ShortlistResult",
    "ShortlistSpec",
    "SummaryResult",
    "SummarySpec",
    "Why",
    "aggregate_by_people",
    "agreement",
    "agreements",
    "bivariate_class",
    "build_index",
    "build_spec",
    "carry_ranks",
    "changes_that_explain",
    "cni_spec",
    "compare_lists",
    "double_disadvantage_spec",
    "find_double_disadvantage",
    "gather_neighbourhoods",
    "imd_editions",
    "imd_spec",
    "index_spec",
    "make_index",
    "make_neighbourhoods",
    "make_shortlist",
    "neighbourhood_id",
    "neighbourhood_spec",
    "neighbourhood_table",
    "rebuild",
    "shortlist_spec",
    "standing",
    "subdomain_spec",
    "summarise",
    "summarise_typology",
    "summary_spec",
    "why",
]
