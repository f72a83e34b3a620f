"""The simulated list of a request, from what an atlas holds.

Which errors are known, in this order: those that the demonstration country states of itself; the
sampling variance of shares of people (income, employment); shares of variance declared as dated
parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from commonweal.atlas import Atlas, Series
from commonweal.catalogue.indicators import CNI_DOMAINS
from commonweal.errors import CommonwealError, MethodNotApplicable
from commonweal.find.english import cni_spec, imd_spec, subdomain_spec
from commonweal.find.index_spec import Domain, IndexSpec
from commonweal.find.ranks_in import IndexRanks, people_of
from commonweal.find.robustness.model import IndexModel, leaves
from commonweal.find.robustness.posterior import Measure, declared, known_errors, of_rate
from commonweal.find.tables import KEY
from commonweal.parameters import table as parameter_table
from commonweal.stats.normal import normal_scores

Floats = NDArray[np.float64]

TRUTH = "demonstration_truth"
_ERRORS_KNOWN_OF = {"imd": "2025", "cni": "2023"}
INDICATOR_OF = dict(
    zip(("civic_assets", "connectedness", "engaged_community"), CNI_DOMAINS, strict=True)
)
# The people that a rate of an edition is a share of, where they are held.
_PEOPLE = {"income": "people.total", "employment": "people.working_age"}
_DECLARED = "declared, not measured: see the parameter robustness.error.{index}"
_SAMPLING = "worked out: sampling variance of a share of {people:,.0f} people on average"
_KNOWN = "stated by the demonstration country itself"


@dataclass(frozen=True, slots=True)
class _Held:
    """Where the measures of one index come from."""

    atlas: Atlas
    index: str
    period: str
    geography: str


def index_model(atlas: Atlas, index: str, ranks: IndexRanks, geography: str) -> IndexModel:
    """A model of an index for a geography, made as its ranks were (published, carried, averaged).

    Args:
        atlas: where the measures are held.
        index: `imd` or `cni`.
        ranks: the ranks that the list used.
        geography: the areas of the list.
    """
    series = ranks.series
    if ranks.way not in ("published", "carried", "averaged"):
        return _made(ranks)
    held = _Held(atlas, index, series.period, series.geography)
    model = _by_domains(held) or _whole(held)
    if ranks.way == "published":
        return model
    return _carried(model, held, series, geography, among_targets=ranks.way == "averaged")


def _by_domains(held: _Held) -> IndexModel | None:
    """From the domains, or None where they are not held."""
    try:
        spec = _recipe(held)
        # Community needs 2023 is made of ranks: its domain scores are on another scale.
        kind = "rank" if held.index == "cni" and spec.transformation != "none" else "score"
        columns = {
            leaf.name: (
                f"{held.index}.{INDICATOR_OF.get(leaf.name, leaf.name)}.{kind}",
                held.period,
            )
            for leaf in leaves(spec.domains)
        }
        table = held.atlas.table(columns, held.geography).drop_nulls()
    except CommonwealError:
        return None
    if not table.height:
        return None
    codes = tuple(table[KEY])
    sign = -1.0 if kind == "rank" else 1.0
    values = {name: sign * table[name].cast(pl.Float64).to_numpy() for name in columns}
    errors = _stated(held, codes)
    people = {} if errors else _people(held, codes)
    measures = tuple(
        _measure(
            held, spec, name, value, errors.get(INDICATOR_OF.get(name, name)), people.get(name)
        )
        for name, value in values.items()
    )
    return IndexModel(f"{held.index.upper()} {held.period}", spec, codes, measures)


def _recipe(held: _Held) -> IndexSpec:
    """The recipe of the edition from its domains, in the demonstration country from their parts."""
    if held.index == "cni":
        return cni_spec(held.period)
    spec = imd_spec(held.period, polarity="higher is worse")
    return with_parts(spec, held.period) if _states_errors(held) else spec


def _states_errors(held: _Held) -> bool:
    return held.atlas.demonstration and _ERRORS_KNOWN_OF.get(held.index) == held.period


def with_parts(spec: IndexSpec, period: str) -> IndexSpec:
    """The Index of Multiple Deprivation with the domains that are made of parts as those parts."""
    names = {"children_and_young_people": "children_young_people"}
    made: list[Domain] = []
    for domain in spec.domains:
        if domain.name not in ("education", "barriers", "living_environment"):
            made.append(domain)
            continue
        parts = subdomain_spec(domain.name, period, polarity="higher is worse").domains
        renamed = tuple(replace(part, name=names.get(part.name, part.name)) for part in parts)
        made.append(replace(domain, parts=renamed))
    return replace(spec, domains=tuple(made))


def _stated(held: _Held, codes: tuple[str, ...]) -> Mapping[str, Floats]:
    """Error variances that the demonstration country states, by measure."""
    if not _states_errors(held):
        return {}
    records = held.atlas.records(TRUTH)
    rows = pl.DataFrame({KEY: codes}).join(records, on=KEY, how="left", maintain_order="left")
    start = "error_variance_"
    return {
        name.removeprefix(start): rows[name].to_numpy()
        for name in rows.columns
        if name.startswith(start)
    }


def _people(held: _Held, codes: tuple[str, ...]) -> dict[str, Floats]:
    """People whom rates are shares of, from the release of the index itself."""
    found: dict[str, Floats] = {}
    if held.index != "imd":
        return found
    release = held.atlas.series("imd.score", held.period, held.geography).release
    for name, indicator in _PEOPLE.items():
        try:
            series = [
                item
                for item in held.atlas.indicator(indicator).series
                if item.release == release and item.geography == held.geography
            ]
        except CommonwealError:
            continue
        if series:
            rows = held.atlas.observations(indicator, series[0].period, held.geography)
            ordered = pl.DataFrame({KEY: codes}).join(
                rows, on=KEY, how="left", maintain_order="left"
            )
            found[name] = ordered["value"].fill_null(0).to_numpy()
    return found


def _measure(
    held: _Held,
    spec: IndexSpec,
    name: str,
    values: Floats,
    error: Floats | None,
    people: Floats | None,
) -> Measure:
    if error is not None:
        return known_errors(name, unbounded(values), error, _KNOWN)
    if people is not None and values.min() >= 0 and values.max() <= 1:
        return of_rate(name, values, people, _SAMPLING.format(people=people.mean()))
    share = parameter_table(f"robustness.error.{held.index}").get(name)
    if share is None:
        raise MethodNotApplicable(
            f"No error is declared for {name}: add it to the parameter "
            f"robustness.error.{held.index}."
        )
    basis = _DECLARED.format(index=held.index)
    if spec.transformation == "none":
        variance = np.full(values.shape, share * values.var())
        return Measure(name, values, variance, basis=basis)
    return declared(name, values, share, basis)


def unbounded(values: Floats) -> Floats:
    """Shares as logarithmic odds; ranks (with their sign turned) as normal scores."""
    if values.min() > 0 and values.max() < 1:
        return np.asarray(np.log(values / (1 - values)))
    return normal_scores(values) if values.max() < 0 else values


def _whole(held: _Held) -> IndexModel:
    """The index as one measure, where its domains are not held."""
    rows = held.atlas.observations(f"{held.index}.rank", held.period, held.geography)
    rows = rows.drop_nulls("value")
    label = f"{held.index.upper()} {held.period}"
    return _one_measure(held.index, label, tuple(rows[KEY]), -rows["value"].to_numpy())


def _made(ranks: IndexRanks) -> IndexModel:
    """An index that is made here, of which the errors of the parts are not known."""
    known = ranks.table.drop_nulls("rank").sort(KEY)
    values = -known["rank"].cast(pl.Float64).to_numpy()
    return _one_measure("made", "Index made here", tuple(known[KEY]), values)


def _one_measure(index: str, label: str, codes: tuple[str, ...], values: Floats) -> IndexModel:
    share = parameter_table("robustness.error.index")[index]
    measure = declared("index", values, share, _DECLARED.format(index="index"))
    spec = IndexSpec(index, label, (Domain("index", 1.0),), transformation="none")
    return IndexModel(label, spec, codes, (measure,))


def _carried(
    model: IndexModel, held: _Held, series: Series, geography: str, *, among_targets: bool
) -> IndexModel:
    """The same index on other areas: means of the scores of their parts, weighted by people."""
    pairs = held.atlas.lookup(held.geography, geography).select("from_code", "to_code", "weight")
    people = people_of(held.atlas, series).rename({KEY: "from_code"})
    places = pl.DataFrame({"from_code": model.codes}).with_row_index("column")
    rows = pairs.join(places, on="from_code").join(people, on="from_code", how="left")
    share = pl.col("weight").fill_null(1.0) * pl.col("people").fill_null(0)
    rows = rows.with_columns(share=share).filter(pl.col("share") > 0)
    rows = rows.with_columns(share=pl.col("share") / pl.col("share").sum().over("to_code"))
    targets = rows["to_code"].unique().sort()
    numbers = rows["to_code"].replace_strict(targets, range(targets.len())).to_numpy()
    shape = (targets.len(), len(model.codes))
    parts = (rows["share"].to_numpy().astype(np.float32), (numbers, rows["column"].to_numpy()))
    return replace(
        model,
        targets=tuple(targets),
        carry=csr_array(parts, shape=shape),
        among_targets=among_targets,
    )
