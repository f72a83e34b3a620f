"""The Index of Multiple Deprivation, rebuilt from its domains edition by edition."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from commonweal.find import IndexSpec, Rebuild, imd_editions, imd_spec, rebuild
from commonweal.parameters import parameter, table
from commonweal.report.evidence.claim import Claim, Expectation, Group, Measured
from commonweal.report.evidence.held import Held, remembered
from commonweal.report.evidence.words import largest, share_of, small

_AREAS = {"2000": "ward98", "2010": "lsoa01", "2015": "lsoa11", "2019": "lsoa11", "2025": "lsoa21"}


def rebuilt(held: Held, edition: str, spec: IndexSpec, kind: str = "rank") -> Rebuild:
    """An index made from published domain ranks (or transformed scores) by a recipe."""
    columns = {name: (f"imd.{name}.{kind}", edition) for name in spec.columns()}
    columns |= {"score": ("imd.score", edition), "rank": ("imd.rank", edition)}
    return rebuild(spec, held.values(columns, _AREAS[edition]), score="score", rank="rank")


@remembered
def from_ranks(held: Held, edition: str) -> Rebuild:
    """The index from its published domain ranks, by the method as we found it."""
    return rebuilt(held, edition, imd_spec(edition))


@remembered
def from_lowest_ranks(held: Held, edition: str) -> Rebuild:
    """The same by the letter of the technical report: ties take the lowest rank."""
    return rebuilt(held, edition, replace(imd_spec(edition), ties="lowest", precision="double"))


def score_difference(held: Held, edition: str) -> Measured:
    """Largest difference between a score rebuilt from domain ranks and the published one."""
    score = from_ranks(held, edition).score
    return largest(score.largest_difference, _if_lowest(held, edition))


def equal_ranks(held: Held, edition: str) -> Measured:
    """Ranks rebuilt from domain ranks that are the published ones."""
    equal, of = _equal_ranks(from_ranks(held, edition))
    return share_of(equal, of, _if_lowest(held, edition))


def equal_ranks_per_cent(held: Held, edition: str) -> Measured:
    """The same, as a share of all areas in per cent."""
    equal, of = _equal_ranks(from_ranks(held, edition))
    share = 100 * equal / of
    return Measured((share,), f"{share:.2f}% ({equal:,} of {of:,})", _if_lowest(held, edition))


def _equal_ranks(found: Rebuild) -> tuple[int, int]:
    return (found.rank.equal, found.rank.of) if found.rank else (0, 0)


def _if_lowest(held: Held, edition: str) -> str:
    found = from_lowest_ranks(held, edition)
    equal, of = _equal_ranks(found)
    return (
        f"If areas that tie in a domain took the lowest rank, {equal:,} of {of:,} ranks would be "
        f"equal and scores would differ by up to {small(found.score.largest_difference)}."
    )


def equal_deciles(held: Held, edition: str) -> Measured:
    """Areas that keep their published decile, even by the letter of the technical report."""
    found = from_lowest_ranks(held, edition)
    return share_of(found.same_decile or 0, found.score.of)


def transformed_difference(held: Held, edition: str) -> Measured:
    """Largest difference of a score that is summed from published transformed scores."""
    found = rebuilt(held, edition, imd_spec(edition, transformed=True), "transformed")
    return largest(found.score.largest_difference)


def equal_scores(held: Held, edition: str) -> Measured:
    """Scores that come out as printed."""
    found = from_ranks(held, edition)
    equal, of = _equal_ranks(found)
    return share_of(found.score.equal, found.score.of, f"Ranks: {equal:,} of {of:,} equal.")


def sum_of_weights(held: Held) -> Measured:
    """The sum of the seven weights that lies furthest from 0.999, over the editions."""
    editions = [edition for edition in imd_editions() if edition >= "2004"]
    sums = [sum(table("iod.domain_weights", edition=edition).values()) for edition in editions]
    furthest = max(sums, key=lambda total: abs(total - 0.999))
    note = f"The same in {len(editions)} editions: {', '.join(editions)}. {_if_scaled(held)}"
    return Measured((furthest,), f"{furthest:.3f}", note)


def _if_scaled(held: Held) -> str:
    """What the weights would do if they were made to sum to 1."""
    spec = imd_spec("2025")
    total = sum(domain.weight for domain in spec.domains)
    scaled = tuple(replace(domain, weight=domain.weight / total) for domain in spec.domains)
    changed = rebuilt(held, "2025", replace(spec, domains=scaled)).score
    used = from_ranks(held, "2025").score
    return (
        f"Used as they are, scores of 2025 differ by up to {small(used.largest_difference)}; made "
        f"to sum to 1 they would differ by up to {small(changed.largest_difference)}."
    )


_TIES = (
    "The published domain ranks give the lowest rank to areas that tie; the publisher's own "
    "calculation took the mean of their ranks, and so do we."
)
_THREE = "Published to three decimals: a perfect method still differs by up to 0.0005."

INDICES = Group(
    id="indices",
    title="The Index of Multiple Deprivation, rebuilt",
    about=(
        "If we can make the published index again from its published parts, we understand it and "
        "may build others by the same method. Each domain is ranked, the ranks are stretched by "
        "the official formula, and the results are added with the official weights."
    ),
    claims=(
        Claim(
            id="imd-2025-scores",
            what="IMD 2025 from domain ranks: largest difference of a score",
            expected=Expectation("at most", (0.0007,), digits=4),
            measure=partial(score_difference, edition="2025"),
            releases=("iod2025",),
            note=f"{_THREE} {_TIES}",
        ),
        Claim(
            id="imd-2025-ranks",
            what="IMD 2025 from domain ranks: ranks equal to those published",
            expected=Expectation("at least", (33_753,), of=33_755),
            measure=partial(equal_ranks, edition="2025"),
            releases=("iod2025",),
        ),
        Claim(
            id="imd-2019-ranks",
            what="IMD 2019 from domain ranks: ranks equal to those published, per cent",
            expected=Expectation("at least", (99.67,), digits=2, unit="%"),
            measure=partial(equal_ranks_per_cent, edition="2019"),
            releases=("iod2019",),
            note="Up to 2019 the publisher's calculation was in single precision, and so is ours.",
        ),
        Claim(
            id="imd-2019-deciles",
            what="IMD 2019 from domain ranks: areas in their published decile",
            expected=Expectation("exactly", (32_844,), of=32_844),
            measure=partial(equal_deciles, edition="2019"),
            releases=("iod2019",),
            note="Measured by the letter of the technical report, where ties take the lowest rank.",
        ),
        Claim(
            id="imd-2015-scores",
            what="IMD 2015 from transformed domain scores: largest difference of a score",
            expected=Expectation("at most", (0.0008,), digits=4),
            measure=partial(transformed_difference, edition="2015"),
            releases=("iod2015",),
            note="Scores and transformed scores are both published to three decimals.",
        ),
        Claim(
            id="imd-2010-scores",
            what="IMD 2010 from domain ranks: largest difference of a score",
            expected=Expectation("at most", (0.0067,), digits=4),
            measure=partial(score_difference, edition="2010"),
            releases=("iod2010",),
            note="Published to two decimals: a perfect method still differs by up to 0.005.",
        ),
        Claim(
            id="imd-2010-ranks",
            what="IMD 2010 from domain ranks: ranks equal to those published",
            expected=Expectation("exactly", (32_482,), "published", of=32_482),
            measure=partial(equal_ranks, edition="2010"),
            releases=("iod2010",),
        ),
        Claim(
            id="imd-2000-scores",
            what="IMD 2000, on wards, from domain ranks: scores equal to those published",
            expected=Expectation("exactly", (8_414,), "published", of=8_414),
            measure=partial(equal_scores, edition="2000"),
            releases=("iod2000",),
            note="Six domains with other weights.",
        ),
        Claim(
            id="imd-weights",
            what="The seven weights since 2004 sum to 0.999 and are used as they are",
            expected=Expectation("exactly", (0.999,), "published", digits=3),
            measure=sum_of_weights,
            releases=("iod2025", "iod2019"),
            references=(parameter("iod.domain_weights", edition="2025").reference,),
        ),
    ),
    gaps=(
        "The Index of Multiple Deprivation of 2004 and 2007 is not made again: of its seven "
        "domains only three are held.",
    ),
)
