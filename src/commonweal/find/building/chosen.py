"""A file that says what `find` is to use: an index of one's own, a published one, or both."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.errors import InputError, InputProblem
from commonweal.find.building.spec import MEASURES_OF, BuildSpec
from commonweal.find.building.written import build_spec_of
from commonweal.parameters.document import Document, Fields, read_document


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a file chooses.

    Attributes:
        indices: recipes by what they measure: `deprivation`, `infrastructure`.
        published: editions of published indices, by what they measure.
    """

    indices: dict[str, BuildSpec]
    published: dict[str, str]


def chosen_indices(text: str, name: str = "index.toml") -> Chosen:
    """Read what is chosen from TOML.

    Either the file is one recipe, whose field `measures` says what it stands for; or it has the
    tables `[deprivation]` and `[infrastructure]`, each with `published = "edition"` or with the
    fields of a recipe (`[[deprivation.domains]]` and so on). What is not named is as usual.

    Raises:
        InputError: carries every problem with its line.
    """
    document = read_document(text, name)
    if not any(measure in document.data for measure in MEASURES_OF):
        return _whole(document)
    indices, published, problems = {}, {}, []
    for measure in sorted(document.data.keys() - set(MEASURES_OF)):
        expected = " or ".join(f"a table [{each}]" for each in MEASURES_OF)
        problem = InputProblem(expected, f"a field {measure!r}", column=measure)
        problems.append(document.place(problem))
    top = Fields.of(document)
    for measure in MEASURES_OF:
        if not top.has(measure):
            continue
        fields = top.table(measure)
        try:
            if fields.has("published"):
                published[measure] = _published(fields, document)
            else:
                indices[measure] = build_spec_of(fields, document)
        except InputError as error:
            problems += [item for item in error.problems if item not in problems]  # type: ignore[misc]
    problems += [item for item in top.problems if item not in problems]
    if problems:
        raise InputError(problems, f"{name} does not say what to use:")
    return Chosen(indices, published)


def _whole(document: Document) -> Chosen:
    spec = build_spec_of(Fields.of(document), document)
    if not spec.measures:
        expected = " or ".join(f"measures = {each!r}" for each in MEASURES_OF)
        problem = InputProblem(expected, "nothing", column="measures")
        raise InputError(document.place(problem), f"{document.name} does not say what it measures:")
    return Chosen({spec.measures: spec}, {})


def _published(fields: Fields, document: Document) -> str:
    edition = fields.text("published")
    return fields.build(lambda: edition, f"{document.name} does not say what to use:")
