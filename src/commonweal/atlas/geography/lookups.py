"""Give lookups weights: which share of an area's people lives in each of its successors.

The published lookups name pairs and no weights. The people of an area of the later geography are
shared out among the areas it came from, by their own people where those are known and equally
where not; a pair's weight is its share of what its `from` area got in all. So nobody is lost or
counted twice, the weights of each `from` area sum to 1, an unchanged or merged area has weight 1,
and a split one is weighted by the people of its parts.
"""

from __future__ import annotations

import polars as pl

from commonweal.errors import InputError, InputProblem

PAIR = ("from_code", "to_code")
WEIGHTED = {
    "from_code": pl.String,
    "to_code": pl.String,
    "weight": pl.Float64,
    "people": pl.Float64,
    "change": pl.String,
    "approximate": pl.Boolean,
}
_NESTED = ("exact", "best_fit")
_SHOWN = 5


def weigh(
    pairs: pl.DataFrame, people: pl.DataFrame, from_people: pl.DataFrame | None = None
) -> pl.DataFrame:
    """A lookup with weights by people.

    Args:
        pairs: from_code, to_code, maybe change: U (unchanged), S (split), M (merged), X
            (irregular) as published, `exact` or `best_fit` for a lookup to larger areas; what is
            not given is told from the pairs.
        people: area_code, people (not negative) of every area in to_code.
        from_people: area_code, people of areas in from_code, perhaps of another year: how the
            people of a merged or irregular area are shared among those it came from.

    Returns:
        from_code, to_code, weight, people, change, approximate; by from_code, to_code.
        Approximate are irregular and best-fit pairs, and those of areas that nobody lives in.

    Raises:
        InputError: pairs twice, codes missing, or areas whose people are not known.
    """
    pairs = _checked(pairs)
    with_people = pairs.join(
        _people(people, pairs["to_code"], "to_code"),
        left_on="to_code",
        right_on="area_code",
        how="left",
        maintain_order="left",
    )
    share = _share_of_origin(pairs, from_people)
    flows = with_people.join(share, on=PAIR, how="left", maintain_order="left").with_columns(
        people=pl.col("people") * pl.col("share")
    )
    return _weights(flows)


def nest(pairs: pl.DataFrame, people: pl.DataFrame, change: str = "exact") -> pl.DataFrame:
    """A lookup to larger areas, each area wholly in one, with the people of the areas themselves.

    Args:
        pairs: from_code, to_code.
        people: area_code, people of every area in from_code.
        change: `exact` where areas nest, `best_fit` where the publisher chose the nearest fit.

    Raises:
        InputError: an area twice, codes missing, or areas whose people are not known.
    """
    pairs = _checked(pairs.select(PAIR).with_columns(change=pl.lit(change)))
    _each_once(pairs)
    known = _people(people, pairs["from_code"], "from_code")
    flows = pairs.join(known, left_on="from_code", right_on="area_code", how="left")
    return _weights(flows)


def compose(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """From the start of one lookup to the end of the next (2001 to 2011, 2011 to 2021).

    Raises:
        InputError: the second lookup lacks areas in which the first ends.
    """
    middle = first["to_code"].unique()
    missing = middle.filter(~middle.is_in(second["from_code"].unique().implode())).sort()
    if len(missing):
        raise InputError(_missing(missing, "from_code", "an area that the second lookup knows"))
    joined = first.join(second, left_on="to_code", right_on="from_code", suffix="_next").sort(
        "from_code", "to_code", "to_code_next"
    )
    flows = joined.group_by("from_code", pl.col("to_code_next").alias("to_code")).agg(
        weight=(pl.col("weight") * pl.col("weight_next")).sum(),
        people=(pl.col("people") * pl.col("weight_next")).sum(),
        approximate=(pl.col("approximate") | pl.col("approximate_next")).any(),
        irregular=pl.any_horizontal(pl.col("change", "change_next") == "X").any(),
        best_fit=pl.any_horizontal(pl.col("change", "change_next") == "best_fit").any(),
        exact=pl.any_horizontal(pl.col("change", "change_next") == "exact").any(),
    )
    change = (
        pl.when("best_fit")
        .then(pl.lit("best_fit"))
        .when("irregular")
        .then(pl.lit("X"))
        .when(pl.col("exact") & (pl.len().over("from_code") == 1))
        .then(pl.lit("exact"))
        .otherwise("told")
    )
    flows = _with_told(flows).with_columns(change=change)
    # People of a merged area cannot be followed into its parts when it is split again.
    return _ordered(flows.with_columns(approximate=pl.col("approximate") | (change == "X")))


def reverse(lookup: pl.DataFrame) -> pl.DataFrame:
    """The lookup the other way, with weights by the people that it carries.

    A merged area becomes a split one: its people are known only as they were shared out, so it
    is approximate wherever more than one area comes of it.
    """
    turned = lookup.rename({"from_code": "to_code", "to_code": "from_code"}).with_columns(
        change=pl.col("change").replace({"S": "M", "M": "S"})
    )
    weighted = _weights(turned.select(*PAIR, "people", "change", "approximate").sort(PAIR))
    several = pl.len().over("from_code") > 1
    shared_out = several & pl.col("change").is_in(["S", "X"])
    return weighted.with_columns(approximate=pl.col("approximate") | shared_out)


def _checked(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs with `change` filled in, once each, with both codes; sorted.

    Order matters to the last digit of a sum, and the same lookup must give the same digits.
    """
    problems = []
    blank = pairs.filter(pl.any_horizontal(pl.col(PAIR).is_null()))
    if blank.height:
        problems.append(InputProblem("both codes in every pair", f"{blank.height} without"))
    twice = pairs.filter(pl.struct(PAIR).is_duplicated()).unique(PAIR).sort(PAIR)
    for origin, target in twice.select(PAIR).head(_SHOWN).iter_rows():
        problems.append(InputProblem("each pair once", f"{origin} to {target} more than once"))
    if problems:
        raise InputError(problems, "The lookup cannot be weighed.")
    if "change" not in pairs.columns:
        pairs = pairs.with_columns(change=pl.lit(None, dtype=pl.String))
    given = pl.col("change").replace("", None)
    return _with_told(pairs).select(*PAIR, change=pl.coalesce(given, "told")).sort(PAIR)


def _with_told(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs with `told`: U, S, M or X by how many areas stand on each side of a pair."""
    counted = pairs.with_columns(
        successors=pl.len().over("from_code"), origins=pl.len().over("to_code")
    ).with_columns(
        most_origins=pl.col("origins").max().over("from_code"),
        most_successors=pl.col("successors").max().over("to_code"),
    )
    # A part of a split that has another origin too, or a merger that also lost a part elsewhere.
    tangled = (pl.col("most_origins") > 1) & (pl.col("most_successors") > 1)
    told = (
        pl.when(tangled)
        .then(pl.lit("X"))
        .when(pl.col("successors") > 1)
        .then(pl.lit("S"))
        .when(pl.col("origins") > 1)
        .then(pl.lit("M"))
        .otherwise(pl.lit("U"))
    )
    return counted.with_columns(told=told).drop(
        "successors", "origins", "most_origins", "most_successors"
    )


def _each_once(pairs: pl.DataFrame) -> None:
    twice = pairs.filter(pl.col("from_code").is_duplicated())["from_code"].unique().sort()
    if len(twice):
        raise InputError(_missing(twice, "from_code", "each area in one larger area only"))


def _people(people: pl.DataFrame, codes: pl.Series, column: str) -> pl.DataFrame:
    """area_code, people; every one of the codes must be known and not negative."""
    known = people.select("area_code", pl.col("people").cast(pl.Float64)).filter(
        pl.col("people").is_not_null() & pl.col("people").is_not_nan()
    )
    wrong = known.filter(pl.col("people") < 0)["area_code"]
    wanted = codes.unique().sort()
    missing = wanted.filter(~wanted.is_in(known["area_code"].implode()))
    problems = _missing(missing, column, "an area whose people are known")
    problems += _missing(wrong, "people", "no fewer than 0 people")
    if problems:
        raise InputError(problems, "The lookup cannot be weighed by people.")
    return known


def _missing(codes: pl.Series, column: str, expected: str) -> list[InputProblem]:
    shown = [InputProblem(expected, code, column=column) for code in codes.head(_SHOWN)]
    if len(codes) > _SHOWN:
        shown.append(InputProblem(expected, f"{len(codes) - _SHOWN} more", column=column))
    return shown


def _share_of_origin(pairs: pl.DataFrame, from_people: pl.DataFrame | None) -> pl.DataFrame:
    """For each pair, the share of the to-area's people who come from the from-area."""
    size = pl.lit(1.0)
    if from_people is not None:
        known = from_people.select("area_code", pl.col("people").cast(pl.Float64).alias("size"))
        pairs = pairs.join(
            known, left_on="from_code", right_on="area_code", how="left", maintain_order="left"
        )
        # An area split several ways brings each part only its share.
        size = pl.col("size") / pl.len().over("from_code")
    pairs = pairs.with_columns(size=size)
    usable = (pl.col("size").is_not_null().all() & (pl.col("size").sum() > 0)).over("to_code")
    share = (
        pl.when(usable)
        .then(pl.col("size") / pl.col("size").sum().over("to_code"))
        .otherwise(1.0 / pl.len().over("to_code"))
    )
    return pairs.select(*PAIR, share=share)


def _weights(flows: pl.DataFrame) -> pl.DataFrame:
    """Weights from the people of each pair; equal ones where nobody lives in any."""
    total = pl.col("people").sum().over("from_code")
    several = pl.len().over("from_code")
    weight = pl.when(total > 0).then(pl.col("people") / total).otherwise(1.0 / several)
    empty = (total == 0) & (several > 1)
    approximate = pl.col("change").is_in(["X", "best_fit"]) | empty
    if "approximate" in flows.columns:
        approximate |= pl.col("approximate")
    return _ordered(flows.with_columns(weight=weight, approximate=approximate))


def _ordered(flows: pl.DataFrame) -> pl.DataFrame:
    columns = [pl.col(name).cast(type_) for name, type_ in WEIGHTED.items()]
    return flows.select(columns).sort(PAIR)
