"""Rules as they are written: those that ship with the package, and a board's own, in TOML."""

from __future__ import annotations

from commonweal.decide.boards.rule import Chair, CompositionRule, Places, Statement
from commonweal.errors import InputProblem, MethodNotApplicable
from commonweal.parameters import Reference, parameter, parameter_names, recipe
from commonweal.parameters.document import Fields, read_document

RULES = (
    "big-local",
    "pride-in-place",
    "parish-council",
    "neighbourhood-forum",
    "community-land-trust",
)
"""Names of the rules that ship with the package."""

_NUMBERS = ("smallest", "largest", "term_years", "lasts_years")


def published_rule(name: str) -> CompositionRule:
    """A rule that ships with the package, by its name.

    Raises:
        MethodNotApplicable: no such rule; names those there are.
    """
    if name not in RULES:
        raise MethodNotApplicable(f"There is no rule {name!r} for boards: {', '.join(RULES)}.")
    file = f"board_{name.replace('-', '_')}"
    return composition_rule(recipe(file), f"{file}.toml")


def published_rules() -> tuple[CompositionRule, ...]:
    """All rules that ship with the package."""
    return tuple(published_rule(name) for name in RULES)


def composition_rule(text: str, name: str = "rule.toml") -> CompositionRule:
    """Read a rule from TOML.

    `name`, `title`, `set_by`; if given `source`, `link`, `smallest`, `largest`, `term_years`,
    `lasts_years`, `chair` (one, independent) and `chair_may_not_be`; `[[places]]` with `of` (one
    capacity, or several with commas), `least`, `most`, `share`, `binding`; `[[statements]]` with
    `id` and `text`; `[[open]]` with `text`. A number may be the name of a parameter.

    Raises:
        InputError: carries every problem with its line.
    """
    fields = Fields.of(read_document(text, name))
    sources: dict[str, Reference] = {}
    called, title, set_by = (fields.text(key) for key in ("name", "title", "set_by"))
    source = Reference(fields.text("source", set_by), fields.text("link", ""))
    smallest, largest, term, lasts = (_whole(fields, key, sources) for key in _NUMBERS)
    chair = _chair(fields)
    barred = _listed(fields.text("chair_may_not_be", ""))
    places = _all_places(fields, sources)
    statements = tuple(_statement(each) for each in fields.tables("statements"))
    left_open = tuple(_text_only(each) for each in fields.tables("open"))
    return fields.build(
        lambda: CompositionRule(
            called,
            title,
            set_by,
            source,
            smallest,
            largest,
            term,
            lasts,
            chair,
            barred,
            places,
            statements,
            left_open,
            sources,
        ),
        f"{name} does not describe a rule for a board:",
    )


def _chair(fields: Fields) -> Chair:
    written = fields.text("chair", "not fixed")
    match written:
        case "one" | "independent" | "not fixed":
            return written
    problem = InputProblem("one, independent or not fixed", repr(written), column="chair")
    fields.problems.append(fields.document.place(problem))
    return "not fixed"


def _all_places(fields: Fields, sources: dict[str, Reference]) -> tuple[Places, ...]:
    listed = enumerate(fields.tables("places"))
    return tuple(_places(each, f"places.{position}", sources) for position, each in listed)


def _places(fields: Fields, field_name: str, sources: dict[str, Reference]) -> Places:
    least, most = (_whole(fields, key, sources, field_name) for key in ("least", "most"))
    places = Places(
        _listed(fields.text("of")),
        least,
        most,
        _amount(fields, "share", sources, field_name),
        fields.flag("binding", default=True),
    )
    fields.close()
    return places


def _statement(fields: Fields) -> Statement:
    statement = Statement(fields.text("id"), fields.text("text"))
    fields.close()
    return statement


def _text_only(fields: Fields) -> str:
    text = fields.text("text")
    fields.close()
    return text


def _whole(
    fields: Fields, key: str, sources: dict[str, Reference], field_name: str = ""
) -> int | None:
    if isinstance(fields.data.get(key), str):
        value = _named(fields, key, sources, field_name or key)
        return None if value is None else int(value)
    return fields.whole(key)


def _amount(
    fields: Fields, key: str, sources: dict[str, Reference], field_name: str
) -> float | None:
    if isinstance(fields.data.get(key), str):
        return _named(fields, key, sources, field_name)
    if not fields.has(key):
        fields.whole(key)
        return None
    return fields.number(key)


def _named(
    fields: Fields, key: str, sources: dict[str, Reference], field_name: str
) -> float | None:
    """The value of the parameter that stands in place of a number; its source is kept."""
    named = fields.text(key)
    value = parameter(named) if named in parameter_names() else None
    if value is None or not isinstance(value.value, int | float):
        path = f"{fields.path}.{key}" if fields.path else key
        problem = InputProblem("a number, or a parameter's name", repr(named), column=path)
        fields.problems.append(fields.document.place(problem))
        return None
    sources[field_name] = value.reference
    return value.value


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
