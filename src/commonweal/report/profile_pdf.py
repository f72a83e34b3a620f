"""The profile as two printed pages: tagged, in plain words, readable in black and white.

The spine is drawn by the typesetter itself, which leaves drawings out of what a screen reader
says; every mark of it stands as a number or a word in the same row of the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.report.pdf import literal, pdf, text
from commonweal.report.profile import beside_words, parts, source_numbers
from commonweal.understand.profile import Profile, Row
from commonweal.understand.profile.assets import NOT_LISTED, Near, kilometres
from commonweal.understand.profile.history import Step, Trend
from commonweal.understand.profile.result import SimilarPlace
from commonweal.understand.profile.standing import TITLES

MAP = "map.svg"
_MAP_KEY = (
    "Darkest: doubly disadvantaged. Mid: deprived only. Hatched: short of social infrastructure "
    "only. Lightest: neither."
)
_LAST_LATIN = 0x250
_DIAMOND = "(2.2pt, 0pt), (4.4pt, 2.2pt), (2.2pt, 4.4pt), (0pt, 2.2pt)"

_LOOK = """\
#set page(margin: (x: 15mm, top: 13mm, bottom: 14mm), footer: context {
  set text(7pt, fill: rgb("#5a5560"))
  grid(columns: (1fr, auto), FOOT,
    [Page #counter(page).display() of #counter(page).final().first()])
})
#set text(size: 8.8pt, fill: rgb("#1d1a20"))
#set par(leading: 0.52em, spacing: 0.75em)
#let ink = rgb("#1d1a20")
#let accent = rgb("#74215f")
#let quiet = rgb("#5a5560")
#let hair = rgb("#cfc8bd")
#let lines = (x: none, top: none, bottom: 0.3pt + hair)
#show heading.where(level: 1): set text(21pt, weight: 680)
#show heading.where(level: 2): it => block(above: 4.6mm, below: 2mm,
  text(11pt, weight: 650, it.body))
#let small(body) = text(7pt, fill: quiet, body)
#let at(share) = share * 44mm
#let spine(v, lo, hi, near, land) = box(width: 44mm, height: 8pt, {
  place(dy: 3.4pt, rect(width: 44mm, height: 1.2pt, fill: rgb("#ddd7cd")))
  place(dx: 11mm, dy: 2.4pt, rect(width: 22mm, height: 3.2pt, fill: rgb("#cfc8bd")))
  if land != none { place(dx: at(land) - 0.35pt,
    rect(width: 0.7pt, height: 8pt, fill: ink)) }
  if lo != none { place(dx: at(lo), dy: 3.5pt,
    rect(width: calc.max(at(hi) - at(lo), 0.5pt), height: 1pt, fill: accent)) }
  if near != none { place(dx: at(near) - 2.2pt, dy: 1.8pt,
    polygon(stroke: 0.8pt + ink, fill: white, DIAMOND)) }
  if v != none { place(dx: at(v) - 2.4pt, dy: 1.6pt, circle(radius: 2.4pt, fill: accent)) }
})
#let key(body, mark) = box({ mark; h(1.2mm); body; h(4mm) })
"""


def profile_pdf(profile: Profile, picture: bytes | None = None) -> bytes:
    """The profile as a tagged PDF of two pages.

    Args:
        profile: of an area or a neighbourhood.
        picture: where it lies, as SVG; without one the page has no map.
    """
    own = profile.identity
    title = f"{own.name}: profile of a {own.kind}"
    foot = f"[{text(_foot(profile))}]"
    markup = "\n".join(
        [
            _LOOK.replace("FOOT", foot).replace("DIAMOND", _DIAMOND),
            *_head(profile, picture is not None),
            *_middle(profile),
            *_foot_of_first(profile),
            *_like(profile),
            "#pagebreak(weak: true)",
            *_spine(profile),
            f"== Sources\n{_sources(profile)}",
        ]
    )
    return pdf(markup, title=title, files={MAP: picture} if picture else None)


def _foot(profile: Profile) -> str:
    invented = "Invented demonstration data. " if profile.provenance.demonstration else ""
    own = profile.identity
    code = f" ({own.code})" if own.code else ""
    run = profile.provenance.run
    return f"{invented}{own.name}{code}. Commonweal {run.commonweal}, atlas {run.atlas[:8]}."


def _head(profile: Profile, drawn: bool) -> list[str]:
    own, standing = profile.identity, profile.standing
    where = f"{own.official}, {own.kind} {own.code}" if own.official else f"{own.kind} {own.code}"
    verdict = [
        f"#text(14pt, weight: 650, fill: accent)[{text(standing.title)}]",
        text(standing.sentence),
        text(standing.certainty),
    ]
    lies = f", in {own.where}" if own.where else ""
    said_of_it = " ".join(f"#par[{part}]" for part in verdict)
    left = "\n\n".join(
        [
            f"= {text(own.name)}",
            f"#small[{text(_capital(where.strip()) + lies)}]",
            "#v(1mm)",
            f"#block(inset: (left: 3mm), stroke: (left: 2pt + accent))[{said_of_it}]",
            "#v(1mm)",
            _facts(_told(profile)),
        ]
    )
    if not drawn:
        return [left]
    said = f"Map: the outline of {own.name} among the neighbourhoods around it, coloured by type."
    image = f"#image({literal(MAP)}, width: 100%, alt: {literal(said)})"
    right = f"{image}\n#v(-2mm)\n#small[{text(_MAP_KEY)}]"
    return [f"#grid(columns: (1fr, 58mm), column-gutter: 7mm, [{left}], [{right}])"]


def _told(profile: Profile) -> list[tuple[str, str, str]]:
    """The facts at the top: what, the figure, and what to know of it."""
    own, standing = profile.identity, profile.standing
    facts = [("People", f"{own.people:,}", f"mid-{own.people_period}" if own.people_period else "")]
    if standing.rank is not None:
        facts.append(
            (
                "Deprivation rank",
                f"{standing.rank:,}",
                f"of {standing.ranked:,}; 1 is the most deprived",
            )
        )
    if own.areas > 1:
        facts.append(
            ("Small areas", f"{own.areas:,}", f"{own.in_part} in part" if own.in_part else "")
        )
    if own.setting:
        facts.append(("Town or country", own.setting, ""))
    return facts


def _facts(facts: Sequence[tuple[str, str, str]]) -> str:
    return (
        f"#grid(columns: {len(facts)}, column-gutter: 7mm, "
        f"{', '.join(_fact(*fact) for fact in facts)})"
    )


def _fact(title: str, value: str, note: str) -> str:
    size = "12pt" if len(value) < 12 else "8.8pt"
    under = "" if not note else r" \ " + f"#small[{text(note)}]"
    return rf"[#small[{text(title)}] \ #text({size}, weight: 600)[{text(value)}]{under}]"


def _middle(profile: Profile) -> list[str]:
    columns = [
        ("Strengths", profile.strengths, "On no measure held does it stand clearly better."),
        ("What is harder", profile.harder, "On no measure held does it stand clearly worse."),
    ]
    cells = [
        f"[== {title}\n{_points(rows) if rows else text(nothing)}]"
        for title, rows, nothing in columns
    ]
    return [
        f"#grid(columns: (1fr, 1fr), column-gutter: 7mm, {', '.join(cells)})",
        f"#small[{text(_beside(profile))}]",
    ]


def _points(rows: Sequence[Row]) -> str:
    return "\n".join(f"- {_point(row)}" for row in rows)


def _point(row: Row) -> str:
    beside = [
        f"{word} {row.figure(whose)}"
        for whose, word in (("similar", "similar places"), ("country", "the country"))
        if row.figure(whose) != "not known"
    ]
    unit = f" ({row.unit})" if row.unit else ""
    return (
        f"{text(row.label)}: #strong[{text(row.told)}]{text(unit)} "
        f"#small[{text('; '.join(beside))}]"
    )


def _beside(profile: Profile) -> str:
    if not profile.held_against:
        return "Held against the country."
    return (
        f"Held against the {profile.held_against} {profile.similar_words} of the country that are "
        "most like it in who lives there, homes, work, deprivation and town or country."
    )


def _foot_of_first(profile: Profile) -> list[str]:
    left = f"[== Who lives here\n{_living(profile)}]"
    right = f"[{_walk(profile)}\n{_history(profile)}]"
    return [f"#grid(columns: (1fr, 1fr), column-gutter: 7mm, {left}, {right})"]


def _living(profile: Profile) -> str:
    numbers = source_numbers(profile)
    head = "table.header([Share of people or households], [Here], [Similar], [Country])"
    cells = []
    for row in profile.living:
        cells.append(
            f"[{text(row.label)} {_mark(row, numbers)}], [#strong[{text(row.told)}]], "
            f"[{text(row.figure('similar'))}], [{text(row.figure('country'))}]"
        )
    return (
        "#text(8pt, table(columns: (1fr, auto, auto, auto), align: (left, right, right, right), "
        f"stroke: lines, inset: (x: 0.8mm, y: 0.95mm), {head}, {', '.join(cells)}))"
    )


def _mark(row: Row, numbers: dict[str, int]) -> str:
    """When, and the numbers of the sources."""
    refs = ", ".join(str(numbers[name]) for name in row.measure.releases if name in numbers)
    said = " ".join(part for part in (row.measure.period, f"[{refs}]" if refs else "") if part)
    return f"#small[{text(said)}]"


def _walk(profile: Profile) -> str:
    if not profile.assets:
        return ""
    lines = [f"- {_near(near)}" for near in profile.assets]
    about = f"Within {profile.walk:,.0f} m in a straight line of where people live. {NOT_LISTED}"
    return "\n".join(["== Within a walk", *lines, f"#small[{text(about)}]"])


def _near(near: Near) -> str:
    names = [f"{_printable(place.name)} ({kilometres(place.metres)})" for place in near.within[:3]]
    more = len(near.within) - len(names)
    listed = "; ".join(names) + (f" and {more} more" if more > 0 else "")
    return f"{text(_printable(near.sentence()))} #small[{text(listed)}]"


def _printable(name: str) -> str:
    """A name from a register without signs that no typeface for text has, such as emoji."""
    return "".join(each if ord(each) < _LAST_LATIN or "–" <= each <= "…" else "?" for each in name)


def _history(profile: Profile) -> str:
    steps, claimants = profile.history.steps, profile.history.claimants
    if not steps and claimants is None:
        return ""
    made = ["== How it changed"]
    if steps:
        head = ", ".join(f"[{text(step.period)}]" for step in steps)
        alone = any(step.decile is not None for step in steps)
        first = (
            "Tenth of deprivation (1: most deprived)"
            if alone
            else "People in the most deprived tenth"
        )
        cells = ", ".join(f"[{text(_step(step))}]" for step in steps)
        made.append(
            f"#text(8pt, table(columns: {len(steps) + 1}, stroke: lines, "
            f"inset: (x: 1mm, y: 1mm), table.header([Edition], {head}), [{text(first)}], {cells}))"
        )
    if claimants is not None:
        made.append(_years(claimants))
    made.append(f"#small[{text(profile.history.caution)}]")
    return "\n".join(made)


def _step(step: Step) -> str:
    if step.decile is not None:
        return str(step.decile)
    return "not known" if step.worst_share is None else f"{step.worst_share:.0%}"


def _years(trend: Trend) -> str:
    """The years as a table of per cents under the sentence that sums them up."""
    head = ", ".join(f"[{text(year.period)}]" for year in trend.years)
    rows = [
        f"[{word}], " + ", ".join(f"[{100 * getattr(year, name):.1f}]" for year in trend.years)
        for word, name in (("Here", "value"), ("Country", "country"))
    ]
    size = "6.8pt" if len(trend.years) > 6 else "8pt"
    return (
        f"{text(trend.sentence())}\n"
        f"#text({size}, table(columns: {len(trend.years) + 1}, stroke: lines, "
        f"inset: (x: 0.6mm, y: 1mm), table.header([%], {head}), {', '.join(rows)}))"
    )


def _spine(profile: Profile) -> list[str]:
    numbers = source_numbers(profile)
    head = ("What is measured", "Here", "Similar", "Region", "Country", "Beside similar places")
    cells = [f"table.header({', '.join(f'[{text(name)}]' for name in head)}, [Worst #h(1fr) Best])"]
    for part in parts(profile, profile.spine):
        inset = "(top: 1.5mm, bottom: 0.6mm, x: 0.8mm)"
        cells.append(f"table.cell(colspan: 7, inset: {inset})[#strong[{text(part.title)}]]")
        cells += [_spine_row(row, numbers) for row in part.rows]
    columns = "(1fr, auto, auto, auto, auto, auto, 46mm)"
    align = "(left, right, right, right, right, left, left)"
    return [
        "== How it stands",
        _key(),
        f"#text(7.6pt, table(columns: {columns}, align: {align}, stroke: lines, "
        f"inset: (x: 0.8mm, y: 0.72mm), {', '.join(cells)}))",
        f"#small[{text(' '.join(profile.notes))}]",
    ]


def _spine_row(row: Row, numbers: dict[str, int]) -> str:
    unit = f" #small[{text(row.unit)}]" if row.unit else ""
    figures = [row.figure(whose) for whose in ("similar", "region", "country")]
    shown = ", ".join(f"[{text('–' if figure == 'not known' else figure)}]" for figure in figures)
    marks = [row.marks[name] for name in ("value", "lower", "upper", "similar", "country")]
    drawn = ", ".join("none" if mark is None else f"{mark:.4f}" for mark in marks)
    return (
        f"[{text(row.label)}{unit} {_mark(row, numbers)}], [#strong[{text(row.told)}]], {shown}, "
        f"[{text(beside_words(row))}], spine({drawn})"
    )


def _key() -> str:
    marks = (
        ("this place, with its margin", "box(baseline: 0pt, circle(radius: 2.4pt, fill: accent))"),
        (
            "similar places",
            f'box(polygon(stroke: 0.8pt + rgb("#1d1a20"), {_DIAMOND}))',
        ),
        ("the country", 'box(rect(width: 0.7pt, height: 6pt, fill: rgb("#1d1a20")))'),
        (
            "the middle half of all areas",
            'box(rect(width: 6mm, height: 3pt, fill: rgb("#cfc8bd")))',
        ),
    )
    return "#small[" + "".join(f"#key([{text(words)}], {mark})" for words, mark in marks) + "]"


def _like(profile: Profile) -> list[str]:
    made = []
    if profile.similar:
        half = (len(profile.similar) + 1) // 2
        cells = [
            "[" + "\n".join(_similar(place) for place in side) + "]"
            for side in (profile.similar[:half], profile.similar[half:])
        ]
        made.append("== Places like this one")
        made.append(f"#grid(columns: (1fr, 1fr), column-gutter: 7mm, {', '.join(cells)})")
    if profile.refused:
        lines = "\n".join(f"- {text(item.title)}: {text(item.reason)}" for item in profile.refused)
        made.append(f"== What cannot be said of it\n#text(7.6pt)[\n{lines}\n]")
    return made


def _similar(place: SimilarPlace) -> str:
    within = f", {place.within}" if place.within and place.within not in place.name else ""
    kind = f" ({_type(place.typology)})" if place.typology else ""
    return (
        f"- #strong[{text(place.name)}]{text(within + kind)}. "
        f"#small[{text(place.reason.sentence())}]"
    )


def _type(typology: str) -> str:
    return TITLES.get(typology, typology)[:1].lower() + TITLES.get(typology, typology)[1:]


def _sources(profile: Profile) -> str:
    listed = [
        f"[{place}] {source.title}, {source.publisher}, {source.published}."
        for place, source in enumerate(profile.provenance.sources, start=1)
    ]
    words = dict.fromkeys(source.attribution for source in profile.provenance.sources)
    return f"#text(6.2pt, fill: quiet)[{text(' '.join([*listed, *words]))}]"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
