"""Steps over record files, for any engine: lazy frame in, lazy frame out, with a declared schema.

Each step ends by casting to its schema, for engines differ in the types that sums and counts come
back in. Whatever is wrong with a record is counted here, in the same pass, and told afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commonweal.parameters import number
from commonweal.understand.people.spec import RecordsSpec

if TYPE_CHECKING:
    import narwhals as nw

    from commonweal.atlas.engines import Lazy

AREA_KEYS = ("area_code", "sex", "band")
GROUP_KEYS = ("group", "sex", "band")


def counted_schema(spec: RecordsSpec) -> dict[str, Any]:
    """Columns of the counts beside their keys, and their types.

    `records` in all; `usable` ones, of which `people` and `events` are; `wrong_people` and
    `wrong_outcome`, of which those columns hold no possible value.
    """
    import narwhals as nw

    people = nw.Float64 if spec.measure == "rate" else nw.Int64
    whole = ("records", "usable", "events", "wrong_people", "wrong_outcome")
    return {**dict.fromkeys(whole, nw.Int64), "people": people}


def count_by_area(records: Lazy, spec: RecordsSpec) -> Lazy:
    """Records, people and events of each area by sex and band of ages.

    Args:
        records: as scanned; its columns have passed `check_columns`.
        spec: which columns hold what.

    Returns:
        `area_code, sex, band` (place of the band, from 0) and the columns of `counted_schema`, one
        row for each combination there is. A key is null where a record has no area, no sex that
        the spec names, or no possible age.
    """
    import narwhals as nw

    types = records.collect_schema()
    people, outcome = _people(spec), _outcome(spec, types)
    fits_people = _possible(people, types.get(spec.people), whole=spec.measure == "proportion")
    usable = fits_people & _possible(outcome, types[spec.outcome], whole=True)
    if spec.measure == "proportion":
        usable &= outcome <= people
    taken = records.select(
        nw.col(spec.area).alias("area_code"),
        _sex(spec, types).alias("sex"),
        _band(spec, types).alias("band"),
        # What does not fit is null, so that a count of values and a sum say all there is to say.
        nw.when(usable).then(outcome).alias("events"),
        nw.when(usable).then(people).alias("people"),
        nw.when(fits_people).then(people).alias("judged"),
    )
    counts = _totals(taken, spec).with_columns(
        _named_sex(spec).alias("sex"),
        nw.col("events", "people").fill_null(0),
        (nw.col("records") - nw.col("judged")).alias("wrong_people"),
        (nw.col("judged") - nw.col("usable")).alias("wrong_outcome"),
    )
    return _cast(counts, AREA_KEYS, counted_schema(spec))


def count_by_group(counts: Lazy, groups: Lazy, spec: RecordsSpec) -> Lazy:
    """The counts of areas summed over the group that each belongs to.

    Args:
        counts: of `count_by_area`.
        groups: `area_code, group`, one row an area.
        spec: as for `count_by_area`.

    Returns:
        `group, sex, band` and the columns of `counted_schema`; areas without a group are left out.
    """
    import narwhals as nw

    schema = counted_schema(spec)
    joined = counts.join(groups.select("area_code", "group"), on="area_code", how="inner")
    summed = joined.group_by(*GROUP_KEYS).agg(nw.col(name).sum() for name in schema)
    return _cast(summed, GROUP_KEYS, schema)


def _totals(taken: Lazy, spec: RecordsSpec) -> Lazy:
    """Records, usable ones, events and people of each combination of keys."""
    import narwhals as nw

    always = (
        nw.len().alias("records"),
        nw.col("events").count().alias("usable"),
        nw.col("events").sum(),
    )
    if spec.people:
        counted = (nw.col("people").sum(), nw.col("judged").count())
        return taken.group_by(*AREA_KEYS).agg(*always, *counted)
    # Each record is one person: nothing more to add up, which is a quarter of the work.
    grouped = taken.group_by(*AREA_KEYS).agg(*always)
    return grouped.with_columns(nw.col("usable").alias("people"), nw.col("records").alias("judged"))


def _cast(frame: Lazy, keys: tuple[str, ...], schema: dict[str, Any]) -> Lazy:
    import narwhals as nw

    types = {**dict.fromkeys(keys, nw.String), "band": nw.Int32, **schema}
    return frame.select(nw.col(name).cast(kind) for name, kind in types.items())


def _people(spec: RecordsSpec) -> nw.Expr:
    import narwhals as nw

    return nw.col(spec.people) if spec.people else nw.lit(1)


def _outcome(spec: RecordsSpec, types: Any) -> nw.Expr:
    """The outcome as a number; true counts as 1."""
    import narwhals as nw

    column = nw.col(spec.outcome)
    return column.cast(nw.Int32) if types[spec.outcome] == nw.Boolean else column


def _possible(value: nw.Expr, kind: Any, *, whole: bool) -> nw.Expr:
    """Whether a value is a number of 0 or more, and a whole one where it must be."""
    fits = ~value.is_null() & (value >= 0)
    if kind is not None and kind.is_float():
        fits &= _is_number(value) & (value < float("inf"))
        if whole:
            fits &= value == value.floor()
    return fits


def _is_number(value: nw.Expr) -> nw.Expr:
    """Whether a float is a number: engines differ in how not-a-number compares with one."""
    return ~value.is_nan()


def _sex(spec: RecordsSpec, types: Any) -> nw.Expr:
    """The place of the sex among the spec's labels; null where it names no such value.

    A small number, since grouping tens of millions of records by a text takes much longer.
    """
    import narwhals as nw

    if not spec.sex:
        return nw.lit(0)
    whole = types[spec.sex].is_integer()
    place = nw.lit(None, dtype=nw.Int32)
    for value, name in spec.sexes:
        written = nw.lit(int(value) if whole else value)
        label = nw.lit(spec.sex_labels.index(name))
        place = nw.when(nw.col(spec.sex) == written).then(label).otherwise(place)
    return place


def _named_sex(spec: RecordsSpec) -> nw.Expr:
    """The label at a place."""
    import narwhals as nw

    named = nw.lit(None, dtype=nw.String)
    for place, name in enumerate(spec.sex_labels):
        named = nw.when(nw.col("sex") == place).then(nw.lit(name)).otherwise(named)
    return named


def _band(spec: RecordsSpec, types: Any) -> nw.Expr:
    """The place of the band that holds the age, from 0; null where the age is not possible."""
    import narwhals as nw

    if not spec.age:
        return nw.lit(0)
    age = nw.col(spec.age)
    place = nw.lit(len(spec.bands) - 1)
    for at in range(len(spec.bands) - 2, -1, -1):
        place = nw.when(age < spec.bands[at + 1]).then(nw.lit(at)).otherwise(place)
    possible = (age >= 0) & (age <= int(number("records.oldest_age")))
    if types[spec.age].is_float():
        possible &= _is_number(age)
    return nw.when(possible).then(place).otherwise(nw.lit(None, dtype=nw.Int32))
