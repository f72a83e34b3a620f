"""District summaries against the published files."""

from __future__ import annotations

from functools import partial

from commonweal.find import MEASURES
from commonweal.find.summaries import PRINTED_DIGITS
from commonweal.parameters import Reference, parameter
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.district_measures import average_score_from_rounded, compared
from commonweal.report.evidence.district_reasons import TITLES, by_a_few_people, remaining
from commonweal.report.evidence.held import Held

_LEAST = {
    "2025": (296, (293, 291, 296, 296, 290)),
    "2019": (317, (257, 305, 317, 316, 268)),
}
_APPENDIX = parameter("summaries.worst_share").reference
_CHANGED = Reference(
    "English Indices of Deprivation 2019, File 6, notes: counts of people were modified in places "
    "for disclosure control after use",
    "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2019",
)


def equal(held: Held, measure: str, edition: str) -> Measured:
    """Districts whose measure comes out as printed; with the last measure, all that do not."""
    found = compared(held, edition)[measure]
    note = ""
    if found.misses.height:
        digits = PRINTED_DIGITS[measure] + 1
        note = f"Largest difference {found.largest_difference:.{digits}f}."
    if measure == "average_score":
        rounded = average_score_from_rounded(held, edition)
        note = (
            f"{note} Made from LSOA scores in full. From those published, rounded to three "
            f"decimals: {rounded.equal:,} of {rounded.of:,}."
        )
    details = remaining(held, edition) if measure == MEASURES[-1] else ()
    return Measured((found.equal,), f"{found.equal:,} of {found.of:,}", note.strip(), details)


def _claim(edition: str, measure: str, least: int, of: int) -> Claim:
    return Claim(
        id=f"districts-{edition}-{measure.replace('_', '-')}",
        what=f"Districts of {edition} whose {TITLES[measure]} comes out as printed",
        expected=Expectation("at least", (least,), of=of),
        measure=partial(equal, measure=measure, edition=edition),
        releases=(f"iod{edition}_summaries", f"iod{edition}"),
        references=(_APPENDIX,),
        command=f"commonweal districts --edition {edition} --out districts.csv",
    )


DISTRICTS = Group(
    id="districts",
    title="Summaries of districts",
    about=(
        "The publisher summarises deprivation in each district by five measures. We make them "
        "from the small areas by the published formulas, and count the districts for which every "
        "printed digit is the same."
    ),
    claims=(
        *(
            _claim(edition, measure, least, of)
            for edition, (of, figures) in _LEAST.items()
            for measure, least in zip(MEASURES, figures, strict=True)
        ),
        Claim(
            id="districts-2019-reason",
            what=(
                "Districts of 2019 that differ, and would not if one small area had up to three "
                "people more or fewer"
            ),
            expected=Expectation("open"),
            measure=partial(by_a_few_people, edition="2019"),
            releases=("iod2019_summaries", "iod2019"),
            references=(_CHANGED,),
        ),
    ),
)
